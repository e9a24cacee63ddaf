"""moto's server, with additions to moto 5.2.5: facts about IPv6, atomic conditional writes to S3, missing roles, long queues, redrives.

    python moto_ipv6.py -H 127.0.0.1 -p 5568

It relies on moto's internals: the version is pinned in requirements-moto.txt, and each patch names what moto lacks.
"""

import ipaddress
import random
import sys
import threading
import time

from moto.core.responses import ActionResult
from moto.ec2 import utils as ec2_utils
from moto.ec2.models import ec2_backends, elastic_network_interfaces
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.models.security_groups import SecurityGroup
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses import EC2Response
from moto.eks import urls as eks_urls
from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.models import Cluster
from moto.eks.responses import EKSResponse
from moto.iam.models import iam_backends
from moto.s3.responses import S3Response
from moto.sqs import models as sqs_models
from moto.sqs.models import Queue, SQSBackend
from moto.sts.exceptions import STSClientError
from moto.sts.models import STSBackend
from moto.utilities.utils import get_partition

import moto_redrive


# Prefixes of interfaces: moto ignores Ipv6Prefixes and Ipv4Prefixes, and their counts, and gives single addresses at random.
# AWS gives a block of 80 bits to one interface only, and neither a block around a single address nor an address inside a block.

DELEGATED, SPOILT = set(), set()  # blocks of 80 bits, as text: those of prefixes, and those around single addresses


def some_prefix(network, length):
    """A random block of that length in the network, except the first, which AWS never assigns."""
    network = ipaddress.ip_network(network)
    block = random.randrange(1, 1 << (length - network.prefixlen))
    return str(ipaddress.ip_network((int(network.network_address) + (block << (network.max_prefixlen - length)), length)))


def free_slash80(network):
    """A random /80 of which nothing was ever given away."""
    while (block := some_prefix(network, 80)) in DELEGATED or block in SPOILT:
        pass
    DELEGATED.add(block)
    return block


def slash80_around(address):
    return str(ipaddress.ip_network((address, 80), strict=False))


moto_random_private_ip = ec2_utils.random_private_ip


def random_private_ip(cidr=None, ipv6=False):
    """A random address; over IPv6, outside every block that was delegated."""
    address = moto_random_private_ip(cidr, ipv6)
    if cidr and ipv6:
        while slash80_around(address) in DELEGATED:
            address = moto_random_private_ip(cidr, ipv6)
        SPOILT.add(slash80_around(address))
    return address


elastic_network_interfaces.random_private_ip = random_private_ip


def delegate(interface, asked):
    """Gives the interface the prefixes that a request asks for, and returns the new IPv6 ones."""
    subnet = interface.subnet
    ipv6_ranges = [a["ipv6CidrBlock"] for a in subnet.ipv6_cidr_block_associations.values()]
    new = named(asked.get("Ipv6Prefixes"), "Ipv6Prefix")
    DELEGATED.update(new)
    new += [free_slash80(ipv6_ranges[0]) for _ in range(int(asked.get("Ipv6PrefixCount") or 0))]
    interface.__dict__.setdefault("held_ipv6", []).extend(new)
    held_ipv4 = interface.__dict__.setdefault("held_ipv4", [])
    held_ipv4.extend(named(asked.get("Ipv4Prefixes"), "Ipv4Prefix"))
    held_ipv4.extend(some_prefix(subnet.cidr_block, 28) for _ in range(int(asked.get("Ipv4PrefixCount") or 0)))
    return new


def named(prefixes, key):
    """The prefixes of a request: some calls send strings, others objects."""
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


# Instances by what their interfaces are and hold: moto does not have these filters.

OF_INTERFACES = {
    "network-interface.network-interface-id": lambda interface: [interface.id],
    "network-interface.group-id": lambda interface: [group.id for group in interface.group_set],
    "network-interface.ipv6-prefixes.ipv6-prefix": lambda interface: interface.__dict__.get("held_ipv6", []),
}

moto_passes = ec2_utils.passes_filter_dict


def passes(instance, filters):
    others = {name: values for name, values in filters.items() if name not in OF_INTERFACES}
    return moto_passes(instance, others) and all(
        any(set(values) & set(OF_INTERFACES[name](interface)) for interface in instance.nics.values())
        for name, values in filters.items()
        if name in OF_INTERFACES
    )


ec2_utils.passes_filter_dict = passes  # filter_reservations looks it up there


# Groups and route tables that name a prefix list: moto does not have these filters.


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


# Add-ons: moto answers with an HTML page. This is the answer for a cluster without add-ons.


def describe_addon(self):
    raise ResourceNotFoundException(message=f"No addon: {self._get_param('addonName')} found in cluster: {self._get_param('name')}")


EKSResponse.describe_addon = describe_addon
EKSResponse.list_addons = lambda self: ActionResult({"addons": []})
eks_urls.url_paths["{0}/clusters/(?P<name>[^/]+)/addons$"] = eks_urls.response.dispatch
eks_urls.url_paths["{0}/clusters/(?P<name>[^/]+)/addons/(?P<addonName>[^/]+)$"] = eks_urls.response.dispatch


# Conditional writes: moto honours If-Match and If-None-Match, but compares and writes in two steps; S3 does so in one.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html

one_write_at_a_time = threading.Lock()


def in_one_step(write):
    def locked(self):
        with one_write_at_a_time:
            return write(self)

    return locked


S3Response.put_object = in_one_step(S3Response.put_object)
S3Response.delete_object = in_one_step(S3Response.delete_object)


# Roles: moto lets anyone assume any role. AWS refuses a role that does not exist; each account of an organization has one from the start.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html

moto_assume_role = STSBackend.assume_role


def assume_role(self, region_name, role_session_name, role_arn, **others):
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    roles = iam_backends[account][get_partition(region_name)].roles.values()
    if name != "OrganizationAccountAccessRole" and name not in [role.name for role in roles]:
        raise refused_role(role_arn)
    return moto_assume_role(self, region_name=region_name, role_session_name=role_session_name, role_arn=role_arn, **others)


def refused_role(role):
    return STSClientError("AccessDenied", f"User is not authorized to perform: sts:AssumeRole on resource: {role}")


STSBackend.assume_role = assume_role


# Queues: for each message that is sent or received, moto counts the whole queue, slowly. Here it counts when it is asked.
# It also loses a message that is sent while another is deleted, and fails a call that receives at that time.

moto_delete_message = Queue.delete_message


def delete_message(self, receipt_handle):
    with self._messages_lock:
        moto_delete_message(self, receipt_handle)


COUNTS = {
    "ApproximateNumberOfMessages": lambda queue: queue.approximate_number_of_messages,
    "ApproximateNumberOfMessagesDelayed": lambda queue: queue.approximate_number_of_messages_delayed,
    "ApproximateNumberOfMessagesNotVisible": lambda queue: queue.approximate_number_of_messages_not_visible,
}

moto_queue_attributes = SQSBackend.get_queue_attributes


def queue_attributes(self, queue_name, attribute_names):
    attributes = moto_queue_attributes(self, queue_name, [name for name in attribute_names if name not in COUNTS])
    counted = [name for name in COUNTS if name in attribute_names or "All" in attribute_names]
    return attributes | {name: COUNTS[name](self.get_queue(queue_name)) for name in counted}


Queue.BASE_ATTRIBUTES = [name for name in Queue.BASE_ATTRIBUTES if name not in COUNTS]
SQSBackend.get_queue_attributes = queue_attributes
Queue.delete_message = delete_message
Queue.pending_message_groups = property(lambda self: {one.group_id for one in list(self.pending_messages) if one.group_id})
sqs_models.unix_time_millis = lambda: time.time() * 1000
moto_redrive.install()


if __name__ == "__main__":
    from moto.server import main

    main(sys.argv[1:])
