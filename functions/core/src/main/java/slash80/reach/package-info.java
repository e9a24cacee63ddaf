/// The layers between the internet and an interface: address, block public access, route, network
/// ACL and security groups. `Reachability` intersects them as packet sets, and `PacketTracer` walks
/// one packet through them as an independent check. This room judges nothing: it says which packets
/// arrive and by which path.
@NullMarked
package slash80.reach;

import org.jspecify.annotations.NullMarked;
