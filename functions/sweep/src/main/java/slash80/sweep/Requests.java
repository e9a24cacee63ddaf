package slash80.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import slash80.aws.AccountRegion;
import slash80.facts.Cluster;

/// The messages of a sweep. They have the form of events, the only form that queues carry.
final class Requests {
  static final String SITE = "Site Sweep";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Requests() {}

  /// Asks `sweep` to list the clusters of an account and region.
  ///
  /// @param isExamined whether to look for trails and rules too
  static String ofSite(AccountRegion site, boolean isExamined, Instant at) {
    var event = event(SITE, site, at);
    event.putArray("resources");
    event.putObject("detail").put("examine", isExamined);
    return event.toString();
  }

  /// Asks `watch` to check a cluster, or to close the ledger of one that is gone.
  static String ofCluster(Cluster.Id cluster, Instant at) {
    var event = event("Cluster Check", new AccountRegion(cluster.account(), cluster.region()), at);
    event.putArray("resources").add(AccountRegion.arnOf(cluster));
    event
        .putObject("detail")
        .put("cluster", cluster.name())
        .put("account", cluster.account())
        .put("region", cluster.region());
    return event.toString();
  }

  /// Asks `watch` to tell what is wrong with accounts and regions.
  static String ofReview(AccountRegion home, Instant at) {
    var event = event("Sites Review", home, at);
    event.putArray("resources");
    event.putObject("detail");
    return event.toString();
  }

  private static ObjectNode event(String kind, AccountRegion site, Instant at) {
    return JSON.createObjectNode()
        .put("version", "0")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", kind)
        .put("source", "slash80.sweep")
        .put("account", site.account())
        .put("time", at.toString())
        .put("region", site.region());
  }
}
