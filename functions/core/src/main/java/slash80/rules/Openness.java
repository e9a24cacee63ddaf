package slash80.rules;

import static slash80.rules.Severity.CRITICAL;
import static slash80.rules.Severity.HIGH;
import static slash80.rules.Severity.LOW;
import static slash80.rules.Severity.MEDIUM;

import java.util.ArrayList;
import slash80.facts.ClientPorts;
import slash80.facts.Network;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.PacketSet;
import slash80.network.Protocol;
import slash80.network.ServiceSet;

/// How bad it is that the internet can send an interface some packets: by how much of the internet,
/// and by what it can ask for. Each protocol and port is weighed by all its sources together, so
/// that a thousand small ranges count and one office does not.
final class Openness {

  /// A severity, and the services that call for it.
  record Weight(Severity severity, ServiceSet services) {}

  private final Network network;
  private final PacketSet packets;
  private final ClientPorts clientPorts;
  private final ServiceSet little;
  private final ServiceSet part;
  private final ServiceSet half;

  Openness(Network network, PacketSet packets, ClientPorts clientPorts) {
    var parameters = network.parameters();
    this.network = network;
    this.packets = packets;
    this.clientPorts = clientPorts;
    this.little = servicesOf(parameters.little());
    this.part = servicesOf(parameters.part(), little);
    this.half = servicesOf(parameters.half(), part);
  }

  private ServiceSet servicesOf(long denominator) {
    return packets.servicesWhere(sources -> network.isShareAtLeast(denominator, sources));
  }

  /// Services of a larger share are among those of a smaller.
  private ServiceSet servicesOf(long denominator, ServiceSet smaller) {
    return smaller.isEmpty() ? smaller : servicesOf(denominator);
  }

  /// Whether any of it comes from the internet, and not from named peers only.
  boolean isOfTheInternet() {
    return !little.isEmpty();
  }

  /// What comes from the internet.
  PacketSet packets() {
    return packets.within(little);
  }

  /// What is open now: most of the internet and a port that is worth most is critical.
  Weight open() {
    var severe = half.difference(harmless());
    if (holdsAllPorts(half)) {
      return new Weight(CRITICAL, half);
    }
    if (severe.overlaps(listed())) {
      return new Weight(CRITICAL, severe.intersection(listed()));
    }
    if (!severe.isEmpty()) {
      return new Weight(HIGH, severe);
    }
    var notable = part.difference(harmless());
    return notable.isEmpty() ? low() : new Weight(MEDIUM, notable);
  }

  /// What is one change away from open; over IPv4 that change gives it a public address too.
  Weight latent() {
    return switch (packets.family()) {
      case IPV4 -> low();
      case IPV6 -> latentOverIpv6();
    };
  }

  private Weight latentOverIpv6() {
    var notable = part.difference(harmless());
    if (holdsAllPorts(part)) {
      return new Weight(MEDIUM, part);
    }
    return notable.overlaps(listed()) ? new Weight(MEDIUM, notable.intersection(listed())) : low();
  }

  private Weight low() {
    var unneeded = little.difference(clientPorts.services());
    return new Weight(LOW, unneeded.isEmpty() ? little : unneeded);
  }

  /// Whether all of it is there because load balancers hand on their clients' addresses.
  boolean isNeeded() {
    return clientPorts.services().containsAll(little);
  }

  /// `the whole internet on tcp 22, at least 1/256 of it on udp 53`, and what load balancers need.
  String words() {
    var whole = packets.servicesWhere(this::isWhole);
    var parameters = network.parameters();
    var parts = new ArrayList<String>();
    say(parts, "the whole internet", whole);
    say(parts, "at least half of the internet", half.difference(whole));
    say(parts, Words.share(parameters.part()), part.difference(half));
    say(parts, Words.share(parameters.little()), little.difference(part));
    return Words.and(parts);
  }

  /// What a reader has to know to judge it: the ports that load balancers need, and whether that
  /// could be told.
  String clause() {
    var needed = little.intersection(clientPorts.services());
    if (!needed.isEmpty()) {
      return "; %s keeps its clients' addresses and needs %s open"
          .formatted(Words.list(clientPorts.loadBalancers()), Words.list(needed));
    }
    return clientPorts.unread().isEmpty()
        ? ""
        : "; whether a load balancer needs it could not be read (%s)"
            .formatted(String.join("; ", clientPorts.unread()));
  }

  private void say(ArrayList<String> parts, String whence, ServiceSet services) {
    if (!services.isEmpty()) {
      parts.add("%s on %s".formatted(whence, Words.list(services)));
    }
  }

  private boolean isWhole(AddressSet sources) {
    return sources.containsAll(network.internet(packets.family()));
  }

  private boolean holdsAllPorts(ServiceSet services) {
    return services.containsAll(allOf(Protocol.TCP)) || services.containsAll(allOf(Protocol.UDP));
  }

  private ServiceSet listed() {
    return network.parameters().listed(packets.family());
  }

  /// What is low whoever sends it: ICMP, and what load balancers need.
  private ServiceSet harmless() {
    var icmp = packets.family() == IpFamily.IPV6 ? Protocol.ICMPV6 : Protocol.ICMP;
    return clientPorts.services().union(allOf(icmp));
  }

  private ServiceSet allOf(int protocol) {
    return ServiceSet.of(packets.family(), protocol);
  }
}
