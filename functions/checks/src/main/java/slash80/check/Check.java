package slash80.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import slash80.alerts.Alert;
import slash80.alerts.Cadence;
import slash80.alerts.Delta;
import slash80.alerts.Extent;
import slash80.alerts.Ledger;
import slash80.alerts.Origin;
import slash80.alerts.Reading;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.aws.LedgerStore;
import slash80.aws.LedgerStore.Conflict;
import slash80.aws.Publisher;
import slash80.check.event.Expectation;
import slash80.check.settle.Patience;
import slash80.facts.Cluster;
import slash80.facts.Facts;
import slash80.facts.Network;
import slash80.facts.Node;
import slash80.facts.Scope;
import slash80.rules.Judgement;
import slash80.rules.Policy;
import slash80.rules.RuleBook;

/// One check of one cluster: Network → Findings → Delta → Alert.
///
/// The ledger is read before the account, so that whoever replaces it meanwhile is noticed when it
/// is written. What is new is written as claimed, then told, then written as announced. A crash
/// before the claim leaves everything to the message, which comes again; a crash after it leaves a
/// claim that lapses, and that the next check announces. So people are told at least once, and
/// twice only where a check ended between telling them and writing that it had.
///
/// A reading that finds nothing new writes nothing, so an older one that ends after it cannot know
/// of it. What was read some time ago is therefore read again before anything is told of it; what
/// slips through within that time, the next check sets right.
public final class Check {
  private static final int TRIES = 5;

  /// For how long a reading may be told of without another look.
  private static final Duration FRESH = Duration.ofSeconds(20);

  /// As many origins as a claim keeps.
  private static final int KEPT = 100;

  /// What a check needs of the world.
  public record Tools(
      Account account,
      LedgerStore store,
      Publisher publisher,
      Policy policy,
      Cadence cadence,
      InstantSource clock) {}

  /// What asked for a check.
  public enum Occasion {
    /// Something has changed.
    CHANGE,
    /// The time has come: people are reminded, too.
    SWEEP
  }

  private final Tools tools;
  private Scope scope;
  private final Occasion occasion;
  private final List<Origin> origins;
  private final Patience patience;
  private final List<Alert> published = new ArrayList<>();
  private final String id = UUID.randomUUID().toString();
  private Cluster cluster;
  private Instant began;
  private Freshness freshness = Freshness.ONCE_MORE;

  /// Whether an old reading is made again: once, or a slow account would never be told of.
  private enum Freshness {
    ONCE_MORE,
    NO_MORE
  }

  /// @param cluster as it was read at `began`
  /// @param scope what of it is read and judged
  /// @param origins what led to the check, oldest first
  public Check(
      Tools tools,
      Cluster cluster,
      Scope scope,
      Instant began,
      Occasion occasion,
      List<Origin> origins,
      Patience patience) {
    this.tools = tools;
    this.cluster = cluster;
    this.scope = scope;
    this.began = began;
    this.occasion = occasion;
    this.origins = origins;
    this.patience = patience;
  }

  /// What AWS did not show yet, though an event says it.
  public List<Expectation> overlooked() {
    return patience.overlooked();
  }

  /// The alert that went out, also when the check failed after it.
  public List<Alert> published() {
    return List.copyOf(published);
  }

  /// Judges the cluster and tells what is new. Who loses a swap reads ledger and account again.
  public Ledger run() throws Conflict {
    for (int tries = 1; ; tries++) {
      try {
        return attempt();
      } catch (Conflict conflict) {
        if (tries == TRIES || !published.isEmpty()) {
          throw conflict;
        }
        beginAgain();
      }
    }
  }

  private Ledger attempt() throws Conflict {
    var kept = tools.store().read(cluster.id());
    if (kept.ledger().readingBegan().isAfter(began)) {
      beginAgain();
    }
    var asked = tools.clock().instant();
    var taken = taken();
    var network = network(taken.facts(), kept.ledger());
    if (isTooLittle(taken.scope(), network)) {
      scope = Scope.whole();
      return attempt();
    }
    var judgement = RuleBook.judge(network, taken.scope(), tools.policy());
    var reading = Reading.of(network, Extent.of(taken.scope(), network, judgement));
    var delta = delta(untold(kept.ledger()), judgement, reading);
    if (delta.isEmpty()) {
      return write(kept, delta.after());
    }
    if (isOld(asked)) {
      freshness = Freshness.NO_MORE;
      beginAgain();
      return attempt();
    }
    var led = origins(delta);
    var claim = delta.claim(id, tools.clock().instant(), lastOf(led));
    tools.store().replace(cluster.id(), kept, delta.after().with(claim));
    var announcement = new Announcement(tools, cluster.id(), id);
    published.add(announcement.publish(Alert.of(judgement, delta, led)));
    return announcement.written();
  }

  private Account.Taken taken() {
    var taken = tools.account().take(cluster, scope, began);
    while (patience.isWorthAnotherLook(taken.facts())) {
      began = tools.clock().instant();
      taken = tools.account().take(cluster, scope, began);
    }
    return taken;
  }

  private boolean isOld(Instant asked) {
    return switch (freshness) {
      case ONCE_MORE -> asked.plus(FRESH).isBefore(tools.clock().instant());
      case NO_MORE -> false;
    };
  }

  private void beginAgain() {
    String name = cluster.name();
    began = tools.clock().instant();
    cluster =
        tools.account().clusters(Set.of(name)).stream()
            .findFirst()
            .orElseThrow(() -> new BadInput("cluster %s is gone since".formatted(name)));
  }

  /// The cluster as it is, and as the ledger remembers it.
  private Network network(Facts facts, Ledger ledger) {
    return tools.policy().applied(facts.recorded(ledger.prefixes()));
  }

  /// Whether a check of the whole cluster has to judge what a part left to it. Every launch is
  /// judged again when it has settled; by then load balancers know the node.
  private static boolean isTooLittle(Scope judged, Network network) {
    return switch (judged) {
      case Scope.Whole _ -> false;
      case Scope.Part part ->
          switch (part.depth()) {
            case ALL -> false;
            case ALL_BUT_OPENNESS -> !areSettling(part, network);
          };
    };
  }

  private static boolean areSettling(Scope.Part part, Network network) {
    return part.interfaces().isEmpty()
        && part.nodes().stream()
            .allMatch(id -> network.node(id).filter(Node::isSettling).isPresent());
  }

  /// The ledger, in which what this check has claimed before is still to be told. The SDK tries a
  /// write again whose answer was lost, and loses the swap to itself.
  private Ledger untold(Ledger ledger) {
    return ledger.released(id);
  }

  private Delta delta(Ledger ledger, Judgement judgement, Reading reading) {
    var delta = Delta.between(ledger, judgement, reading, tools.cadence().lapse());
    return switch (occasion) {
      case CHANGE -> delta;
      case SWEEP -> delta.reminding(judgement, tools.cadence().reminder());
    };
  }

  private Ledger write(LedgerStore.Kept kept, Ledger after) throws Conflict {
    if (!after.equals(kept.ledger())) {
      tools.store().replace(cluster.id(), kept, after);
    }
    return after;
  }

  /// What led to this check, and to those whose news it tells.
  private List<Origin> origins(Delta delta) {
    return Stream.concat(delta.origins().stream(), origins.stream())
        .distinct()
        .sorted(Comparator.comparing(Origin::at))
        .toList();
  }

  private static List<Origin> lastOf(List<Origin> origins) {
    return origins.subList(Math.max(origins.size() - KEPT, 0), origins.size());
  }
}
