package slash80.aws.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import slash80.facts.Cluster;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;

/// The example account on disk, copied and read part by part.
final class ExampleSnapshot {
  static final Path ACCOUNT = Path.of(System.getProperty("project.root"), "events/account");
  static final Map<String, Object> WHOLE = parts(ACCOUNT);

  private ExampleSnapshot() {}

  static Map<String, Object> parts(Path folder) {
    var snapshot = Snapshot.open(folder);
    return parts(snapshot, snapshot.clusters().getFirst());
  }

  /// The facts of a cluster, by the name of each fact.
  static Map<String, Object> parts(Snapshot snapshot, Cluster cluster) {
    var facts = snapshot.read(cluster, Instant.parse("2026-11-23T08:00:00Z"));
    var parts = new TreeMap<String, Object>();
    parts.put("cluster", facts.cluster());
    parts.put("vpc", facts.layers().vpc());
    parts.put("instances", facts.attachments().instances());
    parts.put("interfaces", facts.attachments().interfaces());
    parts.put("subnets", facts.layers().subnets());
    parts.put("groups", facts.layers().groups());
    parts.put("acls", facts.layers().acls());
    parts.put("route tables", facts.layers().routeTables());
    parts.put("internet gateways", facts.layers().internetGateways());
    facts.layers().prefixLists().forEach((id, list) -> parts.put(id.value(), list));
    parts.put("block mode", facts.layers().blockMode());
    parts.put("exclusions", facts.layers().exclusions());
    parts.put("egress-only gateway", facts.layers().egressOnlyGateway());
    parts.put(
        "balancers",
        facts
            .balancing()
            .loadBalancers()
            .map(loadBalancers -> loadBalancers.stream().map(LoadBalancer::arn).toList()));
    for (var loadBalancer : facts.balancing().loadBalancers().asKnown().orElse(List.of())) {
      parts.put("balancer " + loadBalancer.name() + " listeners", loadBalancer.listeners());
      parts.put("balancer " + loadBalancer.name() + " attributes", loadBalancer.attributes());
      parts.put("balancer " + loadBalancer.name() + " tags", loadBalancer.tags());
    }
    parts.put(
        "target groups",
        facts
            .balancing()
            .targetGroups()
            .map(targetGroups -> targetGroups.stream().map(TargetGroup::arn).toList()));
    for (var targetGroup : facts.balancing().targetGroups().asKnown().orElse(List.of())) {
      parts.put("target group " + targetGroup.name() + " targets", targetGroup.targets());
      parts.put("target group " + targetGroup.name() + " attributes", targetGroup.attributes());
      parts.put("target group " + targetGroup.name() + " tags", targetGroup.tags());
    }
    facts
        .delegation()
        .reservations()
        .forEach((subnet, reservation) -> parts.put("reservations " + subnet, reservation));
    facts.delegation().instanceTypes().forEach((name, type) -> parts.put("type " + name, type));
    parts.put("vpc-cni", facts.delegation().vpcCni());
    parts.put("node groups", facts.delegation().nodeGroups());
    parts.put("notes", facts.notes());
    return parts;
  }

  static void copy(Path folder) {
    copy(folder, UnaryOperator.identity());
  }

  /// Copies each file to the path that a function gives for its name.
  static void copy(Path folder, UnaryOperator<String> to) {
    files(ACCOUNT).forEach(file -> Folders.write(folder, to.apply(file), read(ACCOUNT, file)));
  }

  static String read(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static List<String> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
