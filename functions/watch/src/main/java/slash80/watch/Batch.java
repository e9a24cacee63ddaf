package slash80.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import slash80.alerts.Alert;
import slash80.alerts.Origin;
import slash80.alerts.Plain;
import slash80.aws.Account;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import slash80.network.IpFamily;

/// One batch of messages on its way to the few clusters that it concerns. A message that cannot be
/// read, or whose cluster cannot be judged, fails alone.
final class Batch {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The check that a batch asks for: which messages asked, and what led to it.
  private record Check(TreeSet<String> messages, List<Origin> origins) {}

  private final Account account;
  private final BiFunction<Cluster, List<Origin>, Optional<Alert>> check;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();
  private final TreeSet<String> failed = new TreeSet<>();
  private final Map<Cluster, Check> checks = new LinkedHashMap<>();
  private final Map<Set<String>, Fact<Set<Vpc.Id>>> vpcs = new HashMap<>();
  private Optional<List<Cluster>> clusters = Optional.empty();

  Batch(Account account, BiFunction<Cluster, List<Origin>, Optional<Alert>> check) {
    this.account = account;
    this.check = check;
  }

  Outcome handle(List<Message> messages) {
    messages.forEach(this::sort);
    checks.forEach(this::run);
    return new Outcome(alerts, sentences, failed);
  }

  private void sort(Message message) {
    try {
      scope(message, EventReader.read(JSON.readTree(message.body())));
    } catch (JsonProcessingException notJson) {
      fail(Set.of(message.id()), "expected an EventBridge event, found text that is no JSON");
    } catch (RuntimeException failure) {
      fail(Set.of(message.id()), described(failure));
    }
  }

  private void scope(Message message, Change change) {
    switch (change) {
      case Change.Nothing(var origin, var why) -> say(origin, why);
      case Change.Everywhere(var origin, var place, var why) ->
          ask(message, origin, place, why, _ -> true);
      case Change.Named named -> scope(message, named);
    }
  }

  /// A cluster that is named is judged whatever its family; what only stands in a VPC concerns the
  /// IPv6 clusters there.
  private void scope(Message message, Change.Named named) {
    var byName = (Predicate<Cluster>) cluster -> named.clusters().contains(cluster.name());
    if (named.ids().isEmpty()) {
      ask(message, named.origin(), named.place(), "no cluster has this name", byName);
      return;
    }
    switch (vpcs.computeIfAbsent(named.ids(), account::vpcsOf)) {
      case Fact.Known<Set<Vpc.Id>>(var found) ->
          ask(
              message,
              named.origin(),
              named.place(),
              "it concerns no IPv6 cluster",
              byName.or(
                  cluster -> cluster.ipFamily() == IpFamily.IPV6 && found.contains(cluster.vpc())));
      case Fact.Unread<Set<Vpc.Id>>(var why) ->
          ask(message, named.origin(), named.place(), why, _ -> true);
    }
  }

  private void ask(
      Message message,
      Origin origin,
      Change.Place place,
      String otherwise,
      Predicate<Cluster> concerned) {
    var all = clusters();
    var here = all.stream().filter(cluster -> isIn(cluster, place)).toList();
    if (here.isEmpty() && !all.isEmpty()) {
      throw new IllegalStateException(
          "it happened in account %s, %s, which is not the one that is watched"
              .formatted(Plain.text(place.account(), 20), Plain.text(place.region(), 30)));
    }
    var found = here.stream().filter(concerned).toList();
    if (found.isEmpty()) {
      say(origin, otherwise);
    }
    for (var cluster : found) {
      var asked =
          checks.computeIfAbsent(cluster, _ -> new Check(new TreeSet<>(), new ArrayList<>()));
      asked.messages().add(message.id());
      asked.origins().add(origin);
    }
  }

  private static boolean isIn(Cluster cluster, Change.Place place) {
    return cluster.account().equals(place.account()) && cluster.region().equals(place.region());
  }

  private List<Cluster> clusters() {
    if (clusters.isEmpty()) {
      clusters = Optional.of(account.clusters());
    }
    return clusters.get();
  }

  private void run(Cluster cluster, Check asked) {
    try {
      asked.origins().sort(Comparator.comparing(Origin::at).thenComparing(Origin::what));
      check
          .apply(cluster, List.copyOf(asked.origins()))
          .ifPresentOrElse(
              alerts::add,
              () ->
                  say(
                      asked.origins().getLast(),
                      "%s was judged and nothing changed".formatted(cluster.name())));
    } catch (RuntimeException failure) {
      fail(asked.messages(), "%s: %s".formatted(cluster.name(), described(failure)));
    }
  }

  private void say(Origin origin, String why) {
    sentences.add("%s: no alert: %s".formatted(origin.what(), Plain.text(why, 500)));
  }

  private void fail(Set<String> messages, String why) {
    failed.addAll(messages);
    sentences.add(
        "%s failed: %s".formatted(Plain.count(messages.size(), "message"), Plain.text(why, 1_000)));
  }

  private static String described(RuntimeException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
