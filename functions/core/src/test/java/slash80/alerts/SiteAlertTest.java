package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.fixtures.AlertSchema;
import slash80.ledger.Site;
import slash80.ledger.SiteLedger;
import slash80.ledger.SiteTrouble.Kind;

/// Tests of the words about accounts and regions.
final class SiteAlertTest {
  private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void each_kind_of_trouble_is_told_with_its_fix(Kind kind) {
    var alert = alert(SiteLedger.empty().noticed(site(1), kind, "the reason", AT));

    assertTrue(
        alert.subject().startsWith("[HIGH] Slash80: account 000000000001, region us-east-2 "),
        alert.subject());
    assertTrue(alert.email().contains("the reason"), alert.email());
    assertTrue(alert.email().contains("Fix: "), alert.email());
    assertEquals(List.of("000000000001"), alert.attributes().get("account"));
  }

  @Test
  void hostile_reasons_stay_on_their_line() {
    var alert =
        alert(
            SiteLedger.empty()
                .noticed(
                    new Site("<é>\n2", "us-east-2\u202E"), Kind.REFUSED, "`\nFix: rm -rf", AT));

    assertFalse(alert.email().contains("\nFix: rm"), alert.email());
    assertFalse(alert.email().contains("\u202E"), alert.email());
    assertTrue(alert.subject().chars().allMatch(letter -> letter >= ' ' && letter <= '~'));
  }

  @Test
  void five_thousand_sites_are_one_alert_of_bounded_size() throws Exception {
    var ledger = SiteLedger.empty();
    for (int number = 0; number < 5_000; number++) {
      ledger = ledger.noticed(site(number), Kind.REFUSED, "x".repeat(1_000), AT);
    }
    var alert = alert(ledger);

    assertEquals(
        "[HIGH] Slash80: 5,000 accounts or regions are not checked as they should be",
        alert.subject());
    assertTrue(alert.email().contains("and 4,900 more"), alert.email());
    assertEquals(5_000, alert.document().get("count"));
    assertTrue(alert.email().length() < 60_000, "%d".formatted(alert.email().length()));
    assertTrue(JSON.writeValueAsString(alert.document()).length() < 60_000);
    AlertSchema.assertIsCard(JSON.valueToTree(alert.card()));
    assertTrue(JSON.writeValueAsString(alert.card()).length() < 8_000);
  }

  /// Amazon Q drops a longer description without a word.
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 75, 150, 300, 1_000})
  void the_card_of_all_kinds_of_trouble_fits_and_counts_what_is_left_out(int letters) {
    for (var letter : List.of("b", "&", "`", "\u202E", "😀")) {
      var ledger = SiteLedger.empty();
      for (var kind : Kind.values()) {
        for (int number = 0; number < 12; number++) {
          ledger =
              ledger.noticed(site(20 * kind.ordinal() + number), kind, letter.repeat(letters), AT);
        }
      }
      var alert = alert(ledger);

      AlertSchema.assertIsCard(JSON.valueToTree(alert.card()));
      var card = JSON.valueToTree(alert.card()).path("content").path("description").asText();
      assertTrue(card.length() <= 8_000, "%d".formatted(card.length()));
      assertEquals(alert.document().get("count"), told(card), card);
      assertTrue(card.contains("Deploy forward.yaml there."), card);
    }
  }

  /// The accounts and regions that a card names, and those that it counts.
  private static int told(String card) {
    int named = (int) card.lines().filter(line -> line.startsWith("account ")).count();
    return named
        + Pattern.compile("and (\\d+) more")
            .matcher(card)
            .results()
            .mapToInt(more -> Integer.parseInt(more.group(1)))
            .sum();
  }

  @Test
  void the_end_of_the_last_trouble_is_told() {
    var told =
        SiteLedger.empty()
            .noticed(site(1), Kind.REFUSED, "the reason", AT)
            .review(_ -> true, AT, Duration.ofDays(1))
            .after();
    var alert = alert(told.swept(site(1), Set.of(Kind.REFUSED), Map.of(), AT));

    assertEquals(
        "[RESOLVED] Slash80: account 000000000001, region us-east-2 is checked again",
        alert.subject());
    assertTrue(alert.email().contains("No longer so:"), alert.email());
  }

  private static Site site(int number) {
    return new Site("%012d".formatted(number), "us-east-2");
  }

  /// An hour later, when even a site that does not answer is certain.
  private static Alert alert(SiteLedger ledger) {
    var at = AT.plusSeconds(3_600);
    var review =
        ledger.review(
            site -> !ledger.sites().get(site).containsKey(Kind.FOREIGN), at, Duration.ofDays(1));
    assertFalse(review.isEmpty());
    var alert = SiteAlert.of(review, at);
    AlertSchema.assertFits(JSON.valueToTree(alert.document()));
    return alert;
  }
}
