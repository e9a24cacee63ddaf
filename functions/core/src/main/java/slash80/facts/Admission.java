package slash80.facts;

import slash80.network.PacketSet;

/// An inbound rule of a security group, and what it admits.
public record Admission(SecurityGroup group, SecurityGroup.Rule rule, PacketSet packets) {}
