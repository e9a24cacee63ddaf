package slash80.facts;

import java.util.List;

/// The ways into a VPC beside its internet gateway and its load balancers. A list is unread when
/// its call failed or was not made. It is not asked for where nothing in the account shows that it
/// matters: [NetworkInterface#isOfAccelerator], [NetworkInterface#isOfInstanceConnectEndpoint] and
/// [LoadBalancer#letsPrivateLinkPast] show it.
public record OtherEntrances(
    Fact<List<Accelerator>> accelerators,
    Fact<List<EndpointService>> endpointServices,
    Fact<List<InstanceConnectEndpoint>> instanceConnectEndpoints) {

  public static OtherEntrances unread(String why) {
    return new OtherEntrances(Fact.unread(why), Fact.unread(why), Fact.unread(why));
  }
}
