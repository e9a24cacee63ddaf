package slash80.aws.convert;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.Ipv4PrefixSpecification;
import software.amazon.awssdk.services.ec2.model.Ipv6PrefixSpecification;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceIpv6Address;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;

/// The interfaces that DescribeInstances lists inside an instance, in the class in which
/// DescribeNetworkInterfaces returns interfaces, so that both can be treated alike.
public final class InstanceInterfaces {
  private InstanceInterfaces() {}

  public static Stream<NetworkInterface> of(Instance instance) {
    return instance.networkInterfaces().stream().map(own -> convert(own, instance.instanceId()));
  }

  private static NetworkInterface convert(InstanceNetworkInterface own, String instance) {
    return NetworkInterface.builder()
        .networkInterfaceId(own.networkInterfaceId())
        .subnetId(own.subnetId())
        .vpcId(own.vpcId())
        .interfaceType(own.interfaceType())
        .description(own.description())
        .attachment(attachment(own, instance))
        .groups(own.groups())
        .ipv6Addresses(
            all(
                own.ipv6Addresses(),
                held ->
                    NetworkInterfaceIpv6Address.builder().ipv6Address(held.ipv6Address()).build()))
        .ipv6Prefixes(
            all(
                own.ipv6Prefixes(),
                held -> Ipv6PrefixSpecification.builder().ipv6Prefix(held.ipv6Prefix()).build()))
        .privateIpAddress(own.privateIpAddress())
        .privateIpAddresses(all(own.privateIpAddresses(), InstanceInterfaces::address))
        .association(association(own.association()))
        .ipv4Prefixes(
            all(
                own.ipv4Prefixes(),
                held -> Ipv4PrefixSpecification.builder().ipv4Prefix(held.ipv4Prefix()).build()))
        .sourceDestCheck(own.sourceDestCheck())
        .operator(own.operator())
        .build();
  }

  private static @Nullable NetworkInterfaceAttachment attachment(
      InstanceNetworkInterface own, String instance) {
    return own.attachment() == null
        ? null
        : NetworkInterfaceAttachment.builder()
            .attachmentId(own.attachment().attachmentId())
            .instanceId(instance)
            .deviceIndex(own.attachment().deviceIndex())
            .networkCardIndex(own.attachment().networkCardIndex())
            .build();
  }

  private static NetworkInterfacePrivateIpAddress address(InstancePrivateIpAddress held) {
    return NetworkInterfacePrivateIpAddress.builder()
        .privateIpAddress(held.privateIpAddress())
        .primary(held.primary())
        .association(association(held.association()))
        .build();
  }

  private static @Nullable NetworkInterfaceAssociation association(
      InstanceNetworkInterfaceAssociation association) {
    return association == null
        ? null
        : NetworkInterfaceAssociation.builder().publicIp(association.publicIp()).build();
  }

  private static <A, B> List<B> all(Collection<A> held, Function<A, B> as) {
    return held.stream().map(as).toList();
  }
}
