"""Tests of the local stack: `./slash80 stack` as a person uses it, with the AWS CLI beside it. Maven must have built watch and audit.

MOTO_PYTHON is the Python that has moto, AWS_CLI the AWS CLI, and JAVA_HOME a JDK.
"""

import contextlib
import json
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import threading
import time
import unittest

PROJECT = pathlib.Path(__file__).resolve().parent.parent
STACK = [os.environ["MOTO_PYTHON"], str(PROJECT / ".ci" / "stack.py")]
JAVA = str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java")
AUDIT = [JAVA, f"-Dproject.root={PROJECT}", "-jar", str(PROJECT / "functions" / "audit" / "target" / "audit.jar")]
STARTED = 180  # s: a busy machine
ALERT = 60  # s within which an alert must come; on a quiet machine it takes one
# Nobody needs credentials, and what the shell has does not matter.
SHELL = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
    "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_PAGER": ""
}


class Stack:
    """The stack's process, and what it prints."""

    def __init__(self, *arguments, **environment):
        self.process = subprocess.Popen(
            [*STACK, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**SHELL, **environment}, start_new_session=True
        )
        self.lines, self.printed = queue.Queue(), ""
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def until(self, words, seconds):
        """What is printed up to a line with these words."""
        heard, end = "", time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                line = self.lines.get(timeout=1)
                if line is None:
                    break
                heard += line
                self.printed += line
                if re.search(words, line):
                    return heard
        raise AssertionError(f"nothing printed matches {words!r}:\n{self.printed}")

    def group(self):
        """The processes that this one started, and their children."""
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
        found, rows = {self.process.pid}, [line.split(None, 2) for line in listed]
        while more := {int(pid) for pid, parent, _ in rows if int(parent) in found} - found:
            found |= more
        return found

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(60)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def shown(document, name):
    """What a document shows between the marks of that name, without its indent."""
    text = (PROJECT / document).read_text().partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0]
    return "".join(line.removeprefix("    ") for line in text.splitlines(keepends=True))


def shown_after(document, heading):
    """The first indented block below a heading of a document, without its indent."""
    text = (PROJECT / document).read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.search(r"(?:^(?:    .*)?\n)*^    Subject: .*\n(?:^(?:    .*)?\n)*", text, re.MULTILINE)[0].replace("\n    ", "\n")


def shape(text):
    """The text without what differs from run to run: times, made ids, the user, and lines."""
    text = re.sub(r"sgr-[0-9a-f]+", "sgr", re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", text))
    text = re.sub(r" by \S+\s+with", " by USER with", text)
    text = re.sub(r"\b\d+ (s|min)\b", "A WHILE", text)
    return " ".join(word for word in text.split() if not word.startswith("─"))


class LocalStack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = Stack("--port", "0", AWS_ENDPOINT_URL="http://127.0.0.1:1", AWS_PROFILE="none", SLASH80_SNAPSHOT="/none")
        cls.addClassCleanup(lambda: cls.stack.process.poll() is None and cls.stack.end(signal.SIGTERM))
        cls.beginning = cls.stack.until("Ctrl-C ends everything", STARTED)
        words = re.search(r"export (.*)", cls.beginning)[1].split()
        cls.shell = {**SHELL, **dict(word.split("=", 1) for word in words)}
        # The commands that it prints, one a line.
        cls.opens, cls.closes = re.findall(r"^ +aws (ec2 .*)$", cls.beginning, re.MULTILINE)

    def run_printed(self, command):
        """Runs what follows `aws`, with the words as a shell reads them."""
        return subprocess.run(["sh", "-c", f'"{os.environ["AWS_CLI"]}" {command}'], env=self.shell, check=True, capture_output=True, text=True).stdout

    def audit(self, *arguments):
        run = subprocess.run([*AUDIT, *arguments], env=self.shell, capture_output=True, text=True)
        self.assertEqual(0, run.returncode, run.stderr)
        return run.stdout

    def test_1_the_first_check_says_what_is_open(self):
        self.assertRegex(self.beginning, r"Subject: \[CRITICAL\] kodekloud: first check: ")

    def test_2_it_holds_the_example_account(self):
        """The same findings as in the files, with the same severities and ids."""
        def found(*arguments):
            (cluster,) = json.loads(self.audit("audit", "--format", "json", *arguments))["clusters"]
            return {(finding["id"], finding["severity"]) for finding in cluster["findings"]}

        expected = found()
        self.assertGreater(len(expected), 20)
        self.assertEqual(expected, found("--region", "us-east-2"))

    def test_3_a_change_brings_an_alert_and_its_end_another(self):
        self.run_printed(self.opens)
        alert = self.stack.until("^IF THIS IS MEANT", ALERT)
        self.assertIn("event    AuthorizeSecurityGroupIngress sg-", alert)
        self.assertRegex(alert, r"Subject: \[CRITICAL\] kodekloud: tcp 5432 is open to the internet on node i-")
        self.assertIn(shape(shown("README.md", "stack")), shape(alert), "README.md shows another alert")
        self.assertIn(shape(shown_after("docs/incident.md", "The alert")), shape(alert), "docs/incident.md shows another alert")
        time.sleep(1.5)  # an opening that lasted for less than a second has no length in its alert
        self.run_printed(re.search(r"^Fix +aws (.*)$", alert, re.MULTILINE)[1])
        resolved = self.stack.until("^Checked ", ALERT)
        self.assertIn(shape(shown_after("docs/incident.md", "The fix")), shape(resolved), "docs/incident.md shows another alert")

    def test_4_the_printed_commands_open_a_port_and_close_it(self):
        self.assertTrue(json.loads(self.run_printed(self.opens))["Return"])
        self.assertTrue(json.loads(self.run_printed(self.closes))["Return"])
        self.stack.until("^event    RevokeSecurityGroupIngress sg-", ALERT)

    def test_5_other_calls_bring_alerts_too(self):
        calls = {
            "ec2 create-route --route-table-id rtb-0c0de0000000086d0 --destination-ipv6-cidr-block 2000::/3 --gateway-id igw-0c0de000000008600": "CreateRoute",
            "ec2 delete-route --route-table-id rtb-0c0de0000000086d0 --destination-ipv6-cidr-block 2000::/3": "DeleteRoute",
            "ec2 terminate-instances --instance-ids i-0f000000000000003": "TerminateInstances",
        }
        for call, name in calls.items():
            with self.subTest(call=call):
                self.run_printed(call)
                self.stack.until(f"^[0-9].* UTC  {name}$", ALERT)  # under What happened

    def test_6_try_sends_a_test_through_the_real_function(self):
        heard = self.audit("try", "--region", "us-east-2", "--stack", "slash80", "--seconds", str(ALERT))
        self.assertRegex(heard, r"The alert of the test \S+ came after ")
        self.stack.until(r"^Subject: \[TEST\] Slash80: alerts arrive", ALERT)

    def test_7_a_taken_port_is_refused_with_a_sentence(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            run = subprocess.run([*STACK, "--port", str(port)], env=SHELL, capture_output=True, text=True)
        self.assertEqual((2, ""), (run.returncode, run.stdout))
        self.assertRegex(run.stderr, rf"^slash80: port {port} is taken \(.*\): end what listens there, or give another with --port\n$")
        for wrong in ("x", "65536", "-1"):
            run = subprocess.run([*STACK, f"--port={wrong}"], env=SHELL, capture_output=True, text=True)
            self.assertEqual(2, run.returncode)
            self.assertIn("expected a port from 0 to 65535", run.stderr)

    def test_8_ctrl_c_leaves_no_process(self):
        processes = self.stack.group()
        self.assertGreater(len(processes), 1, "watch runs beside it")
        self.assertEqual(0, self.stack.end())
        self.stack.until("ended; nothing is left", 5)
        self.assertEqual([], [pid for pid in processes if is_running(pid)])

    def test_9_nor_does_a_process_that_is_killed_or_interrupted_while_it_starts(self):
        for number, words in ((signal.SIGINT, "starting"), (signal.SIGKILL, "Ctrl-C ends everything")):
            stack = Stack("--port", "0")
            stack.until(words, STARTED)
            processes = stack.group()
            stack.end(number)
            end = time.monotonic() + 30
            while (left := [pid for pid in processes if is_running(pid)]) and time.monotonic() < end:
                time.sleep(0.2)
            self.assertEqual([], left, number)


if __name__ == "__main__":
    unittest.main()
