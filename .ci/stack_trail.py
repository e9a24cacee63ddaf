"""CloudTrail in front of moto: each call that changed EC2, EKS or a load balancer becomes the event that AWS would send.

A WSGI application around moto's. CloudTrail writes a call of EC2 in one of two ways: old calls in lower camel case with lists as
{"items": […]}, newer ones in a key named after the request, in the words of the request itself. Calls of EKS and ELB are written in
the words of their API, in lower camel case.
"""

import datetime
import getpass
import io
import json
import re
import urllib.parse
import uuid
import xml.etree.ElementTree

import botocore.session

SERVICES = ("ec2", "eks", "elasticloadbalancing")
CLASSIC = "2012-06-01"  # the version of the API of Classic Load Balancers
READS = re.compile("Describe|Get|List|Search|Export")
# Calls of EC2 that CloudTrail writes in a key named after the request. Seen are ModifySecurityGroupRules and ModifyManagedPrefixList;
# the others are of the same age.
WRAPPED = re.compile(
    "ModifySecurityGroupRules|.*ManagedPrefixList.*|.*VpcBlockPublicAccess.*|.*EgressOnlyInternetGateway|CreateFleet|.*SubnetCidrBlock"
    "|.*VpcCidrBlock|.*InstanceConnectEndpoint|.*SecurityGroupVpc|CreateNatGateway|DeleteNatGateway"
)
# Lists of ids: the name of the list, and of an id in it.
LISTED = {"InstanceIds": ("instancesSet", "instanceId"), "Groups": ("groupSet", "groupId"), "SecurityGroupIds": ("groupSet", "groupId"),
          "Resources": ("resourcesSet", "resourceId"), "SecurityGroupRuleIds": ("securityGroupRuleIds", "securityGroupRuleId")}
RENAMED = {"Tags": "tagSet", "Protocol": "aclProtocol"}
MODELS = {service: botocore.session.get_session().get_service_model(service) for service in ("ec2", "eks", "elb", "elbv2")}
# What instances are after a call. moto has them so at once.
STATES = {"RunInstances": "running", "StartInstances": "running", "StopInstances": "stopped", "TerminateInstances": "terminated"}


class Trail:
    """Hands each event to `send`, after the caller got its answer."""

    def __init__(self, application, account, send):
        self.application, self.account, self.send = application, account, send

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        status = []

        def started(line, *rest):
            status.append(line)
            return start_response(line, *rest)

        answered = b"".join(self.application(environ, started))
        yield answered
        if status[0].startswith("2"):
            for event in events_of(environ, body, answered, self.account):
                self.send(event)


def events_of(environ, body, answered, account):
    """The event of a call that changed something, and those of the instances that it started or stopped."""
    event = call_event(environ, body, answered, account)
    if not event:
        return []
    state = STATES.get(event["detail"]["eventName"])
    instances = event["detail"]["responseElements"]["instancesSet"]["items"] if state else []
    return [event, *(
        {**event, "id": str(uuid.uuid4()), "detail-type": "EC2 Instance State-change Notification",
         "detail": {"instance-id": instance["instanceId"], "state": state}}
        for instance in instances
    )]


def call_event(environ, body, answered, account):
    signed = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    if not signed or signed[3] not in SERVICES:
        return None
    key, region, name = signed.groups()
    given = {} if name == "eks" else dict(urllib.parse.parse_qsl(body.decode()))
    if name == "eks":
        call, asked, said = rest_call(MODELS["eks"], environ, body, answered)
    else:
        call = given.get("Action", "")
        model = MODELS["ec2" if name == "ec2" else "elb" if given.get("Version") == CLASSIC else "elbv2"]
        asked, said = query_call(model, call, given, answered) if call in model.operation_names else ({}, None)
    if not call or READS.match(call):
        return None
    event = envelope(name, call, asked, said, environ, key, region, account)
    if name == "elasticloadbalancing":
        event["detail"]["apiVersion"] = given["Version"]
    return event


def envelope(name, call, asked, said, environ, key, region, account):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    user = getpass.getuser()
    detail = {
        "eventVersion": "1.11",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLE", "arn": f"arn:aws:iam::{account}:user/{user}", "accountId": account,
                         "accessKeyId": key, "userName": user},
        "eventTime": now, "eventSource": f"{name}.amazonaws.com", "eventName": call, "awsRegion": region,
        "sourceIPAddress": environ.get("REMOTE_ADDR", ""), "userAgent": environ.get("HTTP_USER_AGENT", ""), "requestParameters": asked,
        "responseElements": said, "requestID": str(uuid.uuid4()), "eventID": str(uuid.uuid4()), "readOnly": False, "eventType": "AwsApiCall",
        "managementEvent": True, "recipientAccountId": account, "eventCategory": "Management",
    }
    return {"version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS API Call via CloudTrail", "source": f"aws.{name}", "account": account,
            "time": now, "region": region, "resources": [], "detail": detail}


# EKS: the call is known by its method and path, whose parts are parameters too.


def rest_call(model, environ, body, answered):
    path = urllib.parse.unquote(environ["PATH_INFO"])
    for call in model.operation_names:
        http = model.operation_model(call).http
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(http["requestUri"].partition("?")[0]))
        if http["method"] == environ["REQUEST_METHOD"] and (found := re.fullmatch(pattern, path)):
            return call, {**found.groupdict(), **json.loads(body or b"{}")}, json.loads(answered or b"null")
    return "", {}, None


# EC2 and ELB: parameters are numbered names, the answer is XML.


def query_call(model, call, given, answered):
    shape = model.operation_model(call).input_shape
    document = xml.etree.ElementTree.fromstring(answered)
    if model.service_name != "ec2":
        result = next((part for part in document if plain(part.tag) == f"{call}Result"), None)
        return members(shape, given, "", Balancing), Balancing.answer(result)
    if WRAPPED.fullmatch(call):
        asked = {f"{call}Request": members(shape, given, "", Wrapped)}
        return asked, {f"{call}Response": {"xmlns": "http://ec2.amazonaws.com/doc/2016-11-15/", **Wrapped.answer(document)}}
    return members(shape, given, "", Flat), Flat.answer(document)


def members(shape, given, prefix, style):
    """The parameters of a structure that were given."""
    found = {}
    for name, member in (shape.members if shape else {}).items():
        wire = style.wire(name, member)
        value = value_of(name, member, given, f"{prefix}{wire}", style)
        if value is not None:
            found[style.name(name, member)] = value
        elif prefix and style.shows_empty(member):
            found[style.name(name, member)] = {}
    return found


def value_of(name, shape, given, key, style):
    if shape.type_name == "structure":
        return members(shape, given, f"{key}.", style) if any(other.startswith(f"{key}.") for other in given) else None
    if shape.type_name == "list":
        values, number = [], 1
        within = style.element(key, shape)
        while any(other == f"{within}.{number}" or other.startswith(f"{within}.{number}.") for other in given):
            values.append(value_of(name, shape.member, given, f"{within}.{number}", style))
            number += 1
        return style.listed(name, values) if values else None
    return typed(shape, given[key]) if key in given else None


def typed(shape, text):
    if shape.type_name in ("integer", "long"):
        return int(text)
    return text.lower() == "true" if shape.type_name == "boolean" else text


def lower(name):
    return name[0].lower() + name[1:]


def plain(tag):
    return tag.rpartition("}")[2]


def scalar(text):
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else text or ""


class Ec2:
    """The names of EC2's own protocol."""

    @staticmethod
    def wire(name, member):
        named = member.serialization.get("queryName") or member.serialization.get("name") or name
        return named[0].upper() + named[1:]

    @staticmethod
    def element(key, shape):
        return key


class Flat(Ec2):
    @staticmethod
    def name(name, member):
        if name in LISTED and member.type_name == "list":
            return LISTED[name][0]
        return RENAMED.get(name) or lower(member.serialization.get("name") or name)

    @staticmethod
    def shows_empty(member):
        return member.type_name == "list"

    @staticmethod
    def listed(name, values):
        key = LISTED.get(name, ("", ""))[1]
        return {"items": [{key: value} if key and not isinstance(value, dict) else value for value in values]}

    @staticmethod
    def answer(element):
        """An element as CloudTrail writes it: item elements become items."""
        children = list(element)
        if not children:
            return scalar(element.text) if (element.text or "").strip() else {}
        if all(plain(child.tag) == "item" for child in children):
            return {"items": [Flat.answer(child) for child in children]}
        return {"_return" if plain(child.tag) == "return" else plain(child.tag): Flat.answer(child) for child in children}


class Wrapped(Ec2):
    @staticmethod
    def name(name, member):
        return Ec2.wire(name, member)

    @staticmethod
    def shows_empty(member):
        return False

    @staticmethod
    def listed(name, values):
        tagged = [{"tag": number, **(value if isinstance(value, dict) else {"content": value})} for number, value in enumerate(values, 1)]
        return tagged[0] if len(tagged) == 1 else tagged

    @staticmethod
    def answer(element):
        children = list(element)
        if not children:
            return scalar(element.text)
        found = {}
        for child in children:
            found.setdefault(plain(child.tag), []).append(Wrapped.answer(child))
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


class Balancing:
    @staticmethod
    def wire(name, member):
        return name

    @staticmethod
    def element(key, shape):
        return f"{key}.member"

    @staticmethod
    def name(name, member):
        return lower(name)

    @staticmethod
    def shows_empty(member):
        return False

    @staticmethod
    def listed(name, values):
        return values

    @staticmethod
    def answer(element):
        if element is None:
            return None
        children = list(element)
        if not children:
            return scalar(element.text)
        if all(plain(child.tag) == "member" for child in children):
            return [Balancing.answer(child) for child in children]
        return {lower(plain(child.tag)): Balancing.answer(child) for child in children}
