package slash80.rules;

import static slash80.rule.Severity.HIGH;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;
import slash80.network.ClientPorts;
import slash80.network.Network;
import slash80.reach.AdmittedPackets;
import slash80.reach.MatchingRule;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// The exposure of an interface to the internet by AWS Global Accelerator, over both families.
record AcceleratedExposure(NetworkInterface networkInterface, Network network) {

  private static final Pattern PERMISSION = Pattern.compile("globalaccelerator:[A-Za-z]+");

  /// The internet's packets of one family, rated.
  private record Part(OpennessRating openness) {

    IpFamily family() {
      return openness.packets().family();
    }
  }

  /// Whether accelerators surely lead to the interface.
  boolean isOpen() {
    return !parts(this::surely).isEmpty();
  }

  /// Whether an accelerator may lead to the interface whose endpoints were not read.
  boolean mayBeOpen() {
    return !parts(this::perhaps).isEmpty();
  }

  /// Why the interface may be open all the same; empty when it is not.
  String unread() {
    var reasons =
        Stream.of(IpFamily.values())
            .map(family -> network.entrances().accelerated(networkInterface, family))
            .filter(packets -> rated(packets.atMost()).isOfTheInternet())
            .flatMap(packets -> packets.unread().stream());
    var perhaps =
        Stream.of(IpFamily.values())
            .map(family -> network.entrances().perhapsAccelerated(networkInterface, family))
            .filter(packets -> rated(packets.atMost()).isOfTheInternet())
            .flatMap(packets -> packets.unread().stream());
    return String.join("; ", Stream.concat(reasons, perhaps).distinct().toList());
  }

  Verdict.Violated open() {
    var parts = parts(this::surely);
    return blamed(
        violated("%s is open to %s through AWS Global Accelerator", name(), words(parts))
            .as(severity(parts)),
        parts,
        "leads to ");
  }

  Verdict.Violated perhapsOpen() {
    var parts = parts(this::perhaps);
    var severity = severity(parts);
    var reasons = network.entrances().unreadAcceleratorsAt(networkInterface);
    return blamed(
        violated(
                "%s may be open to %s through AWS Global Accelerator. %s. %s would tell",
                name(),
                words(parts),
                reasons.stream().map(Phrases::sentence).collect(Collectors.joining(". ")),
                Phrases.and(permissions(reasons)))
            .as(severity.compareTo(HIGH) > 0 ? HIGH : severity),
        parts,
        "may lead to ");
  }

  /// The permissions that were missing; all that the endpoints take where the reasons name none.
  private static List<String> permissions(List<String> reasons) {
    var named =
        reasons.stream()
            .flatMap(reason -> PERMISSION.matcher(reason).results())
            .map(MatchResult::group)
            .distinct()
            .toList();
    return named.isEmpty()
        ? List.of("globalaccelerator:ListAccelerators", "ListListeners", "ListEndpointGroups")
        : named;
  }

  private AdmittedPackets surely(IpFamily family) {
    return network.entrances().accelerated(networkInterface, family);
  }

  private AdmittedPackets perhaps(IpFamily family) {
    return network.entrances().perhapsAccelerated(networkInterface, family);
  }

  private List<Part> parts(Function<IpFamily, AdmittedPackets> way) {
    return Stream.of(IpFamily.IPV6, IpFamily.IPV4)
        .map(family -> rated(way.apply(family).surely()))
        .filter(OpennessRating::isOfTheInternet)
        .map(Part::new)
        .toList();
  }

  private OpennessRating rated(PacketSet packets) {
    var family = packets.family();
    var tolerated = network.tolerated(networkInterface, family);
    return new OpennessRating(
        network,
        tolerated.isEmpty() ? packets : packets.difference(tolerated),
        new ClientPorts(ServiceSet.none(family), List.of(), List.of()));
  }

  private static Severity severity(List<Part> parts) {
    return parts.stream()
        .map(part -> part.openness().open().severity())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /// `the whole internet on tcp 443 (IPv6 and IPv4)`
  private static String words(List<Part> parts) {
    var families = new LinkedHashMap<String, List<String>>();
    for (var part : parts) {
      families
          .computeIfAbsent(part.openness().sharesAndServices(), _ -> new ArrayList<>())
          .add(Phrases.name(part.family()));
    }
    return Phrases.and(
        families.entrySet().stream()
            .map(entry -> "%s (%s)".formatted(entry.getKey(), Phrases.and(entry.getValue())))
            .toList());
  }

  private String name() {
    return new Exposure(networkInterface, network).name();
  }

  private record OneRule(SecurityGroup.Id group, SecurityGroup.Rule rule) {}

  /// Adds the accelerators, the rules of both families, and the path of a packet of the first.
  private Verdict.Violated blamed(Verdict.Violated violated, List<Part> parts, String leads) {
    Map<OneRule, MatchingRule> revoked = new LinkedHashMap<>();
    var blamed = violated;
    for (var accelerator : network.entrances().acceleratorsTo(networkInterface)) {
      blamed = blamed.at(accelerator.label(), leads + networkInterface.id());
    }
    for (var part : parts) {
      var packets = part.openness().packets().within(part.openness().open().services());
      var rules =
          ResponsibleRules.of(
              networkInterface, packets, network, ResponsibleRules.Approach.ACCELERATOR);
      blamed = part.equals(parts.getFirst()) ? rules.told(blamed) : blamed;
      rules
          .toRevoke()
          .forEach(rule -> revoked.putIfAbsent(new OneRule(rule.group().id(), rule.rule()), rule));
    }
    var told = blamed.open(parts.getFirst().openness().packets());
    return RevokeCommand.of(List.copyOf(revoked.values())).map(told::remedy).orElse(told);
  }
}
