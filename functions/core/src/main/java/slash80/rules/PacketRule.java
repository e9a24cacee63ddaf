package slash80.rules;

import slash80.facts.NetworkInterface;
import slash80.network.IpFamily;

/// An openness rule: what it finds is a set of packets of one family, so some of them can be
/// allowed or exempted, and what is left is weighed again.
interface PacketRule extends Rule<NetworkInterface> {
  IpFamily family();
}
