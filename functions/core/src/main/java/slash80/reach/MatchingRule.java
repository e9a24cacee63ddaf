package slash80.reach;

import slash80.facts.SecurityGroup;
import slash80.ip.AddressSet;

/// An inbound rule of a security group and the sources it admits.
public record MatchingRule(SecurityGroup group, SecurityGroup.Rule rule, AddressSet sources) {}
