package slash80.network;

import slash80.facts.NetworkInterface;
import slash80.ip.Prefix;

/// Two interfaces that hold the same addresses.
///
/// @param own the address or prefix of the interface in question
/// @param other the other interface
/// @param others the address or prefix of the other interface
public record Overlap(Prefix own, NetworkInterface.Id other, Prefix others) {}
