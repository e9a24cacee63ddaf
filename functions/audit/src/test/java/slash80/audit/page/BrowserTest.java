package slash80.audit.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;
import slash80.aws.BigSnapshot;
import slash80.facts.Permissions;
import slash80.fixtures.Fixtures;
import slash80.judge.Judgement;
import slash80.judge.Policy;
import slash80.ledger.Since;
import slash80.network.Names;
import slash80.page.AuditPage;
import slash80.page.AuditPart;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// Tests of pages in headless Chromium. Where there is no browser they are skipped, which
/// `./slash80 test` counts as failed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");
  private static final int WIDE = 1_200;
  private static final int PHONE = 390;

  /// A filter of this many milliseconds answers at once.
  private static final int AT_ONCE = 400;

  @TempDir static Path folder;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    var program = Browser.installed();
    Assumptions.assumeTrue(
        program.isPresent(), "no Chromium found: install one (on Debian: apt install chromium)");
    browser = Browser.start(program.get(), folder.resolve("profile"));
  }

  @AfterAll
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path page(String name, Object... arguments) {
    var file = folder.resolve(name + ".html");
    var words =
        Stream.concat(
            Stream.of(arguments).map(Object::toString),
            Stream.of("--format", "html", "--output", file.toString()));
    var run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(Slash80.FINE, run.code(), run.err());
    return file;
  }

  private int number(String expression) throws Exception {
    return browser.value(expression).asInt();
  }

  private void type(String id, String words) throws Exception {
    browser.value(
        "{const field = document.getElementById('%s'); field.value = '%s'; field.dispatchEvent(new Event('input', {bubbles: true}))}"
            .formatted(id, words));
  }

  private int shown() throws Exception {
    return number("document.querySelectorAll('tr.cause:not([hidden])').length");
  }

  @ParameterizedTest
  @CsvSource({"audit, 1200", "audit, 390", "reach, 1200", "reach, 390"})
  void a_page_asks_for_nothing_complains_of_nothing_and_fits_its_window(String command, int width)
      throws Exception {
    var file = page(command, command, ACCOUNT);
    for (var colours : List.of("light", "dark")) {
      browser.open(file, width, colours);
      assertEquals(List.of(), browser.complaints());
      assertEquals(List.of(file.toUri().toString()), browser.requests());
      assertEquals(width, number("document.documentElement.scrollWidth"));
    }
    assertTrue(browser.value("document.documentElement.classList.contains('js')").asBoolean());
  }

  @Test
  void a_keyboard_gets_to_the_first_finding_in_five_stops() throws Exception {
    browser.open(page("audit", "audit", ACCOUNT), WIDE, "light");
    int stops = 0;
    do {
      browser.press("Tab", 9);
      stops++;
      assertTrue(stops <= 5, browser.value("document.activeElement.outerHTML").asText());
    } while (!browser.value("!!document.activeElement.closest('.worst')").asBoolean());
    browser.press("Enter", 13);
    var target = "document.getElementById(decodeURIComponent(location.hash.slice(1)))";
    assertTrue(browser.value(target + ".open").asBoolean());
    assertEquals(
        0, number("document.querySelectorAll('.map [href]:not([tabindex=\"-1\"])').length"));
  }

  @Test
  void findings_are_filtered_by_text_subnet_rule_node_group_and_severity() throws Exception {
    browser.open(page("audit", "audit", ACCOUNT), WIDE, "light");
    int all = shown();
    type("find", "tcp 22");
    assertEquals(2, shown());
    assertEquals(2, number("document.querySelectorAll('.findings .card:not([hidden])').length"));
    assertEquals(
        "2 of %d lines shown".formatted(all),
        browser.value("document.getElementById('shown').textContent").asText());
    type("find", "");
    assertEquals(all, shown());
    for (var list : List.of("subnet", "group", "rule")) {
      var some = "document.querySelector('tr.cause[data-%1$ss], tr.cause[data-%1$s]').dataset.%1$s";
      var number =
          browser.value(
              (some + (list.equals("rule") ? "" : "s")).formatted(list) + ".split(' ')[0]");
      type("by-" + list, number.asText());
      assertTrue(shown() > 0 && shown() < all, list + " " + shown());
      type("by-" + list, "");
    }
    browser.value("document.getElementById('show-LOW').click()");
    assertEquals(0, number("document.querySelectorAll('tr.cause.LOW:not([hidden])').length"));
    assertTrue(shown() < all);
  }

  @Test
  void causes_are_sorted_by_each_column_both_ways() throws Exception {
    browser.open(page("audit", "audit", ACCOUNT), WIDE, "light");
    var firsts =
        "[...document.querySelectorAll('table.causes tbody')].map(body =>"
            + " body.querySelector('tr.cause').dataset.%s)";
    for (var column : List.of("severity", "what", "nodes", "cause")) {
      browser.value("document.querySelector('th button[data-by=%s]').click()".formatted(column));
      var once = browser.value(firsts.formatted(column));
      browser.value("document.querySelector('th button[data-by=%s]').click()".formatted(column));
      var twice = browser.value(firsts.formatted(column));
      assertTrue(once.size() > 3, once.toString());
      assertTrue(!once.get(0).equals(twice.get(0)), once + " then " + twice);
    }
  }

  @Test
  void a_cause_is_copied_as_its_command_and_as_markdown() throws Exception {
    browser.open(page("audit", "audit", ACCOUNT), WIDE, "light");
    browser.value(
        "window.copied = []; Object.defineProperty(navigator, 'clipboard', {value: {writeText:"
            + " async text => {copied.push(text)}}})");
    browser.value("document.querySelector('.findings .card button[data-copy=command]').click()");
    browser.value("document.querySelector('.findings .card button[data-copy=markdown]').click()");
    browser.value("document.querySelector('#filter button[data-copy=commands]').click()");
    var copied = browser.value("copied");
    var command =
        "aws ec2 revoke-security-group-ingress --group-id sg-0f000000000000001"
            + " --security-group-rule-ids sgr-0f000000000000102";
    assertEquals(command, copied.get(0).asText());
    var markdown = copied.get(1).asText();
    assertTrue(markdown.startsWith("- **CRITICAL** eni-0f000000000000001 of "), markdown);
    assertTrue(markdown.endsWith("```sh\n  " + command + "\n  ```"), markdown);
    assertTrue(copied.get(2).asText().lines().count() > 10, copied.get(2).asText());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 700})
  void any_number_of_findings_fits_the_first_screen(int findings) throws Exception {
    browser.open(withFindings(findings, "has no prefix"), WIDE, "light");
    assertEquals(List.of(), browser.complaints());
    assertEquals(findings, shown());
    assertEquals(findings, number("document.querySelectorAll('.findings .card').length"));
    var headline = browser.value("document.querySelector('.headline').textContent").asText();
    assertTrue(
        headline.startsWith(
            findings == 0
                ? "No finding is open."
                : "%d causes are open on %d of 1 node, the first since 2026-"
                    .formatted(findings, findings)),
        headline);
    assertTrue(number("document.querySelector('.first').getBoundingClientRect().bottom") < 900);
  }

  @ParameterizedTest
  @ValueSource(strings = {"</script><script>alert(1)</script>", "\u202e\u2066txt", "\"'`<!--"})
  void a_hostile_name_of_ten_kilobytes_is_text_and_fits_a_phone(String hostile) throws Exception {
    browser.open(withFindings(3, hostile + "x".repeat(10_000)), PHONE, "dark");
    assertEquals(List.of(), browser.complaints());
    assertEquals(3, shown());
    assertEquals(PHONE, number("document.documentElement.scrollWidth"));
    type("find", "xxxx");
    assertEquals(3, shown());
  }

  /// A page of findings with a cause each.
  private static Path withFindings(int count, String words) throws IOException {
    var network = cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1"))).network();
    var findings = IntStream.range(0, count).mapToObj(number -> finding(number, words)).toList();
    var judgement =
        new Judgement(
            network.cluster().id(),
            network.cluster().arn(),
            Fixtures.NOW,
            1,
            findings,
            List.of(),
            List.of(),
            1,
            count,
            List.of(),
            network.internet(),
            List.of(),
            Policy.NONE,
            Permissions.unasked(),
            Names.NONE);
    var since =
        new Since(findings.stream().collect(Collectors.toMap(Finding::id, _ -> Fixtures.NOW)));
    var part = AuditPart.of(network, judgement, judgement, "", since);
    return Files.writeString(folder.resolve("synthetic.html"), AuditPage.of(part).html());
  }

  private static Finding finding(int number, String words) {
    return new Finding(
        "node-holds-pod-prefix",
        Family.DELEGATION,
        Severity.HIGH,
        "instance",
        "i-%d%s".formatted(number, words),
        Optional.of("i-" + number),
        words,
        "i-%d %s".formatted(number, words),
        words,
        "aws ec2 assign-ipv6-addresses --network-interface-id '%s'".formatted(words),
        words,
        "cause-%d %s".formatted(number, words),
        List.of(new Verdict.Evidence("i-" + number, words)),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void five_thousand_nodes_are_small_quick_and_filtered_at_once() throws IOException, Exception {
    var snapshot = BigSnapshot.write(folder.resolve("big"), 5_000, 500, 40);
    long began = System.nanoTime();
    var file = page("big", "audit", snapshot);
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    assertTrue(seconds < 60, seconds + " s");
    assertTrue(Files.size(file) < 8_000_000, Files.size(file) + " bytes");
    browser.open(file, PHONE, "dark");
    assertEquals(List.of(), browser.complaints());
    var times =
        IntStream.range(0, 4)
            .mapToObj(round -> round % 2 == 0 ? "eni-" + round : "")
            .map(words -> millis(words))
            .toList();
    assertTrue(times.stream().skip(1).allMatch(time -> time < AT_ONCE), times.toString());
  }

  private double millis(String words) {
    try {
      return browser
          .value(
              "(() => {const began = performance.now(); const field = document.getElementById('find'); field.value = '%s'; field.dispatchEvent(new Event('input', {bubbles: true})); document.body.offsetHeight; return performance.now() - began})()"
                  .formatted(words))
          .asDouble();
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }
}
