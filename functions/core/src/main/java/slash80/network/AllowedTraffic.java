package slash80.network;

import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;

/// The packets from the internet that the policy allows an interface to be open to. The rules about
/// openings do not count them.
@FunctionalInterface
public interface AllowedTraffic {
  PacketSet of(NetworkInterface networkInterface, IpFamily family);
}
