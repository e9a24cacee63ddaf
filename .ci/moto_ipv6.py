"""moto's server with the IPv6 facts that moto 5.2.5 lacks.

    python moto_ipv6.py -H 127.0.0.1 -p 5568

It leans on moto's internals: the version is pinned in requirements-moto.txt, and each patch names what moto lacks.
"""

import ipaddress
import random
import sys

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.models.security_groups import SecurityGroup
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses import EC2Response
from moto.eks import urls as eks_urls
from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.models import Cluster
from moto.eks.responses import EKSResponse


# Prefixes of interfaces: moto ignores Ipv6Prefixes and Ipv4Prefixes, and their counts.


def some_prefix(network, length):
    """A random block of that length in the network, but not its first, as AWS never gives that one."""
    network = ipaddress.ip_network(network)
    block = random.randrange(1, 1 << (length - network.prefixlen))
    return str(ipaddress.ip_network((int(network.network_address) + (block << (network.max_prefixlen - length)), length)))


def delegate(interface, asked):
    """Gives the interface the prefixes that a request asks for, and returns the new IPv6 ones."""
    subnet = interface.subnet
    ipv6_ranges = [a["ipv6CidrBlock"] for a in subnet.ipv6_cidr_block_associations.values()]
    new = named(asked.get("Ipv6Prefixes"), "Ipv6Prefix")
    new += [some_prefix(ipv6_ranges[0], 80) for _ in range(int(asked.get("Ipv6PrefixCount") or 0))]
    interface.__dict__.setdefault("held_ipv6", []).extend(new)
    held_ipv4 = interface.__dict__.setdefault("held_ipv4", [])
    held_ipv4.extend(named(asked.get("Ipv4Prefixes"), "Ipv4Prefix"))
    held_ipv4.extend(some_prefix(subnet.cidr_block, 28) for _ in range(int(asked.get("Ipv4PrefixCount") or 0)))
    return new


def named(prefixes, key):
    """Requests name prefixes plainly or as objects, depending on the call."""
    return [prefix[key] if isinstance(prefix, dict) else prefix for prefix in prefixes or []]


def asked_of(response):
    keys = ("Ipv6Prefixes", "Ipv6PrefixCount", "Ipv4Prefixes", "Ipv4PrefixCount")
    return {key: response._get_param(key) for key in keys}


NetworkInterface.ipv6_prefixes = property(lambda self: [{"Ipv6Prefix": p} for p in getattr(self, "held_ipv6", [])])
NetworkInterface.ipv4_prefixes = property(lambda self: [{"Ipv4Prefix": p} for p in getattr(self, "held_ipv4", [])])

moto_create_network_interface = EC2Response.create_network_interface
moto_assign_ipv6_addresses = EC2Response.assign_ipv6_addresses
moto_run_instances = EC2Response.run_instances


def create_network_interface(self):
    response = moto_create_network_interface(self)
    delegate(response.result["NetworkInterface"], asked_of(self))
    return response


def assign_ipv6_addresses(self):
    response = moto_assign_ipv6_addresses(self)
    interface = self.ec2_backend.get_network_interface(response.result["NetworkInterfaceId"])
    response.result["AssignedIpv6Prefixes"] = delegate(interface, asked_of(self))
    return response


def run_instances(self):
    response = moto_run_instances(self)
    asked = {int(nic.get("DeviceIndex", 0)): nic for nic in self._get_param("NetworkInterfaces", [])}
    for instance in response.result.instances:
        for index, interface in instance.nics.items():
            delegate(interface, asked.get(int(index), {}))
            for _ in range(int(asked.get(int(index), {}).get("Ipv6AddressCount") or 0)):
                self.ec2_backend.assign_ipv6_addresses(interface.id, None, 1)
    return response


EC2Response.create_network_interface = create_network_interface
EC2Response.assign_ipv6_addresses = assign_ipv6_addresses
EC2Response.run_instances = run_instances


# Subnets: moto puts the state of an IPv6 range one level too deep.


def associated_ranges(self):
    return [
        {
            "Ipv6CidrBlock": association["ipv6CidrBlock"],
            "AssociationId": association["associationId"],
            "Ipv6CidrBlockState": {"State": association["ipv6CidrBlockState"]["State"]},
        }
        for association in self.ipv6_cidr_block_associations.values()
        if association["ipv6CidrBlockState"]["State"] == "associated"
    ]


Subnet.ipv6_cidr_block_association_set = property(associated_ranges)


# VPC block public access: moto knows none of its calls. Here it is off, as in a new account.


def block_public_access_options(self):
    options = {
        "AwsAccountId": self.current_account,
        "AwsRegion": self.region,
        "State": "default-state",
        "InternetGatewayBlockMode": "off",
        "ExclusionsAllowed": "allowed",
    }
    return ActionResult({"VpcBlockPublicAccessOptions": options})


EC2Response.describe_vpc_block_public_access_options = block_public_access_options
EC2Response.describe_vpc_block_public_access_exclusions = lambda self: ActionResult({"VpcBlockPublicAccessExclusions": []})


# Who names a prefix list: moto has no such filters of groups and route tables.


def named_by_rules(self, lists):
    return any(rule.prefix_list_id in lists for rule in self.ingress_rules)


moto_route_table_filter = RouteTable.get_filter_value


def route_table_filter(self, name, method_name=None):
    if name == "route.destination-prefix-list-id":
        return [route.destination_prefix_list.id for route in self._routes.values() if route.destination_prefix_list]
    return moto_route_table_filter(self, name, method_name)


SecurityGroup.filter_ip_permission__prefix_list_id = named_by_rules
RouteTable.get_filter_value = route_table_filter


# Clusters: moto echoes the request; EKS adds the VPC, the cluster's security group and the range of its services.

moto_create_cluster = Cluster.__init__


def create_cluster(self, name, role_arn, resources_vpc_config, account_id, region_name, **others):
    moto_create_cluster(self, name, role_arn, resources_vpc_config, account_id, region_name, **others)
    self.resources_vpc_config = with_vpc(name, resources_vpc_config, ec2_backends[account_id][region_name])
    self.kubernetes_network_config = with_service_range(self.kubernetes_network_config)


def with_vpc(name, config, ec2):
    subnets = [subnet for subnet in ec2.describe_subnets() if subnet.id in config.get("subnetIds", [])]
    if not subnets:
        return config
    vpc = subnets[0].vpc_id
    group = ec2.create_security_group(f"eks-cluster-sg-{name}-{random.randrange(10**9)}", "EKS created security group", vpc)
    return {**config, "vpcId": vpc, "clusterSecurityGroupId": group.id}


def with_service_range(config):
    if config.get("ipFamily") != "ipv6":
        return config
    range_of_services = str(ipaddress.ip_network((random.getrandbits(16) << 64 | 0xFD << 120, 64)).network_address) + "/108"
    return {"serviceIpv6Cidr": range_of_services, **config}


Cluster.__init__ = create_cluster


# Add-ons: moto answers with an HTML page; a cluster without add-ons answers so.


def describe_addon(self):
    raise ResourceNotFoundException(message=f"No addon: {self._get_param('addonName')} found in cluster: {self._get_param('name')}")


EKSResponse.describe_addon = describe_addon
EKSResponse.list_addons = lambda self: ActionResult({"addons": []})
eks_urls.url_paths["{0}/clusters/(?P<name>[^/]+)/addons$"] = eks_urls.response.dispatch
eks_urls.url_paths["{0}/clusters/(?P<name>[^/]+)/addons/(?P<addonName>[^/]+)$"] = eks_urls.response.dispatch


if __name__ == "__main__":
    from moto.server import main

    main(sys.argv[1:])
