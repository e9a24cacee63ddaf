package slash80.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import slash80.facts.Subject;
import slash80.ip.IpFamily;
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
                        part(traffic(exemption)).ifPresent(part -> parts.put(exemption, part))));
    return parts;
  }

  Verdict rest(List<Exemption> exemptions) {
    if (whole(exemptions).isPresent()) {
      return Verdict.upheld();
    }
    var taken = exemptions.stream().map(this::traffic).toList();
    return taken.isEmpty() ? violated : without(family -> union(taken, family));
  }

  private static Optional<Exemption> whole(List<Exemption> exemptions) {
    return exemptions.stream().filter(exemption -> exemption.traffic().isEmpty()).findFirst();
  }

  private Traffic traffic(Exemption exemption) {
    return exemption.traffic().orElseThrow();
  }

  private static PacketSet union(List<Traffic> taken, IpFamily family) {
    return PacketSet.union(family, taken.stream().map(traffic -> traffic.over(family)).toList());
  }

  /// The violation as it would be if only these packets were open. Where they alone are too few for
  /// a finding, the sentence says that they are a part.
  private Optional<Verdict.Violated> part(Traffic taken) {
    if (without(family -> taken.over(family).complement()) instanceof Verdict.Violated part) {
      return Optional.of(part);
    }
    return violated
        .open()
        .or(violated::latent)
        .map(packets -> packets.intersection(taken.over(packets.family())))
        .filter(packets -> !packets.isEmpty())
        .map(violated::part);
  }

  /// The verdict as if these packets of the rule's families were not open.
  private Verdict without(Function<IpFamily, PacketSet> taken) {
    var families = ((PacketRule) rule).families();
    AllowedTraffic more =
        (_, family) -> families.contains(family) ? taken.apply(family) : PacketSet.none(family);
    return rule.judge(subject, network.tolerating(more));
  }
}
