package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;

/// Tests of a what-if with a changed list of security group rules, as README shows it. The groups
/// of the snapshot still show the old rules.
class WhatIfRulesTest {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "describe-security-group-rules.json";

  @TempDir Path folder;

  private Path changed(Consumer<ArrayNode> change) throws IOException {
    var tree = JSON.readTree(ACCOUNT.resolve(NAME).toFile());
    change.accept((ArrayNode) tree.path("SecurityGroupRules"));
    var file = folder.resolve(NAME);
    JSON.writeValue(file.toFile(), tree);
    return file;
  }

  private static void open(ArrayNode rules) {
    rules
        .addObject()
        .put("SecurityGroupRuleId", "sgr-0fffffffffffffff1")
        .put("GroupId", "sg-0f000000000000003")
        .put("IsEgress", false)
        .put("IpProtocol", "tcp")
        .put("FromPort", 22)
        .put("ToPort", 22)
        .put("CidrIpv6", "::/0");
  }

  private static CommandRun audit(Object with, String... more) {
    var arguments = new String[4 + more.length];
    arguments[0] = "audit";
    arguments[1] = ACCOUNT.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    arguments[arguments.length - 2] = "--with";
    arguments[arguments.length - 1] = with.toString();
    return CommandRun.of(arguments);
  }

  private static JsonNode cluster(Object with) {
    return audit(with, "--format", "json").json().path("clusters").path(0);
  }

  @Test
  void a_rule_that_is_added_opens_and_fails_the_pull_request() throws IOException {
    var file = changed(WhatIfRulesTest::open);
    var run = audit(file, "--format", "lines", "--fail-on", "HIGH");
    assertEquals(Slash80.FOUND, run.code(), run.out() + run.err());
    assertTrue(
        run.out()
            .contains(
                "WORSE CRITICAL interface-closed-to-ipv6-internet eni-0f000000000000003 us-east-2"),
        run.out());
    var fix = cluster(file).path("worse").path(0).path("after").path("remedy").asText();
    assertTrue(fix.contains("--security-group-rule-ids sgr-0fffffffffffffff1"), fix);
  }

  @Test
  void a_rule_that_is_removed_closes() throws IOException {
    var file =
        changed(
            rules -> {
              for (int at = rules.size() - 1; at >= 0; at--) {
                if (rules.path(at).path("GroupId").asText().equals("sg-0f000000000000001")) {
                  rules.remove(at);
                }
              }
            });
    var cluster = cluster(file);
    assertEquals(0, cluster.path("new").size(), cluster::toPrettyString);
    var fixed = cluster.path("resolved").findValuesAsText("id");
    assertTrue(
        fixed.contains("interface-closed-to-ipv6-internet/eni-0f000000000000001"), fixed::toString);
  }

  @Test
  void the_same_rules_change_nothing() {
    var cluster = cluster(ACCOUNT.resolve(NAME));
    for (var key : new String[] {"new", "worse", "better", "resolved", "undecided"}) {
      assertEquals(0, cluster.path(key).size(), cluster::toPrettyString);
    }
    assertEquals(32, cluster.path("staying").asInt(), cluster::toPrettyString);
  }

  @Test
  void groups_that_are_replaced_too_say_themselves_what_they_admit() throws IOException {
    var rules = changed(WhatIfRulesTest::open);
    var groups = ACCOUNT.resolve("describe-security-groups.json");
    var run =
        CommandRun.of("audit", ACCOUNT.toString(), "--with", rules.toString(), groups.toString());
    assertTrue(run.out().contains("0 findings would be new, 0 fixed; 32 would stay"), run.out());
  }

  @Test
  void standard_input_can_be_the_rules() throws IOException {
    var file = changed(WhatIfRulesTest::open);
    var stdin = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(file)));
      assertEquals(Slash80.FOUND, audit("-", "--fail-on", "CRITICAL").code());
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void a_rule_of_one_half_and_a_rule_of_the_other_open_together() throws IOException {
    var file =
        changed(
            rules -> {
              open(rules);
              ((ObjectNode) rules.path(rules.size() - 1)).put("CidrIpv6", "::/1");
              open(rules);
              ((ObjectNode) rules.path(rules.size() - 1))
                  .put("CidrIpv6", "8000::/1")
                  .put("SecurityGroupRuleId", "sgr-0fffffffffffffff2");
            });
    var fix = cluster(file).path("worse").path(0).path("after").path("remedy").asText();
    assertTrue(fix.contains("sgr-0fffffffffffffff1 sgr-0fffffffffffffff2"), fix);
  }
}
