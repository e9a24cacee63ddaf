package slash80.network;

import java.util.List;
import slash80.ip.ServiceSet;

/// The services of an interface that receive packets from clients' own addresses through
/// internet-facing network load balancers. The interface's security groups have to admit the
/// internet there
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
///
/// @param loadBalancers the names of the load balancers, sorted
/// @param unread why there may be more, each reason once
public record ClientPorts(ServiceSet services, List<String> loadBalancers, List<String> unread) {
  public ClientPorts {
    loadBalancers = List.copyOf(loadBalancers);
    unread = List.copyOf(unread);
  }
}
