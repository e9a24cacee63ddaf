package slash80.rules;

import java.util.Optional;
import slash80.facts.NetworkInterface;
import slash80.ip.Packet;
import slash80.network.Network;
import slash80.rule.Verdict;

/// A verdict on all interfaces of a posture. The sentence of a violation lacks its subject, and the
/// evidence lacks the path of a packet: both differ from interface to interface.
///
/// @param sample the packet whose path shows a violation
record SharedVerdict(Verdict verdict, Optional<Packet> sample) {

  static SharedVerdict of(Verdict verdict) {
    return new SharedVerdict(verdict, Optional.empty());
  }

  static SharedVerdict of(Verdict.Violated violated, Packet sample) {
    return new SharedVerdict(violated, Optional.of(sample));
  }

  /// The verdict on one of the interfaces.
  Verdict on(NetworkInterface networkInterface, Network network) {
    return verdict instanceof Verdict.Violated violated && sample.isPresent()
        ? violated
            .about(new Exposure(networkInterface, network).name())
            .along(network.passage(networkInterface, sample.get()))
        : verdict;
  }
}
