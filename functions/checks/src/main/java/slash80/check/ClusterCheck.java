package slash80.check;

import static slash80.aws.Retry.retrying;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import slash80.alerts.Alert;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.check.settle.ConsistencyWait;
import slash80.check.settle.ExpectedState;
import slash80.facts.Cluster;
import slash80.facts.Facts;
import slash80.facts.Node;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.ledger.Authors;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.ledger.SharedVpc;
import slash80.network.Network;
import slash80.network.Scope;

/// One check of one cluster: Network → Findings → Delta → Alert.
///
/// The ledger is read before the account, so that a write by another check in between is noticed
/// when this check writes. New findings are written as claimed, then published, then written as
/// announced. A crash before the claim leaves everything to the message, which is delivered again;
/// a crash after it leaves a claim that expires and that the next check announces. So an alert goes
/// out at least once, and twice only if a check ended between publishing it and recording that. The
/// events for the bus are written down with that record, and then go the same way.
///
/// A read that finds nothing new writes nothing, so an older read that ends after it cannot know of
/// it. Facts that are no longer fresh are therefore read again before an alert is published; the
/// next check corrects what changes within that time.
final class ClusterCheck {
  private static final System.Logger LOG = System.getLogger(ClusterCheck.class.getName());

  private static final int ATTEMPTS = 5;

  /// The age up to which facts may lead to an alert without a second read.
  private static final Duration FRESH = Duration.ofSeconds(20);

  /// The number of origins that a claim keeps.
  private static final int CLAIMED_ORIGINS = 100;

  private final Services services;
  private final Trigger trigger;
  private final List<ChangeOrigin> origins;
  private final ConsistencyWait wait;
  private final List<Alert> published = new ArrayList<>();
  private final String id = UUID.randomUUID().toString();
  private Scope scope;
  private Cluster cluster;
  private Instant began;
  private Freshness freshness = Freshness.ONCE_MORE;
  private boolean hasClaimed;
  private Audience audience = Audience.UNASKED;
  private Optional<SharedVpc> sharedVpc = Optional.empty();

  /// Old facts are read again only once, or a slow account would never lead to an alert.
  private enum Freshness {
    ONCE_MORE,
    NO_MORE
  }

  /// @param began when the request's cluster was read
  ClusterCheck(Services services, CheckRequest request, Instant began) {
    this.services = services;
    this.cluster = request.cluster();
    this.scope = request.scope();
    this.began = began;
    this.trigger = request.trigger();
    this.origins = request.origins();
    this.wait = new ConsistencyWait(request.expected(), request.isFresh(), services.sleeper());
  }

  /// Whether a claim of this check may be in the ledger.
  boolean hasClaimed() {
    return hasClaimed;
  }

  /// The changes that AWS did not show yet, although an event reports them.
  List<ExpectedState> overlooked() {
    return wait.overlooked();
  }

  /// Whether the news of this check had somebody to go to.
  Audience audience() {
    return audience;
  }

  /// The cluster's VPC, if another account owns it.
  Optional<SharedVpc> sharedVpc() {
    return sharedVpc;
  }

  /// The alert that went out, also when the check failed after it.
  List<Alert> published() {
    return List.copyOf(published);
  }

  /// Judges the cluster and publishes what is new. On a conflicting ledger write, reads both ledger
  /// and account again.
  Ledger run() throws Conflict {
    var ledger =
        retrying(
            ATTEMPTS,
            Conflict.class,
            published::isEmpty,
            number -> {
              if (number > 1) {
                beginAgain();
              }
              return attempt();
            });
    return new BusDelivery(services, cluster.id(), id).deliver(ledger);
  }

  private Ledger attempt() throws Conflict {
    var stored = services.store().read(cluster.id());
    if (stored.ledger().readingBegan().isAfter(began)) {
      beginAgain();
    }
    var readAt = services.clock().instant();
    var scoped = scopedFacts(stored.ledger());
    sharedVpc = SharedChanges.vpcOf(cluster, scoped.facts(), readAt);
    var network = network(scoped.facts(), stored.ledger());
    if (needsWholeCluster(scoped.scope(), network)) {
      scope = Scope.whole();
      return attempt();
    }
    var judgement = RuleBook.judge(network, scoped.scope(), services.policy());
    var observation = Observation.of(network, CheckedScope.of(scoped.scope(), network, judgement));
    var known = withoutOwnClaim(stored.ledger());
    var delta =
        services
            .outlets()
            .owing(
                judgement,
                delta(known, judgement, observation),
                known,
                id,
                services.clock().instant());
    if (delta.isEmpty() || !services.outlets().send(judgement, delta)) {
      var after = write(stored, delta.after());
      if (!after.equals(stored.ledger())) {
        ClusterPage.keep(services.store(), scope, network, judgement, after);
      }
      return after;
    }
    audience = Audience.of(services.publisher());
    if (audience.isMissing()) {
      return write(stored, stored.ledger().observed(delta.after().prefixes()));
    }
    if (isOld(readAt)) {
      freshness = Freshness.NO_MORE;
      beginAgain();
      return attempt();
    }
    var announced = origins(delta);
    delta =
        delta.explainedBy(announced, stored.ledger(), authors(delta, announced, stored, network));
    var claim = delta.claim(id, services.clock().instant(), lastOf(announced));
    hasClaimed = true;
    services.store().replace(cluster.id(), stored, delta.after().with(claim));
    var delivery =
        new AlertDelivery(services, cluster.id(), id, services.store().pageOf(cluster.id()));
    var sent = delivery.publish(judgement, delta, announced, stored.ledger());
    published.add(sent.alert());
    var written = delivery.written(sent.events(), false);
    ClusterPage.keep(services.store(), scope, network, judgement, written);
    return written;
  }

  private Account.ScopedFacts scopedFacts(Ledger ledger) {
    var steady = steady(ledger);
    var scoped = services.account().read(cluster, scope, began, steady);
    while (wait.shouldReadAgain(scoped.facts())) {
      began = services.clock().instant();
      scoped = services.account().read(cluster, scope, began, steady);
    }
    return scoped;
  }

  private Instant steady(Ledger ledger) {
    var now = services.clock().instant();
    return switch (trigger) {
      case SWEEP -> now;
      case CHANGE -> SteadyFacts.since(origins, ledger.readingBegan(), now);
    };
  }

  private boolean isOld(Instant readAt) {
    return switch (freshness) {
      case ONCE_MORE -> readAt.plus(FRESH).isBefore(services.clock().instant());
      case NO_MORE -> false;
    };
  }

  private void beginAgain() {
    String name = cluster.name();
    began = services.clock().instant();
    cluster =
        services.account().clusters(Set.of(name)).stream()
            .findFirst()
            .orElseThrow(
                () -> new BadInput("cluster %s was deleted during the check".formatted(name)));
  }

  /// The cluster as it was read, with the prefixes that the ledger recorded.
  private Network network(Facts facts, Ledger ledger) {
    return services.policy().applied(facts.recorded(ledger.prefixes()));
  }

  /// Whether the whole cluster has to be checked for what this part leaves out. A node that is
  /// still settling can wait: it is judged again when it has settled, and by then load balancers
  /// know it.
  private static boolean needsWholeCluster(Scope judged, Network network) {
    return switch (judged) {
      case Scope.Whole _ -> false;
      case Scope.Partial part ->
          switch (part.depth()) {
            case ALL -> false;
            case WITHOUT_EXPOSURE -> !areSettling(part, network);
          };
    };
  }

  private static boolean areSettling(Scope.Partial part, Network network) {
    return part.interfaces().isEmpty()
        && part.nodes().stream()
            .allMatch(id -> network.node(id).filter(Node::isSettling).isPresent());
  }

  /// The ledger without the claim of this check, if an earlier attempt left it there: the SDK
  /// repeats a write whose response was lost, and the repeated write conflicts with the first.
  private Ledger withoutOwnClaim(Ledger ledger) {
    return ledger.released(id);
  }

  private Delta delta(Ledger ledger, Judgement judgement, Observation observation) {
    var delta = Delta.between(ledger, judgement, observation, services.timings().lapse());
    var sent = delta.sending(services.outlets().least(), ledger).noting(origins);
    return switch (trigger) {
      case CHANGE -> sent;
      case SWEEP -> sent.reminding(judgement, services.timings().reminder());
    };
  }

  private Ledger write(LedgerStore.StoredLedger stored, Ledger after) throws Conflict {
    if (!after.equals(stored.ledger())) {
      services.store().replace(cluster.id(), stored, after);
    }
    return after;
  }

  private Authors authors(
      Delta delta, List<ChangeOrigin> led, LedgerStore.StoredLedger stored, Network network) {
    var authors = Authors.of(delta, led, stored.ledger(), network.facts(), services.policy());
    authors
        .trouble()
        .ifPresent(
            why ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "cluster {0}: the changes behind its findings are named by their resources"
                        + " only: {1}",
                    LogText.of(cluster.name()),
                    LogText.of(why)));
    return authors;
  }

  /// The events that led to this check, and to the earlier checks whose findings it announces.
  private List<ChangeOrigin> origins(Delta delta) {
    return ChangeOrigin.once(Stream.concat(delta.origins().stream(), origins.stream()));
  }

  private static List<ChangeOrigin> lastOf(List<ChangeOrigin> origins) {
    return origins.subList(Math.max(origins.size() - CLAIMED_ORIGINS, 0), origins.size());
  }
}
