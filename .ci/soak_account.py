"""An account for the soak, whose nodes and rules change, and the events that CloudTrail and EC2 send about it."""

import random
import time

REGION = "us-east-2"
ACCOUNT = "111122223333"
CLUSTER = "soak"


class Account:
    """An IPv6 cluster whose nodes change."""

    def __init__(self, client, nodes):
        self.ec2 = client("ec2")
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
        of_vpc = self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
        self.subnet = self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/18", Ipv6CidrBlock=of_vpc.replace("/56", "/64"))["Subnet"]["SubnetId"]
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.table = self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        self.ec2.create_route(RouteTableId=self.table, DestinationIpv6CidrBlock="::/0", GatewayId=gateway)
        self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=self.subnet)
        client("eks").create_cluster(
            name=CLUSTER, roleArn=f"arn:aws:iam::{ACCOUNT}:role/cluster", resourcesVpcConfig={"subnetIds": [self.subnet]},
            kubernetesNetworkConfig={"ipFamily": "ipv6"},
        )
        self.groups = [self.ec2.create_security_group(GroupName=f"g{n}", Description="nodes", VpcId=vpc)["GroupId"] for n in range(10)]
        self.nodes, self.open = [], {}
        for number in range(nodes):
            self.launch(self.groups[number % len(self.groups)])

    def launch(self, group):
        instance = self.ec2.run_instances(
            ImageId="ami-12345678", InstanceType="m6i.large", MinCount=1, MaxCount=1,
            NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": self.subnet, "Ipv6AddressCount": 1, "Ipv6PrefixCount": 1, "Groups": [group]}],
            TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "aws:eks:cluster-name", "Value": CLUSTER}]}],
        )["Instances"][0]
        self.nodes.append(instance["InstanceId"])
        return instance["InstanceId"]

    def change(self):
        """One change; returns its event."""
        return random.choices([self.rule, self.replace_node], [8, 2])[0]()

    def rule(self):
        group = random.choice(self.groups)
        if group in self.open:
            rule = self.open.pop(group)
            self.ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[rule])
            return call("RevokeSecurityGroupIngress", {"groupId": group, "securityGroupRuleIds": {"items": [{"securityGroupRuleId": rule}]}}, {"_return": True})
        port = random.choice([22, 443, 3306, 8080])
        rule = self.ec2.authorize_security_group_ingress(
            GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]
        )["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        self.open[group] = rule
        item = {"groupId": group, "securityGroupRuleId": rule, "isEgress": False, "ipProtocol": "tcp", "fromPort": port, "toPort": port, "cidrIpv6": "::/0"}
        return call("AuthorizeSecurityGroupIngress", {"groupId": group}, {"securityGroupRuleSet": {"items": [item]}})

    def replace_node(self):
        old = self.nodes.pop(random.randrange(len(self.nodes)))
        self.ec2.terminate_instances(InstanceIds=[old])
        new = self.launch(random.choice(self.groups))
        return [state(old, "terminated"), state(new, "running")]


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def envelope(kind, source, detail):
    return [{"version": "0", "id": str(random.random()), "detail-type": kind, "source": source, "account": ACCOUNT, "time": now(),
             "region": REGION, "resources": [], "detail": detail}]


def call(name, asked, answered):
    who = {"type": "AssumedRole", "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/soak"}
    return envelope("AWS API Call via CloudTrail", "aws.ec2", {
        "eventVersion": "1.08", "userIdentity": who, "eventTime": now(), "eventSource": "ec2.amazonaws.com", "eventName": name, "awsRegion": REGION,
        "requestParameters": asked, "responseElements": answered, "readOnly": False, "recipientAccountId": ACCOUNT,
    })


def state(instance, name):
    return envelope("EC2 Instance State-change Notification", "aws.ec2", {"instance-id": instance, "state": name})[0]


def sweep():
    return envelope("Cluster Check", "slash80.sweep", {"cluster": CLUSTER, "account": ACCOUNT, "region": REGION})
