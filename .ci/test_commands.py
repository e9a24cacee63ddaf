"""Tests of every command in the documents: each is run by a test that is named here, or is read by the parser of its program.

A new command fails until it stands in RUN with the test that runs it, or in READ with the reason why it cannot run without an account.
SAM is the SAM CLI. The tests need the command line to be built.
"""

import os
import pathlib
import re
import shlex
import subprocess
import unittest

import aws_cli

PROJECT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/deploying.md", "docs/incident.md", "docs/operating.md", "events/README.md", "functions/README.md"]
PROGRAMS = ("./slash80", "aws ", "sam ", "./mvnw", "deploy/release/release.sh", "SLASH80_BUCKET=", ".ci/", "source <(", "JAVA_HOME=",
            "curl ", "sha256sum ", "tar ", "slash80-", "gh ", "brew ", "docker ", "podman ")

# Beginning of the command: the file that runs it, and words of that file.
RUN = {
    "./slash80 audit": (".ci/test_launcher.py", '"audit"'),
    "./slash80 replay": (".ci/test_launcher.py", '"replay"'),
    "./slash80 stack": (".ci/test_stack.py", '"stack"'),
    "./slash80 try": (".ci/test_stack.py", "try"),
    "./slash80 test": (".ci/run", "./slash80 test"),
    "./slash80 build": (".ci/test_launcher.py", "build"),
    "./mvnw verify -pl functions/core ": (".ci/test.py", '"verify"'),
    "sam build": (".ci/test.py", '"build"'),
    "aws sqs start-message-move-task": (".ci/test_runbook.py", "aws sqs"),
    "aws sqs list-message-move-tasks": (".ci/test_runbook.py", "aws sqs"),
    "deploy/release/release.sh": (".ci/test_release.py", "release.sh"),
    "SLASH80_BUCKET=BUCKET deploy/release/release.sh": (".github/workflows/release.yml", "SLASH80_BUCKET"),
    "sha256sum": (".ci/test_release.py", '"sha256sum", "--check"'),
    "tar": (".github/workflows/release.yml", "tar -xzf"),
    "slash80-1.0.0-linux-x86_64/bin/slash80 audit": (".github/workflows/release.yml", "bin/slash80 audit"),
    "brew": (".ci/test_workflows.py", "formula.rb"),
}

# What is only read here: it needs an account, changes the sources, or takes long.
READ = {
    "aws": "changes or reads a real account; the AWS CLI's own parser reads it",
    "sam": "deploys, or reads a deployed stack; the SAM CLI knows its options",
    "./slash80 audit --region": "reads a real account; the tests of the module audit run it against an emulator",
    "./slash80 audit snapshot": "reads a folder that `capture` made",
    "./slash80 reach": "reads a real account; the tests of the module audit run it against an emulator",
    "./slash80 capture": "reads a real account; the tests of the module audit run it against an emulator",
    "./slash80 doctor": "reads a real account; the tests of the module audit run it against a stub",
    "./slash80 rules": "prints; the tests of the module audit run it",
    "./slash80 help": "prints; the tests below call it for each command",
    "./slash80 generate": "writes into the sources; tests compare what it would write",
    "./slash80 format": "writes into the sources; `verify` fails where it would change them",
    "./slash80 bench": "takes some twenty minutes",
    "./mvnw": "takes long, or is a part of `verify`",
    "curl": "downloads a release",
    "gh": "asks GitHub",
    "docker": "needs an engine; .ci/test_workflows.py starts what the image starts",
}

# Commands of the AWS CLI's own that read files and answers before they call.
OWN = ("aws s3 ", "aws cloudformation deploy ")

# Values for the words in capitals.
VALUES = {"SG": "sg-0f000000000000001", "INSTANCE": "i-0f000000000000001", "ARN": "arn:aws:sqs:us-east-2:111122223333:dead", "QUEUE": "https://queue", "TOPIC": "arn:aws:sns:us-east-2:111122223333:alerts"}


def commands():
    """Each command once, with the place where it stands first: on a line of its own, or within a sentence."""
    found = {}
    for document in DOCUMENTS:
        lines = (PROJECT / document).read_text().split("\n")
        for number, line in enumerate(lines):
            for words in re.findall(r"`((?:\./slash80|aws|sam) [a-z][^`]*)`", line):
                found.setdefault(words, f"{document}:{number + 1}")
            if not line.startswith("    ") or not line.strip().startswith(PROGRAMS):
                continue
            words = line.strip()
            while words.endswith("\\"):
                number += 1
                words = words[:-1].rstrip() + " " + lines[number].strip()
            found.setdefault(re.sub(r"\s+#.*", "", words), f"{document}:{number + 1}")
    return found


def covered(command, beginnings):
    return max((words for words in beginnings if (command + " ").startswith(words)), key=len, default=None)


class Commands(unittest.TestCase):
    def test_each_command_is_run_by_a_test_or_stands_here_with_the_reason_why_not(self):
        self.assertGreater(len(commands()), 50)
        for command, place in commands().items():
            with self.subTest(command):
                self.assertTrue(covered(command, {**RUN, **READ}), f"{place} has a new command: put it into RUN or READ")

    def test_each_test_that_is_named_here_has_the_command(self):
        for command, (file, words) in RUN.items():
            with self.subTest(command):
                self.assertIn(words, (PROJECT / file).read_text())

    def test_each_entry_is_of_a_command_that_a_document_has(self):
        for words in {**RUN, **READ}:
            with self.subTest(words):
                self.assertTrue(any((command + " ").startswith(words) for command in commands()), words)

    def test_the_aws_cli_reads_each_of_its_commands(self):
        os.chdir(PROJECT)
        os.environ.update(aws_cli.ENVIRONMENT)
        for command, place in commands().items():
            for part in command.split(" | "):
                if part.startswith("aws ") and not part.startswith(OWN):
                    with self.subTest(part, place=place):
                        named = re.sub(r"\b[A-Z]{2,}\b(?!=)", lambda word: VALUES.get(word[0], word[0].lower()), part) if "'" not in part else re.sub(r"\bSG\b", VALUES["SG"], part)
                        aws_cli.parse(tuple(shlex.split(named)[1:]))

    def test_the_sam_cli_has_each_option(self):
        for command, place in commands().items():
            if command.startswith("sam "):
                with self.subTest(command):
                    words = shlex.split(command)[1:]
                    verbs = words[: 2 if words[0] == "remote" else 1]
                    self.assert_options(place, words, [os.environ["SAM"], *verbs, "--help"])

    def test_slash80_has_each_command_and_option(self):
        launcher = (PROJECT / "slash80").read_text()
        for command, place in commands().items():
            if command.startswith("./slash80 "):
                with self.subTest(command):
                    words = shlex.split(command)[1:]
                    if re.search(rf"^\s*(\w+ \| )*{words[0]}( \| \w+)*\)", launcher, re.MULTILINE):
                        continue  # the launcher's own words; their options are run above
                    self.assert_options(place, words, [PROJECT / "slash80", "help", words[0]])

    def assert_options(self, place, words, helping):
        run = subprocess.run(helping, capture_output=True, text=True, env={**os.environ, "SAM_CLI_TELEMETRY": "0", "COLUMNS": "200"})
        self.assertEqual(0, run.returncode, f"{place}: {run.stderr}")
        for option in (word.partition("=")[0] for word in words if word.startswith("--")):
            self.assertRegex(run.stdout, rf"{option}\b", f"{place}: {' '.join(words)}")


if __name__ == "__main__":
    unittest.main()
