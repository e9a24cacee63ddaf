package slash80.rules;

import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.network.ClientPorts;
import slash80.network.Network;
import slash80.rule.Severity;

/// The severity of packets that the internet can send to an interface: by the share of the internet
/// that can send them, and by their protocols and ports. Each protocol and port is rated with all
/// its sources together, so that a thousand small ranges count and a single office does not.
final class OpennessRating {
  private static final int SHARES = 3;

  /// A severity, and the services that cause it.
  record Rating(Severity severity, ServiceSet services) {}

  private final Network network;
  private final PacketSet packets;
  private final ClientPorts clientPorts;
  private final ServiceSet lowShare;
  private final ServiceSet mediumShare;
  private final ServiceSet highShare;

  OpennessRating(Network network, PacketSet packets, ClientPorts clientPorts) {
    var parameters = network.parameters();
    this.network = network;
    this.packets = packets;
    this.clientPorts = clientPorts;
    this.lowShare = servicesOf(parameters.lowShare());
    this.mediumShare = servicesOf(parameters.mediumShare(), lowShare);
    this.highShare = servicesOf(parameters.highShare(), mediumShare);
  }

  private ServiceSet servicesOf(long denominator) {
    return packets.servicesWhere(sources -> network.isShareAtLeast(denominator, sources));
  }

  /// A service with a larger share is always among the services with a smaller share.
  private ServiceSet servicesOf(long denominator, ServiceSet smaller) {
    return smaller.isEmpty() ? smaller : servicesOf(denominator);
  }

  /// Whether any packet comes from the internet, and not only from named peers.
  boolean isOfTheInternet() {
    return !lowShare.isEmpty();
  }

  /// The packets from the internet.
  PacketSet packets() {
    return packets.within(lowShare);
  }

  /// The rating of packets that are open now: CRITICAL for a listed port that half of the internet
  /// can reach.
  Rating open() {
    var severe = highShare.difference(harmless());
    if (holdsAllPorts(highShare)) {
      return new Rating(CRITICAL, highShare);
    }
    if (severe.overlaps(listed())) {
      return new Rating(CRITICAL, severe.intersection(listed()));
    }
    if (!severe.isEmpty()) {
      return new Rating(HIGH, severe);
    }
    var notable = mediumShare.difference(harmless());
    return notable.isEmpty() ? low() : new Rating(MEDIUM, notable);
  }

  /// The rating of packets that are one change away from open. Over IPv4 that change also has to
  /// assign a public address.
  Rating latent() {
    return switch (packets.family()) {
      case IPV4 -> low();
      case IPV6 -> latentOverIpv6();
    };
  }

  private Rating latentOverIpv6() {
    var notable = mediumShare.difference(harmless());
    if (holdsAllPorts(mediumShare)) {
      return new Rating(MEDIUM, mediumShare);
    }
    return notable.overlaps(listed()) ? new Rating(MEDIUM, notable.intersection(listed())) : low();
  }

  private Rating low() {
    var unneeded = lowShare.difference(clientPorts.services());
    return new Rating(LOW, unneeded.isEmpty() ? lowShare : unneeded);
  }

  /// Whether every service is needed by load balancers that preserve client addresses.
  boolean isNeeded() {
    return clientPorts.services().containsAll(lowShare);
  }

  /// `is open to the whole internet on tcp 22 and 12% of the internet on udp 53`
  String isOpen() {
    var over =
        switch (packets.family()) {
          case IPV4 -> " over IPv4"; // the other family of an IPv6 cluster is named
          case IPV6 -> "";
        };
    return "is open%s to %s".formatted(over, sharesAndServices());
  }

  /// `the whole internet on tcp 22 and 12% of the internet on udp 53`
  String sharesAndServices() {
    return Phrases.and(
        shares().map(share -> "%s on %s".formatted(share.words(), share.services())).toList());
  }

  /// `allows tcp 22 from ::/0 and udp 53 from 12% of the internet`
  String allows() {
    var shares =
        shares()
            .map(
                share ->
                    "%s from %s"
                        .formatted(
                            share.services(), share.isWhole() ? everywhere() : share.words()));
    return "allows " + Phrases.and(shares.toList());
  }

  private String everywhere() {
    return switch (packets.family()) {
      case IPV4 -> "0.0.0.0/0";
      case IPV6 -> "::/0";
    };
  }

  /// Services that are open to the same share of the internet.
  private record Share(String words, boolean isWhole, double size, ServiceSet open) {

    String services() {
      return Phrases.list(open);
    }

    Share and(Share same) {
      return new Share(words, isWhole, size, open.union(same.open));
    }

    /// Several smaller shares in a phrase.
    Share upTo(Share smaller) {
      var most = words.startsWith("up to ") ? words : "up to " + words;
      return new Share(most, false, size, open.union(smaller.open));
    }
  }

  /// The largest share first; beyond a few, the smaller shares are counted together.
  private Stream<Share> shares() {
    var shares = new LinkedHashMap<String, Share>();
    packets()
        .servicesBySources()
        .forEach(
            (sources, services) -> {
              var words = Phrases.share(sources, network);
              var share =
                  new Share(
                      words, Phrases.isWhole(sources, network), network.share(sources), services);
              shares.merge(words, share, Share::and);
            });
    var sorted =
        shares.values().stream()
            .sorted(Comparator.comparingDouble(Share::size).reversed())
            .toList();
    var first = sorted.stream().limit(SHARES - 1);
    var rest = sorted.stream().skip(SHARES - 1).reduce(Share::upTo);
    return Stream.concat(first, rest.stream());
  }

  /// Notes after the share: a protocol that carries nothing, the ports that load balancers need,
  /// and whether that could be checked.
  String clause() {
    return (mistakesIcmp() ? "; protocol 1 is ICMP for IPv4: was icmpv6 meant?" : "")
        + portsClause();
  }

  private String portsClause() {
    var needed = lowShare.intersection(clientPorts.services());
    if (!needed.isEmpty()) {
      return "; %s must stay open for the clients of %s, whose addresses are preserved"
          .formatted(Phrases.list(needed), Phrases.list(clientPorts.loadBalancers()));
    }
    return clientPorts.unread().isEmpty()
        ? ""
        : "; not checked: whether a load balancer needs it (%s)"
            .formatted(String.join("; ", clientPorts.unread()));
  }

  private boolean holdsAllPorts(ServiceSet services) {
    return services.containsAll(allOf(Protocol.TCP)) || services.containsAll(allOf(Protocol.UDP));
  }

  private ServiceSet listed() {
    return network.parameters().listed(packets.family());
  }

  /// The services that are LOW from any source: ICMP, and the ports that load balancers need. ICMP
  /// for IPv4, protocol 1, carries nothing over IPv6
  /// (https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml).
  private ServiceSet harmless() {
    var harmless = clientPorts.services().union(allOf(Protocol.ICMP));
    return packets.family() == IpFamily.IPV6 ? harmless.union(allOf(Protocol.ICMPV6)) : harmless;
  }

  /// Whether a rule seems to name ICMP for IPv4 where it means ICMPv6.
  private boolean mistakesIcmp() {
    return packets.family() == IpFamily.IPV6
        && lowShare.overlaps(allOf(Protocol.ICMP))
        && !lowShare.overlaps(allOf(Protocol.ICMPV6));
  }

  private ServiceSet allOf(int protocol) {
    return ServiceSet.of(packets.family(), protocol);
  }
}
