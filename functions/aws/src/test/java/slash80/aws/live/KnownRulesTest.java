package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.live.StubbedAws.Fault;
import slash80.aws.snapshot.Folders;
import slash80.facts.Facts;
import slash80.facts.Permissions;
import slash80.facts.SecurityGroup;
import slash80.network.Scope;

/// Tests that the change of one security group is read as by a reader that remembers no rules,
/// whatever happened to the other groups meanwhile, and how many pages of rules that takes. Three
/// groups have 600 rules each, and a page has a thousand.
final class KnownRulesTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final Scope CHANGED = Scope.of(new SecurityGroup.Id("sg-0"));

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> rules_are_read_as_if_none_was_remembered() {
    return Stream.of(
        pages("nothing changed", 1, _ -> {}),
        pages("a rule of the changed group was granted again", 1, both("sgr-5\"", "sgr-9995\"")),
        pages("a rule of another group has another source", 2, both("2a05:2:6::/37", "::/0")),
        pages(
            "a rule of another group has the same source with other bits",
            2,
            both("2a05:2:6::/37", "2a05:2:6::/38")),
        pages("its first port changed", 2, both("\"FromPort\": 1516", "\"FromPort\": 1515")),
        pages("its last port changed", 2, both("\"ToPort\": 1521", "\"ToPort\": 1522")),
        pages(
            "its protocol changed",
            2,
            both("\"tcp\",(\\s+)\"FromPort\": 1516", "\"udp\",$1\"FromPort\": 1516")),
        pages(
            "it names a prefix list",
            2,
            groups("\\{\"CidrIpv6\": \"2a05:2:6::/37\"[^}]*}", "")
                .andThen(
                    groups(
                        "(\"FromPort\": 1516[^\\[]*\\[], \"PrefixListIds\": \\[)",
                        "$1{\"PrefixListId\": \"pl-1\"}"))
                .andThen(rules("\"CidrIpv6\": \"2a05:2:6::/37\"", "\"PrefixListId\": \"pl-1\""))),
        pages(
            "it was revoked",
            2,
            groups("\\{\"CidrIpv6\": \"2a05:2:6::/37\"[^}]*}", "")
                .andThen(rules("(\"sgr-605\", \"GroupId\": )\"sg-1\"", "$1\"sg-9\""))),
        pages(
            "one was granted",
            2,
            groups("(\\{\"CidrIpv6\": )(\"2a05:2:6::/37\")", "$1\"::/0\"}, $1$2")
                .andThen(
                    rules(
                        "(\\{\"SecurityGroupRuleId\": )(\"sgr-605\"[^{]*)\"2a05:2:6::/37\"",
                        "$1$2\"2a05:2:6::/37\", \"Tags\": []}, $1\"sgr-9999\", \"GroupId\":"
                            + " \"sg-1\", \"IsEgress\": false, \"IpProtocol\": \"tcp\","
                            + " \"FromPort\": 1516, \"ToPort\": 1521, \"CidrIpv6\": \"::/0\""))),
        pages("both other groups changed", 2, both("(2a05:[23]:6)::/37", "$1:1::/48")));
  }

  @TestFactory
  Stream<DynamicTest> what_cannot_be_compared_is_asked_for() {
    return Stream.of(
        read("an hour later", 2, Duration.ofMinutes(61), _ -> {}),
        read(
            "the groups are refused",
            2,
            Duration.ofMinutes(1),
            aws -> aws.fail("DescribeSecurityGroups", Fault.DENIED)),
        read(
            "AWS does not show the groups",
            2,
            Duration.ofMinutes(1),
            aws -> aws.fail("DescribeSecurityGroups", Fault.EMPTY)),
        read(
            "the rules are refused",
            1,
            Duration.ofMinutes(1),
            aws -> aws.fail("DescribeSecurityGroupRules", Fault.DENIED)));
  }

  private static Consumer<Path> groups(String pattern, String text) {
    return changed("describe-security-groups.json", pattern, text);
  }

  private static Consumer<Path> rules(String pattern, String text) {
    return changed("describe-security-group-rules.json", pattern, text);
  }

  private static Consumer<Path> both(String pattern, String text) {
    return pattern.startsWith("sgr-")
        ? rules(pattern, text)
        : groups(pattern, text).andThen(rules(pattern, text));
  }

  private static Consumer<Path> changed(String file, String pattern, String text) {
    return folder ->
        Folders.change(
            folder,
            file,
            before -> {
              var after = before.replaceAll(pattern, text);
              if (after.equals(before)) {
                throw new IllegalArgumentException(pattern + " is not in " + file);
              }
              return after;
            });
  }

  private DynamicTest pages(String situation, int pages, Consumer<Path> change) {
    return test(situation, pages, Duration.ofMinutes(1), change, _ -> {});
  }

  private DynamicTest read(
      String situation, int pages, Duration later, Consumer<StubbedAws> refusal) {
    return test(situation, pages, later, _ -> {}, refusal);
  }

  private DynamicTest test(
      String situation,
      int pages,
      Duration later,
      Consumer<Path> change,
      Consumer<StubbedAws> refusal) {
    return DynamicTest.dynamicTest(
        situation,
        () -> {
          var own = account(situation);
          var moment = new Instant[] {AT};
          try (var aws = StubbedAws.serving(own)) {
            var live = aws.account(() -> moment[0]);
            live.read(live.clusters().getFirst(), AT);
            change.accept(own);
            aws.serve(own);
            refusal.accept(aws);
            moment[0] = AT.plus(later);
            aws.forget();
            var found = read(live, moment[0]);
            assertEquals(pages, aws.counts().get("DescribeSecurityGroupRules"));
            assertEquals(read(aws.account(() -> moment[0]), moment[0]), found);
          }
        });
  }

  private static Facts read(LiveAccount live, Instant at) {
    return live.read(live.clusters().getFirst(), CHANGED, at).facts().heard(Permissions.unasked());
  }

  private Path account(String situation) throws IOException {
    var own = Files.createDirectories(folder.resolve(situation.replaceAll("\\W", "-")));
    return BigSnapshot.write(own, 9, 3, 600);
  }
}
