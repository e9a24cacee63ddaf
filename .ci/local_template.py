"""Derives from template.yaml what `sam local invoke` runs, so that what is deployed names no test's variable.

    python local_template.py TEMPLATE OUTPUT CODE_FOLDER

Reads {"Watch": {"NAME": "value", …}, …} from standard input: variables of each function, which `sam local` would pass on only
if the template declared them. A function that is deployed without a variable must not be tried with it: but for where AWS is,
each has to stand in the template. A function's code is CODE_FOLDER/<its name>. Runs with SAM's own Python, which has its YAML.
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
