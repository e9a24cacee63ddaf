package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.Subnet;
import slash80.network.Scope;

/// Tests the reasons for facts without a response. A snapshot names the missing file, and a live
/// read names the call that it did not make.
final class MissingResponseTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void a_snapshot_names_the_missing_file() {
    Folders.smallest(folder);
    var snapshot = Snapshot.open(folder);
    var facts = snapshot.read(snapshot.clusters().getFirst(), AT);
    assertEquals(
        Map.of(
            new Subnet.Id("subnet-1"),
            Fact.unread("get-subnet-cidr-reservations.subnet-1.json was not captured")),
        facts.delegation().reservations());
    assertEquals(
        Fact.unread("describe-addon.vpc-cni.json was not captured"), facts.delegation().vpcCni());
    assertEquals(
        "describe-network-interfaces was not captured: branch, Fargate and control-plane"
            + " interfaces and DenyAllIgwTraffic are unseen",
        facts.notes().getFirst());
  }

  @Test
  void a_read_of_a_part_tells_that_it_read_a_part() {
    Folders.smallest(folder);
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      var instance = new Instance.Id("i-1");
      var facts = live.read(live.clusters().getFirst(), Scope.of(instance), AT).facts();
      Fact<?> unread = Fact.unread("only a part of the cluster was read");
      assertEquals(Map.of(new Subnet.Id("subnet-1"), unread), facts.delegation().reservations());
      assertEquals(unread, facts.delegation().vpcCni());
      assertEquals(unread, facts.layers().egressOnlyGateway());
      assertFalse(speaksOfFiles(facts), facts::toString);
    }
  }

  @Test
  void a_whole_read_names_the_call_that_was_not_made() {
    Folders.smallest(folder);
    Folders.change(
        folder,
        "describe-cluster.demo.json",
        text ->
            text.replace(
                "\"resourcesVpcConfig\"",
                "\"computeConfig\": {\"enabled\": true}, \"resourcesVpcConfig\""));
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      var facts = live.read(live.clusters(Set.of("demo")).getFirst(), AT);
      assertEquals(
          Fact.unread(
              "EKS Auto Mode runs the VPC CNI without an add-on, so eks:DescribeAddon was not"
                  + " called"),
          facts.delegation().vpcCni());
      assertFalse(speaksOfFiles(facts), facts::toString);
    }
  }

  private static boolean speaksOfFiles(Facts facts) {
    return facts.toString().contains("captured") || facts.toString().contains(".json");
  }
}
