package slash80.judge;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.facts.Facts;
import slash80.facts.Subject;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.AllowedTraffic;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.rule.PacketRule;
import slash80.rule.Rule;
import slash80.rule.Severity;

/// What the people who live with the rules have made of them.
///
/// @param off the ids of the rules that are not asked
/// @param severities of every finding of these rules, by id
/// @param trouble why it is not the policy that people meant: theirs could not be used, and this
///   one silences nothing
public record Policy(
    Parameters parameters,
    Set<String> off,
    Map<String, Severity> severities,
    List<AllowedOpening> allowed,
    List<Exemption> exemptions,
    Optional<String> trouble) {
  public Policy {
    off = Set.copyOf(off);
    severities = Map.copyOf(severities);
    allowed = List.copyOf(allowed);
    exemptions = List.copyOf(exemptions);
  }

  /// The rules as they are written.
  public static final Policy NONE = with(Parameters.DEFAULTS);

  /// The rules as they are written, but for their parameters.
  public static Policy with(Parameters parameters) {
    return new Policy(parameters, Set.of(), Map.of(), List.of(), List.of(), Optional.empty());
  }

  /// What stands in for a policy that could not be used: everything is judged and told.
  public static Policy inPlaceOf(Parameters parameters, String trouble) {
    return new Policy(parameters, Set.of(), Map.of(), List.of(), List.of(), Optional.of(trouble));
  }

  boolean asks(Rule<?> rule) {
    return !off.contains(rule.id());
  }

  Optional<Severity> severity(Rule<?> rule) {
    return Optional.ofNullable(severities.get(rule.id()));
  }

  /// The exemptions in force of what a rule finds of a subject; the one that holds longest first.
  List<Exemption> exemptions(Rule<?> rule, Subject subject, Network network) {
    return exemptions.stream()
        .filter(exemption -> exemption.rule().equals(rule.id()))
        .filter(exemption -> exemption.isInForce(network.facts().at()))
        .filter(exemption -> exemption.subject().selects(subject, network))
        .sorted(Comparator.comparing(Exemption::expires).reversed())
        .toList();
  }

  /// A network to be judged under it: with its parameters, and what it allows.
  public Network applied(Facts facts) {
    var network = new Network(facts, parameters);
    return allowed.isEmpty() ? network : network.tolerating(tolerance(network));
  }

  /// What each interface of a network may be open to.
  private AllowedTraffic tolerance(Network network) {
    return (networkInterface, family) ->
        PacketSet.union(
            family,
            allowed.stream()
                .filter(allowedOpening -> allowedOpening.on().selects(networkInterface, network))
                .map(allowedOpening -> allowedOpening.traffic().over(family))
                .toList());
  }

  /// Whether a part of what a rule finds can be exempted: some ports, some sources.
  public static Optional<IpFamily> familyOfPackets(String rule) {
    return RuleBook.rule(rule)
        .flatMap(
            entry ->
                entry.rule() instanceof PacketRule packets
                    ? Optional.of(packets.family())
                    : Optional.empty());
  }
}
