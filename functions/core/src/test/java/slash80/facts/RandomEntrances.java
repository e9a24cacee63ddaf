package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import slash80.ip.Address;
import slash80.ip.Packet;
import slash80.ip.Protocol;

/// Builds a cluster's VPC and a second one with load balancers, accelerators and EC2 Instance
/// Connect Endpoints in front of nodes and pods, from a seed. Few ports and few groups, so that
/// packets meet; some facts are unread.
public final class RandomEntrances {
  private static final List<String> CLIENTS =
      List.of(
          "2600::1",
          "2600::2",
          "2600:1f00::9",
          "2a00::7",
          "3fff::1",
          "8.8.8.8",
          "8.8.4.4",
          "200.1.2.3",
          "1.1.1.1",
          "130.0.0.1");

  /// Clients that are not on the internet, or not on that of each VPC.
  private static final List<String> INSIDERS =
      List.of(
          "2001:db8:1:1::aa",
          "2001:db8:2:1::aa",
          "fd00::1",
          "a000::1",
          "10.1.1.200",
          "10.2.1.200",
          "100.64.0.1");

  private final Chance chance;
  private final RandomVpc own;
  private final RandomVpc other;
  private final List<NetworkInterface> interfaces = new ArrayList<>();
  private final RandomBalancers balancing;
  private final Facts facts;

  public RandomEntrances(long seed) {
    chance = new Chance(new Random(seed * 0x9E3779B97F4A7C15L));
    own = new RandomVpc(1, chance);
    other = new RandomVpc(2, chance);
    addHosts();
    balancing = new RandomBalancers(chance, own, other, interfaces);
    balancing.add();
    addManagedInterfaces();
    var mode =
        chance.oneIn(25)
            ? Fact.<BlockMode>unread("no options")
            : Fact.known(chance.oneIn(6) ? chance.any(List.of(BlockMode.values())) : BlockMode.OFF);
    var exclusions = Fact.known(exclusions());
    facts = facts(own.layers(mode, exclusions), other.layers(mode, exclusions));
  }

  public Facts facts() {
    return facts;
  }

  private Facts facts(VpcLayers layers, VpcLayers others) {
    var world = new World();
    world.instances.add(World.instance("i-1", World.NOW.minusSeconds(3600)));
    world.instances.add(World.instance("i-2", World.NOW.minusSeconds(3600)));
    world.instances.add(
        new Instance(
            new Instance.Id("i-3"),
            "running",
            World.NOW,
            "m5.large",
            "us-east-2a",
            Map.of("Name", "x"),
            ""));
    var empty = world.facts();
    return new Facts(
        empty.cluster(),
        empty.at(),
        layers,
        chance.oneIn(15) ? Map.of() : Map.of(other.id, others),
        new Attachments(empty.attachments().instances(), Fact.known(List.copyOf(interfaces))),
        new Balancing(
            chance.unreadOneIn(30, "balancers", List.copyOf(balancing.balancers)),
            chance.unreadOneIn(30, "classic balancers", List.copyOf(balancing.classic)),
            chance.unreadOneIn(30, "target groups", List.copyOf(balancing.targetGroups))),
        new RandomAccelerators(chance, own, balancing.balancers).entrances(),
        empty.delegation(),
        empty.permissions(),
        List.of());
  }

  private List<PublicAccessExclusion> exclusions() {
    return IntStream.range(0, chance.below(3))
        .mapToObj(
            place ->
                new PublicAccessExclusion(
                    "vpcbpa-exclude-" + place,
                    chance.any(List.of("subnet-11", "subnet-12", "subnet-21", "vpc-1", "vpc-2")),
                    chance.any(
                        List.of("allow-bidirectional", "allow-bidirectional", "allow-egress")),
                    chance.any(List.of("create-complete", "update-complete", "delete-complete")),
                    Map.of()))
        .toList();
  }

  // ---- what stands behind the entrances

  private void addHosts() {
    add(host("eni-11", own, 1, 11).on("i-1", 0, 0));
    add(host("eni-12", own, 2, 12).on("i-1", 1, 0));
    add(host("eni-13", other, 1, 13).on("i-1", 2, 0));
    add(host("eni-21", own, 2, 21).on("i-2", 0, 0));
    add(host("eni-31", own, 1, 31).on("i-3", 0, 0));
    add(host("eni-41", own, 1, 41).tagged(NetworkInterface.TRUNK_TAG, "eni-11").type("branch"));
    add(host("eni-51", own, 3, 51).described("fargate-1"));
  }

  private void add(World.Eni eni) {
    interfaces.add(eni.made());
  }

  private World.Eni host(String id, RandomVpc vpc, int place, int host) {
    var held = new ArrayList<String>();
    if (!chance.oneIn(8)) {
      held.add(vpc.ipv6(place, ":" + host));
    }
    if (!chance.oneIn(3)) {
      held.add(vpc.ipv6(place, host + "::/80"));
    }
    var address = vpc.ipv4(place, host);
    var eni =
        World.eni(id)
            .of(vpc.id)
            .in(vpc.subnet(place).value())
            .holding(held.toArray(String[]::new))
            .guardedBy(groups(chance, vpc));
    eni = chance.oneIn(10) ? eni.denyingTheGateway() : eni;
    return chance.oneIn(3) ? eni.ipv4(address, "203.0.113." + host) : eni.ipv4(address);
  }

  static String[] groups(Chance chance, RandomVpc vpc) {
    return chance
        .some(2, IntStream.range(0, RandomVpc.GROUPS).mapToObj(vpc::group).toList())
        .stream()
        .map(SecurityGroup.Id::value)
        .toArray(String[]::new);
  }

  // ---- interfaces of the entrances that are no load balancers

  private void addManagedInterfaces() {
    for (int place = 1; place <= RandomVpc.SUBNETS; place++) {
      if (chance.oneIn(3)) {
        add(
            World.eni("eni-ga" + place)
                .of(own.id)
                .in(own.subnet(place).value())
                .type("global_accelerator_managed")
                .ipv4(own.ipv4(place, 200)));
      }
    }
    add(
        World.eni("eni-eice")
            .of(own.id)
            .in(own.subnet(2).value())
            .described("EC2 Instance Connect Endpoint Network Interface eice-1")
            .ipv4(own.ipv4(2, 210)));
  }

  // ---- packets

  /// A packet to a load balancer, at a port that it listens on, mostly.
  public Packet packet(LoadBalancer balancer) {
    var listeners = balancer.listeners().asKnown().orElse(List.of());
    if (listeners.isEmpty() || chance.oneIn(6)) {
      return packet();
    }
    var listener = chance.any(listeners);
    boolean overUdp = listener.protocol().endsWith("UDP") || listener.protocol().endsWith("QUIC");
    boolean overTcp = !overUdp || listener.protocol().startsWith("TCP");
    int protocol = overTcp && (!overUdp || chance.oneIn(2)) ? 6 : 17;
    return new Packet(client(), protocol, listener.port());
  }

  /// A packet to an accelerator, at a port that a load balancer listens on.
  public Packet packet(Accelerator accelerator) {
    var protocols =
        accelerator.listeners().asKnown().orElse(List.of()).stream()
            .map(listener -> listener.protocol().equals("UDP") ? 17 : 6)
            .toList();
    return protocols.isEmpty()
        ? packet()
        : new Packet(client(), chance.any(protocols), chance.any(RandomVpc.PORTS));
  }

  /// A packet to anything.
  public Packet packet() {
    var client = client();
    int protocol = chance.any(List.of(6, 6, 17, 58, 1));
    if (protocol == 6 || protocol == 17) {
      var beside = List.of(22, 0, 65535);
      return new Packet(client, protocol, chance.any(chance.oneIn(3) ? beside : RandomVpc.PORTS));
    }
    return new Packet(client, protocol, Protocol.hasPorts(client.family(), protocol) ? 128 : 0);
  }

  private Address client() {
    return Address.parse(chance.any(chance.oneIn(6) ? INSIDERS : CLIENTS));
  }
}
