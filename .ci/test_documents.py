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


if __name__ == "__main__":
    unittest.main()
