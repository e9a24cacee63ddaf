package slash80.network;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;

/// The postures of a network's interfaces.
final class Postures {
  private final Network network;
  private final IdentityHashMap<NetworkInterface, Posture> ofInterface = new IdentityHashMap<>();
  private final Map<Posture.Key, Posture> known = new HashMap<>();

  Postures(Network network) {
    this.network = network;
  }

  /// The posture of an interface, worked out once.
  Posture of(NetworkInterface asked) {
    return ofInterface.computeIfAbsent(
        asked, _ -> known.computeIfAbsent(key(asked), _ -> new Posture()));
  }

  private Posture.Key key(NetworkInterface asked) {
    return new Posture.Key(
        asked.vpc(),
        network.familyPosture(asked, IpFamily.IPV4),
        network.familyPosture(asked, IpFamily.IPV6),
        asked.groups(),
        network.tolerated(asked, IpFamily.IPV4),
        network.tolerated(asked, IpFamily.IPV6),
        network.entrances().clientPorts(asked, IpFamily.IPV4),
        network.entrances().clientPorts(asked, IpFamily.IPV6));
  }
}
