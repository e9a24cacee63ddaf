package slash80.aws;

import java.util.Set;
import slash80.facts.Scope;
import slash80.facts.Vpc;

/// Where something stands.
///
/// @param vpcs those it is in; none for what is not in any, as an instance that has ended
/// @param scope what of a cluster there is judged when it changes
public record Whereabouts(Set<Vpc.Id> vpcs, Scope scope) {
  public Whereabouts {
    vpcs = Set.copyOf(vpcs);
  }
}
