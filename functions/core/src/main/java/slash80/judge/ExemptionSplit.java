package slash80.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Subject;
import slash80.ip.PacketSet;
import slash80.network.AllowedTraffic;
import slash80.network.Network;
import slash80.rule.PacketRule;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// Splits a violation into its exempted parts and the rest. An exemption of the whole finding
/// leaves no rest. An exemption of some packets leaves the others, which are rated as if the
/// exempted packets were not open.
record ExemptionSplit<S extends Subject>(
    Rule<S> rule, S subject, Network network, Verdict.Violated violated) {

  /// The exempted part by exemption. An exemption without effect is left out; an exemption of the
  /// whole finding is the only entry.
  Map<Exemption, Verdict.Violated> by(List<Exemption> exemptions) {
    var parts = new LinkedHashMap<Exemption, Verdict.Violated>();
    whole(exemptions)
        .ifPresentOrElse(
            exemption -> parts.put(exemption, violated),
            () ->
                exemptions.forEach(
                    exemption ->
                        part(packets(exemption)).ifPresent(part -> parts.put(exemption, part))));
    return parts;
  }

  Verdict rest(List<Exemption> exemptions) {
    return whole(exemptions).isPresent()
        ? Verdict.upheld()
        : exemptions.stream()
            .map(this::packets)
            .reduce(PacketSet::union)
            .map(this::without)
            .orElse(violated);
  }

  private static Optional<Exemption> whole(List<Exemption> exemptions) {
    return exemptions.stream().filter(exemption -> exemption.traffic().isEmpty()).findFirst();
  }

  private PacketSet packets(Exemption exemption) {
    var family = ((PacketRule) rule).family();
    return exemption.traffic().orElseThrow().over(family);
  }

  /// The violation as it would be if only these packets were open. Where they alone are too few for
  /// a finding, the sentence says that they are a part.
  private Optional<Verdict.Violated> part(PacketSet taken) {
    var overlaps =
        violated
            .open()
            .or(violated::latent)
            .filter(packets -> !packets.intersection(taken).isEmpty());
    return overlaps.map(
        packets ->
            without(taken.complement()) instanceof Verdict.Violated part
                ? part
                : violated.part(packets.intersection(taken)));
  }

  private Verdict without(PacketSet taken) {
    AllowedTraffic more = (_, family) -> family == taken.family() ? taken : PacketSet.none(family);
    return rule.judge(subject, network.tolerating(more));
  }
}
