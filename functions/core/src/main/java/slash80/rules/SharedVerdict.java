package slash80.rules;

import java.util.List;
import slash80.facts.NetworkInterface;
import slash80.ip.Packet;
import slash80.network.Network;
import slash80.rule.Verdict;

/// A verdict on all interfaces of a posture. The sentence of a violation lacks its subject, and the
/// evidence lacks the path of a packet: both differ from interface to interface.
///
/// @param samples the packets whose paths show a violation, the best one first
record SharedVerdict(Verdict verdict, List<Packet> samples) {
  SharedVerdict {
    samples = List.copyOf(samples);
  }

  static SharedVerdict of(Verdict verdict) {
    return new SharedVerdict(verdict, List.of());
  }

  static SharedVerdict of(Verdict.Violated violated, List<Packet> samples) {
    return new SharedVerdict(violated, samples);
  }

  /// The verdict on one of the interfaces.
  Verdict on(NetworkInterface networkInterface, Network network) {
    return verdict instanceof Verdict.Violated violated && !samples.isEmpty()
        ? ResponsibleRules.along(
            violated.about(new Exposure(networkInterface, network).name()),
            samples.stream().map(packet -> network.passage(networkInterface, packet)).toList())
        : verdict;
  }
}
