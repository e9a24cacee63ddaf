"""The processes beside a test: the emulator, and the function `watch` on the JVM. It needs no package."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parent.parent
STARTING = 900  # s until an emulator that does not answer never will
STOPPING = 10  # s until a process that does not end is killed


class Ended(Exception):
    """A process that should answer and does not, with the log that says why."""


def free_port(address="127.0.0.1"):
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def emulator(log, address="127.0.0.1", python=sys.executable, **environment):
    """moto with the overlay, on a free port of the address; yields the port. The log is a file."""
    port = free_port(address)
    with log.open("w") as output:
        command = [python, PROJECT / ".ci" / "moto_ipv6.py", "-H", address, "-p", str(port)]
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment})
    try:
        await_answer(f"http://{address}:{port}/moto-api/data.json", server, log)
        yield port
    finally:
        stop(server)


def await_answer(url, server, log):
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.2)
    raise Ended(f"the emulator does not answer at {url}; {log} says why")


def stop(process):
    process.terminate()
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:  # it holds nothing that is worth waiting for
        process.kill()
        process.wait()


class Watch:
    """The function's process, which Lambda's runtime runs as ours. It ends when its standard input does."""

    def __init__(self, code, log, environment, milliseconds, *options, **started):
        """The folder `code` is the unpacked package; an invocation may last for the milliseconds; `options` are Java's."""
        command = [
            pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java", *options, "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp", f"{code}{os.pathsep}{code}/lib/*", PROJECT / ".ci" / "LambdaRuntime.java", str(milliseconds),
        ]
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True, env={**os.environ, **environment}, **started
            )

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Ended(f"watch has ended; {self.log} says why")
        return json.loads(answer)

    def handle(self, messages, arn):
        """Takes what SQS received from the queue of that ARN; returns the ids of the messages that failed."""
        records = [{"messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
                    "attributes": message["Attributes"], "eventSource": "aws:sqs", "eventSourceARN": arn} for message in messages]
        answer = self.ask(json.dumps({"Records": records}))
        if answer.get("failed"):
            return {message["MessageId"] for message in messages}
        return {item["itemIdentifier"] for item in answer["batchItemFailures"]}

    def close(self):
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOPPING)
        stop(self.process)
