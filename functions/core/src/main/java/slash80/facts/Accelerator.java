package slash80.facts;

import java.util.List;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;

/// An accelerator of AWS Global Accelerator
/// (https://docs.aws.amazon.com/cli/latest/reference/globalaccelerator/list-accelerators.html).
///
/// @param enabled whether it accepts traffic
/// @param ipAddressType `IPV4` or `DUAL_STACK`; empty where AWS gives none, as an older response
///   does
public record Accelerator(
    String arn,
    String name,
    boolean enabled,
    String ipAddressType,
    Fact<List<Listener>> listeners) {

  /// An accelerator of IPv4.
  public Accelerator(String arn, String name, boolean enabled, Fact<List<Listener>> listeners) {
    this(arn, name, enabled, "", listeners);
  }

  /// Whether clients of a family reach it.
  public boolean speaks(IpFamily family) {
    return family == IpFamily.IPV4 || ipAddressType.equals("DUAL_STACK");
  }

  /// A listener of an accelerator
  /// (https://docs.aws.amazon.com/cli/latest/reference/globalaccelerator/list-listeners.html).
  ///
  /// @param protocol `TCP` or `UDP`
  public record Listener(
      String arn, String protocol, List<PortRange> ports, Fact<List<EndpointGroup>> groups) {
    public Listener {
      ports = List.copyOf(ports);
    }

    public Transport transport() {
      return Transport.of(protocol);
    }
  }

  /// The endpoints of a listener in one region
  /// (https://docs.aws.amazon.com/cli/latest/reference/globalaccelerator/list-endpoint-groups.html).
  public record EndpointGroup(
      String arn, String region, List<Endpoint> endpoints, List<PortOverride> portOverrides) {
    public EndpointGroup {
      endpoints = List.copyOf(endpoints);
      portOverrides = List.copyOf(portOverrides);
    }
  }

  /// An endpoint of an accelerator.
  ///
  /// @param id the ARN of a load balancer, an instance id, or the allocation id of an Elastic IP
  ///   address
  /// @param preservesClientAddress `ClientIPPreservationEnabled`
  public record Endpoint(String id, boolean preservesClientAddress) {}

  /// A port of a listener that leads to another port of the endpoints.
  public record PortOverride(int listenerPort, int endpointPort) {}
}
