package slash80.network;

/// One packet that asks to open a connection: where it comes from, its protocol number and its
/// destination port. The ICMP type stands where the port stands; for a protocol without ports, the
/// port is 0.
public record Packet(Address source, int protocol, int port) {}
