package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.ip.IpFamily;

/// The load balancers of a [RandomEntrances], their listeners and target groups, from a seed.
final class RandomBalancers {
  private final Chance chance;
  private final RandomVpc own;
  private final RandomVpc other;
  private final List<NetworkInterface> interfaces;
  final List<LoadBalancer> balancers = new ArrayList<>();
  final List<LoadBalancer> classic = new ArrayList<>();
  final List<TargetGroup> targetGroups = new ArrayList<>();

  /// @param interfaces the interfaces that may be targets; those of the load balancers are added
  RandomBalancers(
      Chance chance, RandomVpc own, RandomVpc other, List<NetworkInterface> interfaces) {
    this.chance = chance;
    this.own = own;
    this.other = other;
    this.interfaces = interfaces;
  }

  void add() {
    int many = 3 + chance.below(3);
    for (int place = 0; place < many; place++) {
      var type = chance.any(List.of("network", "network", "network", "application", "classic"));
      addBalancer(place, type, chance.oneIn(4) ? other : own);
    }
    var albs = new ArrayList<TargetGroup>();
    for (var balancer : balancers) {
      if (balancer.type().equals("application")) {
        albs.add(made(balancer.vpc(), "alb", IpFamily.IPV4, List.of(balancer.arn())));
      }
    }
    wire(albs);
    addInterfaces();
  }

  private void addBalancer(int place, String type, RandomVpc vpc) {
    var name = "lb-" + place;
    boolean isClassic = type.equals("classic");
    var subnets =
        new ArrayList<>(chance.some(2, List.of(vpc.subnet(1), vpc.subnet(2), vpc.subnet(3))));
    if (chance.oneIn(15)) {
      subnets.add(new Subnet.Id("subnet-elsewhere"));
    }
    var groups = new ArrayList<SecurityGroup.Id>();
    if (!type.equals("network") || !chance.oneIn(3)) {
      Stream.of(RandomEntrances.groups(chance, vpc))
          .map(SecurityGroup.Id::new)
          .forEach(groups::add);
    }
    Map<String, String> attributes =
        chance.oneIn(4)
            ? Map.of("ipv6.deny_all_igw_traffic", chance.any(List.of("true", "false", "false")))
            : Map.of();
    (isClassic ? classic : balancers)
        .add(
            new LoadBalancer(
                isClassic ? name : arn(type, name),
                name,
                type,
                !chance.oneIn(3),
                isClassic ? "ipv4" : addressType(type),
                vpc.id,
                subnets,
                groups,
                !chance.oneIn(5),
                isClassic && vpc == own
                    ? chance.some(2, List.of(new Instance.Id("i-1"), new Instance.Id("i-3")))
                    : List.of(),
                Fact.known(isClassic ? classicListeners() : List.of()),
                chance.unreadOneIn(20, "attributes of " + name, attributes),
                Fact.known(Map.of())));
  }

  private static String arn(String type, String name) {
    return "arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/%s/%s/50dc6c495c0c9188"
        .formatted(type.equals("network") ? "net" : "app", name);
  }

  private String addressType(String type) {
    return chance.any(
        type.equals("application")
            ? List.of("ipv4", "dualstack", "dualstack", "dualstack-without-public-ipv4")
            : List.of("ipv4", "dualstack", "dualstack"));
  }

  private List<LoadBalancer.Listener> classicListeners() {
    return chance.some(2, RandomVpc.PORTS).stream()
        .map(
            port ->
                new LoadBalancer.Listener(
                    "",
                    chance.any(List.of("TCP", "HTTP", "HTTPS", "SSL")),
                    port,
                    List.of(),
                    Fact.known(List.of()),
                    Optional.of(
                        new LoadBalancer.InstancePort("HTTP", chance.any(RandomVpc.PORTS)))))
        .toList();
  }

  // ---- target groups and the listeners that forward to them

  /// Gives each load balancer listeners, and each listener target groups made for it.
  private void wire(List<TargetGroup> albGroups) {
    balancers.replaceAll(
        balancer -> {
          var listeners =
              chance.some(3, RandomVpc.PORTS).stream()
                  .map(port -> listener(balancer, port, albGroups))
                  .toList();
          return new LoadBalancer(
              balancer.arn(),
              balancer.name(),
              balancer.type(),
              balancer.internetFacing(),
              balancer.ipAddressType(),
              balancer.vpc(),
              balancer.subnets(),
              balancer.groups(),
              balancer.enforcesGroupsOnPrivateLink(),
              balancer.instances(),
              chance.unreadOneIn(20, "listeners of " + balancer.name(), listeners),
              balancer.attributes(),
              balancer.tags());
        });
  }

  private LoadBalancer.Listener listener(
      LoadBalancer balancer, int port, List<TargetGroup> albGroups) {
    boolean isNetwork = balancer.isNetworkLoadBalancer();
    var protocol =
        chance.any(
            isNetwork
                ? List.of("TCP", "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC")
                : List.of("HTTP", "HTTPS"));
    var named = protocol + port + balancer.name();
    var byDefault = new ArrayList<String>();
    var byRule = new ArrayList<String>();
    var near =
        albGroups.stream()
            .filter(group -> group.vpc().equals(Optional.of(balancer.vpc())))
            .toList();
    if (isNetwork && protocol.equals("TCP") && !near.isEmpty() && chance.oneIn(2)) {
      byDefault.add(use(chance.any(near), balancer, "TCP", "alb-" + named));
    }
    for (int more = chance.below(3); more > 0; more--) {
      (chance.oneIn(3) ? byRule : byDefault)
          .add(use(targetGroup(balancer), balancer, protocol, more + named));
    }
    return new LoadBalancer.Listener(
        "arn:listener/" + named,
        protocol,
        port,
        byDefault,
        chance.unreadOneIn(20, "rules of " + named, List.copyOf(byRule)),
        Optional.empty());
  }

  /// Registers a target group under a name for a load balancer; its protocol fits the listener's.
  private String use(TargetGroup made, LoadBalancer balancer, String listener, String name) {
    var protocol =
        switch (listener) {
          case "TCP", "UDP" -> chance.oneIn(5) ? "TCP_UDP" : listener;
          case "TLS" -> chance.any(List.of("TCP", "TLS"));
          default -> listener;
        };
    var arn = "arn:targetgroup/" + name;
    targetGroups.add(
        new TargetGroup(
            arn,
            name,
            made.targetType(),
            made.ipAddressType(),
            made.targetType().equals("alb") ? "TCP" : protocol,
            Optional.of(balancer.vpc()),
            List.of(balancer.arn()),
            made.targets().map(all -> all.stream().map(target -> zoned(target, balancer)).toList()),
            made.attributes(),
            made.tags()));
    return arn;
  }

  /// The target as AWS shows it: an address outside of the group's VPC is in all zones.
  private static TargetGroup.Target zoned(TargetGroup.Target target, LoadBalancer balancer) {
    var inside = balancer.vpc().value().replace("vpc-", "10.") + ".";
    boolean isOutside = target.id().startsWith("10.") && !target.id().startsWith(inside);
    return new TargetGroup.Target(target.id(), target.port(), isOutside ? "all" : "");
  }

  /// Only a dual-stack load balancer has IPv6 targets.
  private TargetGroup targetGroup(LoadBalancer balancer) {
    boolean speaksIpv4 = balancer.ipAddressType().equals("ipv4") || chance.oneIn(2);
    var family = speaksIpv4 ? IpFamily.IPV4 : IpFamily.IPV6;
    boolean byInstance = balancer.vpc().equals(own.id) && chance.oneIn(3);
    return made(
        balancer.vpc(),
        byInstance ? "instance" : "ip",
        family,
        chance.some(
            3, byInstance ? List.of("i-1", "i-2", "i-3", "i-gone") : addresses(balancer, family)));
  }

  /// Addresses that may be targets: over IPv6 those of the load balancer's VPC alone
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html).
  private List<String> addresses(LoadBalancer balancer, IpFamily family) {
    var addresses = new ArrayList<>(List.of(family == IpFamily.IPV4 ? "10.9.9.9" : "2001:db8:9::"));
    for (var host : interfaces) {
      for (var held : host.held(family)) {
        if (family == IpFamily.IPV4 || host.vpc().equals(balancer.vpc())) {
          addresses.add(held.last().toString());
        }
      }
    }
    return addresses;
  }

  private TargetGroup made(Vpc.Id vpc, String type, IpFamily speaks, List<String> ids) {
    var targets =
        ids.stream().map(id -> new TargetGroup.Target(id, chance.any(RandomVpc.PORTS))).toList();
    Map<String, String> attributes =
        chance.oneIn(2)
            ? Map.of()
            : Map.of("preserve_client_ip.enabled", chance.any(List.of("true", "false")));
    return new TargetGroup(
        "",
        "",
        type,
        speaks == IpFamily.IPV4 ? "ipv4" : "ipv6",
        "",
        Optional.of(vpc),
        List.of(),
        chance.unreadOneIn(20, "targets", targets),
        chance.unreadOneIn(20, "attributes", attributes),
        Fact.known(Map.of()));
  }

  // ---- interfaces of the entrances

  private void addInterfaces() {
    int host = 100;
    for (var balancer : Stream.concat(balancers.stream(), classic.stream()).toList()) {
      var vpc = balancer.vpc().equals(own.id) ? own : other;
      for (int place = 1; place <= RandomVpc.SUBNETS; place++) {
        if (balancer.subnets().contains(vpc.subnet(place)) && !chance.oneIn(4)) {
          host++;
          var path = balancer.arn().replaceAll(".*:loadbalancer/", "");
          interfaces.add(
              World.eni("eni-" + balancer.name() + place)
                  .of(vpc.id)
                  .in(vpc.subnet(place).value())
                  .type(balancer.isNetworkLoadBalancer() ? "network_load_balancer" : "interface")
                  .described("ELB " + path)
                  .guardedBy(
                      balancer.groups().stream()
                          .map(SecurityGroup.Id::value)
                          .toArray(String[]::new))
                  .holding(
                      balancer.ipAddressType().equals("ipv4")
                          ? new String[0]
                          : new String[] {vpc.ipv6(place, ":" + host)})
                  .ipv4(vpc.ipv4(place, host))
                  .made());
        }
      }
    }
  }
}
