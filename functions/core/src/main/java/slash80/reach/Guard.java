package slash80.reach;

import java.util.Collection;
import java.util.Set;
import slash80.facts.SecurityGroup;

/// The security groups in front of something that packets arrive at.
public sealed interface Guard {

  /// These groups: any rule of any of them admits a packet.
  record Groups(Set<SecurityGroup.Id> ids) implements Guard {
    public Groups {
      ids = Set.copyOf(ids);
    }
  }

  /// No group at all: a network load balancer that was created without one admits everything
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html).
  record Nobody() implements Guard {}

  /// Groups that were not read.
  record Unread(String why) implements Guard {}

  static Guard of(Collection<SecurityGroup.Id> ids) {
    return new Groups(Set.copyOf(ids));
  }
}
