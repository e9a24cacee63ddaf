package slash80.facts;

import slash80.network.IpFamily;
import slash80.network.PacketSet;

/// Which packets from the internet an interface may be open to, because somebody says so: the
/// openness rules do not count them.
@FunctionalInterface
public interface Tolerance {
  PacketSet of(NetworkInterface networkInterface, IpFamily family);
}
