package slash80.rule;

import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;

/// An openness rule: its findings are sets of packets of one family. Some packets can be allowed or
/// exempted; the rest is then rated again.
public interface PacketRule extends Rule<NetworkInterface> {
  IpFamily family();
}
