"""Tests of the Terraform module, read with a parser of its language: Terraform itself would first download the provider of AWS.

Runs with Checkov's Python, which has that parser.
"""

import pathlib
import re
import shutil
import subprocess
import unittest

import hcl2
import yaml

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "deploy" / "terraform"


class Template(yaml.SafeLoader):
    """Reads CloudFormation's short forms, such as !Ref, as the text or list behind them."""


Template.add_multi_constructor("!", lambda loader, tag, node: getattr(node, "value", None))


class Module(unittest.TestCase):
    def setUp(self):
        with (FOLDER / "main.tf").open() as file:
            self.module = hcl2.load(file)
        self.stack = self.module["resource"][0]["aws_cloudformation_stack"]["slash80"]

    def named(self, kind):
        return {name for block in self.module[kind] for name in block}

    def test_makes_one_stack_and_nothing_else(self):
        self.assertEqual(["aws_cloudformation_stack"], [kind for block in self.module["resource"] for kind in block])

    def test_passes_each_variable_to_the_stack_and_declares_each_that_it_passes(self):
        text = (FOLDER / "main.tf").read_text().partition("\nresource ")[2]
        self.assertEqual(self.named("variable"), set(re.findall(r"var\.(\w+)", text)))

    def test_grants_the_capabilities_that_the_template_needs(self):
        template = yaml.load((PROJECT / "template.yaml").read_text(), Template)
        needed = {"CAPABILITY_AUTO_EXPAND"} if "Transform" in template else set()
        roles = [resource["Properties"] for resource in template["Resources"].values() if resource["Type"] == "AWS::IAM::Role"]
        if roles:
            needed.add("CAPABILITY_NAMED_IAM" if any("RoleName" in role for role in roles) else "CAPABILITY_IAM")
        self.assertEqual(sorted(needed), sorted(flatten(self.stack["capabilities"])))

    def test_keeps_the_parameters_out_of_the_plan(self):
        variables = {name: block[name] for block in self.module["variable"] for name in block}
        self.assertTrue(flatten(variables["parameters"]["sensitive"])[0])

    if shutil.which("terraform"):

        def test_is_laid_out_as_terraform_does(self):
            run = subprocess.run(["terraform", "fmt", "-check", "-diff", FOLDER], capture_output=True, text=True)
            self.assertEqual(0, run.returncode, run.stdout + run.stderr)


def flatten(value):
    """The parser wraps values in lists, some versions once more than others."""
    if not isinstance(value, list):
        return [value]
    return [leaf for item in value for leaf in flatten(item)]


if __name__ == "__main__":
    unittest.main()
