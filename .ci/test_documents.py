"""Tests of the documents: every relative link leads to a file or a heading, and every type that README.md names exists."""

import json
import pathlib
import re
import unittest

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = [PROJECT, PROJECT / "functions", PROJECT / "events", *(PROJECT / "docs").glob("**/"), *(PROJECT / "functions").glob("*/")]
DOCUMENTS = sorted({file for folder in FOLDERS for file in folder.glob("*.md")})


def anchors(document):
    """The anchors that GitHub gives to the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


class Documents(unittest.TestCase):
    def test_every_link_leads_somewhere(self):
        self.assertIn(PROJECT / "docs" / "operating.md", DOCUMENTS)
        for document in DOCUMENTS:
            for link in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", document.read_text()):
                path, _, anchor = link.partition("#")
                target = document.parent / path if path else document
                with self.subTest(document=str(document.relative_to(PROJECT)), link=link):
                    self.assertTrue(target.exists(), f"no file {path}")
                    if anchor and target.suffix == ".md":
                        self.assertIn(anchor, anchors(target))

    def test_every_type_of_the_readme_exists(self):
        sources = (PROJECT / "functions").glob("*/src/main/java/**/*.java")
        types = {name for file in sources for name in re.findall(r"\b(?:class|record|interface|enum) (\w+)", file.read_text())}
        names = set(re.findall(r"`([A-Z]\w*[a-z]\w*)s?`", (PROJECT / "README.md").read_text()))
        self.assertIn("PacketSet", names)
        self.assertEqual(set(), names - types)


    def test_the_policy_of_a_laptop_allows_what_the_functions_read_and_nothing_else(self):
        services = "ec2|eks|elasticloadbalancing|globalaccelerator"
        calls = (PROJECT / "functions/aws/src/main/java/slash80/aws/Actions.java").read_text()
        read = set(re.findall(rf'\("((?:{services}):\w+)"', calls))
        self.assertLess({"ec2:DescribeInstances", "eks:DescribeCluster", "eks:ListAddons"}, read)
        (statement,) = json.loads((PROJECT / "docs" / "read-only-policy.json").read_text())["Statement"]
        self.assertEqual(sorted(read), statement["Action"])

    def test_the_rights_of_doctor_and_try_are_those_of_their_calls(self):
        doctor = PROJECT / "functions/aws/src/main/java/slash80/aws/doctor"
        named = re.findall(r"\b((?:cloudtrail|cloudformation|events|sqs|lambda|sns|kms|ssm|cloudwatch|s3):[A-Z]\w+)", "".join(file.read_text() for file in doctor.glob("*.java")))
        of_policies = {"sns:Publish", "sqs:SendMessage", "kms:GenerateDataKey"}  # what the stack's policies must let others do
        calls = re.findall(r"\b(sqs|sns)\s*\.(\w)(\w+)\(", (doctor / "Trial.java").read_text())
        stack = {"cloudformation:DescribeStacks", "cloudformation:ListStackResources"}
        rows = dict(re.findall(r"^\| `(doctor|try)` \|(.*)$", (PROJECT / "docs" / "deploying.md").read_text(), re.MULTILINE))
        allowed = {command: set(re.findall(r"`(\w+:\w+)`", row)) for command, row in rows.items()}
        self.assertEqual(set(named) - of_policies, allowed["doctor"] - {"cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"})
        self.assertEqual(stack | {f"{service}:{first.upper()}{rest}" for service, first, rest in calls}, allowed["try"])


if __name__ == "__main__":
    unittest.main()
