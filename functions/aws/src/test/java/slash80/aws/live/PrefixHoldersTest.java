package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.snapshot.Folders;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.Permissions;
import slash80.network.Scope;

/// The calls that ask for a node which was checked before, and for the other holders of its /80s.
/// Whatever has changed since, it is read as by a reader that remembers nothing.
final class PrefixHoldersTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String OWN = "2001:db8:0:1:1::/80";
  private static final String OF_ANOTHER = "2001:db8:0:1:2::/80"; // of i-8, in the same subnet
  private static final String FREE = "2001:db8:0:1:9::/80";

  private static final String BY_ID = "instance-id";
  private static final String BY_PREFIX = "network-interface.ipv6-prefixes.ipv6-prefix";

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> a_node_is_asked_for_by_the_prefixes_that_it_held_at_the_last_check() {
    return Stream.of(
        asked("as before", List.of(BY_PREFIX), _ -> {}),
        asked("another node holds its prefix too", List.of(BY_PREFIX), change(OF_ANOTHER, OWN)),
        asked("it stopped", List.of(BY_PREFIX), this::stopped),
        asked("it has other tags", List.of(BY_PREFIX), this::retagged),
        asked("it holds another prefix", List.of(BY_PREFIX, BY_ID, BY_PREFIX), change(OWN, FREE)),
        asked(
            "another node holds its prefix, and it another",
            List.of(BY_PREFIX, BY_ID, BY_PREFIX),
            change(OF_ANOTHER, "2001::").andThen(change(OWN, FREE)).andThen(change("2001::", OWN))),
        asked(
            "it holds no prefix",
            List.of(BY_PREFIX, BY_ID),
            change("{\"Ipv6Prefix\": \"%s\"}".formatted(OWN), "")),
        asked("it is gone", List.of(BY_PREFIX, BY_ID), change("\"i-0\"", "\"i-90\"")),
        asked(
            "it is gone, and its prefix too",
            List.of(BY_PREFIX, BY_ID),
            change("\"i-0\"", "\"i-90\"").andThen(change(OWN, FREE))));
  }

  @TestFactory
  Stream<DynamicTest> a_node_is_asked_for_by_its_id_unless_it_was_checked_lately_with_a_prefix() {
    var none = change("{\"Ipv6Prefix\": \"%s\"}".formatted(OWN), "");
    var byId = List.of(BY_ID, BY_PREFIX);
    return Stream.of(
        asked("an hour ago", "i-0", _ -> {}, _ -> {}, HOUR, List.of(BY_PREFIX)),
        asked("longer ago", "i-0", _ -> {}, _ -> {}, HOUR.plusSeconds(1), byId),
        asked("never", "i-1", _ -> {}, _ -> {}, MINUTE, byId),
        asked("when it held none", "i-0", none, _ -> {}, MINUTE, byId));
  }

  @TestFactory
  Stream<DynamicTest> what_the_prefixes_did_not_find_is_not_asked_for_by_them_again() {
    return Stream.of(change(OWN, FREE), change("\"i-0\"", "\"i-90\""))
        .map(
            change ->
                DynamicTest.dynamicTest(
                    "after a change",
                    () -> {
                      var moment = new Instant[] {AT};
                      try (var aws = StubbedAws.serving(account(_ -> {}))) {
                        var live = aws.account(() -> moment[0]);
                        facts(live, "i-0", AT);
                        aws.serve(account(change));
                        moment[0] = AT.plus(MINUTE);
                        live.placements(Set.of("i-0"), moment[0]);
                        moment[0] = AT.plus(MINUTE).plus(MINUTE);
                        aws.forget();
                        live.placements(Set.of("i-0"), moment[0]);
                        assertEquals(List.of(BY_ID), filters(aws));
                      }
                    }));
  }

  private DynamicTest asked(String situation, List<String> filters, Consumer<Path> change) {
    return asked(situation, "i-0", _ -> {}, change, MINUTE, filters);
  }

  /// @param before changes the account that the first check of `i-0` reads
  /// @param change what has changed since
  /// @param later the time between the checks
  private DynamicTest asked(
      String situation,
      String node,
      Consumer<Path> before,
      Consumer<Path> change,
      Duration later,
      List<String> filters) {
    return DynamicTest.dynamicTest(
        situation,
        () -> {
          var moment = new Instant[] {AT};
          try (var aws = StubbedAws.serving(account(before))) {
            var live = aws.account(() -> moment[0]);
            facts(live, "i-0", AT);
            aws.serve(account(before.andThen(change)));
            moment[0] = AT.plus(later);
            aws.forget();
            var again = facts(live, node, moment[0]);
            assertEquals(filters, filters(aws));
            var other = aws.account(() -> moment[0]);
            facts(other, "i-3", moment[0].minusSeconds(1)); // VPCs and types take no call then
            assertEquals(facts(other, node, moment[0]), again);
          }
        });
  }

  /// The names of the filters with which instances were asked for.
  private static List<String> filters(StubbedAws aws) {
    return aws.asked().stream()
        .filter(call -> call.action().equals("DescribeInstances"))
        .map(call -> call.parameters().get("Filter.1.Name"))
        .toList();
  }

  private static Facts facts(LiveAccount live, String node, Instant at) {
    live.placements(Set.of(node), at);
    var cluster = live.clusters().getFirst();
    var read = live.read(cluster, Scope.of(new Instance.Id(node)), at, at);
    return read.facts().heard(Permissions.unasked());
  }

  private void stopped(Path account) {
    Folders.change(
        account,
        "describe-instances.json",
        text ->
            text.replaceFirst(
                "\\{\"Code\": 16, \"Name\": \"running\"}",
                "{\"Code\": 80, \"Name\": \"stopped\"}"));
  }

  private void retagged(Path account) {
    Folders.change(
        account, "describe-instances.json", text -> text.replaceFirst("demo-main-Node", "other"));
  }

  /// Replaces a text wherever it stands.
  private static Consumer<Path> change(String text, String by) {
    return account -> {
      Folders.change(account, "describe-instances.json", before -> before.replace(text, by));
      Folders.change(
          account, "describe-network-interfaces.json", before -> before.replace(text, by));
    };
  }

  private Path account(Consumer<Path> change) throws IOException {
    var own = BigSnapshot.write(Files.createTempDirectory(folder, "account"), 10, 2, 1);
    change.accept(own);
    return own;
  }
}
