package slash80.check;

import static slash80.fixtures.Fixtures.cluster;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import slash80.aws.Account;
import slash80.aws.Placement;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.Vpc;
import slash80.fixtures.ClusterFixture;
import slash80.network.Network;
import slash80.network.Scope;

/// An account whose clusters and resources are all in VPC vpc-1, except rtb-e15e.
final class FakeAccount implements Account {
  List<Network> networks = List.of();
  Function<Collection<String>, Fact<Set<Vpc.Id>>> vpcs = ids -> Fact.known(Set.of(vpcOf(ids)));
  String broken = "";
  int reads;
  int questions;
  int listed;

  private static Vpc.Id vpcOf(Collection<String> ids) {
    return new Vpc.Id(ids.contains("rtb-e15e") ? "vpc-9" : "vpc-1");
  }

  void holds(ClusterFixture... fixtures) {
    networks = Arrays.stream(fixtures).map(ClusterFixture::network).toList();
  }

  @Override
  public List<Cluster> clusters() {
    listed++;
    return networks.stream().map(Network::cluster).toList();
  }

  @Override
  public Facts read(Cluster cluster, Instant at) {
    reads++;
    if (cluster.name().equals(broken)) {
      throw new IllegalStateException("throttled");
    }
    return networks.stream()
        .filter(network -> network.cluster().equals(cluster))
        .findFirst()
        .orElseThrow()
        .facts();
  }

  @Override
  public Fact<Map<String, Placement>> placements(Collection<String> ids, Instant since) {
    questions++;
    return vpcs.apply(ids)
        .map(
            found ->
                ids.stream()
                    .collect(
                        Collectors.toMap(
                            id -> id,
                            id -> new Placement(found, Scope.of(new Instance.Id(id)), Set.of()))));
  }

  @Override
  public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
    questions++;
    return vpcs.apply(ids);
  }
}
