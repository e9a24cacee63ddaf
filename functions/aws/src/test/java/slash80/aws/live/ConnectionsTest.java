package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.AwsClients;
import slash80.aws.CostSituations;
import slash80.aws.SdkSettings;

/// Tests the connections over which calls go: over https each of them costs a handshake. In these
/// tests all services have one address.
@Timeout(60)
final class ConnectionsTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void the_clients_of_all_services_share_one_connection() {
    CostSituations.base(folder);
    try (var aws = StubbedAws.serving(folder);
        var _ = SdkSettings.at(aws.endpoint())) {
      for (int time = 0; time < 2; time++) {
        var clients = AwsClients.in("us-east-2");
        clients.ec2().describeVpcs(ask -> ask.maxResults(1000));
        clients.eks().listClusters();
        clients.loadBalancing().describeLoadBalancers();
        clients.ec2().describeSubnets(ask -> ask.maxResults(1000));
      }
      assertEquals(8, aws.calls());
      assertEquals(1, aws.flight().connections());
    }
  }

  @Test
  void a_check_opens_no_more_connections_than_it_has_calls_in_flight() {
    CostSituations.base(folder);
    try (var aws = StubbedAws.serving(folder);
        var _ = SdkSettings.at(aws.endpoint())) {
      LiveAccount.in("us-east-2").read(cluster(aws), AT);
      int opened = aws.flight().connections();
      assertTrue(opened <= 10, opened + " connections for " + aws.calls() + " calls");
      assertTrue(opened < aws.calls(), opened + " connections for " + aws.calls() + " calls");
    }
  }

  @Test
  void calls_one_after_the_other_leave_their_connection_to_the_next_account() {
    CostSituations.base(folder);
    try (var aws = StubbedAws.serving(folder);
        var _ = SdkSettings.at(aws.endpoint())) {
      for (var _ : List.of("us-east-2", "us-east-2", "us-east-2")) {
        var live = LiveAccount.in("us-east-2");
        live.clusters(Set.of("demo"));
        live.close();
      }
      assertEquals(1, aws.flight().connections());
    }
  }

  private static slash80.facts.Cluster cluster(StubbedAws aws) {
    var cluster = LiveAccount.in("us-east-2").clusters(Set.of("demo")).getFirst();
    aws.forget();
    aws.flight().forget();
    return cluster;
  }
}
