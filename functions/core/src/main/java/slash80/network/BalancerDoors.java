package slash80.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.CidrAssociation;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.reach.AdmittedPackets;
import slash80.reach.EntranceLayers;
import slash80.reach.Gate;
import slash80.reach.Guard;
import slash80.reach.Origin;

/// The places where load balancers stand: in each subnet an interface of the load balancer, or one
/// that stands for it, judged by the layers of that subnet.
final class BalancerDoors {
  private final ClusterVpcs vpcs;
  private final Map<String, List<NetworkInterface>> own = new HashMap<>();
  private final Map<Letting, AdmittedPackets> letIn = new HashMap<>();

  private record Letting(String arn, Guard guard, IpFamily family) {}

  BalancerDoors(ClusterVpcs vpcs) {
    this.vpcs = vpcs;
    for (var networkInterface : vpcs.interfaces().asKnown().orElse(List.of())) {
      if (networkInterface.isOfLoadBalancer()) {
        own.computeIfAbsent(networkInterface.description(), _ -> new ArrayList<>())
            .add(networkInterface);
      }
    }
  }

  EntranceLayers layers(LoadBalancer balancer) {
    return vpcs.reachability(balancer.vpc()).entrances();
  }

  /// The security groups of a load balancer. A network load balancer may have none; AWS gives every
  /// other one at least the default group.
  static Guard guard(LoadBalancer balancer) {
    if (!balancer.groups().isEmpty()) {
      return Guard.of(balancer.groups());
    }
    return balancer.isNetworkLoadBalancer()
        ? new Guard.Nobody()
        : new Guard.Unread("the security groups of %s were not read".formatted(balancer.name()));
  }

  /// The places where the internet gateway delivers to a load balancer. Where a subnet of its was
  /// not read, its scheme decides.
  List<Gate> gates(LoadBalancer balancer, Guard guard) {
    var gates = new ArrayList<Gate>();
    for (var subnet : subnets(balancer)) {
      var at = standIn(balancer, subnet);
      gates.add(
          isRead(balancer, subnet)
              ? new Gate.BehindGateway(layers(balancer), at, guard)
              : new Gate.ByScheme(layers(balancer), at, guard, byScheme(balancer)));
    }
    return gates;
  }

  /// The places where AWS Global Accelerator delivers to a load balancer.
  List<Gate> acceleratedGates(LoadBalancer balancer) {
    return acceleratedGates(balancer, new Guard.Nobody());
  }

  List<Gate> acceleratedGates(LoadBalancer balancer, Guard guard) {
    return subnets(balancer).stream()
        .<Gate>map(
            subnet ->
                new Gate.BehindAccelerator(layers(balancer), standIn(balancer, subnet), guard))
        .toList();
  }

  /// The packets that come in to a load balancer from the internet, at most what a guard admits.
  AdmittedPackets letIn(LoadBalancer balancer, Guard guard, IpFamily family) {
    return letIn.computeIfAbsent(
        new Letting(balancer.arn(), guard, family),
        _ ->
            gates(balancer, guard).stream()
                .map(gate -> gate.letIn(family))
                .reduce(AdmittedPackets.none(family), AdmittedPackets::or));
  }

  /// The subnets of a load balancer that were not read: its scheme decides there.
  List<Subnet.Id> unreadSubnets(LoadBalancer balancer) {
    return balancer.subnets().stream().filter(subnet -> !isRead(balancer, subnet)).toList();
  }

  /// Whether the scheme of a load balancer stands for the layers of some of its subnets.
  boolean isJudgedByScheme(LoadBalancer balancer) {
    return balancer.subnets().isEmpty() || !unreadSubnets(balancer).isEmpty();
  }

  private boolean isRead(LoadBalancer balancer, Subnet.Id subnet) {
    return vpcs.of(balancer.vpc()).subnet(subnet) instanceof Known;
  }

  /// A load balancer whose subnets are not listed stands in one that was not read.
  private static List<Subnet.Id> subnets(LoadBalancer balancer) {
    return balancer.subnets().isEmpty()
        ? List.of(new Subnet.Id("a subnet of " + balancer.name()))
        : balancer.subnets();
  }

  private static Map<IpFamily, Boolean> byScheme(LoadBalancer balancer) {
    var admits = new EnumMap<IpFamily, Boolean>(IpFamily.class);
    for (var family : IpFamily.values()) {
      admits.put(family, balancer.isOpenToInternet(family));
    }
    return admits;
  }

  /// The load balancer as its targets see it.
  Origin origin(LoadBalancer balancer) {
    var addresses =
        interfacesOf(balancer).stream()
            .flatMap(networkInterface -> networkInterface.firstAddresses().stream())
            .toList();
    var ranges = new ArrayList<Prefix>();
    for (var subnet : balancer.subnets()) {
      vpcs.of(balancer.vpc())
          .subnet(subnet)
          .asKnown()
          .ifPresent(read -> read.ranges().forEach(range -> ranges.add(range.cidr())));
    }
    if (ranges.isEmpty() || !unreadSubnets(balancer).isEmpty()) {
      ranges.addAll(rangesWithout(balancer));
    }
    return new Origin(balancer.groups(), addresses, ranges);
  }

  private List<Prefix> rangesWithout(LoadBalancer balancer) {
    var ranges = vpcs.of(balancer.vpc()).ranges();
    return ranges.isEmpty()
        ? Stream.of(IpFamily.values())
            .map(family -> new Prefix(new Address(family, 0, 0), 0))
            .toList()
        : ranges;
  }

  private List<NetworkInterface> interfacesOf(LoadBalancer balancer) {
    return own.getOrDefault(balancer.interfaceDescription(), List.of()).stream()
        .filter(networkInterface -> networkInterface.vpc().equals(balancer.vpc()))
        .toList();
  }

  /// An interface that stands for a load balancer in a subnet: with an address of each family that
  /// it speaks, a public one where its scheme gives it one.
  NetworkInterface standIn(LoadBalancer balancer, Subnet.Id subnet) {
    var ipv4 = new ArrayList<NetworkInterface.Ipv4>();
    var ipv6 = new LinkedHashSet<Address>();
    for (var address : addressesIn(balancer, subnet)) {
      switch (address.family()) {
        case IPV4 -> ipv4.add(ipv4(address, balancer));
        case IPV6 -> {
          if (!balancer.ipAddressType().equals("ipv4")) {
            ipv6.add(address);
          }
        }
      }
    }
    return new NetworkInterface(
        new NetworkInterface.Id("%s in %s".formatted(balancer.name(), subnet)),
        subnet,
        balancer.vpc(),
        "load_balancer",
        "",
        Optional.empty(),
        balancer.groups(),
        List.copyOf(ipv6),
        List.of(),
        ipv4,
        List.of(),
        !balancer.isOpenToInternet(IpFamily.IPV6),
        true,
        Map.of(),
        "");
  }

  private static NetworkInterface.Ipv4 ipv4(Address address, LoadBalancer balancer) {
    return new NetworkInterface.Ipv4(
        address,
        true,
        balancer.isOpenToInternet(IpFamily.IPV4) ? Optional.of(address) : Optional.empty());
  }

  /// Its own addresses in the subnet where its interfaces were read, otherwise the first of each
  /// range: of the VPC where the subnet was not read, and any address where that was not read
  /// either.
  private Set<Address> addressesIn(LoadBalancer balancer, Subnet.Id subnet) {
    var addresses = new LinkedHashSet<Address>();
    for (var networkInterface : interfacesOf(balancer)) {
      if (networkInterface.subnet().equals(subnet)) {
        addresses.addAll(networkInterface.firstAddresses());
      }
    }
    var ranges =
        switch (vpcs.of(balancer.vpc()).subnet(subnet)) {
          case Unread<Subnet> _ -> rangesWithout(balancer);
          case Known<Subnet>(var read) ->
              read.ranges().stream().map(CidrAssociation::cidr).toList();
        };
    for (var family : IpFamily.values()) {
      if (addresses.stream().noneMatch(address -> address.family() == family)) {
        ranges.stream()
            .filter(cidr -> cidr.family() == family)
            .forEach(cidr -> addresses.add(cidr.first()));
      }
    }
    return addresses;
  }

  /// Whether a load balancer has an address of a family at all.
  static boolean speaks(LoadBalancer balancer, IpFamily family) {
    return family == IpFamily.IPV4 || !balancer.ipAddressType().equals("ipv4");
  }
}
