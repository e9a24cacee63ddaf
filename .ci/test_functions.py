"""Tests of both functions in Lambda's runtime emulator, with files of events/ and an emulated AWS.

The tests wait for alerts on a queue that is subscribed to the topic. SAM_VENV and STATE name folders, and the environment has the
lines that `sam-local.sh up` printed.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import time
import unittest

import boto3
import docker
from botocore.config import Config

from processes import free_port

PROJECT = pathlib.Path(__file__).resolve().parent.parent
EVENTS = PROJECT / "events"
STATE = pathlib.Path(os.environ["STATE"])
SAM_VENV = pathlib.Path(os.environ["SAM_VENV"])
EMULATOR = os.environ["EMULATOR"]
SEEN_BY_FUNCTIONS = os.environ["EMULATOR_SEEN_BY_FUNCTIONS"]
REGION = "us-east-2"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "emulated", "AWS_SECRET_ACCESS_KEY": "emulated"}
PRODUCT = f"arn:aws:securityhub:{REGION}:111122223333:product/111122223333/default"


def client(service, address=EMULATOR, config=None):
    return boto3.client(
        service,
        endpoint_url=address,
        config=config,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


def await_port(port, server):
    for _ in range(600):
        if server.poll() is not None:
            raise AssertionError("the server ended")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 5).close()
            return
        time.sleep(0.2)
    raise AssertionError("the server does not answer")


class World:
    """A separate stack for each test: a topic with a listener, a queue, a ledger, and the functions that use them."""

    def __init__(self, name):
        self.folder = STATE / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.sqs = client("sqs")
        self.topic = client("sns").create_topic(Name=name)["TopicArn"]
        self.heard = self.sqs.create_queue(QueueName=f"{name}-heard")["QueueUrl"]
        self.sites = self.sqs.create_queue(QueueName=f"{name}-sites")["QueueUrl"]
        self.checks = self.sqs.create_queue(QueueName=f"{name}-checks")["QueueUrl"]
        self.ledger = f"{name}-ledger"
        bucket = client("s3")
        bucket.create_bucket(Bucket=self.ledger, CreateBucketConfiguration={"LocationConstraint": REGION})
        bucket.put_bucket_versioning(Bucket=self.ledger, VersioningConfiguration={"Status": "Enabled"})
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.heard, AttributeNames=["QueueArn"])["Attributes"]
        client("sns").subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=attributes["QueueArn"])

    def invoke(self, function, event, **variables):
        """The function's answer and its log."""
        file = self.folder / "event.json"
        file.write_text(event if isinstance(event, str) else json.dumps(event))
        template = self.template(function, variables)
        command = [SAM_VENV / "bin" / "sam", "local", "invoke", function, "-t", template, "-e", file, "--region", REGION]
        command += ["--parameter-overrides", "Runtime=java25"]
        if os.environ.get("SKIP_PULL"):
            command.append("--skip-pull-image")
        # SAM calls STS for its identity before it starts.
        environment = {**os.environ, **CREDENTIALS, "AWS_ENDPOINT_URL_STS": EMULATOR, "SAM_CLI_TELEMETRY": "0"}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
        # If a function fails or runs out of time, the exit code is still 0: only the answer shows it.
        try:
            answer = json.loads(run.stdout.strip().splitlines()[-1])
        except (IndexError, ValueError):
            raise AssertionError(f"{function} gave no answer:\n{run.stdout}\n{run.stderr}") from None
        if run.returncode or "errorMessage" in answer:
            raise AssertionError(f"{function} failed:\n{run.stdout}\n{run.stderr}")
        return answer, run.stderr

    @contextlib.contextmanager
    def serve(self, function, code, **variables):
        """One container for all events: yields what invokes the function in it. Its log is `served.log`."""
        template = self.template(function, variables, code)
        port = free_port()
        command = [SAM_VENV / "bin" / "sam", "local", "start-lambda", "-t", template, "--host", "127.0.0.1", "--port", str(port)]
        command += ["--warm-containers", "LAZY", "--region", REGION, "--parameter-overrides", "Runtime=java25"]
        if os.environ.get("SKIP_PULL"):
            command.append("--skip-pull-image")
        environment = {**os.environ, **CREDENTIALS, "AWS_ENDPOINT_URL_STS": EMULATOR, "SAM_CLI_TELEMETRY": "0"}
        address = f"http://127.0.0.1:{port}"
        functions = client("lambda", address, Config(read_timeout=300, retries={"total_max_attempts": 1}))
        with (self.folder / "served.log").open("w") as log:
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
            try:
                await_port(port, server)
                yield lambda event: json.load(functions.invoke(FunctionName=function, Payload=event)["Payload"])
            finally:
                server.terminate()
                server.wait(60)

    def template(self, function, variables, code=STATE / "code"):
        sites, checks = (queue.replace(EMULATOR, SEEN_BY_FUNCTIONS) for queue in (self.sites, self.checks))
        common = {"AWS_ENDPOINT_URL": SEEN_BY_FUNCTIONS, "SLASH80_ACCOUNT": "111122223333"}
        wiring = {
            "Watch": {**common, "SLASH80_TOPIC_ARN": self.topic, "SLASH80_LEDGER_BUCKET": self.ledger},
            "SecurityHub": {**common, "SLASH80_PRODUCT_ARN": PRODUCT},
            "Sweep": {**common, "SLASH80_SITES_QUEUE_URL": sites, "SLASH80_QUEUE_URL": checks, "SLASH80_LEDGER_BUCKET": self.ledger},
        }
        wiring[function].update(variables)
        template = self.folder / "template.yaml"
        subprocess.run(
            [SAM_VENV / "bin" / "python", PROJECT / ".ci" / "local_template.py", PROJECT / "template.yaml", template, code],
            input=json.dumps(wiring), text=True, check=True,
        )
        return template

    def alerts(self):
        """The messages that the topic has delivered since the last call."""
        return [json.loads(body) for body in self.received(self.heard)]

    def received(self, queue):
        bodies = []
        while messages := self.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                bodies.append(message["Body"])
        return bodies


def sqs_batch(*bodies):
    """The event that Lambda makes from the messages of a queue."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": "r",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1795420800000"},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:111122223333:changes",
                "awsRegion": REGION,
            }
            for number, body in enumerate(bodies, 1)
        ]
    }


def plant_cluster(name):
    """An IPv6 cluster of one node that holds no prefix, long after its launch."""
    ec2, eks = client("ec2"), client("eks")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    range_of_vpc = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", Ipv6CidrBlock=range_of_vpc.replace("/56", "/64"))["Subnet"]["SubnetId"]
    eks.create_cluster(
        name=name,
        roleArn="arn:aws:iam::111122223333:role/cluster",
        resourcesVpcConfig={"subnetIds": [subnet]},
        kubernetesNetworkConfig={"ipFamily": "ipv6"},
    )
    instances = ec2.run_instances(
        ImageId="ami-12345678",
        InstanceType="m6i.large",
        MinCount=1,
        MaxCount=1,
        NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": subnet, "Ipv6AddressCount": 1}],
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "aws:eks:cluster-name", "Value": name}]}],
    )["Instances"]
    return instances[0]["InstanceId"]


def unpack_functions():
    """What `sam build` made, with the example account beside the classes of Watch: a function sees no other folder."""
    code = STATE / "code"
    shutil.rmtree(code, ignore_errors=True)
    for function in ("Watch", "Sweep"):
        shutil.copytree(pathlib.Path(os.environ["BUILT"]) / function, code / function)
    shutil.copytree(code / "Watch", code / "SecurityHub")  # the same code with another handler
    shutil.copytree(EVENTS / "account", code / "Watch" / "account")


def setUpModule():
    unpack_functions()


class WatchOnTheExampleAccount(unittest.TestCase):
    """The events of events/, checked against the account in events/account."""

    def invoke(self, world, event):
        return world.invoke("Watch", event, SLASH80_SNAPSHOT="/var/task/account")

    def test_a_bare_event_becomes_an_alert_and_is_not_told_twice(self):
        world = World("bare-event")
        event = (EVENTS / "ec2-authorize-security-group-ingress.json").read_text()
        answer, log = self.invoke(world, event)
        alerts = world.alerts()
        self.assertEqual(1, len(alerts), log)
        self.assertIn("kodekloud", alerts[0]["Subject"])
        document = json.loads(alerts[0]["Message"])
        self.assertEqual("kodekloud", document["cluster"])
        self.assertIn("interface-closed-to-ipv6-internet", alerts[0]["Message"])
        self.assertLessEqual(len(alerts[0].get("MessageAttributes", {})), 10)
        self.assertIn("severity", {name.lower() for name in alerts[0]["MessageAttributes"]})
        self.assertFalse(answer.get("batchItemFailures"))

        self.invoke(world, event)
        self.assertEqual([], world.alerts(), "the ledger in S3 already says so")

    def test_in_a_batch_a_bad_message_fails_alone(self):
        world = World("batch")
        event = (EVENTS / "ec2-create-route.json").read_text()
        answer, log = self.invoke(world, sqs_batch(event, '{"source": "aws.ec2", "detail":'))
        self.assertEqual([{"itemIdentifier": "m2"}], answer["batchItemFailures"], log)
        self.assertEqual(1, len(world.alerts()), log)

    def test_an_event_about_another_network_says_why_there_is_no_alert(self):
        world = World("other-vpc")
        _, log = self.invoke(world, (EVENTS / "ec2-instance-state-change-notification-other-vpc.json").read_text())
        self.assertEqual([], world.alerts())
        self.assertIn("no IPv6 cluster is in vpc-", log)


class SweepAndWatchOnALiveAccount(unittest.TestCase):
    def test_the_schedule_becomes_a_message_for_each_region_that_one_for_each_cluster_and_that_an_alert(self):
        node = plant_cluster("planted")
        world = World("live")
        world.invoke("Sweep", (EVENTS / "events-scheduled-event.json").read_text())
        regions = world.received(world.sites)
        self.assertEqual(["Site Sweep"], [json.loads(message)["detail-type"] for message in regions])
        answer, log = world.invoke("Sweep", sqs_batch(*regions))
        self.assertEqual([], answer["batchItemFailures"], log)
        messages = world.received(world.checks)
        self.assertEqual(1, len(messages))
        self.assertEqual("planted", json.loads(messages[0])["detail"]["cluster"])

        answer, log = world.invoke("Watch", sqs_batch(*messages), SLASH80_SETTLING_MINUTES="0")
        self.assertEqual([], answer["batchItemFailures"], log)
        alerts = world.alerts()
        self.assertEqual(1, len(alerts), log)
        self.assertIn("planted", alerts[0]["Subject"])
        self.assertIn(f"node-holds-pod-prefix/{node}", alerts[0]["Message"])

        # The id of an association does not name a VPC: every cluster of the account is checked, and nothing is new.
        _, log = world.invoke("Watch", (EVENTS / "ec2-disassociate-route-table.json").read_text(), SLASH80_SETTLING_MINUTES="0")
        self.assertEqual([], world.alerts(), log)


class SecurityHubInTheExecutableOfWatch(unittest.TestCase):
    def event(self, happening, at):
        finding = {"id": "node-is-nitro/i-1", "severity": "HIGH", "subject": {"type": "instance", "id": "i-1"}, "firstSeen": "2026-11-23T08:05:12Z"}
        return json.dumps({"source": "slash80.watch", "detail": {
            "schema": "slash80.finding/1", "event": happening, "at": at, "account": "111122223333", "region": REGION, "cluster": "imported",
            "rule": "node-is-nitro", "findings": [finding],
        }})

    def test_a_finding_is_imported_and_archived(self):
        world = World("security-hub")
        for happening, at, state in ("opened", "2026-11-23T08:05:12Z", "ACTIVE"), ("resolved", "2026-11-23T08:15:12Z", "ARCHIVED"):
            answer, log = world.invoke("SecurityHub", sqs_batch(self.event(happening, at)))
            self.assertEqual({"batchItemFailures": []}, answer, log)
            findings = [finding for finding in client("securityhub").get_findings()["Findings"] if "/imported/" in finding["Id"]]
            self.assertEqual([state], [finding["RecordState"] for finding in findings])


class AnErrorInAFunction(unittest.TestCase):
    """An Error is planted with a file that is no class, in place of one that only the first event needs.

    The invocation is answered with the sentence, the process ends, and a fresh one in the same container answers the next event.
    """

    def planted(self, world, function, name):
        code = world.folder / "code"
        shutil.copytree(STATE / "code", code)
        (code / function / "slash80" / f"{name}.class").write_text("no class")
        return code

    def assert_ends(self, world, answer):
        log = (world.folder / "served.log").read_text(errors="replace")
        self.assertIn("the function ends: java.lang.ClassFormatError", answer.get("errorMessage", ""), log)
        self.assertEqual("java.lang.ClassFormatError", answer["errorType"])

    def assert_fresh_process(self, world):
        """The container says it: what SAM shows of its log is not complete on a busy machine."""
        log = (world.folder / "served.log").read_text(errors="replace")
        (container,) = re.findall(r"SAM_CONTAINER_ID: (\w+)", log)
        printed = docker.from_env().containers.get(container).logs().decode(errors="replace")
        self.assertEqual(1, printed.count("Runtime exited with error: exit status 1"), printed)
        self.assertEqual(2, printed.count("Installed features"), printed)

    def test_watch(self):
        world = World("error-watch")
        code = self.planted(world, "Watch", "watch/AlertSummary")
        event = (EVENTS / "ec2-create-route.json").read_text()
        with world.serve("Watch", code, SLASH80_SNAPSHOT="/var/task/account") as invoke:
            self.assert_ends(world, invoke(event))
            self.assertEqual({"batchItemFailures": []}, invoke(json.dumps(sqs_batch(event))))
            self.assert_fresh_process(world)

    def test_sweep(self):
        world = World("error-sweep")
        code = self.planted(world, "Sweep", "sweep/Sweep")
        with world.serve("Sweep", code) as invoke:
            self.assert_ends(world, invoke((EVENTS / "events-scheduled-event.json").read_text()))
            self.assertEqual({"batchItemFailures": [{"itemIdentifier": "m1"}]}, invoke(json.dumps(sqs_batch("no JSON"))))
            self.assert_fresh_process(world)


if __name__ == "__main__":
    unittest.main()
