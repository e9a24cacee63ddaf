package slash80.aws.convert;

import java.util.Optional;
import slash80.facts.NetworkInterface;

/// Tells what an interface is for, before it is converted. The facts tell it by the same marks.
public final class InterfaceKinds {
  private InterfaceKinds() {}

  public static boolean isOfClassicLoadBalancer(
      software.amazon.awssdk.services.ec2.model.NetworkInterface described) {
    return NetworkInterface.isOfClassicLoadBalancer(type(described), description(described));
  }

  public static boolean isOfAccelerator(
      software.amazon.awssdk.services.ec2.model.NetworkInterface described) {
    return NetworkInterface.isOfAccelerator(type(described));
  }

  public static boolean isOfInstanceConnectEndpoint(
      software.amazon.awssdk.services.ec2.model.NetworkInterface described) {
    return NetworkInterface.isOfInstanceConnectEndpoint(type(described), description(described));
  }

  private static String type(software.amazon.awssdk.services.ec2.model.NetworkInterface described) {
    return Optional.ofNullable(described.interfaceTypeAsString()).orElse("");
  }

  private static String description(
      software.amazon.awssdk.services.ec2.model.NetworkInterface described) {
    return Optional.ofNullable(described.description()).orElse("");
  }
}
