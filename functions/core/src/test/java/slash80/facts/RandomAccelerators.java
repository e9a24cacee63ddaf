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
              return new Accelerator.Listener(
                  "arn:listener/" + place,
                  chance.any(List.of("TCP", "TCP", "UDP")),
                  chance.any(
                      List.of(
                          List.of(new PortRange(port, port)),
                          List.of(new PortRange(1, 65535)),
                          List.of(new PortRange(53, 80), new PortRange(443, 443)))),
                  chance.unreadOneIn(12, "endpoint groups", List.of(endpoints(port))));
            })
        .toList();
  }

  private Accelerator.EndpointGroup endpoints(int port) {
    var ids = new ArrayList<>(List.of("i-1", "i-2", "i-3", "i-gone", "eipalloc-1", "arn:gone"));
    balancers.forEach(balancer -> ids.add(balancer.arn()));
    balancers.forEach(balancer -> ids.add(balancer.arn()));
    return new Accelerator.EndpointGroup(
        "arn:endpointgroup",
        "us-east-2",
        chance.some(3, ids).stream()
            .map(id -> new Accelerator.Endpoint(id, !chance.oneIn(3)))
            .toList(),
        chance.oneIn(3)
            ? List.of(new Accelerator.PortOverride(port, chance.any(RandomVpc.PORTS)))
            : List.of());
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
