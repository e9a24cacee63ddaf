package slash80.rule;

import java.util.Set;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;

/// An openness rule: its findings are sets of packets. Some packets can be allowed or exempted; the
/// rest is then rated again.
public interface PacketRule extends Rule<NetworkInterface> {

  /// The families of the packets that it finds.
  Set<IpFamily> families();
}
