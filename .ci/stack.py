"""A local stack: `./slash80 stack`.

An emulator of AWS with the example account, the queues, rules, bucket and topic of template.yaml, and the function `watch` on the
JVM beside it. A call that changes the network becomes the event that CloudTrail would send, the rules put it into the queue, and the
alert is printed as the subscriber of the topic gets it. No credentials are needed, and nothing is left when it ends.
"""

import argparse
import json
import os
import pathlib
import queue
import re
import shlex
import signal
import socket
import sys
import textwrap
import threading

PROJECT = pathlib.Path(__file__).resolve().parent.parent
ACCOUNT, REGION, STACK = "111122223333", "us-east-2", "slash80"  # the account and region of events/account
# Whatever the shell has for the real AWS must not matter here. moto and boto3 read these variables when they are imported.
for variable in [name for name in os.environ if name.startswith(("AWS_", "SLASH80_", "MOTO_"))]:
    del os.environ[variable]
os.environ.update(
    MOTO_ACCOUNT_ID=ACCOUNT, AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull
)
signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to end

import boto3  # noqa: E402
import yaml  # noqa: E402
from botocore.config import Config  # noqa: E402
from moto.events.models import events_backends  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app  # noqa: E402
from moto.sns.models import Subscription  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

import moto_ipv6  # noqa: E402,F401: its additions to moto, before those of stack_account
from processes import Watch  # noqa: E402
from stack_account import Planter  # noqa: E402
from stack_trail import Trail  # noqa: E402

UNUSABLE = 2  # exit code
INVOCATION = 120  # s, as in template.yaml
QUEUES = ["Changes", "SettledChanges", "Undelivered"]  # what watch gets, beside the checks of the sweep
MAIL = "you@example.com"
GROUP, PORT = "sg-0f000000000000003", 5432
# The parts of template.yaml that moto can make. The functions are run here, and roles admit nobody to an emulator.
PARTS = ["AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::Bucket", "AWS::Events::Rule", "AWS::KMS::Key"]


class Quiet(MotoRequestHandler):
    """Writes no line for each request."""

    def log(self, kind, message, *arguments):
        pass


class Template(yaml.SafeLoader):
    """Reads the short forms of CloudFormation's functions."""


def function(loader, suffix, node):
    kinds = {yaml.ScalarNode: loader.construct_scalar, yaml.SequenceNode: loader.construct_sequence, yaml.MappingNode: loader.construct_mapping}
    arguments = {} if isinstance(node, yaml.ScalarNode) else {"deep": True}
    value = kinds[type(node)](node, **arguments)
    if suffix == "GetAtt":
        value = value.split(".")
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Template.add_multi_constructor("!", function)


def template():
    """template.yaml without what moto lacks: the same names, queues, rules and patterns."""
    tree = yaml.load((PROJECT / "template.yaml").read_text(), Template)
    parts = {name: part for name, part in tree["Resources"].items() if part["Type"] in PARTS and "ScheduleExpression" not in part.get("Properties", {})}
    for part in parts.values():
        part.pop("Metadata", None)
    return json.dumps({"Parameters": tree["Parameters"], "Mappings": tree["Mappings"], "Conditions": tree["Conditions"], "Resources": parts})


class Stack:
    def __init__(self, port, logs):
        self.address, self.logs = f"http://127.0.0.1:{port}", logs
        self.events, self.mails, self.planted = queue.Queue(), queue.Queue(), False
        Subscription.publish = mailing(Subscription.publish, self.mails)
        self.ended = threading.Event()

    def client(self, service):
        return boto3.client(service, endpoint_url=self.address, region_name=REGION, config=Config(retries={"total_max_attempts": 1}))

    def sent(self, event):
        if self.planted:
            self.events.put(event)

    def build(self):
        Planter(PROJECT / "events" / "account", self.client, ACCOUNT, REGION).plant()
        formation = self.client("cloudformation")
        formation.create_stack(StackName=STACK, TemplateBody=template())
        pages = formation.get_paginator("list_stack_resources").paginate(StackName=STACK)
        self.parts = {part["LogicalResourceId"]: part["PhysicalResourceId"] for page in pages for part in page["StackResourceSummaries"]}
        self.client("sns").subscribe(TopicArn=self.parts["Alerts"], Protocol="email", Endpoint=MAIL)
        self.planted = True

    def environment(self):
        """The variables of Watch in template.yaml, as far as they are not empty there."""
        return {
            "AWS_ENDPOINT_URL": self.address, "AWS_REGION": REGION, "QUARKUS_LAMBDA_HANDLER": "watch", "SLASH80_ACCOUNT": ACCOUNT,
            "SLASH80_TOPIC_ARN": self.parts["Alerts"], "SLASH80_LEDGER_BUCKET": self.parts["Ledger"], "SLASH80_SETTLING_MINUTES": "5",
            "SLASH80_TIMEOUT_SECONDS": str(INVOCATION),
        }

    def first_check(self):
        """What the sweep sends for each cluster."""
        for cluster in self.client("eks").list_clusters()["clusters"]:
            event = {"version": "0", "id": cluster, "detail-type": "Cluster Check", "source": "slash80.sweep", "account": ACCOUNT, "region": REGION,
                     "time": "2026-01-01T00:00:00Z", "resources": [], "detail": {"cluster": cluster, "account": ACCOUNT, "region": REGION}}
            self.client("sqs").send_message(QueueUrl=self.parts["Changes"], MessageBody=json.dumps(event))

    def route(self):
        """EventBridge: each event goes to the queues of the rules that it matches."""
        while (event := self.events.get()) is not None:
            say(f"event    {event['detail'].get('eventName') or event['detail-type']} {named(event)}")
            for rule in list(events_backends[ACCOUNT][REGION].event_buses["default"].rules.values()):
                if rule.event_pattern.get_pattern() and rule.event_pattern.matches_event(event):
                    for target in rule.targets:
                        self.client("sqs").send_message(QueueUrl=self.parts[target_of(target, self.parts)], MessageBody=json.dumps(event))

    def deliver(self, watch):
        """Lambda's pollers: what failed stays in the queue, and comes again."""
        sqs = self.client("sqs")
        arns = {name: sqs.get_queue_attributes(QueueUrl=self.parts[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"] for name in QUEUES}
        while not self.ended.is_set():
            for name in QUEUES:
                messages = sqs.receive_message(QueueUrl=self.parts[name], MaxNumberOfMessages=10, AttributeNames=["All"], WaitTimeSeconds=0).get("Messages")
                failed = watch.handle(messages, arns[name]) if messages else set()
                for message in messages or []:
                    if message["MessageId"] not in failed:
                        sqs.delete_message(QueueUrl=self.parts[name], ReceiptHandle=message["ReceiptHandle"])
            self.ended.wait(0.1)


def target_of(target, parts):
    """The name of the queue that a rule sends to."""
    queue_name = target["Arn"].rpartition(":")[2]
    return next(name for name, place in parts.items() if place.rpartition("/")[2] == queue_name)


def named(event):
    """The ids that the request of an event names."""
    asked = event["detail"].get("requestParameters") or event["detail"]
    return " ".join(dict.fromkeys(re.findall(r"\b(?:sg|sgr|rtb|acl|subnet|eni|i|igw|vpc)-[0-9a-f]{8,17}\b", json.dumps(asked))))


def mailing(publish, mails):
    """SNS sends the body for the protocol email to subscribers by e-mail; moto sends them nothing."""

    def published(self, message, message_id, subject=None, message_structure=None, **others):
        if self.protocol == "email":
            bodies = json.loads(message) if message_structure == "json" else {"default": message}
            mails.put((subject, bodies.get("email", bodies["default"])))
        publish(self, message, message_id, subject=subject, message_structure=message_structure, **others)

    return published


def say(*lines):
    print(*lines, sep="\n", flush=True)


def show(subject, text):
    width = 78
    say("", "─" * width, f"Subject: {subject}", "", text.strip(), "─" * width, "")


def usage(address):
    access = f"AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION={REGION}"
    rule = shlex.quote(f"IpProtocol=tcp,FromPort={PORT},ToPort={PORT},Ipv6Ranges=[{{CidrIpv6=::/0}}]")
    return textwrap.dedent(f"""
        The example account is at {address}.
        In another terminal, open a port, and close it again:

            export AWS_ENDPOINT_URL={address} {access}
            aws ec2 authorize-security-group-ingress --group-id {GROUP} --ip-permissions {rule}
            aws ec2 revoke-security-group-ingress --group-id {GROUP} --ip-permissions {rule}

        There, the command line works too:

            ./slash80 audit --region {REGION}
            ./slash80 try --region {REGION} --stack {STACK}

        The alerts to {MAIL} appear here. Ctrl-C ends everything.
        """)


def listen(port):
    """A socket of the port; the server gets it, so nobody can take the port in between."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as taken:
        say_error(f"port {port} is taken ({taken.strerror}): end what listens there, or give another with --port")
        sys.exit(UNUSABLE)
    return listener


def say_error(sentence):
    print(f"slash80: {sentence}", file=sys.stderr, flush=True)


def port_number(text):
    if not text.isdecimal() or not 0 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"expected a port from 0 to 65535, found {text!r}; 0 is any free one")
    return int(text)


def options():
    parser = argparse.ArgumentParser(
        prog="./slash80 stack", description="Start an emulator of AWS with the example account, and watch beside it. Needs no credentials of AWS."
    )
    parser.add_argument("--port", type=port_number, default=5580, help="where the emulator listens, on this machine only (default: 5580; 0: any free one)")
    return parser.parse_args()


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    arguments = options()
    logs = PROJECT / ".slash80" / "stack"
    logs.mkdir(parents=True, exist_ok=True)
    listener = listen(arguments.port)
    port = listener.getsockname()[1]
    os.environ["MOTO_PORT"] = str(port)
    for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, interrupt)
    stack = Stack(port, logs)
    trail = Trail(DomainDispatcherApplication(create_backend_app), ACCOUNT, stack.sent)
    server = make_server("127.0.0.1", port, trail, threaded=True, request_handler=Quiet, fd=listener.fileno())
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    watch = None
    try:
        say("starting the emulator, the example account and watch ...")
        stack.build()
        # A session of its own: Ctrl-C must not end it in the middle of a check.
        watch = Watch(PROJECT / "functions" / "watch" / "target" / "function", logs / "watch.log", stack.environment(), INVOCATION * 1000,
                      "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", start_new_session=True)
        serve(stack, watch)
    except KeyboardInterrupt:
        say("", "ending ...")
    finally:
        for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(end, signal.SIG_IGN)  # a second Ctrl-C must not leave anything
        stack.ended.set()
        stack.events.put(None)
        if watch:
            watch.close()
        server.shutdown()
    say("ended; nothing is left")


def serve(stack, watch):
    """Prints what arrives, until this is interrupted or watch ends."""
    def guarded(work, *given):
        try:
            work(*given)
        except Exception as failed:  # whatever ends a thread must not leave the others waiting
            if not stack.ended.is_set():
                stack.mails.put(failed)

    stack.first_check()
    threading.Thread(target=guarded, args=(stack.route,), daemon=True).start()
    threading.Thread(target=guarded, args=(stack.deliver, watch), daemon=True).start()
    first = True
    while True:
        arrived = stack.mails.get()
        if isinstance(arrived, Exception):
            say_error(str(arrived))
            sys.exit(1)
        show(*arrived)
        if first:
            say(usage(stack.address))
            first = False


if __name__ == "__main__":
    main()
