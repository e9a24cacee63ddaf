"""Derives a template for `sam local invoke` from template.yaml, so that the deployed template names no variable of a test.

    python local_template.py TEMPLATE OUTPUT CODE_FOLDER

Reads {"Watch": {"NAME": "value", …}, …} from standard input: variables of each function, which `sam local` would pass on only
if the template declared them. A function must not be tested with a variable that it is deployed without: except for the address
of AWS, each variable has to be in the template. The code of a function is CODE_FOLDER/<its name>. Runs with SAM's own Python.
"""

import json
import pathlib
import sys

from samcli.yamlhelper import yaml_dump, yaml_parse

WHERE_AWS_IS = {"AWS_ENDPOINT_URL"}


def environment(properties):
    return properties.setdefault("Environment", {}).setdefault("Variables", {})


def main(template, output, code_folder):
    variables = json.load(sys.stdin)
    tree = yaml_parse(pathlib.Path(template).read_text())
    common = environment(tree["Globals"]["Function"])
    for name, resource in tree["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            properties["CodeUri"] = f"{code_folder}/{name}"
            declared = environment(properties)
            if undeclared := variables.get(name, {}).keys() - declared.keys() - common.keys() - WHERE_AWS_IS:
                sys.exit(f"{template}: {name} has no {', '.join(sorted(undeclared))}")
            declared.update(variables.get(name, {}))
    pathlib.Path(output).write_text(yaml_dump(tree))


main(*sys.argv[1:])
