"""Tests of the commands that fix findings: a shell reads each command, and the AWS CLI's own parser reads each call. Nothing is sent.

The tests of core and aws write the commands to target/remedies: those of all rule cases and of events/account. A new kind of command
fails until the list below says why it lets in no more than before.
"""

import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from aws_cli import ENVIRONMENT, parse  # first: the AWS CLI brings botocore with it

import botocore.utils
import jmespath

PROJECT = pathlib.Path(__file__).resolve().parent.parent
WRITTEN = [PROJECT / "functions" / module / "target" / "remedies" for module in ("core", "aws")]
QUOTED = PROJECT / "functions" / "core" / "target" / "quoted"

# A stub of the AWS CLI: writes down its arguments, and answers with the id of the resource that a call makes.
AWS = """#!/bin/sh
{ printf '%s\\0' "$#"; for word; do printf '%s\\0' "$word"; done; } >>"$CALLS"
echo made-1
"""


def only(call, *names):
    return set(call) <= set(names)


def has(call, name, *values):
    return call.get(name) in values


def takes_less(call):
    """Whether the call changes one attribute of an interface. The cases of the rule show that it has fewer groups."""
    attribute = {name: value for name, value in call.items() if name != "NetworkInterfaceId"}
    return attribute in ({"SourceDestCheck": {"Value": True}}, {"AssociatePublicIpAddress": False}) or list(attribute) == ["Groups"]


def gives_no_ipv4(call):
    attribute = {name: value for name, value in call.items() if name != "SubnetId"}
    return attribute in ({"MapPublicIpOnLaunch": {"Value": False}}, {"AssignIpv6AddressOnCreation": {"Value": True}})


def closes(call):
    config = call["resourcesVpcConfig"]
    return config["endpointPrivateAccess"] and not config.get("endpointPublicAccess") and not any(
        cidr.endswith("/0") for cidr in config.get("publicAccessCidrs", [])
    )


ROUTE = ("RouteTableId", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
APPLIANCE = ("VpcEndpointId", "NetworkInterfaceId")

# Why each call lets in no more than before.
NARROWS = {
    # Removes a rule.
    "RevokeSecurityGroupIngress": lambda call: only(call, "GroupId", "SecurityGroupRuleIds", "IpPermissions"),
    # Leads to a gateway that lets nothing in, or to an appliance; never to an internet gateway.
    "CreateRoute": lambda call: only(call, *ROUTE, *APPLIANCE),
    "ReplaceRoute": lambda call: only(call, *ROUTE, *APPLIANCE, "EgressOnlyInternetGatewayId"),
    "CreateEgressOnlyInternetGateway": lambda call: only(call, "VpcId", "ClientToken"),
    "ModifyVpcBlockPublicAccessExclusion": lambda call: has(call, "InternetGatewayExclusionMode", "allow-egress"),
    "DeleteVpcBlockPublicAccessExclusion": lambda call: only(call, "ExclusionId"),
    "UpdateClusterConfig": closes,
    "ModifyNetworkInterfaceAttribute": takes_less,
    "DisassociateAddress": lambda call: only(call, "PublicIp"),
    "UnassignIpv6Addresses": lambda call: only(call, "NetworkInterfaceId", "Ipv6Prefixes"),
    "UnassignPrivateIpAddresses": lambda call: only(call, "NetworkInterfaceId", "PrivateIpAddresses", "Ipv4Prefixes"),
    "ModifySubnetAttribute": gives_no_ipv4,
    # Gives an interface an address or prefix that its own groups protect.
    "AssignIpv6Addresses": lambda call: only(call, "NetworkInterfaceId", "Ipv6PrefixCount", "Ipv6AddressCount", "Ipv6Prefixes"),
    # Gives a load balancer the groups that it has or fewer, and has them hold for PrivateLink too.
    "SetSecurityGroups": lambda call: only(
        call, "LoadBalancerArn", "SecurityGroups", "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
    )
    and has(call, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on", None),
    # Takes a group of the cluster off an endpoint. The cases of the rule show that it has fewer groups.
    "ModifyInstanceConnectEndpoint": lambda call: only(call, "InstanceConnectEndpointId", "SecurityGroupIds"),
    # Names the cluster of a node, so that the node is checked.
    "CreateTags": lambda call: only(call, "Resources", "Tags")
    and all(tag["Key"].startswith("kubernetes.io/cluster/") for tag in call["Tags"]),
    "SetIpAddressType": lambda call: has(call, "IpAddressType", "dualstack"),
    # Lets the targets' own groups see the client in place of a load balancer that they trust.
    "ModifyTargetGroupAttributes": lambda call: has(
        call, "Attributes", [{"Key": "preserve_client_ip.enabled", "Value": "true"}]
    ),
    # Does not change the configuration.
    "UpdateAddon": lambda call: only(call, "clusterName", "addonName", "addonVersion", "resolveConflicts", "clientRequestToken")
    and has(call, "resolveConflicts", "PRESERVE"),
}


@functools.cache
def run_in_shell(command):
    """The calls of the AWS CLI that a shell makes from a command, each as a list of words."""
    with tempfile.TemporaryDirectory() as folder:
        bin, home, calls = (pathlib.Path(folder, name) for name in ("bin", "home", "calls"))
        bin.mkdir()
        home.mkdir()
        (bin / "aws").write_text(AWS)
        (bin / "aws").chmod(0o755)
        environment = {"PATH": str(bin), "HOME": str(home), "CALLS": str(calls)}
        done = subprocess.run(
            [shutil.which("bash"), "-u", "-c", command], cwd=home, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode or done.stderr or list(home.iterdir()):
            raise AssertionError(f"the shell ended with {done.returncode}: {done.stderr}{list(home.iterdir())}")
        return split(calls.read_text().split("\0")[:-1]) if calls.exists() else []


def split(words):
    calls = []
    while words:
        count = int(words.pop(0))
        calls.append(tuple(words[:count]))
        del words[:count]
    return calls


def answer(operation, query):
    """The result of a query on an answer that holds one of everything."""
    example = botocore.utils.ArgumentGenerator(use_member_names=True).generate_skeleton(operation.output_shape)
    return jmespath.search(query, example)


class Remedies(unittest.TestCase):
    def setUp(self):
        before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))
        os.environ.update(ENVIRONMENT)
        for name in [name for name in os.environ if name.startswith("AWS_") and name not in ENVIRONMENT]:
            del os.environ[name]

    def judge(self, command):
        calls = run_in_shell(command)
        self.assertTrue(calls, "it does not call the AWS CLI")
        for words in calls:
            operation, parameters = parse(words)
            if not operation.name.startswith("Describe"):
                self.assertIn(operation.name, NARROWS, "say in NARROWS why this lets in no more than before")
                self.assertTrue(NARROWS[operation.name](parameters), f"it may widen: {parameters}")
            if "--query" in words:
                self.assertTrue(answer(operation, words[words.index("--query") + 1]), "its query finds nothing")

    def test_a_shell_gives_hostile_words_back(self):
        command, *words = QUOTED.read_text().split("\0")[:-1]
        self.assertEqual([tuple(words)], run_in_shell(command))

    def test_what_is_no_command_is_found_out(self):
        for wrong in (
            "Give the prefix back.",
            "aws ec2 revoke-security-group-ingress --group-id",
            "aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-id sgr-1 --no-such-option",
            "aws ec2 no-such-operation",
            "aws ec2 replace-route --route-table-id rtb-1 --destination-ipv6-cidr-block ::/0 --gateway-id igw-1",
            "aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions IpProtocol=-1",
            "aws ec2 create-egress-only-internet-gateway --vpc-id vpc-1 --query EgressOnlyInternetGateway.Id",
            "aws eks update-cluster-config --name demo --resources-vpc-config endpointPrivateAccess=true,publicAccessCidrs=[::/0]",
            "aws ec2 delete-route --route-table-id $TABLE",
            "aws ec2 disassociate-address --public-ip 'a",
            "rm -rf .",
        ):
            with self.subTest(wrong), self.assertRaises(AssertionError):
                self.judge(wrong)


def commands():
    words = [word for file in WRITTEN for word in file.read_text().split("\0")[:-1]]
    return sorted({command: rule for rule, command in zip(words[::2], words[1::2])}.items(), key=lambda pair: (pair[1], pair[0]))


COMMANDS = [(rule, command) for command, rule in commands()]
for number, (rule, command) in enumerate(COMMANDS, 1):

    def test(self, command=command):
        self.judge(command)

    test.__doc__ = f"{rule}: {command}"
    setattr(Remedies, f"test_{number:03}_{rule.replace('-', '_')}", test)


if __name__ == "__main__":
    unittest.main()
