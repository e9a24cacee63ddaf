package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import slash80.fixtures.GeneratedText;
import slash80.ledger.Site;
import slash80.ledger.SiteLedger;
import slash80.ledger.SiteTrouble.Kind;

/// The alert about refused calls that docs/operating.md shows: the real words.
final class DocumentedRefusalTest {
  private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");

  @Tag("generated")
  @Test
  void the_page_shows_the_alert_about_refused_calls() {
    GeneratedText.assertIsWritten(
        "docs/operating.md", "<!-- refused -->\n", "<!-- /refused -->", shown(alert()));
  }

  @Test
  void every_call_of_the_alert_is_explained_below_it() throws IOException {
    var page =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "operating.md"));
    for (var call : new String[] {"eks:DescribeCluster", "eks:ListClusters", "sts:AssumeRole"}) {
      assertTrue(alert().email().contains(": " + call), alert().email());
      assertTrue(page.contains("| `" + call + "` |"), call);
    }
  }

  private static Alert alert() {
    var ledger =
        SiteLedger.empty()
            .noticed(
                new Site("222233334444", "us-east-2"),
                Kind.CHECK_REFUSED,
                "eks:DescribeCluster: AccessDeniedException",
                AT)
            .noticed(
                new Site("333344445555", "us-east-2"),
                Kind.REFUSED,
                "eks:ListClusters: AccessDeniedException",
                AT)
            .noticed(
                new Site("444455556666", "us-east-2"),
                Kind.REFUSED,
                "sts:AssumeRole of arn:aws:iam::444455556666:role/slash80-member: AccessDenied",
                AT);
    return SiteAlert.of(ledger.review(_ -> true, AT, Duration.ofDays(1)), AT);
  }

  private static String shown(Alert alert) {
    return ("Subject: " + alert.subject() + "\n\n" + alert.email())
        .strip()
        .indent(4)
        .replaceAll("(?m)^ +$", "");
  }
}
