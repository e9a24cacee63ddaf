package slash80.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Deadlines;
import slash80.aws.Outbox;
import slash80.aws.live.Examination;
import slash80.facts.Cluster;
import slash80.ledger.SiteTrouble.Kind;

/// Requests a check of every cluster of one account and region, and of each ledger whose cluster
/// was deleted, so that the ledger is closed. What keeps an account from being read is no failure
/// of the sweep: it is written down, and people are told. The next sweep is the next attempt.
final class SiteSweep {
  private static final int NAMED = 10;

  /// Accounts and regions as they are read.
  interface Sites {
    /// @param until no call to AWS begins after it
    Account open(AccountRegion site, Instant until);

    /// What keeps events from arriving.
    Examination examine(AccountRegion site, Instant until);
  }

  private final Sites sites;
  private final Ledgers ledgers;
  private final Function<Instant, Outbox> outboxes;
  private final InstantSource clock;

  /// @param outboxes makes an outbox that sends nothing after a time
  SiteSweep(Sites sites, Ledgers ledgers, Function<Instant, Outbox> outboxes, InstantSource clock) {
    this.sites = sites;
    this.ledgers = ledgers;
    this.outboxes = outboxes;
    this.clock = clock;
  }

  /// The result of one account and region.
  ///
  /// @param covered the kinds of trouble that were looked for
  /// @param troubles the details of those that were found, by kind
  /// @param clusters the number of checks that were requested
  /// @param failure why the sweep itself failed
  record Swept(
      AccountRegion site,
      Set<Kind> covered,
      Map<Kind, String> troubles,
      int clusters,
      Optional<String> failure) {
    Swept {
      covered = Set.copyOf(covered);
      troubles = Map.copyOf(troubles);
    }
  }

  /// @param deadlines no call for this site begins after them
  Swept run(AccountRegion site, boolean isExamined, Deadlines deadlines) {
    var covered = EnumSet.of(Kind.REFUSED, Kind.UNANSWERED);
    var troubles = new EnumMap<Kind, String>(Kind.class);
    List<String> names;
    try {
      names = names(site, deadlines.reads());
    } catch (AccessRefused refused) {
      troubles.put(Kind.REFUSED, sentence(refused));
      return new Swept(site, covered, troubles, 0, Optional.empty());
    } catch (RuntimeException silent) {
      troubles.put(Kind.UNANSWERED, sentence(silent));
      return new Swept(site, EnumSet.of(Kind.UNANSWERED), troubles, 0, Optional.empty());
    }
    var outbox = outboxes.apply(deadlines.all());
    var failure = request(site, names, outbox, deadlines.all());
    if (isExamined && clock.instant().isBefore(deadlines.reads())) {
      var examination = examined(site, deadlines.reads());
      covered.addAll(examination.covered());
      troubles.putAll(examination.troubles());
    }
    return new Swept(site, covered, troubles, outbox.added(), failure);
  }

  private Examination examined(AccountRegion site, Instant end) {
    try {
      return sites.examine(site, end);
    } catch (RuntimeException failed) {
      return new Examination(Set.of(Kind.UNEXAMINED), Map.of(Kind.UNEXAMINED, sentence(failed)));
    }
  }

  /// A failure may pass by the second attempt, which has what is left of the time. A refusal does
  /// not.
  private List<String> names(AccountRegion site, Instant end) {
    var now = clock.instant();
    try {
      return sites.open(site, now.plus(Duration.between(now, end).dividedBy(2))).names();
    } catch (AccessRefused refused) {
      throw refused;
    } catch (RuntimeException failed) {
      try {
        return sites.open(site, end).names();
      } catch (RuntimeException again) {
        again.addSuppressed(failed);
        throw again;
      }
    }
  }

  /// The reason why not every check could be requested. The clusters that are there do not wait for
  /// the list of ledgers.
  private Optional<String> request(
      AccountRegion site, List<String> names, Outbox outbox, Instant end) {
    names.forEach(name -> add(outbox, new Cluster.Id(site.account(), site.region(), name)));
    outbox.flush();
    Optional<String> unlisted = Optional.empty();
    try {
      var now = clock.instant();
      ledgers.until(now.plus(Duration.between(now, end).dividedBy(2))).clusters(site).stream()
          .filter(cluster -> !names.contains(cluster.name()))
          .forEach(cluster -> add(outbox, cluster));
    } catch (RuntimeException refused) {
      unlisted = Optional.of("its ledgers cannot be listed: " + refused.getMessage());
    }
    var unsent = outbox.close();
    return unsent.isEmpty()
        ? unlisted
        : Optional.of(
            "no check is requested for %d of %d clusters: %s"
                .formatted(unsent.size(), outbox.added(), some(unsent)));
  }

  /// The first of many sentences, and how many more there are.
  static String some(List<String> sentences) {
    var first = String.join("; ", sentences.stream().limit(NAMED).toList());
    return sentences.size() > NAMED
        ? "%s; and %,d more".formatted(first, sentences.size() - NAMED)
        : first;
  }

  private void add(Outbox outbox, Cluster.Id cluster) {
    outbox.add(AccountRegion.arnOf(cluster), Requests.ofCluster(cluster, clock.instant()));
  }

  private static String sentence(RuntimeException failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }
}
