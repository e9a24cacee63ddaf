package slash80.aws.convert;

import java.util.List;
import java.util.Optional;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.Address;
import slash80.ip.Prefix;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;

/// Converts network interfaces.
public final class InterfaceFacts {
  /// The session in which EKS makes a Fargate pod's interface. An interface's `RequesterId` ends
  /// with the session of the role that made it
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html,
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
  private static final String REQUESTED_FOR_FARGATE = ":EKSFargate";

  private InterfaceFacts() {}

  static NetworkInterface convert(
      software.amazon.awssdk.services.ec2.model.NetworkInterface shown) {
    return new NetworkInterface(
        new NetworkInterface.Id(shown.networkInterfaceId()),
        new Subnet.Id(shown.subnetId()),
        new Vpc.Id(shown.vpcId()),
        Optional.ofNullable(shown.interfaceTypeAsString()).orElse("interface"),
        Optional.ofNullable(shown.description()).orElse(""),
        Optional.ofNullable(shown.attachment())
            .filter(attachment -> attachment.instanceId() != null)
            .map(InterfaceFacts::attachment),
        shown.groups().stream().map(group -> new SecurityGroup.Id(group.groupId())).toList(),
        shown.ipv6Addresses().stream().map(held -> Address.parse(held.ipv6Address())).toList(),
        shown.ipv6Prefixes().stream().map(held -> Prefix.parse(held.ipv6Prefix())).toList(),
        ipv4Addresses(shown),
        shown.ipv4Prefixes().stream().map(held -> Prefix.parse(held.ipv4Prefix())).toList(),
        Boolean.TRUE.equals(shown.denyAllIgwTraffic()),
        !Boolean.FALSE.equals(shown.sourceDestCheck()),
        Tags.convert(shown.tagSet()),
        operator(shown));
  }

  private static String operator(software.amazon.awssdk.services.ec2.model.NetworkInterface shown) {
    boolean isForFargate =
        Optional.ofNullable(shown.requesterId())
            .filter(requester -> requester.endsWith(REQUESTED_FOR_FARGATE))
            .isPresent();
    return isForFargate
        ? NetworkInterface.FARGATE
        : Optional.ofNullable(shown.operator()).map(owner -> owner.principal()).orElse("");
  }

  /// The id of the trunk interface that carries an interface; empty unless it is a pod's own.
  public static Optional<String> trunk(
      software.amazon.awssdk.services.ec2.model.NetworkInterface shown) {
    return Optional.ofNullable(Tags.convert(shown.tagSet()).get(NetworkInterface.TRUNK_TAG));
  }

  /// Whether an interface is a load balancer's.
  public static boolean isOfLoadBalancer(
      software.amazon.awssdk.services.ec2.model.NetworkInterface shown) {
    return NetworkInterface.isOfLoadBalancer(
        Optional.ofNullable(shown.interfaceTypeAsString()).orElse(""),
        Optional.ofNullable(shown.description()).orElse(""));
  }

  private static NetworkInterface.Attachment attachment(NetworkInterfaceAttachment attachment) {
    return new NetworkInterface.Attachment(
        new Instance.Id(attachment.instanceId()),
        Optional.ofNullable(attachment.deviceIndex()).orElse(0),
        Optional.ofNullable(attachment.networkCardIndex()).orElse(0),
        Optional.ofNullable(attachment.attachmentId()));
  }

  /// The list of private addresses, or else the single address that stands outside of the list.
  private static List<NetworkInterface.Ipv4> ipv4Addresses(
      software.amazon.awssdk.services.ec2.model.NetworkInterface shown) {
    var listed =
        shown.privateIpAddresses().stream()
            .map(held -> ipv4(held.privateIpAddress(), held.primary(), held.association()))
            .toList();
    return listed.isEmpty() && shown.privateIpAddress() != null
        ? List.of(ipv4(shown.privateIpAddress(), true, shown.association()))
        : listed;
  }

  private static NetworkInterface.Ipv4 ipv4(
      String address, Boolean primary, NetworkInterfaceAssociation association) {
    return new NetworkInterface.Ipv4(
        Address.parse(address),
        Boolean.TRUE.equals(primary),
        Optional.ofNullable(association)
            .map(NetworkInterfaceAssociation::publicIp)
            .map(Address::parse),
        Optional.ofNullable(association).map(NetworkInterfaceAssociation::associationId));
  }
}
