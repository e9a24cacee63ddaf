package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.facts.Fact;

/// Tests the forms of dates in the files of a snapshot.
final class DateTextTest {
  private static final Instant MOMENT = Instant.parse("2026-02-22T05:31:21Z");
  private static final String LAUNCHED = "2026-11-23T07:00:00+00:00";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the AWS CLI              | 2026-02-22T05:31:21+00:00
          the API                  | 2026-02-22T05:31:21Z
          RFC 3339 in small        | 2026-02-22t05:31:21z
          another zone             | 2026-02-22T00:31:21-05:00
          half an hour of zone     | 2026-02-22T11:01:21+05:30
          Python's str()           | 2026-02-22 05:31:21+00:00
          without colons           | 2026-02-22T05:31:21+0000
          the hours of a zone only | 2026-02-22T05:31:21+00
          ISO 8601 in short        | 20260222T053121Z
          Go's String()            | 2026-02-22 05:31:21 +0000 UTC
          the zone's name          | 2026-02-22 05:31:21 UTC
          an HTTP header           | Sun, 22 Feb 2026 05:31:21 GMT
          seconds as a text        | 1771738281
          """)
  void every_form_with_one_meaning_is_read(String form, String text) {
    assertEquals(Optional.of(new DateText.Moment(MOMENT, true)), DateText.read(text), form);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-22T05:31:21.25Z, 250000000",
    "2026-02-22T05:31:21.250000+00:00, 250000000",
    "2026-02-22 05:31:21.250000+00:00, 250000000",
    "2026-02-22T05:31:21.1+00:00, 100000000",
    "2026-02-22T05:31:21.123456789Z, 123456789",
    "2026-02-22T05:31:21.1234567891Z, 123456789",
    "'2026-02-22T05:31:21,25Z', 250000000",
    "2026-02-22T05:31:21.123456789123Z, 123456789",
    "1771738281.25, 250000000",
  })
  void fractions_are_read(String text, int nanos) {
    assertEquals(MOMENT.plusNanos(nanos), DateText.read(text).orElseThrow().at());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-22T05:31:21",
        "2026-02-22 05:31:21.000",
        "20260222T053121",
        "2026-02-22 05:31:21 "
      })
  void a_date_without_a_zone_is_utc(String text) {
    assertEquals(Optional.of(new DateText.Moment(MOMENT, false)), DateText.read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-02-22",
        "02/22/2026 05:31:21",
        "22.02.2026 05:31",
        "20260222",
        "2026-02-30T05:31:21Z",
        "2026-02-22T25:31:21Z",
        "2026-02-22T05:31:21+25:00",
        "2026-02-22T05:31:21 CET",
        "1771738281000",
        "-1",
        "1e9",
        "Sun, 31 Feb 2026 05:31:21 GMT",
        "2026-02-22T05:31:21Z2026-02-22T05:31:21Z"
      })
  void a_text_that_is_no_moment_or_could_be_several_is_none(String text) {
    assertEquals(Optional.empty(), DateText.read(text));
  }

  /// Compares each form that this test writes with the moment that it wrote.
  @Test
  void random_moments_are_read_back_in_every_form() {
    var seed = Long.getLong("slash80.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      var at =
          Instant.ofEpochSecond(
              random.nextInt(1_000_000_000, 2_000_000_000), random.nextInt(1_000) * 1_000_000L);
      var local = at.atOffset(ZoneOffset.ofTotalSeconds(900 * random.nextInt(-48, 57)));
      var texts =
          List.of(
              at.toString(),
              local.toString(),
              local.toString().replace('T', ' '),
              "%d.%03d".formatted(at.getEpochSecond(), at.getNano() / 1_000_000));
      for (var text : texts) {
        assertEquals(at, DateText.read(text).orElseThrow().at(), "seed " + seed + ": " + text);
      }
    }
  }

  @Test
  void damaged_dates_are_read_or_refused() {
    var seed = Long.getLong("slash80.seed", System.nanoTime());
    var random = new Random(seed);
    var signs = "0123456789-+:.,TtZz UTCGMT\u0000\u0661eE";
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder("2026-02-22 05:31:21.250+00:00");
      for (int change = random.nextInt(4); change >= 0; change--) {
        int place = random.nextInt(text.length());
        text.replace(
            place, place + random.nextInt(2), "" + signs.charAt(random.nextInt(signs.length())));
      }
      try {
        read += DateText.read(text.toString()).isPresent() ? 1 : 0;
      } catch (DateTimeException | IllegalArgumentException broken) {
        throw new AssertionError("seed " + seed + ": " + text, broken);
      }
    }
    assertTrue(read > 100, "seed " + seed + ": read " + read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "2026-11-23 07:00:00+00:00" | ''
          "1795417200"                | ''
          1795417200.0                | ''
          "2026-11-23 07:00:00"       | describe-instances.json: Reservations[0].Instances[0].LaunchTime: a date without a zone is taken as UTC
          """)
  void the_launch_of_a_node_is_read_in_each_form(String launched, String note) {
    Folders.change(
        Folders.smallest(folder),
        "describe-instances.json",
        text -> text.replace('"' + LAUNCHED + '"', launched));
    var snapshot = Snapshot.open(folder);
    var facts = snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
    assertEquals(
        Fact.known(List.of(Instant.parse("2026-11-23T07:00:00Z"))),
        facts
            .attachments()
            .instances()
            .map(all -> all.stream().map(instance -> instance.launched()).toList()));
    assertEquals(note.isEmpty() ? List.of() : List.of(note), snapshot.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"yesterday\"", "true", "{\"a\": [1, {}]}", "[1, 2]", "1e400"})
  void a_bad_date_that_no_rule_uses_is_noted_and_skipped(String bad) {
    Folders.change(
        Folders.smallest(folder),
        "describe-cluster.demo.json",
        text ->
            text.replaceFirst("\"arn\"", "\"createdAt\": " + bad.replace("\\", "") + ", \"arn\""));
    var notes = Snapshot.open(folder).warnings();
    assertEquals(1, notes.size(), notes::toString);
    assertTrue(
        notes
            .getFirst()
            .startsWith(
                "describe-cluster.demo.json: cluster.createdAt: expected a date and time, found "),
        notes::toString);
    assertTrue(
        notes.getFirst().endsWith("the date is skipped, as no rule uses it"), notes::toString);
  }

  @Test
  void thousands_of_such_dates_make_one_note_of_each_kind() {
    var balancer =
        "{\"LoadBalancerArn\": \"arn:%d\", \"LoadBalancerName\": \"w%d\", \"VpcId\": \"vpc-1\","
            + " \"Type\": \"network\", \"CreatedTime\": \"%s\"}";
    var balancers = new ArrayList<String>();
    for (int number = 0; number < 1_000; number++) {
      balancers.add(
          balancer.formatted(number, number, number % 2 == 0 ? "2026-02-22T05:31:21" : "then"));
    }
    Folders.write(
        Folders.smallest(folder),
        "describe-load-balancers.json",
        "{\"LoadBalancers\": [" + String.join(",", balancers) + "]}");
    assertEquals(
        List.of(
            "describe-load-balancers.json: LoadBalancers[0].CreatedTime: a date without a zone is"
                + " taken as UTC (and 499 more)",
            "describe-load-balancers.json: LoadBalancers[1].CreatedTime: expected a date and time,"
                + " found \"then\"; the date is skipped, as no rule uses it (and 499 more)"),
        Snapshot.open(folder).warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "2026-02-22T05:31:21Z"      | 0
          "2026-02-22 05:31:21+00:00" | 0
          "1771738281"                | 0
          1771738281                  | 0
          "2026-02-22 05:31:21"       | 1
          """)
  void the_moment_of_capture_is_read_in_each_form(String at, int notes) {
    Folders.write(Folders.smallest(folder), "captured-at.json", "{\"at\": %s}".formatted(at));
    var snapshot = Snapshot.open(folder);
    assertEquals(MOMENT, snapshot.at());
    assertEquals(notes, snapshot.warnings().size());
  }

  @Test
  void a_moment_of_capture_that_lies_in_no_calendar_is_refused() {
    for (var at : new String[] {"1e400", "1e999999999", "-1e999", "true", "null", "[]"}) {
      Folders.write(Folders.smallest(folder), "captured-at.json", "{\"at\": %s}".formatted(at));
      var refusal = assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
      assertTrue(refusal.startsWith("captured-at.json: at: expected a date and time"), refusal);
    }
  }
}
