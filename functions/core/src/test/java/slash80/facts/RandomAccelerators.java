package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import slash80.ip.PortRange;

/// The accelerators, endpoint services and EC2 Instance Connect Endpoints of a [RandomEntrances],
/// from a seed.
final class RandomAccelerators {
  private final Chance chance;
  private final RandomVpc own;
  private final List<LoadBalancer> balancers;

  RandomAccelerators(Chance chance, RandomVpc own, List<LoadBalancer> balancers) {
    this.chance = chance;
    this.own = own;
    this.balancers = balancers;
  }

  OtherEntrances entrances() {
    var accelerators =
        IntStream.range(0, chance.below(3))
            .mapToObj(
                place ->
                    new Accelerator(
                        "arn:aws:globalaccelerator::111122223333:accelerator/" + place,
                        "ga-" + place,
                        !chance.oneIn(6),
                        chance.oneIn(3) ? "IPV4" : "DUAL_STACK",
                        chance.unreadOneIn(15, "listeners", listeners())))
            .toList();
    return new OtherEntrances(
        chance.unreadOneIn(5, "accelerators", accelerators),
        chance.unreadOneIn(10, "endpoint services", services()),
        chance.unreadOneIn(10, "instance connect endpoints", List.of(instanceConnectEndpoint())));
  }

  private List<Accelerator.Listener> listeners() {
    return IntStream.range(0, 1 + chance.below(2))
        .mapToObj(
            place -> {
              int port = chance.any(RandomVpc.PORTS);
              var ports =
                  chance.any(
                      List.of(
                          List.of(new PortRange(port, port)),
                          List.of(new PortRange(1, 65535)),
                          List.of(new PortRange(53, 80), new PortRange(443, 443))));
              return new Accelerator.Listener(
                  "arn:listener/" + place,
                  chance.any(List.of("TCP", "TCP", "UDP")),
                  ports,
                  chance.unreadOneIn(
                      12, "endpoint groups", List.of(endpoints(ports.getFirst().last()))));
            })
        .toList();
  }

  private Accelerator.EndpointGroup endpoints(int overridden) {
    var endpoints = new ArrayList<Accelerator.Endpoint>();
    for (var id : List.of("i-1", "i-2", "i-3", "i-gone", "eipalloc-1", "arn:gone")) {
      endpoints.add(new Accelerator.Endpoint(id, !id.startsWith("eipalloc")));
    }
    for (int twice = 0; twice < 2; twice++) {
      for (var balancer : balancers) {
        boolean keeps = mustKeep(balancer) || (mayKeep(balancer) && !chance.oneIn(3));
        endpoints.add(new Accelerator.Endpoint(balancer.arn(), keeps));
      }
    }
    return new Accelerator.EndpointGroup(
        "arn:endpointgroup",
        "us-east-2",
        chance.some(3, endpoints),
        chance.oneIn(3)
            ? List.of(new Accelerator.PortOverride(overridden, chance.any(RandomVpc.PORTS)))
            : List.of());
  }

  private static boolean mustKeep(LoadBalancer balancer) {
    return !balancer.isNetworkLoadBalancer() && !balancer.internetFacing();
  }

  /// Whether an accelerator can keep its clients' addresses for a load balancer
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.how-to-enable-preservation.html).
  private static boolean mayKeep(LoadBalancer balancer) {
    return !balancer.isNetworkLoadBalancer()
        || (!balancer.groups().isEmpty()
            && balancer.listeners().asKnown().orElse(List.of()).stream()
                .noneMatch(listener -> listener.protocol().equals("TLS")));
  }

  private List<EndpointService> services() {
    return balancers.stream()
        .filter(_ -> chance.oneIn(3))
        .map(
            balancer ->
                new EndpointService(
                    "vpce-svc-" + balancer.name(),
                    "com.amazonaws.vpce.us-east-2.vpce-svc-" + balancer.name(),
                    List.of(balancer.arn())))
        .toList();
  }

  private InstanceConnectEndpoint instanceConnectEndpoint() {
    return new InstanceConnectEndpoint(
        "eice-1",
        own.id,
        own.subnet(2),
        chance.some(2, List.of(own.group(0), own.group(1), own.group(2))),
        List.of(new NetworkInterface.Id("eni-eice")),
        chance.oneIn(3));
  }
}
