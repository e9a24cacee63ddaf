package slash80.facts;

import java.util.List;
import slash80.ip.PortRange;

/// An accelerator of AWS Global Accelerator
/// (https://docs.aws.amazon.com/cli/latest/reference/globalaccelerator/list-accelerators.html).
///
/// @param enabled whether it accepts traffic
public record Accelerator(
    String arn, String name, boolean enabled, Fact<List<Listener>> listeners) {

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
