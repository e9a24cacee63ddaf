"""A large account in the emulator, for `./slash80 bench`: `live_account.py make|describe ENDPOINT`; needs boto3.

`make` makes 1,000 nodes, each with one of 1,000 security groups of five rules. `describe` reads with plain boto3 what an audit reads:
what its CPU time is measured against. Each answer is read whole, and nothing is judged.
"""

import sys

import boto3

REGION = "us-east-2"
CLUSTER = "big"
NODES, GROUPS, RULES, SUBNETS = 1_000, 1_000, 5, 6
AT_ONCE = 200  # the values that a filter takes


def clients(endpoint):
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    return {name: session.client(name, endpoint_url=endpoint) for name in ("ec2", "eks", "elbv2", "elb")}


def make(ec2, eks):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    block = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{16 * n}.0/20", Ipv6CidrBlock=block.replace("00::/56", f"{n:02x}::/64"))["Subnet"]["SubnetId"]
        for n in range(SUBNETS)
    ]
    for subnet in subnets:
        ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationIpv6CidrBlock="::/0", GatewayId=gateway)
    for subnet in subnets:
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    eks.create_cluster(
        name=CLUSTER, roleArn="arn:aws:iam::123456789012:role/cluster", resourcesVpcConfig={"subnetIds": subnets},
        kubernetesNetworkConfig={"ipFamily": "ipv6"},
    )
    for number in range(max(NODES, GROUPS)):
        if number < GROUPS:
            group = ec2.create_security_group(GroupName=f"app-{number}", Description="of an application", VpcId=vpc)["GroupId"]
            ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission(number, rule) for rule in range(RULES)])
        if number < NODES:
            launch(ec2, subnets[number % SUBNETS], group)


def permission(group, rule):
    return {"IpProtocol": "tcp", "FromPort": 1024 + rule, "ToPort": 1024 + rule, "Ipv6Ranges": [{"CidrIpv6": f"2a00:{group:x}:{rule:x}::/48"}]}


def launch(ec2, subnet, group):
    ec2.run_instances(
        ImageId="ami-12345678", InstanceType="m6i.large", MinCount=1, MaxCount=1,
        NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": subnet, "Ipv6AddressCount": 1, "Ipv6PrefixCount": 1, "Groups": [group]}],
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "aws:eks:cluster-name", "Value": CLUSTER}]}],
    )


def describe(ec2, eks, elbv2, elb):
    vpc = eks.describe_cluster(name=CLUSTER)["cluster"]["resourcesVpcConfig"]["vpcId"]
    in_vpc = {"Filters": [{"Name": "vpc-id", "Values": [vpc]}]}

    def pages(client, call, **asked):
        return list(client.get_paginator(call).paginate(**asked))

    pages(ec2, "describe_instances", **in_vpc, MaxResults=1000)
    interfaces = pages(ec2, "describe_network_interfaces", **in_vpc, MaxResults=1000)
    groups = sorted({group["GroupId"] for page in interfaces for one in page["NetworkInterfaces"] for group in one["Groups"]})
    for first in range(0, len(groups), AT_ONCE):
        named = [{"Name": "group-id", "Values": groups[first : first + AT_ONCE]}]
        pages(ec2, "describe_security_groups", Filters=named, MaxResults=1000)
        pages(ec2, "describe_security_group_rules", Filters=named, MaxResults=1000)
    for call in ("describe_vpcs", "describe_subnets", "describe_route_tables", "describe_network_acls"):
        pages(ec2, call, **in_vpc)
    pages(ec2, "describe_instance_types", InstanceTypes=["m6i.large"])
    pages(elbv2, "describe_load_balancers")
    pages(elbv2, "describe_target_groups")
    pages(elb, "describe_load_balancers")


def main():
    work, endpoint = sys.argv[1:]
    of = clients(endpoint)
    if work == "make":
        make(of["ec2"], of["eks"])
    else:
        describe(**of)


if __name__ == "__main__":
    main()
