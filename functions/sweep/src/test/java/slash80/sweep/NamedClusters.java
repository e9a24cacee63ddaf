package slash80.sweep;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import slash80.aws.Account;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;

/// An account of which a sweep may ask the names of its clusters, and nothing else.
record NamedClusters(List<String> names) implements Account {
  @Override
  public List<Cluster> clusters() {
    throw new AssertionError("a sweep wants their names only");
  }

  @Override
  public Facts read(Cluster cluster, Instant at) {
    throw new AssertionError("a sweep judges nothing");
  }

  @Override
  public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
    throw new AssertionError("a sweep judges nothing");
  }
}
