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

/// Parts a violation into what is exempted and what is left of it. An exemption of the whole
/// finding leaves nothing; one of some packets leaves the others, which are then judged as if they
/// were all there is.
record ExemptionSplit<S extends Subject>(
    Rule<S> rule, S subject, Network network, Verdict.Violated violated) {

  /// What each exemption takes; those that take nothing are not there. One that takes everything is
  /// alone.
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

  /// The violation as it were if these packets were all there is. Where they alone are too few to
  /// be one, it says that it is a part.
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
