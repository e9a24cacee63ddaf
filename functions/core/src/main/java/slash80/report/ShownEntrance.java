package slash80.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import slash80.alerts.OpeningText;
import slash80.alerts.TextFormat;
import slash80.facts.Fact;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.EntranceTarget;
import slash80.network.Network;
import slash80.reach.AdmittedPackets;
import slash80.reach.Entrance;
import slash80.reach.Sees;

/// An entrance in words, the same on the terminal and the page.
///
/// @param label its type and name, as `reach --packets` takes them
/// @param admits what it lets in, a line each
/// @param leads where it leads, a line each
/// @param notes what stands in front of it, and what was not read
/// @param kind its colour on the page
public record ShownEntrance(
    String label, List<String> admits, List<String> leads, List<String> notes, String kind) {
  private static final int OPENINGS = 8;
  private static final int LISTED = 6;

  private static final Comparator<Entrance> ORDER =
      Comparator.comparing(Entrance::type)
          .thenComparing(Entrance::name)
          .thenComparing(Entrance::id);

  /// The entrances of a cluster, in a stable order.
  public static List<Entrance> all(Network network) {
    return network.entrances().all().stream().sorted(ORDER).toList();
  }

  public static List<ShownEntrance> of(Network network) {
    return all(network).stream().map(entrance -> of(entrance, network)).toList();
  }

  public static ShownEntrance of(Entrance entrance, Network network) {
    var targets = EntranceTarget.of(entrance, network);
    return new ShownEntrance(
        entrance.label(),
        admits(entrance, network),
        leads(entrance, targets),
        notes(entrance, targets),
        kind(entrance, targets));
  }

  /// Not as alarming as a finding: most entrances are meant to let something in.
  private static String kind(Entrance entrance, List<EntranceTarget> targets) {
    boolean isUnread =
        Stream.of(IpFamily.values()).anyMatch(family -> !entrance.admits(family).unread().isEmpty())
            || targets.stream().anyMatch(target -> target.arrives() instanceof Fact.Unread);
    if (isUnread) {
      return "UNKNOWN";
    }
    return targets.stream().anyMatch(target -> target.arrives().equals(Fact.known(true)))
        ? "INSPECTED"
        : "UNASKED";
  }

  private static List<String> admits(Entrance entrance, Network network) {
    var lines = new ArrayList<String>();
    for (var family : List.of(IpFamily.IPV6, IpFamily.IPV4)) {
      var admitted = entrance.admits(family);
      var perhaps = admitted.atMost().difference(admitted.surely());
      var name = ReachWords.family(family);
      lines.addAll(lines(name + " ", admitted.surely(), network));
      lines.addAll(lines("possibly " + name + " ", perhaps, network));
    }
    if (lines.isEmpty()) {
      lines.add(isForOthers(entrance) ? entrance.who() : "nothing from the internet");
    }
    return lines;
  }

  /// Whether it lets in others than the internet.
  private static boolean isForOthers(Entrance entrance) {
    return switch (entrance.type()) {
      case PRIVATE_LINK, INSTANCE_CONNECT_ENDPOINT -> true;
      default -> false;
    };
  }

  /// What stands in front of it, and why a part was not read, each reason once.
  private static List<String> notes(Entrance entrance, List<EntranceTarget> targets) {
    var unread =
        Stream.concat(
                Stream.of(IpFamily.values())
                    .flatMap(family -> entrance.admits(family).unread().stream()),
                targets.stream().flatMap(target -> reason(target.arrives())))
            .filter(why -> entrance.notes().stream().noneMatch(note -> note.contains(why)))
            .distinct()
            .map("not checked: "::concat);
    return Stream.concat(entrance.notes().stream(), unread).toList();
  }

  private static Stream<String> reason(Fact<Boolean> answer) {
    return answer instanceof Fact.Unread<Boolean>(var why) ? Stream.of(why) : Stream.empty();
  }

  private static List<String> lines(String label, PacketSet packets, Network network) {
    return OpeningText.lines(packets, network.internet(), OPENINGS).stream()
        .map(label::concat)
        .toList();
  }

  /// Targets that differ only in the interface share a line.
  private record Lead(String protocol, String ports, int port, Sees sees, Fact<Boolean> arrives) {}

  private record Ends(Set<IpFamily> clients, Set<String> interfaces) {}

  private static List<String> leads(Entrance entrance, List<EntranceTarget> targets) {
    Map<Lead, Ends> leads = new LinkedHashMap<>();
    for (var target : targets) {
      var lead =
          new Lead(
              target.protocol(), target.ports(), target.port(), target.sees(), target.arrives());
      var ends =
          leads.computeIfAbsent(
              lead, _ -> new Ends(new TreeSet<>(Comparator.reverseOrder()), new TreeSet<>()));
      ends.clients().add(target.clients());
      ends.interfaces().add(target.networkInterface().value());
    }
    return leads.isEmpty()
        ? List.of("no interface of the cluster")
        : leads.entrySet().stream()
            .map(lead -> line(entrance, lead.getKey(), lead.getValue()))
            .toList();
  }

  /// `IPv6 tcp 443 → port 8443 of eni-1, eni-2, which see the client`
  private static String line(Entrance entrance, Lead lead, Ends ends) {
    var port = lead.port() == 0 ? "" : "port %d of ".formatted(lead.port());
    return "%s %s → %s%s, %s%s"
        .formatted(
            ends.clients().stream().map(ReachWords::family).collect(joining(" and ")),
            OpeningText.services(lead.protocol(), lead.ports()),
            port,
            listed(ends.interfaces()),
            sees(lead.sees(), ends.interfaces().size()),
            outcome(entrance, lead, ends));
  }

  private static String listed(Set<String> interfaces) {
    var left = interfaces.size() - LISTED;
    return interfaces.stream().limit(LISTED).collect(joining(", "))
        + (left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "");
  }

  private static String sees(Sees sees, int targets) {
    var see = targets == 1 ? "which sees " : "which see ";
    return switch (sees) {
      case CLIENT, ACCELERATED_CLIENT -> see + "the client";
      case ENTRANCE -> see + "the entrance";
    };
  }

  private static String outcome(Entrance entrance, Lead lead, Ends ends) {
    return switch (lead.arrives()) {
      case Fact.Unread<Boolean> _ -> "; not checked whether it arrives";
      case Fact.Known<Boolean>(var arrives) ->
          arrives || letsInNothing(entrance, ends) ? "" : "; nothing arrives";
    };
  }

  /// Whether the reason why nothing arrives was said already.
  private static boolean letsInNothing(Entrance entrance, Ends ends) {
    return !isForOthers(entrance)
        && ends.clients().stream().map(entrance::admits).allMatch(AdmittedPackets::isEmpty);
  }
}
