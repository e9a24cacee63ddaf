"""Puts the account of a snapshot, such as events/account, into moto: the same ids, addresses and rules.

It runs in moto's process, because moto chooses ids itself and has no call for some facts. moto has no gateway load balancers and no
VPC block public access; a snapshot with them would lose them here.
"""

import collections
import datetime
import importlib
import json
import pathlib

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.eks.models import eks_backends
from moto.eks.responses import EKSResponse
from moto.elbv2 import models as elbv2_models

# The functions by which moto makes ids, and where it has imported them.
MAKERS = {
    "random_vpc_id": "vpcs", "random_ipv6_cidr": "vpcs", "random_subnet_id": "subnets", "random_security_group_id": "security_groups",
    "random_security_group_rule_id": "security_groups", "random_route_table_id": "route_tables", "random_network_acl_id": "network_acls",
    "random_nat_gateway_id": "nat_gateways", "random_internet_gateway_id": "internet_gateways",
    "random_egress_only_internet_gateway_id": "internet_gateways", "random_managed_prefix_list_id": "managed_prefixes",
    "random_eni_id": "elastic_network_interfaces", "random_instance_id": "instances", "random_ip": "elastic_ip_addresses",
}


# Add-ons by cluster and name. The overlay of moto knows of none.
ADDONS = {}
without_addons = EKSResponse.describe_addon


def describe_addon(self):
    addon = ADDONS.get((self._get_param("name"), self._get_param("addonName")))
    return ActionResult({"addon": addon}) if addon else without_addons(self)


EKSResponse.describe_addon = describe_addon
EKSResponse.list_addons = lambda self: ActionResult({"addons": [name for cluster, name in ADDONS if cluster == self._get_param("name")]})


class Ids:
    """The ids that moto gives to the next resources; when they are used up, random ones."""

    def __init__(self):
        self.next = collections.defaultdict(collections.deque)
        for maker, module in MAKERS.items():
            self.patch(importlib.import_module(f"moto.ec2.models.{module}"), maker)
        for maker in ("make_arn_for_load_balancer", "make_arn_for_target_group"):
            self.patch(elbv2_models, maker)

    def patch(self, module, maker):
        random = getattr(module, maker)
        setattr(module, maker, lambda *given, **named: self.next[maker].popleft() if self.next[maker] else random(*given, **named))

    def give(self, **wanted):
        for maker, value in wanted.items():
            self.next[maker].append(value)


def picked(record, *keys):
    return {key: record[key] for key in keys if key in record}


def tagged(kind, tags):
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


class Planter:
    def __init__(self, folder, client, account, region):
        self.folder, self.ids = pathlib.Path(folder), Ids()
        self.client, self.ec2, self.elb = client, client("ec2"), client("elbv2")
        self.ec2.describe_vpcs()  # moto makes default VPCs at the first call, which must not get the ids below
        self.backend, self.eks = ec2_backends[account][region], eks_backends[account][region]
        # Times stay as far in the past as they were when the snapshot was taken.
        captured = datetime.datetime.fromisoformat(self.answer("captured-at")["at"])
        self.shift = datetime.datetime.now(datetime.timezone.utc) - captured

    def answer(self, name):
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text()) if file.exists() else {}

    def each(self, name, key):
        return self.answer(name).get(key, [])

    def plant(self):
        for vpc in self.each("describe-vpcs", "Vpcs"):
            self.vpc(vpc)
        for subnet in self.each("describe-subnets", "Subnets"):
            self.subnet(subnet)
        self.gateways()
        self.prefix_lists()
        self.groups()
        self.interfaces()
        self.tables()
        self.acls()
        for reservation in self.each("describe-instances", "Reservations"):
            for instance in reservation["Instances"]:
                self.instance(instance)
        for file in sorted(self.folder.glob("describe-cluster.*.json")):
            self.cluster(json.loads(file.read_text())["cluster"])
        for balancer in self.each("describe-load-balancers", "LoadBalancers"):
            self.balancer(balancer)

    def vpc(self, vpc):
        where = vpc["VpcId"]
        ranges = vpc.get("Ipv6CidrBlockAssociationSet", [])
        main = next(table for table in self.each("describe-route-tables", "RouteTables")
                    if table["VpcId"] == where and any(one["Main"] for one in table["Associations"]))
        self.ids.give(
            random_vpc_id=where, random_route_table_id=main["RouteTableId"],
            random_network_acl_id=next(one["NetworkAclId"] for one in self.each("describe-network-acls", "NetworkAcls") if one["VpcId"] == where and one["IsDefault"]),
            random_security_group_id=next(one["GroupId"] for one in self.each("describe-security-groups", "SecurityGroups") if one["VpcId"] == where and one["GroupName"] == "default"),
        )
        if ranges:
            self.ids.give(random_ipv6_cidr=ranges[0]["Ipv6CidrBlock"])
        self.ec2.create_vpc(CidrBlock=vpc["CidrBlock"], AmazonProvidedIpv6CidrBlock=bool(ranges), **tagged("vpc", vpc["Tags"]))

    def subnet(self, subnet):
        self.ids.give(random_subnet_id=subnet["SubnetId"])
        ranges = [one["Ipv6CidrBlock"] for one in subnet["Ipv6CidrBlockAssociationSet"]]
        self.ec2.create_subnet(
            **picked(subnet, "VpcId", "CidrBlock", "AvailabilityZone"), **({"Ipv6CidrBlock": ranges[0]} if ranges else {}),
            **tagged("subnet", subnet["Tags"]),
        )
        for flag in ("AssignIpv6AddressOnCreation", "MapPublicIpOnLaunch"):
            if subnet.get(flag):
                self.ec2.modify_subnet_attribute(SubnetId=subnet["SubnetId"], **{flag: {"Value": True}})

    def gateways(self):
        for gateway in self.each("describe-internet-gateways", "InternetGateways"):
            self.ids.give(random_internet_gateway_id=gateway["InternetGatewayId"])
            self.ec2.create_internet_gateway(**tagged("internet-gateway", gateway["Tags"]))
            for attached in gateway["Attachments"]:
                self.ec2.attach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=attached["VpcId"])
        for gateway in self.each("describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"):
            self.ids.give(random_egress_only_internet_gateway_id=gateway["EgressOnlyInternetGatewayId"])
            self.ec2.create_egress_only_internet_gateway(VpcId=gateway["Attachments"][0]["VpcId"])

    def prefix_lists(self):
        for listed in self.each("describe-managed-prefix-lists", "PrefixLists"):
            if listed["OwnerId"] != "AWS":
                self.ids.give(random_managed_prefix_list_id=listed["PrefixListId"])
                entries = self.each(f"get-managed-prefix-list-entries.{listed['PrefixListId']}", "Entries")
                self.ec2.create_managed_prefix_list(**picked(listed, "PrefixListName", "MaxEntries", "AddressFamily"), Entries=entries)

    def groups(self):
        groups = self.each("describe-security-groups", "SecurityGroups")
        for group in groups:
            if group["GroupName"] != "default":
                self.ids.give(random_security_group_id=group["GroupId"])
                self.ec2.create_security_group(
                    **picked(group, "GroupName", "Description", "VpcId"), **tagged("security-group", group.get("Tags"))
                )
            made = self.backend.get_security_group_from_id(group["GroupId"])
            made.ingress_rules, made.egress_rules = [], []
        for rule in self.each("describe-security-group-rules", "SecurityGroupRules"):
            self.ids.give(random_security_group_rule_id=rule["SecurityGroupRuleId"])
            call = self.ec2.authorize_security_group_egress if rule["IsEgress"] else self.ec2.authorize_security_group_ingress
            call(GroupId=rule["GroupId"], IpPermissions=[permission(rule)])

    def interfaces(self):
        """Those of NAT gateways are made with the gateway."""
        for interface in self.each("describe-network-interfaces", "NetworkInterfaces"):
            self.ids.give(random_eni_id=interface["NetworkInterfaceId"])
            if interface["InterfaceType"] == "nat_gateway":
                self.nat_gateway(interface)
            else:
                self.ec2.create_network_interface(
                    **picked(interface, "SubnetId", "Description"), PrivateIpAddresses=[picked(one, "Primary", "PrivateIpAddress") for one in interface["PrivateIpAddresses"]],
                    Groups=[group["GroupId"] for group in interface["Groups"]],
                    Ipv6Addresses=[picked(one, "Ipv6Address") for one in interface["Ipv6Addresses"]],
                    Ipv6Prefixes=interface.get("Ipv6Prefixes") or [], Ipv4Prefixes=interface.get("Ipv4Prefixes") or [],
                    **tagged("network-interface", interface.get("TagSet")),
                )
            made = self.backend.get_network_interface(interface["NetworkInterfaceId"])
            made.interface_type, made.source_dest_check = interface["InterfaceType"], interface["SourceDestCheck"]
            made.requester_id, made.requester_managed = interface.get("RequesterId", ""), interface["RequesterManaged"]
            made.status = interface["Status"]
            if interface["InterfaceType"] != "nat_gateway" and "Association" in interface:
                self.public_address(interface)

    def public_address(self, interface):
        self.ids.give(random_ip=interface["Association"]["PublicIp"])
        address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        self.ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface["NetworkInterfaceId"])

    def nat_gateway(self, interface):
        gateway = interface["Description"].split()[-1]
        self.ids.give(random_nat_gateway_id=gateway, random_ip=interface["Association"]["PublicIp"])
        address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        self.ec2.create_nat_gateway(SubnetId=interface["SubnetId"], AllocationId=address)
        made = self.backend.get_network_interface(interface["NetworkInterfaceId"])
        made.description, made.private_ip_address, made._group_set = interface["Description"], interface["PrivateIpAddress"], []
        made.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": interface["PrivateIpAddress"]}]

    def tables(self):
        for table in self.each("describe-route-tables", "RouteTables"):
            where = {"RouteTableId": table["RouteTableId"]}
            if not any(one["Main"] for one in table["Associations"]):
                self.ids.give(random_route_table_id=table["RouteTableId"])
                self.ec2.create_route_table(VpcId=table["VpcId"], **tagged("route-table", table["Tags"]))
            for route in table["Routes"]:
                if route.get("GatewayId") != "local":
                    self.ec2.create_route(**where, **{key: value for key, value in route.items() if key not in ("Origin", "State")})
            for association in table["Associations"]:
                if not association["Main"]:
                    self.ec2.associate_route_table(**where, **picked(association, "SubnetId", "GatewayId"))

    def acls(self):
        for acl in self.each("describe-network-acls", "NetworkAcls"):
            where = acl["NetworkAclId"]
            if not acl["IsDefault"]:
                self.ids.give(random_network_acl_id=where)
                self.ec2.create_network_acl(VpcId=acl["VpcId"])
            self.backend.network_acls[where].network_acl_entries.clear()
            for entry in acl["Entries"]:
                self.ec2.create_network_acl_entry(NetworkAclId=where, **entry)
        now = {one["SubnetId"]: one["NetworkAclAssociationId"] for acl in self.ec2.describe_network_acls()["NetworkAcls"] for one in acl["Associations"]}
        for acl in self.each("describe-network-acls", "NetworkAcls"):
            for association in acl["Associations"]:
                if not acl["IsDefault"]:
                    self.ec2.replace_network_acl_association(AssociationId=now[association["SubnetId"]], NetworkAclId=acl["NetworkAclId"])

    def instance(self, instance):
        self.ids.give(random_instance_id=instance["InstanceId"])
        interfaces = [{"DeviceIndex": one["Attachment"]["DeviceIndex"], **picked(one, "NetworkInterfaceId")} for one in instance["NetworkInterfaces"]]
        self.ec2.run_instances(
            **picked(instance, "ImageId", "InstanceType"), MinCount=1, MaxCount=1, NetworkInterfaces=interfaces, **tagged("instance", instance["Tags"])
        )
        launched = datetime.datetime.fromisoformat(instance["LaunchTime"]) + self.shift
        self.backend.get_instance(instance["InstanceId"]).launch_time = launched.replace(tzinfo=None)

    def cluster(self, cluster):
        config = picked(cluster["resourcesVpcConfig"], "subnetIds", "securityGroupIds")
        self.client("eks").create_cluster(
            **picked(cluster, "name", "roleArn", "version", "tags"), resourcesVpcConfig=config, kubernetesNetworkConfig={"ipFamily": "ipv6"}
        )
        made = self.eks.clusters[cluster["name"]]
        self.ec2.delete_security_group(GroupId=made.resources_vpc_config["clusterSecurityGroupId"])
        made.resources_vpc_config, made.kubernetes_network_config = cluster["resourcesVpcConfig"], cluster["kubernetesNetworkConfig"]
        made.endpoint = cluster["endpoint"]
        for file in self.folder.glob("describe-addon.*.json"):
            addon = json.loads(file.read_text())["addon"]
            if addon["clusterName"] == cluster["name"]:
                ADDONS[cluster["name"], addon["addonName"]] = addon

    def balancer(self, balancer):
        name, arn = balancer["LoadBalancerName"], balancer["LoadBalancerArn"]
        self.ids.give(make_arn_for_load_balancer=arn)
        self.elb.create_load_balancer(
            Name=name, Subnets=[zone["SubnetId"] for zone in balancer["AvailabilityZones"]], Tags=self.tags(arn),
            **picked(balancer, "SecurityGroups", "Scheme", "Type", "IpAddressType"),
        )
        made = self.elb_backend().load_balancers[arn]
        made.dns_name = balancer["DNSName"]
        for group in self.each("describe-target-groups", "TargetGroups"):
            if arn in group["LoadBalancerArns"]:
                self.target_group(group)
        for listener in self.each(f"describe-listeners.{name}", "Listeners"):
            actions = [{"Type": "forward", "TargetGroupArn": action["TargetGroupArn"]} for action in listener["DefaultActions"]]
            self.elb.create_listener(LoadBalancerArn=arn, **picked(listener, "Port", "Protocol"), DefaultActions=actions)

    def elb_backend(self):
        return elbv2_models.elbv2_backends[self.backend.account_id][self.backend.region_name]

    def tags(self, arn):
        return next((one["Tags"] for one in self.each("describe-tags", "TagDescriptions") if one["ResourceArn"] == arn), [])

    def target_group(self, group):
        name, arn = group["TargetGroupName"], group["TargetGroupArn"]
        self.ids.give(make_arn_for_target_group=arn)
        self.elb.create_target_group(Name=name, **picked(group, "Protocol", "Port", "VpcId", "TargetType", "IpAddressType"))
        attributes = self.each(f"describe-target-group-attributes.{name}", "Attributes")
        self.elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=attributes)
        targets = [one["Target"] for one in self.each(f"describe-target-health.{name}", "TargetHealthDescriptions")]
        self.elb.register_targets(TargetGroupArn=arn, Targets=targets)


def permission(rule):
    ports = {} if rule["IpProtocol"] == "-1" else picked(rule, "FromPort", "ToPort")
    described = picked(rule, "Description")
    if "CidrIpv4" in rule:
        sources = {"IpRanges": [{"CidrIp": rule["CidrIpv4"], **described}]}
    elif "CidrIpv6" in rule:
        sources = {"Ipv6Ranges": [{"CidrIpv6": rule["CidrIpv6"], **described}]}
    elif "PrefixListId" in rule:
        sources = {"PrefixListIds": [{"PrefixListId": rule["PrefixListId"], **described}]}
    else:
        sources = {"UserIdGroupPairs": [{**picked(rule["ReferencedGroupInfo"], "GroupId", "UserId"), **described}]}
    return {"IpProtocol": rule["IpProtocol"], **ports, **sources}
