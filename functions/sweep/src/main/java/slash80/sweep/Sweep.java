package slash80.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import slash80.aws.Account;
import slash80.aws.LedgerStore;
import slash80.aws.Site;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Asks for a check of every cluster: one message each to the queue that `watch` reads. It is what
/// finds changes that no event told of. A ledger whose cluster is gone is asked for too, so that it
/// is closed. A site that does not let its clusters be listed holds up no other, and ledgers that
/// cannot be listed hold up no cluster that is there.
final class Sweep {
  private static final int TRIES = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Reads sites.
  interface Accounts {
    /// @param until when it gives up
    Account of(Site site, Instant until);
  }

  private final List<Site> sites;
  private final Accounts accounts;
  private final LedgerStore store;
  private final SqsClient sqs;
  private final String queue;
  private final InstantSource clock;

  /// @param sites where clusters are
  Sweep(
      List<Site> sites,
      Accounts accounts,
      LedgerStore store,
      SqsClient sqs,
      String queue,
      InstantSource clock) {
    this.sites = List.copyOf(sites);
    this.accounts = accounts;
    this.store = store;
    this.sqs = sqs;
    this.queue = queue;
    this.clock = clock;
  }

  /// How many clusters were asked for; IllegalStateException names the sites and clusters that were
  /// not. All others have been by then.
  ///
  /// @param end no site is read for longer
  int run(Instant end) {
    var outbox = new Outbox(sqs, queue);
    var ledgers = new Ledgers(store);
    var unlisted = new ArrayList<String>();
    for (int done = 0; done < sites.size(); done++) {
      var site = sites.get(done);
      try {
        var there = there(site, end, sites.size() - done);
        there.forEach(cluster -> outbox.add(cluster, body(cluster)));
        gone(site, there, ledgers).forEach(cluster -> outbox.add(cluster, body(cluster)));
      } catch (RuntimeException failure) {
        unlisted.add("%s (%s)".formatted(site, failure.getMessage()));
      }
    }
    var unsent = outbox.close();
    if (!unlisted.isEmpty() || !unsent.isEmpty()) {
      throw new IllegalStateException(sentence(unlisted, unsent, outbox.added()));
    }
    return outbox.added();
  }

  private String sentence(List<String> unlisted, List<String> unsent, int clusters) {
    var parts = new ArrayList<String>();
    if (!unlisted.isEmpty()) {
      parts.add(
          "%d of %d accounts and regions are not swept, or not to the end: %s"
              .formatted(unlisted.size(), sites.size(), String.join("; ", unlisted)));
    }
    if (!unsent.isEmpty()) {
      parts.add(
          "%d of %d clusters are not asked for: %s"
              .formatted(unsent.size(), clusters, String.join("; ", unsent)));
    }
    return String.join(". ", parts);
  }

  private List<Cluster.Id> there(Site site, Instant end, int left) {
    return names(site, end, left).stream()
        .map(name -> new Cluster.Id(site.account(), site.region(), name))
        .toList();
  }

  /// The clusters that only a ledger knows.
  private List<Cluster.Id> gone(Site site, List<Cluster.Id> there, Ledgers ledgers) {
    return ledgers.in(site.region()).stream()
        .filter(cluster -> cluster.account().equals(site.account()))
        .filter(cluster -> !there.contains(cluster))
        .toList();
  }

  /// Whatever failed may have passed by the second try; then the next sweep is the third. A site
  /// that does not answer takes its share of the time, and leaves the others theirs.
  ///
  /// @param left how many sites are to be read, this one among them
  private List<String> names(Site site, Instant end, int left) {
    for (int tries = 1; ; tries++) {
      try {
        var now = clock.instant();
        var share = Duration.between(now, end).dividedBy((long) TRIES * left - (tries - 1));
        return accounts.of(site, now.plus(share)).names();
      } catch (RuntimeException failure) {
        if (tries == TRIES) {
          throw failure;
        }
      }
    }
  }

  /// The message has the form of an event, so that `watch` reads nothing else.
  private String body(Cluster.Id cluster) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Cluster Check");
    event.put("source", "slash80.sweep");
    event.put("account", cluster.account());
    event.put("time", clock.instant().toString());
    event.put("region", cluster.region());
    event.putArray("resources").add(Site.arnOf(cluster));
    event
        .putObject("detail")
        .put("cluster", cluster.name())
        .put("account", cluster.account())
        .put("region", cluster.region());
    return event.toString();
  }
}
