"""Tests of the commands that docs/operating.md gives for dead letters: a shell runs them as they stand there, against an emulated AWS.

EMULATOR is its address, and the AWS CLI is beside the Python that runs the tests.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest
import uuid

PROJECT = pathlib.Path(__file__).resolve().parent.parent
SECTION = "## The dead-letter queue has messages"
ENVIRONMENT = {
    "PATH": f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "AWS_ACCESS_KEY_ID": "emulated",
    "AWS_SECRET_ACCESS_KEY": "emulated",
    "AWS_DEFAULT_REGION": "us-east-2",
    "AWS_DEFAULT_OUTPUT": "json",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_PAGER": "",
}
# Version 1 of the AWS CLI has its own address of SQS in place of AWS_ENDPOINT_URL's.
EMULATED = f'aws() {{ command aws --endpoint-url {os.environ["EMULATOR"]} "$@"; }}; '
RECEIVES = 2
LOOKING = 6  # s: somebody reads the message for longer than it is hidden


def shell(command):
    run = subprocess.run(["sh", "-c", EMULATED + command], env=ENVIRONMENT, capture_output=True, text=True)
    if run.returncode:
        raise AssertionError(f"{command}\nended with {run.returncode}: {run.stderr}")
    return json.loads(run.stdout) if run.stdout.strip() else {}


def sqs(call, queue, *words):
    return shell(" ".join(["aws", "sqs", call, "--queue-url", queue, *words]))


def commands():
    """The commands of the section, without those that need the stack."""
    section = (PROJECT / "docs" / "operating.md").read_text().partition(SECTION)[2].partition("\n## ")[0]
    return re.findall(r"^    (aws sqs .*)$", section, re.MULTILINE)


class Runbook(unittest.TestCase):
    def setUp(self):
        self.dead = self.queue("dead")
        self.arn = sqs("get-queue-attributes", self.dead, "--attribute-names", "QueueArn")["Attributes"]["QueueArn"]
        redrive = json.dumps({"RedrivePolicy": json.dumps({"deadLetterTargetArn": self.arn, "maxReceiveCount": RECEIVES})})
        self.homes = [self.queue(name, f"--attributes '{redrive}'") for name in ("changes", "undelivered")]

    def queue(self, name, *words):
        return shell(" ".join(["aws", "sqs", "create-queue", "--queue-name", f"{name}-{uuid.uuid4()}", *words]))["QueueUrl"]

    def run_commands(self):
        """The answers to the four commands."""
        self.assertEqual(4, len(commands()), "the runbook has other commands: does this test still fit?")
        look, *others = [command.replace("ARN", self.arn).replace("QUEUE", self.dead, 1) for command in commands()]
        looked = shell(look)
        time.sleep(LOOKING)
        return [looked, *map(shell, others)]

    def bury(self, queue, body):
        """Receives a message until it is a dead letter."""
        sqs("send-message", queue, "--message-body", body)
        for _ in range(RECEIVES):
            self.assertEqual(body, sqs("receive-message", queue, "--visibility-timeout", "0")["Messages"][0]["Body"])
        self.assertEqual({}, sqs("receive-message", queue))

    def test_each_message_goes_back_to_its_queue(self):
        for queue, body in zip(self.homes, ("a-change", "a-failed-sweep")):
            self.bury(queue, body)

        looked, started, tasks, left = self.run_commands()

        self.assertIn(looked["Messages"][0]["Body"], ("a-change", "a-failed-sweep"))
        self.assertIn("TaskHandle", started)
        self.assertEqual(["COMPLETED"], [task["Status"] for task in tasks["Results"]])
        self.assertEqual(2, tasks["Results"][0]["ApproximateNumberOfMessagesMoved"])
        self.assertEqual("0", left["Attributes"]["ApproximateNumberOfMessages"])
        for queue, body in zip(self.homes, ("a-change", "a-failed-sweep")):
            self.assertEqual([body], [message["Body"] for message in sqs("receive-message", queue)["Messages"]])

    def test_a_message_that_sqs_did_not_put_there_stays_and_the_task_says_so(self):
        """So whatever EventBridge and Lambda cannot deliver needs a queue of its own, as template.yaml has it."""
        sqs("send-message", self.dead, "--message-body", "sent-by-lambda")

        _, _, tasks, left = self.run_commands()

        self.assertEqual([("FAILED", "CouldNotDetermineMessageSource")], [(task["Status"], task["FailureReason"]) for task in tasks["Results"]])
        self.assertEqual("1", left["Attributes"]["ApproximateNumberOfMessages"])


if __name__ == "__main__":
    unittest.main()
