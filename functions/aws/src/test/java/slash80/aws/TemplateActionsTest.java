package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the functions may do, held against the calls that they make. No emulator proves
/// permissions: a missing one would be found in production.
class TemplateActionsTest {
  private static final Set<String> READ_SERVICES = Set.of("ec2", "eks", "elasticloadbalancing");

  private final Template template = Template.read();

  @Test
  void watch_may_make_exactly_the_calls_of_the_readers() {
    assertEquals(new TreeSet<>(Actions.READING), readingActions("WatchRole"));
  }

  @Test
  void watch_may_send_to_no_queue() {
    assertFalse(template.actions("WatchRole").contains("sqs:SendMessage"));
    assertFalse(template.actions("WatchRole").contains("events:PutEvents"));
  }

  @Test
  void watch_may_read_the_parameter_that_is_named_and_no_other() {
    var statement =
        template.resource("WatchReadsPolicy").at("PolicyDocument", "Statement").items().getFirst();
    assertEquals("ssm:GetParameter", statement.at("Action").text());
    assertTrue(
        statement.at("Resource").text().endsWith(":parameter${PolicyParameter}"),
        statement.at("Resource").text());
  }

  @Test
  void sweep_may_make_a_part_of_them() {
    assertTrue(Actions.READING.containsAll(readingActions("SweepRole")));
  }

  @Test
  void nothing_is_allowed_by_a_wildcard_but_data_keys() {
    for (String role : Set.of("WatchRole", "SweepRole")) {
      for (String action : template.actions(role)) {
        assertTrue(!action.contains("*") || action.equals("kms:GenerateDataKey*"), action);
      }
    }
  }

  private SortedSet<String> readingActions(String role) {
    return template.actions(role).stream()
        .filter(action -> READ_SERVICES.contains(action.substring(0, action.indexOf(':'))))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
