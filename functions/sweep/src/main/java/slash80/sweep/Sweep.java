package slash80.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Outbox;
import slash80.aws.Retry;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;

/// Requests a check of every cluster: one message for each to the queue that `watch` reads. So it
/// finds changes that no event reported. A check is also requested for each ledger whose cluster
/// was deleted, so that the ledger is closed. An account whose clusters cannot be listed does not
/// hold up other accounts, and ledgers that cannot be listed do not hold up existing clusters.
final class Sweep {
  private static final int ATTEMPTS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Opens an account in a region.
  interface Accounts {
    /// @param until no call to AWS begins after it
    Account of(AccountRegion site, Instant until);
  }

  private final List<AccountRegion> sites;
  private final Accounts accounts;
  private final LedgerStore store;
  private final Supplier<Outbox> outboxes;
  private final InstantSource clock;

  /// @param sites the accounts and regions with clusters
  /// @param outboxes gives the outbox of one run
  Sweep(
      List<AccountRegion> sites,
      Accounts accounts,
      LedgerStore store,
      Supplier<Outbox> outboxes,
      InstantSource clock) {
    this.sites = List.copyOf(sites);
    this.accounts = accounts;
    this.store = store;
    this.outboxes = outboxes;
    this.clock = clock;
  }

  /// The number of clusters whose check was requested. IllegalStateException names the accounts and
  /// clusters that failed, after all others were requested.
  ///
  /// @param end no account is read after it
  int run(Instant end) {
    var outbox = outboxes.get();
    var ledgers = new LedgerListing(store);
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
          "%d of %d accounts and regions are not swept completely: %s"
              .formatted(unlisted.size(), sites.size(), String.join("; ", unlisted)));
    }
    if (!unsent.isEmpty()) {
      parts.add(
          "no check is requested for %d of %d clusters: %s"
              .formatted(unsent.size(), clusters, String.join("; ", unsent)));
    }
    return String.join(". ", parts);
  }

  private List<Cluster.Id> there(AccountRegion site, Instant end, int left) {
    return names(site, end, left).stream()
        .map(name -> new Cluster.Id(site.account(), site.region(), name))
        .toList();
  }

  /// The deleted clusters, which only a ledger still knows.
  private List<Cluster.Id> gone(AccountRegion site, List<Cluster.Id> there, LedgerListing ledgers) {
    return ledgers.in(site.region()).stream()
        .filter(cluster -> cluster.account().equals(site.account()))
        .filter(cluster -> !there.contains(cluster))
        .toList();
  }

  /// A failure may pass by the second attempt; after that, the next sweep is the third. An account
  /// that does not answer takes its share of the time, and leaves the others theirs.
  ///
  /// @param left the number of accounts and regions that are still to be read, including this one
  private List<String> names(AccountRegion site, Instant end, int left) {
    return Retry.retrying(
        ATTEMPTS,
        RuntimeException.class,
        number -> {
          var now = clock.instant();
          var share = Duration.between(now, end).dividedBy((long) ATTEMPTS * left - (number - 1));
          return accounts.of(site, now.plus(share)).names();
        });
  }

  /// The message has the form of an event, the only form that `watch` reads.
  private String body(Cluster.Id cluster) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Cluster Check");
    event.put("source", "slash80.sweep");
    event.put("account", cluster.account());
    event.put("time", clock.instant().toString());
    event.put("region", cluster.region());
    event.putArray("resources").add(AccountRegion.arnOf(cluster));
    event
        .putObject("detail")
        .put("cluster", cluster.name())
        .put("account", cluster.account())
        .put("region", cluster.region());
    return event.toString();
  }
}
