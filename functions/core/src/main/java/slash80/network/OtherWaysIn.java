package slash80.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.EndpointService;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Vpc;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.reach.AdmittedPackets;
import slash80.reach.Entrance;
import slash80.reach.Guard;
import slash80.reach.Leg;
import slash80.reach.Origin;
import slash80.reach.Sees;
import slash80.reach.Way;

/// The entrances that let in others than the internet: AWS PrivateLink and EC2 Instance Connect
/// Endpoints. Others still are only named in notes.
final class OtherWaysIn {
  /// The ports that an EC2 Instance Connect Endpoint opens to by default
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html).
  private static final List<Integer> CONNECT_PORTS = List.of(22, 3389);

  /// The interface types of services that bring connections in, with their names.
  private static final Map<String, String> PROXIES =
      Map.of("api_gateway_managed", "an API Gateway VPC link");

  private final Facts facts;
  private final ClusterVpcs vpcs;
  private final Membership membership;
  private final ClusterBalancers balancers;
  private final BalancerWays balancerWays;

  OtherWaysIn(
      Facts facts,
      ClusterVpcs vpcs,
      Membership membership,
      ClusterBalancers balancers,
      BalancerWays balancerWays) {
    this.facts = facts;
    this.vpcs = vpcs;
    this.membership = membership;
    this.balancers = balancers;
    this.balancerWays = balancerWays;
  }

  List<Entrance> all() {
    return Stream.concat(privateLinks().stream(), instanceConnectEndpoints().stream()).toList();
  }

  private static Map<IpFamily, AdmittedPackets> nothingFromInternet() {
    var admits = new EnumMap<IpFamily, AdmittedPackets>(IpFamily.class);
    for (var family : IpFamily.values()) {
      admits.put(family, AdmittedPackets.none(family));
    }
    return admits;
  }

  /// The endpoint services of load balancers that front the cluster or may do so.
  private List<Entrance> privateLinks() {
    var fronting = balancers.loadBalancers().asKnown().orElse(List.of());
    return facts.otherEntrances().endpointServices().asKnown().orElse(List.of()).stream()
        .flatMap(
            service ->
                fronting.stream()
                    .filter(balancer -> service.networkLoadBalancers().contains(balancer.arn()))
                    .map(balancer -> privateLink(service, balancer)))
        .toList();
  }

  /// Consumers arrive from the load balancer's address. Where its groups hold for them, they admit
  /// the consumers' addresses, which are not known.
  private Entrance privateLink(EndpointService service, LoadBalancer balancer) {
    var hidden = new ArrayList<Way>();
    for (var clients : IpFamily.values()) {
      if (BalancerDoors.speaks(balancer, clients)) {
        for (var tail : balancerWays.tails(balancer, clients, false)) {
          var asked = tail.service().what().over(clients);
          hidden.add(tail.from(List.of(), clients, asked, List.of()));
        }
      }
    }
    return new Entrance(
        Entrance.Type.PRIVATE_LINK,
        service.id(),
        service.name(),
        balancer.letsPrivateLinkPast() || balancer.groups().isEmpty()
            ? "whoever the endpoint service admits, past the security groups of " + balancer.name()
            : "whoever the endpoint service and the security groups of %s admit"
                .formatted(balancer.name()),
        nothingFromInternet(),
        hidden,
        List.of());
  }

  /// An EC2 Instance Connect Endpoint that was read, or that its interface shows.
  private record Connector(
      String id, List<SecurityGroup.Id> groups, List<NetworkInterface> interfaces, Vpc.Id vpc) {}

  private List<Entrance> instanceConnectEndpoints() {
    return connectors().stream().map(this::instanceConnectEndpoint).toList();
  }

  private List<Connector> connectors() {
    var found = new ArrayList<Connector>();
    var shown = new HashSet<NetworkInterface.Id>();
    var interfaces = vpcs.interfaces().asKnown().orElse(List.of());
    for (var endpoint :
        facts.otherEntrances().instanceConnectEndpoints().asKnown().orElse(List.of())) {
      if (endpoint.vpc().equals(facts.cluster().vpc())) {
        shown.addAll(endpoint.interfaces());
        found.add(
            new Connector(
                endpoint.id(),
                endpoint.groups(),
                interfaces.stream()
                    .filter(own -> endpoint.interfaces().contains(own.id()))
                    .toList(),
                endpoint.vpc()));
      }
    }
    interfaces.stream()
        .filter(NetworkInterface::isOfInstanceConnectEndpoint)
        .filter(own -> !shown.contains(own.id()))
        .filter(own -> own.vpc().equals(facts.cluster().vpc()))
        .forEach(
            own ->
                found.add(new Connector(own.id().value(), own.groups(), List.of(own), own.vpc())));
    return found;
  }

  private Entrance instanceConnectEndpoint(Connector connector) {
    var ways = new ArrayList<Way>();
    for (var target : membership.interfaces().asKnown().orElse(List.of())) {
      if (target.vpc().equals(connector.vpc())) {
        for (var family : IpFamily.values()) {
          CONNECT_PORTS.forEach(port -> ways.add(way(connector, target, family, port)));
        }
      }
    }
    return new Entrance(
        Entrance.Type.INSTANCE_CONNECT_ENDPOINT,
        connector.id(),
        connector.id(),
        "whoever IAM allows ec2-instance-connect:OpenTunnel",
        nothingFromInternet(),
        ways.stream()
            .filter(
                way ->
                    !way.legs()
                        .getFirst()
                        .layers()
                        .admits(
                            way.target().groups(),
                            way.legs().getFirst().origin(),
                            way.clients(),
                            Protocol.TCP,
                            way.port().orElseThrow())
                        .equals(Fact.known(false)))
            .toList(),
        List.of());
  }

  private Way way(Connector connector, NetworkInterface target, IpFamily family, int port) {
    var layers = vpcs.reachability(target.vpc()).entrances();
    return new Way(
        target,
        BalancerTargets.addressOf(target, family),
        Optional.of(port),
        family,
        ServiceSet.of(family, Protocol.TCP, new PortRange(port, port)),
        Sees.ENTRANCE,
        List.of(),
        List.of(
            new Leg(
                layers,
                target,
                Guard.of(target.groups()),
                Sees.ENTRANCE,
                origin(connector),
                family,
                Protocol.TCP,
                port)),
        Fact.known(true));
  }

  private Origin origin(Connector connector) {
    return new Origin(
        connector.groups(),
        connector.interfaces().stream().flatMap(own -> own.firstAddresses().stream()).toList(),
        vpcs.of(connector.vpc()).ranges());
  }

  /// Services that bring connections in and are named, not judged; load balancers that only their
  /// interfaces show; and Gateway Load Balancers, which are no way in.
  List<String> notes() {
    var notes = new ArrayList<String>();
    var interfaces = vpcs.interfaces().asKnown().orElse(List.of());
    balancers
        .unreadClassic(interfaces)
        .forEach(
            (own, why) ->
                notes.add(
                    ("%s in %s is the interface of a Classic Load Balancer, %s, which speaks IPv4"
                            + " only: whether it fronts the cluster was not read (%s)")
                        .formatted(own.id(), own.subnet(), own.classicLoadBalancer(), why)));
    balancers.loadBalancers().asKnown().orElse(List.of()).stream()
        .filter(LoadBalancer::isGateway)
        .forEach(
            balancer ->
                notes.add(
                    "%s is a Gateway Load Balancer: it leads packets through its targets, and lets"
                            .formatted(balancer.name())
                        + " no client in"));
    for (var own : interfaces) {
      proxy(own)
          .ifPresent(
              name ->
                  notes.add(
                      "%s in %s belongs to %s, which is named and not judged: %s"
                          .formatted(own.id(), own.subnet(), name, fronted(own))));
    }
    return notes.stream().sorted().toList();
  }

  /// The internal load balancers that a service may stand in front of.
  private String fronted(NetworkInterface own) {
    var internal =
        balancers.loadBalancers().asKnown().orElse(List.of()).stream()
            .filter(balancer -> !balancer.internetFacing() && balancer.vpc().equals(own.vpc()))
            .map(LoadBalancer::name)
            .sorted()
            .toList();
    return internal.isEmpty()
        ? "it may bring connections to the cluster"
        : "it may stand in front of the internal load balancer " + String.join(", ", internal);
  }

  private Optional<String> proxy(NetworkInterface own) {
    if (PROXIES.containsKey(own.interfaceType())) {
      return Optional.of(PROXIES.get(own.interfaceType()));
    }
    return isOfCloudFront(own) ? Optional.of("a CloudFront VPC origin") : described(own);
  }

  private boolean isOfCloudFront(NetworkInterface own) {
    for (var id : own.groups()) {
      if (vpcs.group(id) instanceof Fact.Known<SecurityGroup>(var group)
          && group.name().startsWith("CloudFront-VPCOrigins-Service-SG")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> described(NetworkInterface own) {
    var description = own.description().toLowerCase(Locale.ROOT);
    if (description.contains("verified access")) {
      return Optional.of("AWS Verified Access");
    }
    return description.contains("lattice") ? Optional.of("Amazon VPC Lattice") : Optional.empty();
  }
}
