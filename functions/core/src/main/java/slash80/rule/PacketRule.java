package slash80.rule;

import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;

/// An openness rule: what it finds is a set of packets of one family, so some of them can be
/// allowed or exempted, and what is left is weighed again.
public interface PacketRule extends Rule<NetworkInterface> {
  IpFamily family();
}
