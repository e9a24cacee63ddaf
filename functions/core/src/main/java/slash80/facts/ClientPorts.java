package slash80.facts;

import java.util.List;
import slash80.network.ServiceSet;

/// The ports of an interface that internet-facing network load balancers ask with their clients'
/// own addresses, so that its security groups have to admit the internet there
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
///
/// @param loadBalancers their names, sorted
/// @param unread why there may be more, each reason once
public record ClientPorts(ServiceSet services, List<String> loadBalancers, List<String> unread) {
  public ClientPorts {
    loadBalancers = List.copyOf(loadBalancers);
    unread = List.copyOf(unread);
  }
}
