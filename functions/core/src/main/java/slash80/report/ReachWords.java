package slash80.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import slash80.alerts.OpeningText;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.Network;
import slash80.reach.Reach;

/// The words for what the internet can open on an interface, the same on the terminal and the page.
public final class ReachWords {
  private static final int OPENINGS = 8;

  private ReachWords() {}

  /// The sentences about an interface, over both families; none where it is closed.
  public static List<String> opened(NetworkInterface networkInterface, Network network) {
    return Stream.of(IpFamily.IPV6, IpFamily.IPV4)
        .map(family -> network.reach(networkInterface, family))
        .flatMap(reach -> opened(networkInterface, reach, network).stream())
        .toList();
  }

  private static List<String> opened(
      NetworkInterface networkInterface, Reach reach, Network network) {
    var family = family(reach.family());
    var lines = new ArrayList<String>();
    lines.addAll(lines(family + " open: ", reach.open(), network));
    lines.addAll(lines(family + " possibly open: ", reach.unknown(), network));
    reach.unread().forEach(reason -> lines.add(family + " not checked: " + reason));
    lines.addAll(lines(family + " open through inspection: ", reach.inspected(), network));
    lines.addAll(lines(family + " one change from open: ", reach.latent(), network));
    var allowed = network.tolerated(networkInterface, reach.family());
    lines.addAll(
        lines(
            family + " allowed by the policy: ",
            reach.open().union(reach.latent()).intersection(allowed),
            network));
    return lines;
  }

  private static List<String> lines(String label, PacketSet packets, Network network) {
    return OpeningText.lines(packets, network.internet(), OPENINGS).stream()
        .map(label::concat)
        .toList();
  }

  public static String family(IpFamily family) {
    return switch (family) {
      case IPV6 -> "IPv6";
      case IPV4 -> "IPv4";
    };
  }

  public static String state(Reach.State state) {
    return switch (state) {
      case OPEN -> "open";
      case UNKNOWN -> "not checked";
      case INSPECTED -> "inspected";
      case LATENT -> "one change from open";
      case CLOSED -> "closed";
    };
  }

  public static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
