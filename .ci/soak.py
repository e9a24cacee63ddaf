"""A soak of `watch`: minutes of changes and faults, and nothing is lost.

    python soak.py --minutes 60

`watch` runs on the JVM as Lambda's runtime runs it, against moto with the overlay. Between both stands a proxy that injects
three faults a minute. An account of 200 nodes changes 20 times a minute, and each change sends the event that AWS would send.
At the end of each minute the faults stop and the failed messages come again, and by then the ledger must be right without a sweep.
Once a sweep has come too, and all is quiet,

- the findings in the ledger are those of a fresh `audit`;
- the topic has delivered an alert for each piece of news that a version of the ledger calls announced;
- by these alerts, the same findings are open as by the ledger;
- the memory is level: what the heap holds after a collection, and the whole process.

A minute that takes longer on a busy machine is longer: nothing is judged by speed. With `--self-test`, the soak ends by spoiling
the ledger, losing an alert and leaking memory, and fails unless it notices each.

It needs moto (requirements-moto.txt) and the packages that Maven built. The variable JAVA_HOME names a JDK.
"""

import argparse
import collections
import datetime
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

import boto3

from faulty_aws import KINDS, Proxy, start_proxy
from processes import Ended, Watch, emulator
from soak_account import ACCOUNT, REGION, Account, now, sweep

PROJECT = pathlib.Path(__file__).resolve().parent.parent
CHANGES = 20  # a minute
BATCHES = 4  # a minute; each but the last meets a fault
FAULTY = 0.2  # of a minute: how long a fault lasts
APART = 0.15  # of a minute, from batch to batch
INVOCATION = 60_000  # ms: half of a real one, so that a hanging service costs no more than a minute
HIDDEN = 5  # s that a received message stays hidden, and one that watch postpones
STUCK = 900  # s after which whatever has not answered never will
QUIET = 900  # s within which all that failed must have come again
FLAPPING = datetime.timedelta(minutes=15)  # Ledger.FLAPPING
HEAP = 256  # MB, all of it touched at the start, so that the process grows only outside of it
GROWTH = 1.25  # of the memory from the first third of the quiet points to the last
LEAK = 16 << 20  # bytes, of the self-test
ALL_KINDS = 10  # minutes after which every kind of fault must have happened


class Wrong(Exception):
    """What a quiet point shows, and should not."""


class SoakedWatch(Watch):
    """The function's process, whose memory is looked at, with all of its heap touched at the start."""

    def __init__(self, folder, environment):
        code = folder / "watch"
        with zipfile.ZipFile(PROJECT / "functions" / "watch" / "target" / "function.zip") as archive:
            archive.extractall(code)
        super().__init__(code, folder / "watch.log", environment, INVOCATION, f"-Xms{HEAP}m", f"-Xmx{HEAP}m", "-XX:+AlwaysPreTouch")

    def ask(self, line):
        watchdog = threading.Timer(STUCK, self.process.kill)  # Lambda would have ended it long before
        watchdog.start()
        try:
            return super().ask(line)
        finally:
            watchdog.cancel()

    def memory(self):
        """What the heap holds after a collection, and the memory of the process, in MB."""
        heap = self.ask("memory") / 1e6
        status = pathlib.Path(f"/proc/{self.process.pid}/status")
        resident = re.search(r"VmRSS:\s+(\d+) kB", status.read_text() if status.exists() else "VmRSS: 0 kB")  # Linux only
        return heap, int(resident.group(1)) / 1e3

    def checks(self):
        return len(re.findall(r"\) checked ", self.log.read_text(errors="replace")))


def java():
    return pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java"


class Ledger:
    """The ledger of the cluster, and what its versions say that was announced."""

    def __init__(self, s3):
        self.s3 = s3
        s3.create_bucket(Bucket="ledger", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_bucket_versioning(Bucket="ledger", VersioningConfiguration={"Status": "Enabled"})
        self.before = {}
        self.announced = collections.Counter()

    def key(self):
        return next(one["Key"] for one in self.s3.list_objects_v2(Bucket="ledger", Prefix="ledgers/")["Contents"])

    def read(self):
        return json.loads(self.s3.get_object(Bucket="ledger", Key=self.key())["Body"].read())

    def write(self, tree):
        self.s3.put_object(Bucket="ledger", Key=self.key(), Body=json.dumps(tree))

    def follow(self):
        """Reads the versions since the last time, oldest first, and forgets them. A check that has announced its claim removes
        it and changes nothing else."""
        found = self.s3.list_object_versions(Bucket="ledger", Prefix="ledgers/").get("Versions", [])
        for version in reversed(found):
            which = {"Bucket": "ledger", "Key": version["Key"], "VersionId": version["VersionId"]}
            after = json.loads(self.s3.get_object(**which)["Body"].read())
            if {**self.before, "claims": []} == {**after, "claims": []}:
                left = {claim["check"] for claim in after["claims"]}
                for claim in self.before["claims"]:
                    if claim["check"] not in left:
                        self.announced[news(claim["opened"], (one["id"] for one in claim["resolved"]))] += 1
            self.before = after
            if not version["IsLatest"]:
                self.s3.delete_object(**which)


def news(opened, resolved):
    return frozenset(opened), frozenset(resolved)


def found(ledger):
    return {(finding, entry["severity"]) for finding, entry in ledger["open"].items()}


def held(ledger):
    """The findings whose end is not reported yet, because they flapped."""
    def is_held(past):
        if "returned" not in past:
            return False
        returned, resolved = (datetime.datetime.fromisoformat(past[key]) for key in ("returned", "resolvedAt"))
        return abs(resolved - returned) < FLAPPING
    return {finding for finding, past in ledger.get("resolved", {}).items() if is_held(past)}


class Subscriber:
    """A queue that gets the alerts, and what is open by them."""

    def __init__(self, client, topic):
        self.sqs, self.s3 = client("sqs"), client("s3")
        self.queue = self.sqs.create_queue(QueueName="heard")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        self.alerts = self.shortened = self.twice = 0
        self.open = set()
        self.heard = collections.Counter()

    def hear(self):
        while messages := self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
                self.take(self.whole(json.loads(json.loads(message["Body"])["Message"])))

    def whole(self, document):
        """The document of an alert; if it was too long to send, the one at the place that it names."""
        if "whole" not in document:
            return document
        self.shortened += 1
        bucket, _, key = document["whole"].removeprefix("s3://").partition("/")
        return json.loads(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())["document"]

    def take(self, document):
        self.alerts += 1
        opened = {finding["id"] for finding in document["opened"]}
        resolved = {finding["id"] for finding in document["resolved"]}
        self.heard[news(opened, resolved)] += 1
        self.twice += len((opened & self.open) - set(document["worse"]) - set(document["flapping"]))
        self.open = (self.open | opened) - resolved


class Soak:
    def __init__(self, arguments, folder, moto, proxy):
        self.seconds = arguments.seconds
        self.moto, self.proxy = f"http://127.0.0.1:{moto}", f"http://127.0.0.1:{proxy}"
        self.account = Account(self.client, arguments.nodes)
        topic = self.client("sns").create_topic(Name="alerts")["TopicArn"]
        self.subscriber = Subscriber(self.client, topic)
        self.ledger = Ledger(self.client("s3"))
        self.sqs = self.client("sqs")
        # Nobody else receives, so a message need not stay hidden for as long as an invocation lasts.
        self.queue = self.sqs.create_queue(QueueName="changes", Attributes={"VisibilityTimeout": str(HIDDEN)})["QueueUrl"]
        self.policy = folder / "policy.yaml"
        self.policy.write_text("parameters:\n  settling-minutes: 0\n")
        self.watch = SoakedWatch(folder, {
            **environment(self.proxy), "SLASH80_TOPIC_ARN": topic, "SLASH80_LEDGER_BUCKET": "ledger", "SLASH80_SETTLING_MINUTES": "0",
            "SLASH80_ACCOUNT": ACCOUNT, "SLASH80_TIMEOUT_SECONDS": str(INVOCATION // 1000), "QUARKUS_LAMBDA_HANDLER": "watch",
        })
        Proxy.hidden = HIDDEN
        self.waiting, self.most, self.failed, self.changes, self.faults = set(), 0, 0, 0, 0
        self.memory, self.points, self.alone = [], 0, 0

    def client(self, service):
        return boto3.client(service, endpoint_url=self.moto, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")

    def post(self, events):
        for event in events:
            self.waiting.add(self.sqs.send_message(QueueUrl=self.queue, MessageBody=json.dumps(event))["MessageId"])

    def deliver(self):
        """Hands over what the queue has, as Lambda does: what failed stays in the queue, hidden for a while."""
        messages = []
        while some := self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages"):
            messages += some
        failed = self.watch.handle(messages, f"arn:aws:sqs:{REGION}:{ACCOUNT}:changes") if messages else set()
        self.failed += len(failed)
        self.most = max([self.most, *(int(message["Attributes"]["ApproximateReceiveCount"]) for message in messages)])
        for message in messages:
            if message["MessageId"] not in failed:
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
                self.waiting.discard(message["MessageId"])

    def minute(self, number):
        began = time.monotonic()
        for batch in range(BATCHES):
            self.change(CHANGES // BATCHES)
            if batch < BATCHES - 1:
                Proxy.faults.plant(KINDS[self.faults % len(KINDS)], self.seconds * FAULTY)
                self.faults += 1
            self.deliver()
            Proxy.faults.stop()
            sleep_until(began + (batch + 1) * self.seconds * APART)
        self.check_without_sweep(f"minute {number}")
        self.settle()
        self.check(f"minute {number}")
        sleep_until(began + self.seconds)

    def change(self, changes):
        for _ in range(changes):
            events = self.account.change()
            Proxy.answers.forget()
            self.post(events)
            self.changes += 1

    def drain(self):
        """Failed messages come again until none is left."""
        end = time.monotonic() + QUIET
        while self.waiting:
            if time.monotonic() > end:
                raise Wrong(f"{len(self.waiting)} messages still wait after {QUIET} s")
            self.deliver()
            if self.waiting:
                time.sleep(HIDDEN)

    def settle(self):
        """The sweep comes, and a claim that nobody announced lapses, until all is quiet."""
        end = time.monotonic() + QUIET
        while time.monotonic() < end:
            self.post(sweep())
            self.drain()
            if not self.ledger.read()["claims"]:
                return
            time.sleep(HIDDEN)
        raise Wrong(f"no quiet point within {QUIET} s: claims {self.ledger.read()['claims']}")

    def check_without_sweep(self, name):
        """Events alone must lead to the right ledger, unless a check did not end: then its claim waits for another."""
        self.drain()
        ledger = self.ledger.read()
        if not ledger["claims"]:
            compare(f"{name}, before the sweep", "a fresh audit", found(ledger), self.audited())
            self.alone += 1

    def audited(self):
        jar = PROJECT / "functions" / "audit" / "target" / "audit.jar"
        command = [java(), f"-Dproject.root={PROJECT}", "-jar", jar, "audit", "--region", REGION, "--format", "json", "--policy", self.policy]
        run = subprocess.run(command, env={**os.environ, **environment(self.proxy)}, capture_output=True, text=True, timeout=STUCK)
        if run.returncode not in (0, 1):
            raise Wrong(f"audit ended with {run.returncode}:\n{run.stderr}\n{run.stdout[-2000:]}")
        return {(finding["id"], finding["severity"]) for finding in json.loads(run.stdout)["clusters"][0]["findings"]}

    def check(self, name):
        self.ledger.follow()
        self.subscriber.hear()
        ledger = self.ledger.read()
        compare(name, "a fresh audit", found(ledger), self.audited())
        if lost := self.ledger.announced - self.subscriber.heard:
            opened, resolved = next(iter(lost))
            raise Wrong(f"{name}: {lost.total()} alerts did not arrive, one with {len(opened)} new and {len(resolved)} resolved findings: "
                        f"{sorted(opened | resolved)[:5]}")
        compare(name, "what the alerts say", ledger["open"].keys() | held(ledger), self.subscriber.open)
        self.points += 1
        self.memory.append(self.watch.memory())
        heap, process = self.memory[-1]
        print(f"{now()} {name}: ledger, audit and alerts agree after {self.changes} changes, faults {Proxy.faults.counts}; "
              f"{self.watch.checks()} checks, {self.failed} messages again ({Proxy.postponed} postponed, at most {self.most} receives); "
              f"{self.ledger.announced.total()} announced, {self.subscriber.alerts} alerts heard ({self.subscriber.shortened} shortened), {self.subscriber.twice} findings told twice; "
              f"{len(ledger['open'])} open, {len(held(ledger))} flapping; {self.alone} times right before the sweep; "
              f"heap {heap:.1f} MB, process {process:.0f} MB", flush=True)

    def judge_memory(self):
        third = max(len(self.memory) // 3, 1)
        for name, part in (("heap", 0), ("process", 1)):
            first, last = (sum(point[part] for point in points) / third for points in (self.memory[:third], self.memory[-third:]))
            print(f"{name}: {first:.1f} MB in the first third, {last:.1f} MB in the last (at most {first * GROWTH:.1f})", flush=True)
            if last > first * GROWTH:
                raise Wrong(f"the {name} grows from {first:.1f} MB to {last:.1f} MB")

    def judge_faults(self, minutes):
        if minutes >= ALL_KINDS and (left := set(KINDS) - set(Proxy.faults.counts)):
            raise Wrong(f"no fault of these kinds happened: {', '.join(sorted(left))}")

    def self_test(self):
        """Each plant must be noticed."""
        tree = self.ledger.read()
        finding = min(tree["open"])
        self.ledger.write({**tree, "open": {name: entry for name, entry in tree["open"].items() if name != finding}})
        self.expect("a finding that was resolved wrongly", "not a fresh audit", lambda: self.check("self-test"))
        self.ledger.write(tree)
        self.check("self-test, as before")
        self.watch.ask(f"leak {LEAK}")
        self.memory = [self.memory[0], self.watch.memory()]
        self.expect("a leak", "heap grows", self.judge_memory)
        Proxy.faults.swallow_a_publish()
        while Proxy.faults.swallows:
            self.change(1)
            self.settle()
        self.expect("a lost alert", "did not arrive", lambda: self.check("self-test"))

    def expect(self, plant, words, check):
        try:
            check()
        except Wrong as noticed:
            if words in str(noticed):
                print(f"noticed {plant}: {noticed}", flush=True)
                return
            raise
        raise Wrong(f"nobody noticed {plant}")


def compare(name, what, ledger, other):
    if ledger != other:
        raise Wrong(f"{name}: the ledger is not {what}: only in it {sorted(ledger - other)[:5]}, only there {sorted(other - ledger)[:5]}")


def sleep_until(moment):
    time.sleep(max(0, moment - time.monotonic()))


def environment(endpoint):
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=int, default=60)
    options.add_argument("--seconds", type=float, default=60, help="of a minute: less for a trial")
    options.add_argument("--nodes", type=int, default=200)
    options.add_argument("--seed", type=int, default=80)
    options.add_argument("--self-test", action="store_true", help="spoil what the soak looks at, and fail unless it notices")
    options.add_argument("--folder", type=pathlib.Path, help="for the logs; without it, a temporary one")
    arguments = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("soak ended by a signal"))  # so that the processes that it started end too
    random.seed(arguments.seed)
    folder = arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="slash80-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "watch", ignore_errors=True)
    with emulator(folder / "moto.log", MOTO_ACCOUNT_ID=ACCOUNT) as port:
        soak = Soak(arguments, folder, port, start_proxy(port))
        try:
            soak.settle()
            soak.check("at first")
            for number in range(1, arguments.minutes + 1):
                soak.minute(number)
            soak.judge_memory()
            soak.judge_faults(arguments.minutes)
            if arguments.self_test:
                soak.self_test()
        except (Wrong, Ended) as wrong:
            sys.exit(f"soak failed: {wrong}\nThe logs are in {folder}.")
        finally:
            soak.watch.process.kill()
            soak.watch.process.wait()
    print(f"soak passed: {arguments.minutes} minutes, {soak.changes} changes, {sum(Proxy.faults.counts.values())} calls met a fault, "
          f"{soak.subscriber.alerts} alerts, {soak.points} quiet points, {soak.alone} right before the sweep")


if __name__ == "__main__":
    main()
