package slash80.rules;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import slash80.facts.Network;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.ServiceSet;

/// How a finding's sentence lists things: all of a few, the first of many and how many more.
final class Words {
  private static final int FEW = 3;
  private static final int LONG = 100;

  private Words() {}

  static String list(Collection<?> things) {
    var first = things.stream().limit(FEW).map(Object::toString).collect(Collectors.joining(", "));
    return first + more(things.size() - FEW);
  }

  static String more(int count) {
    return count <= 0 ? "" : " and %,d more".formatted(count);
  }

  /// `tcp 22,80-443 and udp 53`, or `everything`.
  static String list(ServiceSet services) {
    var lines = services.lines();
    var words = lines.stream().limit(FEW).map(Words::line).toList();
    return and(words) + more(lines.size() - FEW);
  }

  /// `IPv4` or `IPv6`.
  static String name(IpFamily family) {
    return switch (family) {
      case IPV4 -> "IPv4";
      case IPV6 -> "IPv6";
    };
  }

  /// `a`, `a and b`, `a, b and c`.
  static String and(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /// `at least half of the internet over IPv6`.
  static String share(AddressSet sources, Network network) {
    var parameters = network.parameters();
    var share =
        sources.containsAll(network.internet(sources.family()))
            ? "the whole internet"
            : network.isShareAtLeast(parameters.half(), sources)
                ? "at least half of the internet"
                : network.isShareAtLeast(parameters.part(), sources)
                    ? share(parameters.part())
                    : share(parameters.little());
    return switch (sources.family()) {
      case IPV4 -> share + " over IPv4";
      case IPV6 -> share + " over IPv6";
    };
  }

  static String share(long denominator) {
    return "at least 1/%,d of the internet".formatted(denominator);
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
