package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.snapshot.Folders;
import slash80.facts.Facts;
import slash80.facts.Permissions;
import slash80.facts.SecurityGroup;
import slash80.network.Scope;

/// Tests which hosts of a changed security group are asked for again, and that the group is read as
/// by a reader that remembers none. Ten nodes carry the group.
final class KnownNodesTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final Scope CHANGED = Scope.of(new SecurityGroup.Id("sg-0"));
  private static final String TAGS =
      "\\{\"Key\": \"aws:eks:cluster-name\", \"Value\": \"demo\"}[^]]*\"owned\"}";

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> a_host_is_asked_for_unless_it_was_a_running_node_of_the_cluster() {
    return Stream.of(
        asked("nodes that run", List.of(), _ -> {}),
        asked("a host without the cluster's tags", List.of("i-3"), tags("i-3", "")),
        asked(
            "a node of another cluster",
            List.of("i-3"),
            tags("i-3", "{\"Key\": \"aws:eks:cluster-name\", \"Value\": \"other\"}")),
        asked("a node that was still pending", List.of("i-3"), state("i-3", 0, "pending")),
        asked("a node that was stopped", List.of("i-3"), state("i-3", 80, "stopped")),
        asked(
            "two of these",
            List.of("i-3", "i-4"),
            tags("i-3", "").andThen(state("i-4", 0, "pending"))));
  }

  private static Consumer<Path> tags(String id, String tags) {
    return of(id, TAGS, tags.isEmpty() ? "{\"Key\": \"Stage\", \"Value\": \"test\"}" : tags);
  }

  private static Consumer<Path> state(String id, int code, String name) {
    return of(
        id,
        "\\{\"Code\": 16, \"Name\": \"running\"}",
        "{\"Code\": %d, \"Name\": \"%s\"}".formatted(code, name));
  }

  private static Consumer<Path> of(String id, String pattern, String text) {
    return folder ->
        Folders.change(
            folder,
            "describe-instances.json",
            before -> {
              int from = before.indexOf("\"InstanceId\": \"%s\"".formatted(id));
              return before.substring(0, from) + before.substring(from).replaceFirst(pattern, text);
            });
  }

  /// The account is first as the situation says, and then all hosts are running nodes.
  private DynamicTest asked(String situation, List<String> ids, Consumer<Path> before) {
    return DynamicTest.dynamicTest(
        situation,
        () -> {
          var own = account(situation);
          var first = account(situation + " before");
          before.accept(first);
          try (var aws = StubbedAws.serving(first)) {
            var live = aws.account(() -> AT);
            live.read(live.clusters().getFirst(), AT);
            aws.serve(own);
            assertEquals(ids, asked(aws, live, AT, AT));
            assertEquals(facts(aws.account(() -> AT), AT), facts(live, AT));
          }
        });
  }

  @Test
  void what_was_seen_before_the_ledgers_last_reading_does_not_count() throws IOException {
    var moment = new Instant[] {AT};
    try (var aws = StubbedAws.serving(account("later"))) {
      var live = aws.account(() -> moment[0]);
      live.read(live.clusters().getFirst(), AT);
      moment[0] = AT.plusSeconds(2);
      assertEquals(List.of(), asked(aws, live, moment[0], AT));
      assertEquals(10, asked(aws, live, moment[0], AT.plusSeconds(1)).size());
    }
  }

  @Test
  void what_aws_may_not_show_yet_is_not_remembered() throws IOException {
    var moment = new Instant[] {AT};
    try (var aws = StubbedAws.serving(account("young"))) {
      var live = aws.account(() -> moment[0]);
      live.read(live.clusters().getFirst(), AT);
      assertEquals(10, asked(aws, live, AT, Instant.MAX).size());
      moment[0] = AT.plusSeconds(1);
      assertEquals(10, asked(aws, live, moment[0], AT).size());
      moment[0] = AT.plusSeconds(2);
      assertEquals(List.of(), asked(aws, live, moment[0], AT));
    }
  }

  @Test
  void a_node_that_was_seen_alone_since_is_asked_for() throws IOException {
    var moment = new Instant[] {AT};
    try (var aws = StubbedAws.serving(account("alone"))) {
      var live = aws.account(() -> moment[0]);
      live.read(live.clusters().getFirst(), AT);
      moment[0] = AT.plusSeconds(1);
      live.placements(List.of("i-3"), moment[0]);
      moment[0] = AT.plusSeconds(2);
      assertEquals(List.of("i-3"), asked(aws, live, moment[0], AT));
    }
  }

  /// The hosts that the check of the group asks for by id.
  private static List<String> asked(StubbedAws aws, LiveAccount live, Instant at, Instant steady) {
    aws.forget();
    var cluster = live.clusters().getFirst();
    live.read(cluster, CHANGED, at, steady);
    return aws.asked().stream()
        .filter(call -> call.action().equals("DescribeInstances"))
        .flatMap(call -> call.parameters().entrySet().stream())
        .filter(parameter -> parameter.getKey().startsWith("Filter.1.Value"))
        .map(parameter -> parameter.getValue())
        .sorted()
        .toList();
  }

  private static Facts facts(LiveAccount live, Instant at) {
    return live.read(live.clusters().getFirst(), CHANGED, at, at)
        .facts()
        .heard(Permissions.unasked());
  }

  private Path account(String situation) throws IOException {
    var own = Files.createDirectories(folder.resolve(situation.replaceAll("\\W", "-")));
    return BigSnapshot.write(own, 10, 2, 1);
  }
}
