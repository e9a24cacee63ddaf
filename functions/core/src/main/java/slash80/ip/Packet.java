package slash80.ip;

/// A packet that opens a connection: its source, protocol number and destination port. For ICMP the
/// type stands in place of the port; for a protocol without ports, the port is 0.
public record Packet(Address source, int protocol, int port) {}
