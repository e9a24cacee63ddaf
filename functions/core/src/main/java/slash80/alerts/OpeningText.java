package slash80.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;

/// Lines for people about the packets that the internet can send: one for each box of the set.
public final class OpeningText {
  private static final int SOURCES = 4;

  private OpeningText() {}

  /// At most `most` lines; the rest is counted.
  public static List<String> lines(PacketSet packets, Map<IpFamily, Internet> internet, int most) {
    var whole = internet.getOrDefault(packets.family(), Internet.over(packets.family()));
    var boxes = packets.boxes();
    var lines = new ArrayList<String>();
    boxes.stream().limit(most).forEach(box -> lines.add(line(box, whole)));
    if (boxes.size() > most) {
      lines.add("and %s more".formatted(TextFormat.number(boxes.size() - most)));
    }
    return lines;
  }

  private static String line(PacketSet.Box box, Internet internet) {
    return "%s from %s (%s)"
        .formatted(
            services(box.protocol(), box.ports()),
            sources(internet.written(box.sources())),
            part(box.sources(), internet));
  }

  /// The services of one line of a set: `tcp 22,80-443`.
  public static String services(String protocol, String ports) {
    if (protocol.equals("-1")) {
      return "every protocol and port";
    }
    String named = Character.isDigit(protocol.charAt(0)) ? "protocol " + protocol : protocol;
    if (!ports.equals("all")) {
      return named + " " + TextFormat.text(ports, 120);
    }
    return named.equals("tcp") || named.equals("udp") ? "all %s ports".formatted(named) : named;
  }

  private static String sources(List<Prefix> blocks) {
    var first = blocks.stream().limit(SOURCES).map(Prefix::toString).toList();
    String listed = String.join(", ", first);
    return blocks.size() <= SOURCES
        ? listed
        : listed + " and %s more blocks".formatted(TextFormat.number(blocks.size() - SOURCES));
  }

  private static String part(AddressSet sources, Internet internet) {
    var percent = internet.percent(sources);
    return percent.equals("100%") ? "all of the internet" : percent + " of the internet";
  }
}
