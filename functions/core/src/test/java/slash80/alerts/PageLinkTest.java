package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.Examples.bare;
import static slash80.ledger.Examples.open;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slash80.fixtures.AlertSchema;
import slash80.ledger.Examples;
import slash80.rule.Finding;

/// The link from an alert to the page of its cluster.
class PageLinkTest {
  private static final String PAGE =
      "https://us-east-2.console.aws.amazon.com/s3/object/ledgers-1?region=us-east-2"
          + "&bucketType=general&prefix=pages/111122223333/us-east-2/demo.html";

  private static Alert alert(String page, Finding... opened) {
    return AlertSchema.checked(
        Alert.of(
            Examples.judgement(opened),
            Examples.news(List.of(opened), List.of()),
            List.of(),
            Optional.of(page)));
  }

  private static String description(Alert alert) {
    return ((Map<?, ?>) alert.card().get("content")).get("description").toString();
  }

  @Test
  void the_page_stands_beside_the_other_causes() {
    var email = alert(PAGE, open("eni-1"), bare("i-2")).email();
    int others = email.indexOf("\nTHE OTHER CAUSES\n");
    int page = email.indexOf("\n" + PAGE + "\n");
    int next = email.indexOf("\nIF THIS IS MEANT\n");
    assertTrue(0 < others && others < page && page < next, email);
    assertEquals(page, email.lastIndexOf("\n" + PAGE + "\n"), "once");
  }

  @Test
  void the_page_stands_at_the_end_where_there_is_one_cause() {
    var email = alert(PAGE, open("eni-1")).email();
    assertFalse(email.contains("THE OTHER CAUSES"), email);
    assertTrue(
        email.contains(
            """

            All findings, with the way of the packets and the commands:
            %s

            --\s
            """
                .formatted(PAGE)),
        email);
  }

  @Test
  void the_chat_card_ends_with_a_link() {
    assertTrue(
        description(alert(PAGE, open("eni-1"), bare("i-2")))
            .endsWith("\n<%s|All findings on one page>".formatted(PAGE.replace("&", "&amp;"))));
  }

  @Test
  void a_program_reads_the_address() {
    assertEquals(PAGE, alert(PAGE, open("eni-1")).document().get("page"));
  }

  @Test
  void an_address_that_would_end_the_link_is_left_out_of_the_card() {
    for (var page : List.of(PAGE + "|x", PAGE + ">", PAGE + " x", "http://pages.example/demo")) {
      var card = description(alert(page, open("eni-1")));
      assertFalse(card.contains("All findings on one page"), card);
    }
  }

  @Test
  void an_alert_without_a_page_has_no_link() {
    var alert = Examples.alert(open("eni-1"));
    assertFalse(alert.email().contains("All findings, with"), alert.email());
    assertFalse(alert.document().containsKey("page"));
    assertFalse(description(alert).contains("|All findings"), description(alert));
  }
}
