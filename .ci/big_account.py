#!/usr/bin/env python3
"""Writes the snapshot of a large account with one IPv6 cluster, for measuring: `big_account.py FOLDER --nodes 10000`.

Instances and interfaces are the first ones of events/account with other ids, addresses and groups, so they have the size of real
ones. Nodes share postures: node i has the subnets and groups of posture i % POSTURES. A third of the subnets is public. One posture
in fifty has a group that admits SSH from anywhere, and one node in 500 holds no /80.
"""

import argparse
import copy
import ipaddress
import json
import pathlib
import random
import re

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "events" / "account"
CLUSTER = "big"
VPC = "vpc-0c0de000000008600"
ACCOUNT = "111122223333"
OWN_GROUP = "sg-0000000000000ffff"
RANGE = ipaddress.ip_network("2600:1f10:4000::/44")
PARTS = {  # of the example's first instance and interface
    "02ebad56ad05a4ff0": "id",
    "192.168.135.79": "ipv4",
    "192-168-135-79": "host",
    "2600:1f16:11e6:8604:b0ea:eb9d:7de2:9323": "address",
    "2600:1f16:11e6:8604:2c9a::/80": "prefix",
    "subnet-0c0de000000008604": "subnet",
    "0a:27:b3:4b:9d:38": "mac",
}
GROUPS = re.compile(r'"(Groups|SecurityGroups)": \[\s*\{\s*"GroupId": "sg-0c0de000000000001",\s*"GroupName": "[^"]*"\s*\}\s*\]')
PREFIXES = re.compile(r'"Ipv6Prefixes": \[\s*\{\s*"Ipv6Prefix": "%\(prefix\)s"\s*\}\s*\]')
AS_IN_EXAMPLE = [
    "captured-at", "describe-vpc-block-public-access-options", "describe-vpc-block-public-access-exclusions",
    "describe-egress-only-internet-gateways", "describe-instance-types",
]


def example(name):
    return json.loads((EXAMPLE / f"{name}.json").read_text())


def indented(thing):
    return "\n".join(" " * 8 + line for line in json.dumps(thing, indent=4).split("\n"))


class BigAccount:
    def __init__(self, folder, sizes):
        self.folder = pathlib.Path(folder)
        self.sizes = sizes
        self.random = random.Random(80)
        self.subnets = [f"subnet-{n + 1:017x}" for n in range(sizes.subnets)]
        self.groups = [f"sg-{n + 1:017x}" for n in range(sizes.groups)]
        self.lists = [f"pl-{n + 1:017x}" for n in range(sizes.lists)]
        self.open_groups = max(1, sizes.postures // 50)
        self.rules = 0

    def write(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in AS_IN_EXAMPLE:
            (self.folder / f"{name}.json").write_text((EXAMPLE / f"{name}.json").read_text())
        self.cluster()
        self.vpc()
        self.prefix_lists()
        self.security_groups()
        self.nodes()

    def file(self, name, content):
        (self.folder / f"{name}.json").write_text(json.dumps(content, indent=4) + "\n")

    def items(self, name, key, texts):
        """Writes a list of texts that are JSON already, one by one."""
        with (self.folder / f"{name}.json").open("w", buffering=1 << 20) as out:
            out.write('{\n    "%s": [\n' % key)
            for number, text in enumerate(texts):
                out.write((",\n" if number else "") + text)
            out.write("\n    ]\n}\n")

    # The cluster and its VPC

    def cluster(self):
        described = example("describe-cluster.kodekloud")
        cluster = described["cluster"]
        cluster.update(name=CLUSTER, arn=cluster["arn"].replace("kodekloud", CLUSTER), tags={})
        cluster["resourcesVpcConfig"].update(
            subnetIds=self.subnets[:6], securityGroupIds=[], clusterSecurityGroupId=OWN_GROUP, publicAccessCidrs=["203.0.113.0/24"]
        )
        self.file(f"describe-cluster.{CLUSTER}", described)
        described = example("describe-addon.vpc-cni")
        described["addon"].update(clusterName=CLUSTER, addonArn=described["addon"]["addonArn"].replace("kodekloud", CLUSTER))
        self.file("describe-addon.vpc-cni", described)

    def is_public(self, subnet):
        return subnet % 3 == 0

    def ipv6_of(self, subnet):
        return int(RANGE.network_address) + ((subnet + 1) << 64)

    def vpc(self):
        blocks = [f"10.{n}.0.0/16" for n in range(-(-self.sizes.subnets // 255))]
        vpc = example("describe-vpcs")["Vpcs"][0]
        vpc["CidrBlock"] = blocks[0]
        vpc["CidrBlockAssociationSet"] = [
            {"AssociationId": f"vpc-cidr-assoc-{n:017x}", "CidrBlock": block, "CidrBlockState": {"State": "associated"}}
            for n, block in enumerate(blocks)
        ]
        vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"] = str(RANGE)
        self.file("describe-vpcs", {"Vpcs": [vpc]})
        gateways = example("describe-internet-gateways")["InternetGateways"][:1]
        self.file("describe-internet-gateways", {"InternetGateways": gateways})
        for name, key in [("load-balancers", "LoadBalancers"), ("target-groups", "TargetGroups"), ("tags", "TagDescriptions")]:
            self.file(f"describe-{name}", {key: []})
        of_example = example("describe-subnets")["Subnets"][0]
        self.items("describe-subnets", "Subnets", (indented(self.subnet(n, of_example)) for n in range(self.sizes.subnets)))
        for subnet in self.subnets:
            none = {"SubnetIpv4CidrReservations": [], "SubnetIpv6CidrReservations": []}
            self.file(f"get-subnet-cidr-reservations.{subnet}", none)
        main = example("describe-route-tables")["RouteTables"][0]
        main["Routes"] = self.routes(blocks)
        tables = [main] + [self.table(is_public, n, blocks) for is_public in (True, False) for n in range(self.sizes.tables)]
        self.file("describe-route-tables", {"RouteTables": tables})
        acl = example("describe-network-acls")["NetworkAcls"][0]
        acl["Associations"] = [
            {"NetworkAclAssociationId": f"aclassoc-{n:017x}", "NetworkAclId": acl["NetworkAclId"], "SubnetId": subnet}
            for n, subnet in enumerate(self.subnets)
        ]
        self.file("describe-network-acls", {"NetworkAcls": [acl]})

    def subnet(self, number, of_example):
        subnet = copy.deepcopy(of_example)
        zone = number % 3
        subnet.update(
            SubnetId=self.subnets[number], VpcId=VPC, CidrBlock=f"10.{number // 255}.{number % 255}.0/24",
            AvailabilityZone="us-east-2" + "abc"[zone], AvailabilityZoneId=f"use2-az{zone + 1}", MapPublicIpOnLaunch=False,
            SubnetArn=of_example["SubnetArn"].rsplit("/", 1)[0] + "/" + self.subnets[number],
        )
        own = str(ipaddress.ip_network((self.ipv6_of(number), 64)))
        subnet["Ipv6CidrBlockAssociationSet"][0].update(AssociationId=f"subnet-cidr-assoc-{number:017x}", Ipv6CidrBlock=own)
        subnet["Tags"] = [
            {"Key": f"kubernetes.io/cluster/{CLUSTER}", "Value": "shared"},
            {"Key": "kubernetes.io/role/" + ("elb" if self.is_public(number) else "internal-elb"), "Value": "1"},
        ]
        return subnet

    def routes(self, blocks):
        local = {"GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
        return [{"DestinationCidrBlock": block, **local} for block in blocks] + [{"DestinationIpv6CidrBlock": str(RANGE), **local}]

    def table(self, is_public, number, blocks):
        table = f"rtb-{(1 if is_public else 2) * 4096 + number:017x}"
        to = ("GatewayId", "igw-0c0de000000008600") if is_public else ("EgressOnlyInternetGatewayId", "eigw-0c0de000000008600")
        out = {"DestinationIpv6CidrBlock": "::/0", to[0]: to[1], "Origin": "CreateRoute", "State": "active"}
        own = [n for n in range(self.sizes.subnets) if self.is_public(n) == is_public and n // 3 % self.sizes.tables == number]
        associations = [
            {
                "Main": False, "RouteTableAssociationId": f"rtbassoc-{n:017x}", "RouteTableId": table, "SubnetId": self.subnets[n],
                "AssociationState": {"State": "associated"},
            }
            for n in own
        ]
        return {
            "Associations": associations, "PropagatingVgws": [], "RouteTableId": table, "Routes": [*self.routes(blocks), out], "Tags": [],
            "VpcId": VPC, "OwnerId": ACCOUNT,
        }

    # Groups and prefix lists

    def block(self):
        length = self.random.randint(40, 64)
        bits = self.random.getrandbits(117) >> (128 - length) << (128 - length)
        return str(ipaddress.ip_network((0x2A << 120 | bits, length), strict=False))

    def prefix_lists(self):
        for name in self.lists:
            entries = [{"Cidr": self.block(), "Description": f"site {n}"} for n in range(self.sizes.entries)]
            self.file(f"get-managed-prefix-list-entries.{name}", {"Entries": entries})
        described = [
            {
                "PrefixListId": name, "AddressFamily": "IPv6", "State": "create-complete", "PrefixListName": name, "Version": 1, "Tags": [],
                "PrefixListArn": f"arn:aws:ec2:us-east-2:{ACCOUNT}:prefix-list/{name}", "MaxEntries": self.sizes.entries, "OwnerId": ACCOUNT,
            }
            for name in self.lists
        ]
        self.file("describe-managed-prefix-lists", {"PrefixLists": described})

    def rule(self, group, number):
        """First and last port, and the source: the member of a permission and of a rule, and the value."""
        if number == 0 and group < self.open_groups:
            return 22, 22, "Ipv6Ranges", "CidrIpv6", "::/0"
        kind = self.random.random()
        port = self.random.choice([443, 8080, 9090, 3306, 5432, 6379, 1024 + self.random.randrange(40000)])
        if kind < 0.35:
            return port, port, "IpRanges", "CidrIp", f"10.{self.random.randrange(256)}.{self.random.randrange(256)}.0/24"
        if kind < 0.65:
            own = str(ipaddress.ip_network((int(RANGE.network_address) | self.random.randrange(4096) << 64, 64)))
            return port, port + self.random.choice([0, 0, 10]), "Ipv6Ranges", "CidrIpv6", own
        if kind < 0.80:
            return port, port, "UserIdGroupPairs", "GroupId", self.random.choice(self.groups)
        if kind < 0.90 and self.lists:
            return port, port, "PrefixListIds", "PrefixListId", self.random.choice(self.lists)
        return port, port, "Ipv6Ranges", "CidrIpv6", self.block()

    def security_groups(self):
        rules = {OWN_GROUP: [(-1, -1, "UserIdGroupPairs", "GroupId", OWN_GROUP)]}
        for number, group in enumerate(self.groups):
            rules[group] = list(dict.fromkeys(self.rule(number, n) for n in range(self.sizes.rules)))
        self.items("describe-security-groups", "SecurityGroups", (indented(self.group(*item)) for item in rules.items()))
        self.items("describe-security-group-rules", "SecurityGroupRules", (row for item in rules.items() for row in self.rows(*item)))

    def name(self, group):
        return f"eks-cluster-sg-{CLUSTER}-1" if group == OWN_GROUP else f"app-{int(group[3:], 16) - 1:04d}"

    def protocol(self, group):
        return "-1" if group == OWN_GROUP else "tcp"

    def group(self, group, rules):
        permissions = {}
        for first, last, member, key, value in rules:
            permission = permissions.setdefault(
                (first, last), {"IpProtocol": self.protocol(group), "UserIdGroupPairs": [], "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": []}
            )
            if first >= 0:
                permission.update(FromPort=first, ToPort=last)
            permission[member].append({key: value} if "Id" in key else {"Description": "partner", key: value})
        out = {
            "IpProtocol": "-1", "UserIdGroupPairs": [], "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
            "PrefixListIds": [],
        }
        of_eks = [{"Key": "aws:eks:cluster-name", "Value": CLUSTER}] if group == OWN_GROUP else []
        return {
            "GroupId": group, "IpPermissionsEgress": [out], "Tags": [{"Key": "Name", "Value": self.name(group)}, *of_eks], "VpcId": VPC,
            "SecurityGroupArn": f"arn:aws:ec2:us-east-2:{ACCOUNT}:security-group/{group}", "OwnerId": ACCOUNT,
            "GroupName": self.name(group), "Description": self.name(group), "IpPermissions": list(permissions.values()),
        }

    def rows(self, group, rules):
        for first, last, _, key, value in rules:
            source = {
                "CidrIp": {"CidrIpv4": value}, "CidrIpv6": {"CidrIpv6": value}, "PrefixListId": {"PrefixListId": value},
                "GroupId": {"ReferencedGroupInfo": {"GroupId": value, "UserId": ACCOUNT}},
            }
            yield self.row(group, False, self.protocol(group), first, last, source[key])
        yield self.row(group, True, "-1", -1, -1, {"CidrIpv6": "::/0"})
        yield self.row(group, True, "-1", -1, -1, {"CidrIpv4": "0.0.0.0/0"})

    def row(self, group, is_egress, protocol, first, last, source):
        self.rules += 1
        rule = f"sgr-{self.rules:017x}"
        return indented({
            "SecurityGroupRuleId": rule, "GroupId": group, "GroupOwnerId": ACCOUNT, "IsEgress": is_egress, "IpProtocol": protocol,
            "FromPort": first, "ToPort": last, **source, "Tags": [],
            "SecurityGroupRuleArn": f"arn:aws:ec2:us-east-2:{ACCOUNT}:security-group-rule/{rule}",
        })

    # Nodes

    def posture(self, number):
        """The subnets and groups of some nodes; the open groups stand in public subnets."""
        groups = [self.groups[number]] if number < self.open_groups else []
        while len(groups) < self.sizes.per_node:
            group = self.groups[self.random.randrange(self.open_groups, self.sizes.groups)]
            if group not in groups:
                groups.append(group)
        apart = min(self.sizes.postures, self.sizes.subnets)
        subnets = [n for n in range(self.sizes.subnets) if n % apart == number % apart]
        return ([number * 3 % self.sizes.subnets] if number < self.open_groups else subnets), [OWN_GROUP, *groups]

    def nodes(self):
        postures = [self.posture(n) for n in range(self.sizes.postures)]
        used = [0] * self.sizes.subnets
        nodes = []
        for number in range(self.sizes.nodes):
            subnets, groups = postures[number % len(postures)]
            subnet = subnets[number // len(postures) % len(subnets)]
            nodes.append((number, subnet, used[subnet], groups))
            used[subnet] += 1
        files = [
            ("describe-instances", "Reservations"),
            ("describe-network-interfaces", "NetworkInterfaces"),
        ]
        for name, key in files:
            whole = self.template(example(name)[key][0])
            bare = PREFIXES.sub('"Ipv6Prefixes": []', whole)
            self.items(name, key, ((bare if node[0] % 500 == 499 else whole) % self.values(*node) for node in nodes))

    def template(self, of_example):
        text = GROUPS.sub(r'"\1": [@GROUPS@]', indented(of_example).replace("kodekloud", CLUSTER)).replace("%", "%%")
        for part, name in {"@GROUPS@": "groups", **PARTS}.items():
            text = text.replace(part, f"%({name})s")
        return text

    def values(self, number, subnet, place, groups):
        ipv4 = str(ipaddress.ip_address((10 << 24) + (subnet // 255 << 16) + (subnet % 255 << 8) + 4 + place % 250))
        base = self.ipv6_of(subnet)
        carried = ",".join('{"GroupId": "%s", "GroupName": "%s"}' % (group, self.name(group)) for group in groups)
        return {
            "id": f"{number + 1:017x}", "ipv4": ipv4, "host": ipv4.replace(".", "-"), "address": str(ipaddress.ip_address(base + 0x100 + place)),
            "prefix": str(ipaddress.ip_network((base + ((place + 1) << 48), 80))), "subnet": self.subnets[subnet], "groups": carried,
            "mac": "0a:%02x:%02x:%02x:%02x:07" % (number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255),
        }


SIZES = {"nodes": 500, "groups": 1000, "rules": 60, "lists": 100, "entries": 100, "subnets": 300, "postures": 200, "per_node": 3, "tables": 6}


def write(folder, **sizes):
    BigAccount(folder, argparse.Namespace(**{**SIZES, **sizes})).write()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the snapshot of a large account.")
    parser.add_argument("folder")
    for size, usual in SIZES.items():
        parser.add_argument("--" + size.replace("_", "-"), type=int, default=usual)
    given = vars(parser.parse_args())
    write(given.pop("folder"), **given)
