package slash80.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.Alert;
import slash80.alerts.Cadence;
import slash80.alerts.Ledger;
import slash80.alerts.Origin;
import slash80.alerts.Plain;
import slash80.aws.Account;
import slash80.aws.LedgerStore;
import slash80.aws.Publisher;
import slash80.aws.Reads;
import slash80.check.Outcome.Fate;
import slash80.check.Outcome.Handled;
import slash80.check.Tried.Done;
import slash80.check.Tried.Failed;
import slash80.check.event.Change;
import slash80.check.event.EventReader;
import slash80.check.event.Expectation;
import slash80.check.scope.PartScopes;
import slash80.check.scope.PartScopes.Pause;
import slash80.check.scope.Scopes;
import slash80.check.scope.Scopes.Scope;
import slash80.check.settle.Patience;
import slash80.facts.Cluster;
import slash80.rules.Policy;

/// What the function `watch` does with a batch of events: event → Change → Scope, then one check of
/// each cluster that the batch concerns, however many events concern it. A message fails alone;
/// what failed is delivered again.
public final class Watch {
  /// EC2 takes 200 values in one filter, and a node has two blocks of addresses to ask about
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html).
  private static final int MANY = 100;

  private final Supplier<Account> accounts;
  private final LedgerStore store;
  private final Publisher publisher;
  private final Supplier<Policy> policies;
  private final Cadence cadence;
  private final InstantSource clock;
  private final Pause pause;

  /// @param accounts gives the account to judge, asked once for each batch
  /// @param policies gives the policy to judge it under, asked once for each batch
  public Watch(
      Supplier<Account> accounts,
      LedgerStore store,
      Publisher publisher,
      Supplier<Policy> policies,
      Cadence cadence,
      InstantSource clock) {
    this(accounts, store, publisher, policies, cadence, clock, Watch::sleep);
  }

  /// @param pause how to wait for what AWS does not know yet
  Watch(
      Supplier<Account> accounts,
      LedgerStore store,
      Publisher publisher,
      Supplier<Policy> policies,
      Cadence cadence,
      InstantSource clock,
      Pause pause) {
    this.accounts = accounts;
    this.store = store;
    this.publisher = publisher;
    this.policies = policies;
    this.cadence = cadence;
    this.clock = clock;
    this.pause = pause;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// When the last of some events happened: the moment to judge an account at that was kept on
  /// disk. Messages that are no events are passed over.
  public static Instant momentOf(List<Message> messages, Instant otherwise) {
    return messages.stream()
        .flatMap(message -> Read.of(message, Instant.MIN).change().asDone().stream())
        .map(change -> change.origin().at())
        .filter(at -> at.isAfter(Instant.MIN))
        .max(Comparator.naturalOrder())
        .orElse(otherwise);
  }

  public Outcome handle(List<Message> messages) {
    var began = clock.instant();
    var read = messages.stream().map(message -> Read.of(message, began)).toList();
    var tools =
        Tried.to(
            () ->
                new Check.Tools(accounts.get(), store, publisher, policies.get(), cadence, clock));
    var before = reads(tools);
    var scopes = tools.then(with -> new Scopes(with, changes(read), began, pause));
    var scoped = read.stream().map(one -> Scoped.of(one, scopes)).toList();
    var checked = tools.then(with -> check(with, began, scoped, pause)).asDone().orElse(Map.of());
    return new Outcome(
        scoped.stream().map(one -> handled(one, checked, troubles(tools))).toList(),
        checked.values().stream().flatMap(check -> check.published().stream()).toList(),
        checked.values().stream().map(Checked::sentence).toList(),
        reads(tools).since(before));
  }

  private static Reads reads(Tried<Check.Tools> tools) {
    return tools.asDone().map(with -> with.account().reads()).orElse(Reads.none());
  }

  /// A message, and the change that it tells of.
  private record Read(Message message, Tried<Change> change) {
    static Read of(Message message, Instant received) {
      return new Read(message, Tried.to(() -> EventReader.read(message.body(), received)));
    }
  }

  /// The same, and the clusters that it concerns.
  private record Scoped(Read read, Tried<Scope> scope) {
    static Scoped of(Read read, Tried<Scopes> scopes) {
      return new Scoped(read, read.change().thenTry(change -> scope(change, scopes)));
    }

    /// What is proven to concern nobody needs no account.
    private static Tried<Scope> scope(Change change, Tried<Scopes> scopes) {
      return switch (change.concern()) {
        case Change.Concern.Nothing(var because) -> new Done<>(Scope.nobody(because));
        case Change.Concern.Things _, Change.Concern.Everything _ ->
            scopes.then(known -> known.of(change));
      };
    }

    List<Cluster> clusters() {
      return scope.asDone().map(Scope::clusters).orElse(List.of());
    }

    List<Cluster.Id> gone() {
      return scope.asDone().map(Scope::gone).orElse(List.of());
    }

    List<String> unread() {
      return scope.asDone().map(Scope::unread).orElse(List.of());
    }

    Stream<Cluster.Id> all() {
      return Stream.concat(clusters().stream().map(Cluster::id), gone().stream());
    }

    boolean concerns(Cluster.Id cluster) {
      return all().anyMatch(cluster::equals);
    }

    boolean isSweep() {
      return read.change().asDone().filter(EventReader::isSweep).isPresent();
    }

    Stream<Origin> origin() {
      return read.change().asDone().map(Change::origin).stream();
    }
  }

  /// A check that was made.
  ///
  /// @param sentence what it read
  /// @param failure why it did not come to its end, if it did not
  private record Checked(List<Alert> published, String sentence, Optional<String> failure) {
    Checked and(List<Expectation> overlooked) {
      return overlooked.isEmpty()
          ? this
          : new Checked(
              published,
              OneLine.of(
                  "%s; AWS did not show yet what became of %s"
                      .formatted(
                          sentence,
                          overlooked.stream()
                              .map(Expectation::toString)
                              .collect(Collectors.joining(", ")))),
              failure);
    }
  }

  private static List<Change> changes(List<Read> read) {
    return read.stream().flatMap(one -> one.change().asDone().stream()).toList();
  }

  private static Map<Cluster.Id, Checked> check(
      Check.Tools tools, Instant began, List<Scoped> scoped, Pause pause) {
    var checked = new LinkedHashMap<Cluster.Id, Checked>();
    for (Cluster cluster : distinct(scoped, one -> one.clusters().stream())) {
      var check =
          new Check(
              tools,
              cluster,
              howMuch(cluster.id(), scoped),
              began,
              occasion(cluster.id(), scoped),
              origins(cluster.id(), scoped),
              new Patience(expected(tools.account(), cluster.id(), began, scoped), pause));
      var sentence =
          "checked %s of %s".formatted(words(howMuch(cluster.id(), scoped)), cluster.name());
      var done = checked(tools.account(), sentence, check::run, check::published);
      checked.put(cluster.id(), done.and(check.overlooked()));
    }
    for (Cluster.Id cluster : distinct(scoped, one -> one.gone().stream())) {
      var closing = new Closing(tools, cluster, origins(cluster, scoped));
      var sentence = "closed the ledger of " + cluster.name();
      checked.put(cluster, checked(tools.account(), sentence, closing::run, closing::published));
    }
    return checked;
  }

  private static <C> List<C> distinct(List<Scoped> scoped, Function<Scoped, Stream<C>> clusters) {
    return scoped.stream().flatMap(clusters).distinct().toList();
  }

  private static Checked checked(
      Account account, String what, Callable<Ledger> run, Supplier<List<Alert>> published) {
    var before = account.reads();
    var end = Tried.to(run);
    var sentence = "%s with %s".formatted(what, account.reads().since(before));
    return new Checked(published.get(), OneLine.of(sentence), end.asFailure());
  }

  private static String words(slash80.facts.Scope scope) {
    return switch (scope) {
      case slash80.facts.Scope.Whole _ -> "all";
      case slash80.facts.Scope.Part part ->
          Stream.of(
                  words(part.nodes(), "node"),
                  words(part.interfaces(), "interface"),
                  words(part.groups(), "group"))
              .filter(words -> !words.isEmpty())
              .collect(Collectors.joining(", "));
    };
  }

  private static String words(Set<?> some, String what) {
    return some.isEmpty() ? "" : Plain.count(some.size(), what);
  }

  /// What covers all that the batch touches of a cluster. Many parts cost as much as the whole.
  private static slash80.facts.Scope howMuch(Cluster.Id cluster, List<Scoped> scoped) {
    var all =
        scoped.stream()
            .filter(one -> one.concerns(cluster))
            .flatMap(one -> one.scope().asDone().stream())
            .map(Scope::howMuch)
            .reduce(slash80.facts.Scope::and)
            .orElse(slash80.facts.Scope.whole());
    return switch (all) {
      case slash80.facts.Scope.Part part when part.size() > MANY -> slash80.facts.Scope.whole();
      case slash80.facts.Scope.Part _, slash80.facts.Scope.Whole _ -> all;
    };
  }

  private static Check.Occasion occasion(Cluster.Id cluster, List<Scoped> scoped) {
    boolean isSweep =
        scoped.stream().filter(Scoped::isSweep).anyMatch(one -> one.concerns(cluster));
    return isSweep ? Check.Occasion.SWEEP : Check.Occasion.CHANGE;
  }

  private static List<Origin> origins(Cluster.Id cluster, List<Scoped> scoped) {
    return scoped.stream()
        .filter(one -> one.concerns(cluster))
        .flatMap(Scoped::origin)
        .distinct()
        .sorted(Comparator.comparing(Origin::at))
        .toList();
  }

  /// What changes of the last minute lead to expect.
  private static List<Expectation> expected(
      Account account, Cluster.Id cluster, Instant began, List<Scoped> scoped) {
    return Expectation.last(
        scoped.stream()
            .filter(_ -> account.isLive())
            .filter(one -> one.concerns(cluster))
            .flatMap(one -> one.read().change().asDone().stream())
            .filter(change -> change.origin().at().isAfter(began.minus(PartScopes.YOUNG)))
            .sorted(Comparator.comparing(change -> change.origin().at()))
            .flatMap(change -> change.expected().stream())
            .toList());
  }

  /// A policy that could not be used is said in every line of the log that a check led to.
  private static String troubles(Tried<Check.Tools> tools) {
    return tools
        .asDone()
        .flatMap(with -> with.policy().trouble())
        .map(why -> "; judged without the policy: " + why)
        .orElse("");
  }

  private static Handled handled(Scoped scoped, Map<Cluster.Id, Checked> checked, String troubles) {
    var what = scoped.read().change().asDone().map(change -> change.sentence() + ": ");
    var fate = fate(scoped, checked);
    var trouble = scoped.clusters().isEmpty() ? "" : troubles;
    String sentence = OneLine.of(what.orElse("") + sentence(fate, scoped, checked) + trouble);
    return new Handled(scoped.read().message().id(), fate, sentence);
  }

  private static Fate fate(Scoped scoped, Map<Cluster.Id, Checked> checked) {
    var checks = scoped.all().map(checked::get).toList();
    if (scoped.scope().asFailure().isPresent()
        || !scoped.unread().isEmpty()
        || checks.stream().anyMatch(check -> check.failure().isPresent())) {
      return Fate.FAILED;
    }
    return checks.stream().allMatch(check -> check.published().isEmpty())
        ? Fate.SILENT
        : Fate.ALERTED;
  }

  private static String sentence(Fate fate, Scoped scoped, Map<Cluster.Id, Checked> checked) {
    return switch (scoped.scope()) {
      case Failed<Scope>(var why) -> "failed, " + why;
      case Done<Scope>(var scope) ->
          switch (fate) {
            case FAILED -> "failed, " + failures(scoped, checked) + meanwhile(scoped, checked);
            case ALERTED -> "alert " + subjects(scoped, checked);
            case SILENT -> "no alert, " + silence(scope);
          };
    };
  }

  private static String failures(Scoped scoped, Map<Cluster.Id, Checked> checked) {
    var unread = scoped.unread().stream().map("could not describe "::concat);
    var failed =
        scoped
            .all()
            .flatMap(
                cluster ->
                    checked.get(cluster).failure().stream()
                        .map(why -> "cluster %s: %s".formatted(cluster.name(), why)));
    return Stream.concat(unread, failed).collect(Collectors.joining("; "));
  }

  /// What a message that failed has led to all the same.
  private static String meanwhile(Scoped scoped, Map<Cluster.Id, Checked> checked) {
    var subjects = subjects(scoped, checked);
    return subjects.isEmpty() ? "" : "; alert " + subjects;
  }

  private static String subjects(Scoped scoped, Map<Cluster.Id, Checked> checked) {
    return scoped
        .all()
        .flatMap(cluster -> checked.get(cluster).published().stream())
        .map(alert -> '"' + alert.subject() + '"')
        .collect(Collectors.joining(", "));
  }

  private static String silence(Scope scope) {
    return scope.clusters().isEmpty()
        ? scope.because()
        : "nothing is newly wrong or resolved in "
            + scope.clusters().stream().map(Cluster::name).collect(Collectors.joining(", "));
  }
}
