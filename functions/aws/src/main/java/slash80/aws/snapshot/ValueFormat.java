package slash80.aws.snapshot;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import slash80.aws.convert.PlainResponse;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import software.amazon.awssdk.core.SdkPojo;

/// The format of a member of an AWS response, beyond its JSON type. Every address, CIDR, port and
/// number that the rules use is checked when the file is read, so that a message names the place of
/// the mistake.
enum ValueFormat {
  IPV6_CIDR("an IPv6 CIDR block", text -> Prefix.parse(text).family() == IpFamily.IPV6),
  IPV4_CIDR("an IPv4 CIDR block", text -> Prefix.parse(text).family() == IpFamily.IPV4),
  CIDR("a CIDR block", text -> Prefix.parse(text) != null),
  IPV6("an IPv6 address", text -> Address.parse(text).family() == IpFamily.IPV6),
  IPV4("an IPv4 address", text -> Address.parse(text).family() == IpFamily.IPV4),
  ADDRESS("an IP address", text -> Address.parse(text) != null),
  PROTOCOL(
      "an IP protocol: tcp, udp, icmp, icmpv6, a number from 0 to 255, or -1",
      text -> text.equals("-1") || Protocol.parse(text) >= 0),
  PORT("a port from 0 to 65535", between(0, 65535)),
  PORT_OR_TYPE("a port or ICMP type from -1 to 65535", between(-1, 65535)),
  ICMP("an ICMP type or code from -1 to 255", between(-1, 255)),
  RULE_NUMBER("a rule number from 1 to 32768", between(1, 32768)),
  INDEX("an index from 0 to 255", between(0, 255)),
  RULE_ACTION("allow or deny", List.of("allow", "deny")::contains),
  IP_FAMILY("ipv4 or ipv6", List.of("ipv4", "ipv6")::contains),
  ON_OR_OFF("on or off", List.of("on", "off")::contains),
  MOMENT("a date and time", text -> DateText.read(text).isPresent()),
  CLUSTER_ARN(
      "the ARN of an EKS cluster",
      text -> text.matches("arn:[a-z0-9-]+:eks:[a-z0-9-]+:\\d{12}:cluster/.+"));

  private final String expected;
  private final Predicate<String> admits;

  ValueFormat(String expected, Predicate<String> admits) {
    this.expected = expected;
    this.admits = admits;
  }

  String expected() {
    return expected;
  }

  boolean admits(String text) {
    try {
      return admits.test(text);
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  private static Predicate<String> between(int first, int last) {
    return text -> Integer.parseInt(text) >= first && Integer.parseInt(text) <= last;
  }

  /// The formats of members that have the same meaning in every class, by member name.
  private static final Map<String, ValueFormat> MEMBERS =
      Map.ofEntries(
          entry("CidrBlock", IPV4_CIDR),
          entry("Ipv6CidrBlock", IPV6_CIDR),
          entry("DestinationCidrBlock", IPV4_CIDR),
          entry("DestinationIpv6CidrBlock", IPV6_CIDR),
          entry("CidrIp", IPV4_CIDR),
          entry("CidrIpv4", IPV4_CIDR),
          entry("CidrIpv6", IPV6_CIDR),
          entry("Cidr", CIDR),
          entry("Ipv4Prefix", IPV4_CIDR),
          entry("Ipv6Prefix", IPV6_CIDR),
          entry("SourceNatIpv6Prefixes", IPV6_CIDR),
          entry("publicAccessCidrs", CIDR),
          entry("serviceIpv4Cidr", IPV4_CIDR),
          entry("serviceIpv6Cidr", IPV6_CIDR),
          entry("cidrs", CIDR),
          entry("PrivateIpAddress", IPV4),
          entry("PublicIpAddress", IPV4),
          entry("PublicIp", IPV4),
          entry("CarrierIp", IPV4),
          entry("CustomerOwnedIp", IPV4),
          entry("PrivateIPv4Address", IPV4),
          entry("Ipv6Address", IPV6),
          entry("IPv6Address", IPV6),
          entry("IpAddress", ADDRESS),
          entry("IpProtocol", PROTOCOL),
          entry("FromPort", PORT_OR_TYPE),
          entry("ToPort", PORT_OR_TYPE),
          entry("DeviceIndex", INDEX),
          entry("NetworkCardIndex", INDEX),
          entry("RuleNumber", RULE_NUMBER),
          entry("RuleAction", RULE_ACTION),
          entry("ipFamily", IP_FAMILY));

  /// The formats of members whose name has several meanings, by class and member name.
  private static final Map<String, ValueFormat> MEMBERS_OF_CLASSES =
      Map.ofEntries(
          entry("NetworkAclEntry.Protocol", PROTOCOL),
          entry("PortRange.From", PORT_OR_TYPE),
          entry("PortRange.To", PORT_OR_TYPE),
          entry("IcmpTypeCode.Type", ICMP),
          entry("IcmpTypeCode.Code", ICMP),
          entry("TargetDescription.Port", PORT),
          entry("TargetGroup.Port", PORT),
          entry("Listener.Port", PORT),
          entry("ClassicListener.LoadBalancerPort", PORT),
          entry("ClassicListener.InstancePort", PORT),
          entry("AcceleratorPortRange.FromPort", PORT),
          entry("AcceleratorPortRange.ToPort", PORT),
          entry("PortOverride.ListenerPort", PORT),
          entry("PortOverride.EndpointPort", PORT),
          entry("LoadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", ON_OR_OFF),
          entry("Instance.LaunchTime", MOMENT), // other dates are not used
          entry("Cluster.arn", CLUSTER_ARN));

  /// The members without which an object cannot be understood, by class.
  private static final Map<String, List<String>> REQUIRED =
      Map.ofEntries(
          entry("Reservation", List.of("Instances")),
          entry("Instance", List.of("InstanceId", "State")),
          entry("InstanceState", List.of("Name")),
          entry("InstanceNetworkInterface", List.of("NetworkInterfaceId", "SubnetId", "VpcId")),
          entry("InstanceNetworkInterfaceAttachment", List.of("DeviceIndex")),
          entry("NetworkInterface", List.of("NetworkInterfaceId", "SubnetId", "VpcId")),
          entry("InstanceIpv6Address", List.of("Ipv6Address")),
          entry("NetworkInterfaceIpv6Address", List.of("Ipv6Address")),
          entry("InstanceIpv6Prefix", List.of("Ipv6Prefix")),
          entry("Ipv6PrefixSpecification", List.of("Ipv6Prefix")),
          entry("InstanceIpv4Prefix", List.of("Ipv4Prefix")),
          entry("Ipv4PrefixSpecification", List.of("Ipv4Prefix")),
          entry("InstancePrivateIpAddress", List.of("PrivateIpAddress")),
          entry("NetworkInterfacePrivateIpAddress", List.of("PrivateIpAddress")),
          entry("GroupIdentifier", List.of("GroupId")),
          entry("Subnet", List.of("SubnetId", "VpcId")),
          entry("SubnetIpv6CidrBlockAssociation", List.of("Ipv6CidrBlock")),
          entry("Vpc", List.of("VpcId")),
          entry("VpcIpv6CidrBlockAssociation", List.of("Ipv6CidrBlock")),
          entry("VpcCidrBlockAssociation", List.of("CidrBlock")),
          entry("SecurityGroup", List.of("GroupId", "VpcId")),
          entry("IpPermission", List.of("IpProtocol")),
          entry("IpRange", List.of("CidrIp")),
          entry("Ipv6Range", List.of("CidrIpv6")),
          entry("PrefixListId", List.of("PrefixListId")),
          entry("SecurityGroupRule", List.of("SecurityGroupRuleId", "GroupId", "IpProtocol")),
          entry("NetworkAcl", List.of("NetworkAclId", "VpcId")),
          entry("NetworkAclEntry", List.of("RuleNumber", "Protocol", "RuleAction", "Egress")),
          entry("RouteTable", List.of("RouteTableId", "VpcId")),
          entry("InternetGateway", List.of("InternetGatewayId")),
          entry("InternetGatewayAttachment", List.of("VpcId")),
          entry("EgressOnlyInternetGateway", List.of("EgressOnlyInternetGatewayId")),
          entry("PrefixListEntry", List.of("Cidr")),
          entry("VpcBlockPublicAccessOptions", List.of("InternetGatewayBlockMode")),
          entry("VpcBlockPublicAccessExclusion", List.of("ExclusionId", "ResourceArn")),
          entry("LoadBalancer", List.of("LoadBalancerArn", "LoadBalancerName", "VpcId", "Type")),
          entry("TargetGroup", List.of("TargetGroupArn", "TargetGroupName", "TargetType")),
          entry("TargetHealthDescription", List.of("Target")),
          entry("TargetDescription", List.of("Id")),
          entry("TagDescription", List.of("ResourceArn")),
          entry("Listener", List.of("ListenerArn", "LoadBalancerArn")),
          entry("TargetGroupTuple", List.of("TargetGroupArn")),
          entry("LoadBalancerAttribute", List.of("Key")),
          entry("TargetGroupAttribute", List.of("Key")),
          entry(
              "SubnetCidrReservation",
              List.of("SubnetCidrReservationId", "SubnetId", "Cidr", "ReservationType")),
          entry("InstanceTypeInfo", List.of("InstanceType")),
          entry("Addon", List.of("addonName", "clusterName", "addonVersion")),
          entry("Nodegroup", List.of("nodegroupName", "clusterName")),
          entry("Rule", List.of("RuleArn")),
          entry("LoadBalancerDescription", List.of("LoadBalancerName")),
          entry("ListenerDescription", List.of("Listener")),
          entry("ClassicListener", List.of("Protocol", "LoadBalancerPort", "InstancePort")),
          entry("ClassicInstance", List.of("InstanceId")),
          entry("ClassicTagDescription", List.of("LoadBalancerName")),
          entry("ClassicTag", List.of("Key")),
          entry(
              "Ec2InstanceConnectEndpoint",
              List.of("InstanceConnectEndpointId", "VpcId", "SubnetId")),
          entry("ServiceConfiguration", List.of("ServiceId")),
          entry("Accelerator", List.of("AcceleratorArn")),
          entry("AcceleratorListener", List.of("ListenerArn", "PortRanges", "Protocol")),
          entry("AcceleratorPortRange", List.of("FromPort", "ToPort")),
          entry("EndpointGroup", List.of("EndpointGroupArn", "EndpointGroupRegion")),
          entry("EndpointDescription", List.of("EndpointId")),
          entry("PortOverride", List.of("ListenerPort", "EndpointPort")),
          entry("Tag", List.of("Key")),
          entry("Cluster", List.of("name", "arn")));

  /// The name of an object's class in AWS's model.
  static String type(SdkPojo object) {
    if (object instanceof PlainResponse plain) {
      return plain.name();
    }
    var name = object.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1).replace("$BuilderImpl", "");
  }

  /// The check of a member, where it has one.
  static Optional<ValueFormat> of(String type, String member) {
    var special = MEMBERS_OF_CLASSES.get(type + "." + member);
    return Optional.ofNullable(special != null ? special : MEMBERS.get(member));
  }

  static List<String> required(String type) {
    return REQUIRED.getOrDefault(type, List.of());
  }
}
