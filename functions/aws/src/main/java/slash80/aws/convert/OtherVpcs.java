package slash80.aws.convert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import slash80.facts.Vpc;
import slash80.facts.VpcLayers;

/// The network layers of the other VPCs that matter to a cluster: those in which a node has an
/// interface, and those of its load balancers.
///
/// @param ids the ids of these VPCs
/// @param carriedGroups the ids of the security groups that interfaces and load balancers carry
public record OtherVpcs(Set<Vpc.Id> ids, AwsResponses.Layers responses, Set<String> carriedGroups) {

  /// The ids of the other VPCs that the nodes' interfaces and these load balancers stand in.
  static Set<Vpc.Id> ids(
      Cluster cluster,
      AwsResponses.Attachments attachments,
      Fact<List<LoadBalancer>> loadBalancers) {
    var ofNodes =
        new NodeResources(cluster, attachments.instances())
            .vpcs(attachments.interfaces()).stream().map(Vpc.Id::new);
    var ofBalancers = loadBalancers.asKnown().orElse(List.of()).stream().map(LoadBalancer::vpc);
    return Stream.concat(ofNodes, ofBalancers)
        .filter(vpc -> !vpc.equals(cluster.vpc()))
        .collect(Collectors.toUnmodifiableSet());
  }

  public Map<Vpc.Id, VpcLayers> layers() {
    var layers = new HashMap<Vpc.Id, VpcLayers>();
    ids.forEach(id -> layers.put(id, wasRead(id) ? layersOf(id) : VpcLayers.unread(notRead(id))));
    return layers;
  }

  private VpcLayers layersOf(Vpc.Id id) {
    return VpcFacts.convert(id, responses, carriedGroups).layers();
  }

  /// Whether the responses cover a VPC. Every VPC has a main route table
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithRouteTables.html), so responses that
  /// lack the VPC or all its tables were about other VPCs.
  private boolean wasRead(Vpc.Id id) {
    return shows(responses.basis().vpcs(), vpc -> id.value().equals(vpc.vpcId()))
        && shows(responses.path().routeTables(), table -> id.value().equals(table.vpcId()));
  }

  private static <T> boolean shows(Fact<List<T>> response, Predicate<T> isOurs) {
    return response.map(items -> items.stream().anyMatch(isOurs)).asKnown().orElse(true);
  }

  private static String notRead(Vpc.Id id) {
    return id + " was not read";
  }
}
