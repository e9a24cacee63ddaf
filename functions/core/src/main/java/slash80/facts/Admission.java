package slash80.facts;

import slash80.network.AddressSet;

/// An inbound rule of a security group and the sources it admits.
public record Admission(SecurityGroup group, SecurityGroup.Rule rule, AddressSet sources) {}
