package slash80.aws.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import slash80.aws.convert.Tags;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/// Instances that were seen running as nodes of a cluster, without their interfaces. A security
/// group may be on ten thousand of them, and to ask again what they are takes ten pages.
///
/// Only an instance that was a running node is remembered: one that was none may have become one
/// without a finding, and then nothing tells. A node that stops, ends or is tagged anew leaves its
/// cluster, which the ledger records: an answer from before the ledger's last reading does not
/// count.
final class KnownNodes {
  /// Nothing is remembered for longer than from one sweep to the next.
  private static final Duration AGE = Duration.ofHours(1);

  private final CachedResponses<Instance> nodes = new CachedResponses<>();

  /// An instance that was seen as a node of this cluster at `earliest` or later.
  Optional<Instance> since(Instant earliest, String id, String cluster) {
    return nodes.since(earliest, id).filter(node -> Tags.clusters(node.tags()).contains(cluster));
  }

  /// Remembers the nodes among some instances.
  ///
  /// @param asked the time just before the call
  /// @param steady the time since which answers count; to come, if AWS may not show a change yet
  void keep(Collection<Instance> found, Instant asked, Instant steady) {
    nodes.forgetBefore(asked.minus(AGE));
    found.forEach(
        instance -> {
          nodes.forget(instance.instanceId());
          if (!steady.isAfter(asked) && isRunningNode(instance)) {
            nodes.keep(instance.instanceId(), withoutInterfaces(instance), asked);
          }
        });
  }

  void forget(String id) {
    nodes.forget(id);
  }

  private static boolean isRunningNode(Instance instance) {
    return instance.state() != null
        && instance.state().name() == InstanceStateName.RUNNING
        && !Tags.clusters(instance.tags()).isEmpty();
  }

  /// What a running instance is. It cannot change while the instance runs, but for its tags.
  private static Instance withoutInterfaces(Instance node) {
    return Instance.builder()
        .instanceId(node.instanceId())
        .vpcId(node.vpcId())
        .state(node.state())
        .launchTime(node.launchTime())
        .instanceType(node.instanceTypeAsString())
        .placement(node.placement())
        .tags(node.tags())
        .operator(node.operator())
        .build();
  }
}
