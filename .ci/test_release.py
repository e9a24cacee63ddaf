"""Tests of what a release is made of, and of the GitHub Action, with stubs in place of the builds. Runs with SAM's own Python."""

import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from samcli.yamlhelper import yaml_parse

PROJECT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = PROJECT / "deploy" / "release"
URL = "https://github.com/somebody/slash80"
PLACES = ["macos-arm64", "macos-x86_64", "linux-arm64", "linux-x86_64"]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="slash80 ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()

    def write(self, file, text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
        return file

    def run_it(self, *command, **environment):
        return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)


class Files(Case):
    def release(self, *arguments):
        return self.run_it(RELEASE / "release.sh", *arguments)

    def test_refuses_what_is_no_version(self):
        for version in ("1.1", "v1.1.0", "1.1.0 ", "1.1.0;ls", "latest", ""):
            with self.subTest(version):
                run = self.release(version, str(self.folder))
                self.assertEqual(1, run.returncode)
                self.assertIn("is no version: expected one such as 1.1.0", run.stderr)

    def test_an_unknown_part_prints_the_usage(self):
        run = self.release("1.1.0", str(self.folder), "everything")
        self.assertEqual(2, run.returncode)
        self.assertIn("release.sh VERSION FOLDER", run.stderr)

    def test_the_formula_and_the_sums_are_of_the_archives(self):
        for place in PLACES:
            (self.folder / f"slash80-1.1.0-{place}.tar.gz").write_bytes(place.encode())
        run = self.release("1.1.0", str(self.folder), "finish", URL)
        self.assertEqual(0, run.returncode, run.stderr)
        formula = (self.folder / "slash80.rb").read_text()
        self.assertEqual([], re.findall(r"@[\w-]+@", formula), "nothing is left to fill in")
        found = re.findall(r'url "(.*)"\n *sha256 "(.*)"', formula)
        self.assertEqual([(f"{URL}/releases/download/v1.1.0/slash80-1.1.0-{place}.tar.gz", hashlib.sha256(place.encode()).hexdigest()) for place in PLACES], found)
        sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(0, sums.returncode, sums.stderr)
        self.assertEqual(len(PLACES) + 1, len(sums.stdout.splitlines()), "the archives and the formula")

    def test_a_formula_without_one_of_its_archives_is_not_made(self):
        for place in PLACES[1:]:
            (self.folder / f"slash80-1.1.0-{place}.tar.gz").write_bytes(b"")
        run = self.release("1.1.0", str(self.folder), "finish", URL)
        self.assertEqual(1, run.returncode)
        self.assertIn("slash80-1.1.0-macos-arm64.tar.gz is missing", run.stderr)
        self.assertFalse((self.folder / "slash80.rb").exists())


class PackagedTemplate(Case):
    def setUp(self):
        super().setUp()
        run = self.run_it(sys.executable, RELEASE / "package_template.py", PROJECT / "template.yaml", "1.1.0", "releases")
        self.assertEqual(0, run.returncode, run.stderr)
        self.file = self.write(self.folder / "packaged.yaml", run.stdout)

    def test_differs_from_the_template_in_the_code_of_the_functions_only(self):
        before, after = (yaml_parse(file.read_text()) for file in (PROJECT / "template.yaml", self.file))
        for tree in (before, after):
            for resource in tree["Resources"].values():
                if resource["Type"] == "AWS::Serverless::Function":
                    resource["Properties"].pop("CodeUri")
                    for name in ("BuildMethod", "ContextPath", "WorkingDirectory", "ProjectRootDirectory", "SkipBuild"):
                        resource["Metadata"].pop(name, None)
        self.assertEqual(before, after)

    def test_names_no_file_of_a_machine(self):
        self.assertNotIn("target/function", self.file.read_text())

    def test_passes_the_check_of_cloudformation(self):
        run = self.run_it(pathlib.Path(sys.executable).parent / "cfn-lint", self.file, AWS_DEFAULT_REGION="us-east-2")
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)

    def test_a_function_whose_code_is_elsewhere_is_told(self):
        changed = self.write(self.folder / "template.yaml", (PROJECT / "template.yaml").read_text().replace("CodeUri: functions/sweep/target/function", "CodeUri: elsewhere"))
        run = self.run_it(sys.executable, RELEASE / "package_template.py", changed, "1.1.0", "releases")
        self.assertNotEqual(0, run.returncode)
        self.assertIn("expected the CodeUri of each function", run.stderr)


class InstalledCommandLine(Case):
    def test_starts_its_own_runtime_through_links(self):
        home = self.folder / "a release"
        self.write(home / "runtime" / "bin" / "java", "#!/bin/sh\nfor word; do echo \"$word\"; done\n")
        start = self.write(home / "bin" / "slash80", (RELEASE / "slash80").read_text())
        (self.folder / "links").mkdir()
        (self.folder / "links" / "one").symlink_to(start)
        (self.folder / "two").symlink_to("links/one")
        run = self.run_it(self.folder / "two", "audit", "a snapshot", JAVA_HOME="")
        words = run.stdout.splitlines()
        self.assertIn(f"-Dproject.root={home}", words, run.stderr)
        self.assertEqual(["-jar", f"{home}/lib/audit.jar", "audit", "a snapshot"], words[-4:])


class Action(Case):
    """deploy/action.sh with a launcher that prints its arguments."""

    def setUp(self):
        super().setUp()
        self.script = self.write(self.folder / "deploy" / "action.sh", (PROJECT / "deploy" / "action.sh").read_text())
        self.write(self.folder / "slash80", '#!/bin/sh\nfor word; do echo "$word"; done\nexit ${CODE:-0}\n')

    def act(self, code="0", **inputs):
        given = {name: "" for name in ("SNAPSHOT", "REGION", "CLUSTER", "REPLACEMENTS", "POLICY", "FAIL_ON")} | inputs
        files = {name: str(self.folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        run = self.run_it(self.script, RUNNER_TEMP=str(self.folder), CODE=code, **given, **files)
        self.assertEqual(0, run.returncode, run.stderr)
        outputs = dict(line.split("=", 1) for line in (self.folder / "GITHUB_OUTPUT").read_text().splitlines())
        report = self.folder / "slash80.md"
        return run, outputs, report.read_text().splitlines() if report.exists() else []

    def test_passes_each_input_on_as_one_argument(self):
        _, outputs, words = self.act(SNAPSHOT="a $(touch x); b", REPLACEMENTS="one file.json\ntwo.json\n", POLICY="p.yaml", FAIL_ON="HIGH")
        expected = ["audit", "--format", "markdown", "--policy", "p.yaml", "--fail-on", "HIGH", "--with", "one file.json", "--with", "two.json", "--", "a $(touch x); b"]
        self.assertEqual(expected, words)
        self.assertEqual("0", outputs["exit-code"])

    def test_checks_an_account(self):
        _, _, words = self.act(REGION="us-east-2", CLUSTER="demo")
        self.assertEqual(["audit", "--format", "markdown", "--region", "us-east-2", "--cluster", "demo"], words)

    def test_reports_before_it_fails(self):
        for code in ("1", "2"):
            with self.subTest(code):
                _, outputs, words = self.act(code=code, SNAPSHOT="x")
                self.assertEqual(code, outputs["exit-code"])
                self.assertTrue(words)
                self.assertIn("audit", (self.folder / "GITHUB_STEP_SUMMARY").read_text())

    def test_says_that_it_has_nothing_to_check(self):
        run, outputs, words = self.act()
        self.assertIn("::error::Slash80 needs a snapshot or a region", run.stdout)
        self.assertEqual(("2", []), (outputs["exit-code"], words))

    def test_reads_every_input_that_it_declares(self):
        action = yaml_parse((PROJECT / "action.yml").read_text())
        text = (PROJECT / "action.yml").read_text().partition("\nruns:")[2]
        self.assertEqual(set(action["inputs"]), set(re.findall(r"inputs\.([\w-]+)", text)))
        audit = next(step for step in action["runs"]["steps"] if step.get("id") == "audit")
        self.assertEqual(set(audit["env"]), set(re.findall(r"\$([A-Z_]+)", self.script.read_text())) - {"RUNNER_TEMP", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"})

    def test_writes_no_input_into_a_script(self):
        for file in (PROJECT / "action.yml", *sorted((PROJECT / ".github" / "workflows").glob("*.yml"))):
            for job in steps(yaml_parse(file.read_text())):
                for step in job:
                    self.assertNotIn("${{", step.get("run", ""), f"{file.name}: a value from outside goes through a variable")
                    self.assertRegex(step.get("uses", "actions/x@v1"), r"^actions/[\w-]+@v\d+$")


def steps(workflow):
    if "runs" in workflow:
        return [workflow["runs"]["steps"]]
    return [job["steps"] for job in workflow["jobs"].values()]


if __name__ == "__main__":
    unittest.main()
