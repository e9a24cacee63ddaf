package slash80.judge;

import java.util.ArrayList;
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

/// The changes that an operator has made to the rules: parameters, severities, rules that are off,
/// allowed openings and exemptions.
///
/// @param off the ids of the rules that are not checked
/// @param severities the severities of all findings of a rule, by its id
/// @param trouble why the operator's policy could not be used; this policy then stands in for it
///   and hides nothing
/// @param notes sentences about the policy that people should know, such as its age
public record Policy(
    Parameters parameters,
    Set<String> off,
    Map<String, Severity> severities,
    List<AllowedOpening> allowed,
    List<Exemption> exemptions,
    Optional<String> trouble,
    List<String> notes) {
  public Policy {
    off = Set.copyOf(off);
    severities = Map.copyOf(severities);
    allowed = List.copyOf(allowed);
    exemptions = List.copyOf(exemptions);
    notes = List.copyOf(notes);
  }

  public Policy(
      Parameters parameters,
      Set<String> off,
      Map<String, Severity> severities,
      List<AllowedOpening> allowed,
      List<Exemption> exemptions,
      Optional<String> trouble) {
    this(parameters, off, severities, allowed, exemptions, trouble, List.of());
  }

  private static final Set<IpFamily> NO_FAMILY = Set.of();

  /// The rules without changes.
  public static final Policy NONE = with(Parameters.DEFAULTS);

  /// The rules with other parameters.
  public static Policy with(Parameters parameters) {
    return new Policy(parameters, Set.of(), Map.of(), List.of(), List.of(), Optional.empty());
  }

  /// The policy in place of one that could not be used: everything is checked and reported.
  public static Policy inPlaceOf(Parameters parameters, String trouble) {
    return new Policy(parameters, Set.of(), Map.of(), List.of(), List.of(), Optional.of(trouble));
  }

  /// The same policy with one more sentence about it.
  public Policy noting(String sentence) {
    var more = new ArrayList<>(notes);
    more.add(sentence);
    return new Policy(parameters, off, severities, allowed, exemptions, trouble, more);
  }

  boolean includes(Rule<?> rule) {
    return !off.contains(rule.id());
  }

  Optional<Severity> severity(Rule<?> rule) {
    return Optional.ofNullable(severities.get(rule.id()));
  }

  /// The exemptions in force for findings of a rule about a subject; the longest first.
  List<Exemption> exemptions(Rule<?> rule, Subject subject, Network network) {
    return exemptions.stream()
        .filter(exemption -> exemption.rule().equals(rule.id()))
        .filter(exemption -> exemption.isInForce(network.facts().at()))
        .filter(exemption -> exemption.subject().selects(subject, network))
        .sorted(Comparator.comparing(Exemption::expires).reversed())
        .toList();
  }

  /// The network of these facts with the parameters and the allowed openings of this policy.
  public Network applied(Facts facts) {
    var network = new Network(facts, parameters);
    return allowed.isEmpty() ? network : network.tolerating(tolerance(network));
  }

  /// The traffic that each interface of a network may be open to.
  private AllowedTraffic tolerance(Network network) {
    return (networkInterface, family) ->
        PacketSet.union(
            family,
            allowed.stream()
                .filter(allowedOpening -> allowedOpening.on().selects(networkInterface, network))
                .map(allowedOpening -> allowedOpening.traffic().over(family))
                .toList());
  }

  /// The families of the packets that a rule finds, if some ports or sources of a finding can be
  /// exempted; none for other rules.
  public static Set<IpFamily> familiesOfPackets(String rule) {
    return RuleBook.rule(rule)
        .map(entry -> entry.rule() instanceof PacketRule packets ? packets.families() : NO_FAMILY)
        .orElse(NO_FAMILY);
  }
}
