package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.Door;
import slash80.network.Parameters;

/// Tests policies with random damage, in YAML and in JSON.
final class PolicyFuzzTest {
  private static final int LONGEST = 256 * 1024;
  private static final String JSON =
      """
      {"rules-off": ["ipv6-no-wider-than-ipv4"],
       "severities": {"load-balancer-speaks-ipv6": "LOW"},
       "parameters": {"settling-minutes": 10, "critical-tcp-ports": [22, "2379-2380"]},
       "allowed-openings": [{"interfaces": "role=edge", "protocol": "tcp", "ports": ["443-8443"],
          "sources": ["2600::/12"], "reason": "a public service"}],
       "exemptions": [{"rule": "node-has-no-public-ipv4", "subject": "eni-0e000000000000003",
          "expires": "2027-01-31", "owner": "network@example.com", "reason": "moves away"}]}
      """;

  private final Door door =
      new Door(
          "policy", LONGEST, text -> PolicyText.read("slash80.yaml", text, Parameters.DEFAULTS));

  @Test
  void a_damaged_policy_is_read_or_refused() throws IOException {
    var example = Path.of(System.getProperty("project.root"), "events/policy.yaml");
    var fates = door.damaged(List.of(Files.readString(example), JSON));
    assertTrue(fates.read() > 0 && fates.refused() > fates.read(), fates.toString());
  }

  /// Aliases that double at each level, nesting without end, a key many times, long numbers, and
  /// wrong names, for each of which the nearest is looked for.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aliases", "nesting", "merges", "keys", "digits", "blanks", "anchors", "names", "name"
      })
  void a_policy_that_grows_when_it_is_read_is_refused(String bomb) {
    assertFalse(door.isRead(text(bomb)));
  }

  private static String text(String bomb) {
    return switch (bomb) {
      case "aliases" -> doubling("a%d: &a%d [*a%d, *a%d]\n");
      case "merges" -> doubling("a%d: &a%d {<<: [*a%d, *a%d]}\n");
      case "nesting" -> "rules: " + "[".repeat(LONGEST - 10);
      case "keys" -> "rules:\n" + "  x: off\n".repeat(20_000);
      case "digits" -> "parameters: {settling-minutes: " + "9".repeat(200_000) + "}";
      case "blanks" -> "rules:" + " ".repeat(200_000) + "\t\n" + "\n".repeat(50_000) + "x";
      case "names" -> "rules-off: [" + "node-holds-prefix, ".repeat(13_000) + "x]";
      case "name" -> "rules-off: [" + "node-holds-prefix-".repeat(14_000) + "]";
      case "anchors" -> "rules: &a {node-holds-pod-prefix: *a}";
      default -> throw new IllegalArgumentException(bomb);
    };
  }

  private static String doubling(String line) {
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (int level = 1; level < 40; level++) {
      text.append(line.formatted(level, level, level - 1, level - 1));
    }
    return text.toString();
  }
}
