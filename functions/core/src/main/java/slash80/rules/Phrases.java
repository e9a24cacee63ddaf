package slash80.rules;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import slash80.facts.LoadBalancer;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.ServiceSet;
import slash80.network.Network;

/// The phrases that findings are made of. A list names up to three things and counts the rest.
public final class Phrases {
  private static final int FEW = 3;
  private static final int LONG = 100;

  private Phrases() {}

  static String list(Collection<?> things) {
    var first = things.stream().limit(FEW).map(Object::toString).collect(Collectors.joining(", "));
    return first + more(things.size() - FEW);
  }

  static String more(int count) {
    return count <= 0 ? "" : " and %,d more".formatted(count);
  }

  /// `tcp 22,80-443 and udp 53`, or `every protocol and port`.
  public static String list(ServiceSet services) {
    var lines = services.lines();
    var words = lines.stream().limit(FEW).map(Phrases::line).toList();
    return and(words) + more(lines.size() - FEW);
  }

  /// `IPv4` or `IPv6`.
  static String name(IpFamily family) {
    return switch (family) {
      case IPV4 -> "IPv4";
      case IPV6 -> "IPv6";
    };
  }

  /// `internet-facing`, `internal`, or `internet-facing; its subnets were not read`.
  static String facing(LoadBalancer balancer, Network network) {
    return facing(balancer, balancer.internetFacing() ? "internet-facing" : "internal", network);
  }

  /// The side that a load balancer faces, with whether its scheme alone says so.
  static String facing(LoadBalancer balancer, String words, Network network) {
    return network.entrances().isJudgedByScheme(balancer)
        ? words + "; its subnets were not read"
        : words;
  }

  /// The same words with a capital letter at the beginning.
  static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /// `a`, `a and b`, `a, b and c`.
  static String and(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /// `the internet (IPv4 and IPv6)`, or `the whole internet (IPv4) and 12% of the internet (IPv6)`.
  static String openTo(List<AddressSet> sourcesByFamily, Network network) {
    if (sourcesByFamily.stream().allMatch(sources -> isWhole(sources, network))) {
      var families = sourcesByFamily.stream().map(AddressSet::family).map(Phrases::name).toList();
      return "the internet (%s)".formatted(and(families));
    }
    return and(
        sourcesByFamily.stream()
            .map(sources -> "%s (%s)".formatted(share(sources, network), name(sources.family())))
            .toList());
  }

  /// `the whole internet`, or `12% of the internet`.
  static String share(AddressSet sources, Network network) {
    return isWhole(sources, network)
        ? "the whole internet"
        : Objects.requireNonNull(network.internet().get(sources.family())).percent(sources)
            + " of the internet";
  }

  static boolean isWhole(AddressSet sources, Network network) {
    return sources.containsAll(network.internet(sources.family()));
  }

  private static String line(ServiceSet.Line line) {
    if (line.protocol().equals("-1")) {
      return "every protocol and port";
    }
    var named = Character.isLetter(line.protocol().charAt(0));
    var protocol = named ? line.protocol() : "protocol " + line.protocol();
    if (line.ports().equals("all")) {
      return named ? "all of " + protocol : protocol;
    }
    return protocol + " " + shortened(line.ports());
  }

  private static String shortened(String ports) {
    return ports.length() <= LONG
        ? ports
        : ports.substring(0, ports.lastIndexOf(',', LONG)) + " and others";
  }
}
