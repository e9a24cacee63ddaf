package slash80.aws.wire;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/// The members that Slash80 uses of the objects which a large account has many of. The others of
/// these classes are checked when a snapshot or an answer of EC2 is read, and not kept. A member
/// that the code asks for has to stand here.
public final class UsedMembers {
  private static final String PACKAGE = "software.amazon.awssdk.services.ec2.model.";

  private static final Map<String, Set<String>> OF_CLASSES =
      Map.ofEntries(
          entry("Reservation", Set.of("Instances")),
          entry(
              "Instance",
              Set.of(
                  "InstanceId",
                  "InstanceType",
                  "LaunchTime",
                  "NetworkInterfaces",
                  "Operator",
                  "Placement",
                  "State",
                  "Tags",
                  "VpcId")),
          entry("InstanceState", Set.of("Name")),
          entry("Placement", Set.of("AvailabilityZone")),
          entry(
              "InstanceNetworkInterface",
              Set.of(
                  "Association",
                  "Attachment",
                  "Description",
                  "Groups",
                  "InterfaceType",
                  "Ipv4Prefixes",
                  "Ipv6Addresses",
                  "Ipv6Prefixes",
                  "NetworkInterfaceId",
                  "Operator",
                  "PrivateIpAddress",
                  "PrivateIpAddresses",
                  "SourceDestCheck",
                  "SubnetId",
                  "VpcId")),
          entry("InstanceNetworkInterfaceAssociation", Set.of("PublicIp")),
          entry(
              "InstanceNetworkInterfaceAttachment",
              Set.of("AttachmentId", "DeviceIndex", "NetworkCardIndex")),
          entry("InstancePrivateIpAddress", Set.of("Association", "PrivateIpAddress", "Primary")),
          entry(
              "NetworkInterface",
              Set.of(
                  "Association",
                  "Attachment",
                  "DenyAllIgwTraffic",
                  "Description",
                  "Groups",
                  "InterfaceType",
                  "Ipv4Prefixes",
                  "Ipv6Addresses",
                  "Ipv6Prefixes",
                  "NetworkInterfaceId",
                  "Operator",
                  "PrivateIpAddress",
                  "PrivateIpAddresses",
                  "RequesterId",
                  "SourceDestCheck",
                  "SubnetId",
                  "TagSet",
                  "VpcId")),
          entry("NetworkInterfaceAssociation", Set.of("AllocationId", "AssociationId", "PublicIp")),
          entry(
              "NetworkInterfaceAttachment",
              Set.of("AttachmentId", "DeviceIndex", "InstanceId", "NetworkCardIndex")),
          entry("NetworkInterfaceIpv6Address", Set.of("Ipv6Address")),
          entry(
              "NetworkInterfacePrivateIpAddress",
              Set.of("Association", "PrivateIpAddress", "Primary")),
          entry("IpRange", Set.of("CidrIp")),
          entry("Ipv6Range", Set.of("CidrIpv6")),
          entry("PrefixListId", Set.of("PrefixListId")),
          entry("UserIdGroupPair", Set.of("GroupId", "GroupName")),
          entry(
              "SecurityGroup",
              Set.of("Description", "GroupId", "GroupName", "IpPermissions", "Tags", "VpcId")),
          entry(
              "SecurityGroupRule",
              Set.of(
                  "CidrIpv4",
                  "CidrIpv6",
                  "FromPort",
                  "GroupId",
                  "IpProtocol",
                  "IsEgress",
                  "PrefixListId",
                  "ReferencedGroupInfo",
                  "SecurityGroupRuleId",
                  "ToPort")),
          entry("ReferencedSecurityGroup", Set.of("GroupId")));

  private UsedMembers() {}

  /// The used members of a builder's class; empty where they are all kept.
  public static Optional<Set<String>> of(SdkPojo builder) {
    var name = builder.getClass().getName();
    return name.startsWith(PACKAGE)
        ? Optional.ofNullable(
            OF_CLASSES.get(name.substring(PACKAGE.length()).replace("$BuilderImpl", "")))
        : Optional.empty();
  }

  /// The classes that have members which are not kept, with those that are.
  public static Map<String, Set<String>> ofClasses() {
    return OF_CLASSES;
  }
}
