package slash80.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixtures;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.SubnetFixture;

/// One account that has the fault of every rule at once, beside nodes without a fault. Each table
/// of cases plants its own: nodes in the private subnet `nodes` or in the subnet `public`, further
/// subnets, or anything else of the cluster.
public final class RegressionAccount {
  private final List<NodeFixture> nodes = new ArrayList<>(List.of(Fixtures.node("well-1")));
  private final List<NodeFixture> publicNodes = new ArrayList<>();
  private final List<SubnetFixture> subnets = new ArrayList<>();
  private final List<Consumer<ClusterFixture>> changes = new ArrayList<>();

  RegressionAccount node(NodeFixture fault) {
    nodes.add(fault);
    return this;
  }

  RegressionAccount publicNode(NodeFixture fault) {
    publicNodes.add(fault);
    return this;
  }

  RegressionAccount subnet(SubnetFixture fault) {
    subnets.add(fault);
    return this;
  }

  RegressionAccount cluster(Consumer<ClusterFixture> change) {
    changes.add(change);
    return this;
  }

  public ClusterFixture build() {
    var arrayList = new ArrayList<SubnetFixture>();
    arrayList.add(in("nodes", "2001:db8:0:1::/64", nodes));
    arrayList.add(in("public", "2001:db8:0:4::/64", publicNodes).leavingByInternetGateway());
    arrayList.addAll(subnets);
    var account = Fixtures.cluster("demo", arrayList.toArray(SubnetFixture[]::new));
    changes.forEach(change -> change.accept(account));
    return account;
  }

  private static SubnetFixture in(String name, String range, List<NodeFixture> nodes) {
    return Fixtures.subnet(name, range, nodes.toArray(NodeFixture[]::new));
  }
}
