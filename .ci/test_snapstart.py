"""Tests of what template.yaml makes with each value of Runtime: what SAM transforms it to, without the resources whose condition is false.

Runs with SAM's own Python.
"""

import os
import pathlib
import unittest
from unittest import mock

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

TEMPLATE = pathlib.Path(__file__).resolve().parent.parent / "template.yaml"
PSEUDO = {"AWS::AccountId": "111122223333", "AWS::Region": "us-east-2", "AWS::Partition": "aws", "AWS::NoValue": None}
EVERYTHING = {"FindingsBus": "default", "ImportToSecurityHub": "true", "ForwardedEvents": "accounts"}


class Stack:
    """The resources of a stack with some parameters."""

    def __init__(self, code="s3://code/one", timeout=None, **parameters):
        template = yaml_parse(TEMPLATE.read_text())
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = code
                resource["Properties"]["Timeout"] = timeout or resource["Properties"]["Timeout"]
        self.values = {name: str(parameter.get("Default", "")) for name, parameter in template["Parameters"].items()} | parameters
        with mock.patch.dict(os.environ, {"AWS_DEFAULT_REGION": "us-east-2"}):
            made = Translator({}, Parser()).translate(template, dict(self.values))
        self.conditions = made["Conditions"]
        self.resources = {
            name: {**resource, "Properties": self.chosen(resource.get("Properties", {}))}
            for name, resource in made["Resources"].items() if "Condition" not in resource or self.holds(resource["Condition"])
        }

    def holds(self, name):
        return self.is_true(self.conditions[name])

    def is_true(self, condition):
        (kind, value), = condition.items()
        match kind:
            case "Condition":
                return self.holds(value)
            case "Fn::Not":
                return not self.is_true(value[0])
            case "Fn::And":
                return all(map(self.is_true, value))
            case "Fn::Or":
                return any(map(self.is_true, value))
            case "Fn::Equals":
                return self.text(value[0]) == self.text(value[1])
        raise ValueError(kind)

    def text(self, value):
        if isinstance(value, dict):
            return self.values[value["Ref"]] if "Ref" in value else value["Fn::Join"][0].join([self.text(value["Fn::Join"][1])])
        return value

    def chosen(self, value):
        """A value of the template with its conditions decided."""
        if isinstance(value, list):
            return [chosen for item in value if (chosen := self.chosen(item)) != {"Ref": "AWS::NoValue"}]
        if not isinstance(value, dict):
            return value
        if "Fn::If" in value:
            name, if_true, if_false = value["Fn::If"]
            return self.chosen(if_true if self.holds(name) else if_false)
        return {key: chosen for key, item in value.items() if (chosen := self.chosen(item)) != {"Ref": "AWS::NoValue"}}

    def of_type(self, kind):
        return {name: resource["Properties"] for name, resource in self.resources.items() if resource["Type"] == f"AWS::{kind}"}

    def __getitem__(self, name):
        return self.resources[name]["Properties"]


def named(value):
    """The parameters and resources that a value is made of."""
    if isinstance(value, list):
        return {name for item in value for name in named(item)}
    if not isinstance(value, dict):
        return set()
    names = set()
    for key, item in value.items():
        if key == "Ref":
            names.add(item)
        elif key == "Fn::GetAtt":
            names.add(item.split(".")[0] if isinstance(item, str) else item[0])
        elif key == "Fn::Sub":
            text = item if isinstance(item, str) else item[0]
            names |= {part.split("}")[0].split(".")[0] for part in text.split("${")[1:]} | named(item[1:])
        elif key == "Fn::If":
            names |= {f"condition {item[0]}"} | named(item[1:])
        else:
            names |= named(item)
    return names


class Snapshots(unittest.TestCase):
    def setUp(self):
        self.stack = Stack(Runtime="java25", **EVERYTHING)
        self.functions = sorted(self.stack.of_type("Lambda::Function"))

    def test_a_version_of_each_function_has_a_snapshot(self):
        self.assertEqual(["SecurityHub", "Sweep", "Watch"], self.functions)
        for name, function in self.stack.of_type("Lambda::Function").items():
            self.assertEqual("java25", function["Runtime"], name)
            self.assertEqual({"ApplyOn": "PublishedVersions"}, function["SnapStart"], name)

    def test_an_alias_leads_to_the_version_that_was_published_last(self):
        versions = {name: version["FunctionName"]["Ref"] for name, version in self.stack.of_type("Lambda::Version").items()}
        self.assertEqual(self.functions, sorted(versions.values()))
        for name in self.functions:
            alias = self.stack[f"{name}Aliaslive"]
            self.assertEqual("live", alias["Name"])
            self.assertEqual(name, versions[alias["FunctionVersion"]["Fn::GetAtt"][0]])

    def test_everything_invokes_the_alias(self):
        mappings = self.stack.of_type("Lambda::EventSourceMapping")
        self.assertEqual(6, len(mappings))
        for name, mapping in mappings.items():
            self.assertIn(mapping["FunctionName"], [{"Ref": f"{function}Aliaslive"} for function in self.functions if name.startswith(function)], name)
        self.assertEqual({"Ref": "SweepAliaslive"}, self.stack["Hourly"]["Targets"][0]["Arn"])
        self.assertEqual({"Ref": "SweepAliaslive"}, self.stack["HourlyInvokesSweep"]["FunctionName"])
        self.assertEqual({"Fn::Select": [7, {"Fn::Split": [":", {"Ref": "SweepAliaslive"}]}]}, self.stack["SweepEventInvokeConfig"]["Qualifier"])

    def test_other_code_and_another_template_are_other_versions(self):
        for change in ({"code": "s3://code/other"}, {"timeout": 61}):
            other = Stack(Runtime="java25", **EVERYTHING, **change)
            self.assertEqual(set(), self.stack.of_type("Lambda::Version").keys() & other.of_type("Lambda::Version").keys())

    def test_other_settings_are_another_version(self):
        number = {"Fn::GetAtt": ["SettingsVersion", "VersionNumber"]}
        for name, version in self.stack.of_type("Lambda::Version").items():
            self.assertEqual({"Fn::Sub": "with settings ${SettingsVersion.VersionNumber}"}, version["Description"], name)
        for name, function in self.stack.of_type("Lambda::Function").items():
            self.assertEqual(number, function["Environment"]["Variables"]["SLASH80_SETTINGS"], name)

    def test_the_settings_are_all_that_the_functions_are_made_of(self):
        settings = named(self.stack["SettingsVersion"]["Content"])
        template = yaml_parse(TEMPLATE.read_text())
        parts = [template["Globals"]["Function"], *(template["Resources"][name]["Properties"] for name in self.functions)]
        made_of = named(parts) - PSEUDO.keys() - {"SettingsVersion"}
        while conditions := {name for name in made_of if name.startswith("condition ")}:
            made_of = (made_of - conditions) | named([template["Conditions"][name.split()[1]] for name in conditions])
            made_of |= {f"condition {inner}" for name in conditions for inner in inner_conditions(template["Conditions"][name.split()[1]])}
        self.assertEqual(set(), made_of - settings)
        self.assertLess({"SettlingMinutes", "AmazonQChannel", "Alerts"}, made_of)

    def test_no_secret_is_among_the_settings(self):
        hidden = {name for name, parameter in yaml_parse(TEMPLATE.read_text())["Parameters"].items() if parameter.get("NoEcho")}
        self.assertEqual(set(), named(self.stack["SettingsVersion"]["Content"]) & hidden)

    def test_old_versions_are_deleted(self):
        for name in self.stack.of_type("Lambda::Version"):
            self.assertEqual("Delete", self.stack.resources[name]["DeletionPolicy"], name)


def inner_conditions(condition):
    if isinstance(condition, list):
        return {name for item in condition for name in inner_conditions(item)}
    if isinstance(condition, dict):
        return {condition["Condition"]} if isinstance(condition.get("Condition"), str) else inner_conditions(list(condition.values()))
    return set()


class Executables(unittest.TestCase):
    def setUp(self):
        self.stack = Stack(Runtime="native", **EVERYTHING)

    def test_have_no_snapshot_and_no_settings_beside_their_variables(self):
        for name, function in self.stack.of_type("Lambda::Function").items():
            self.assertEqual("provided.al2023", function["Runtime"], name)
            self.assertEqual({"ApplyOn": "None"}, function["SnapStart"], name)
            self.assertNotIn("SLASH80_SETTINGS", function["Environment"]["Variables"], name)
        for name, version in self.stack.of_type("Lambda::Version").items():
            self.assertNotIn("Description", version, name)
        self.assertEqual([], [name for name, resource in self.stack.resources.items() if resource["Type"].startswith("AWS::AppConfig::")])

    def test_are_invoked_themselves(self):
        aliases = set(self.stack.of_type("Lambda::Alias"))
        invoking = {name: resource for name, resource in self.stack.resources.items() if named(resource["Properties"]) & aliases}
        self.assertEqual({}, invoking)
        functions = {name: mapping["FunctionName"]["Ref"] for name, mapping in self.stack.of_type("Lambda::EventSourceMapping").items()}
        self.assertEqual({
            "WatchChanges": "Watch", "WatchSettledChanges": "Watch", "WatchChecks": "Watch", "WatchUndelivered": "Watch",
            "SweepSites": "Sweep", "SecurityHubToSecurityHub": "SecurityHub",
        }, functions)
        self.assertEqual({"Fn::GetAtt": ["Sweep", "Arn"]}, self.stack["Hourly"]["Targets"][0]["Arn"])
        self.assertEqual({"Ref": "Sweep"}, self.stack["HourlyInvokesSweep"]["FunctionName"])
        self.assertEqual("$LATEST", self.stack["SweepEventInvokeConfig"]["Qualifier"])

    def test_are_the_default(self):
        self.assertEqual(self.stack.resources, Stack(**EVERYTHING).resources)
