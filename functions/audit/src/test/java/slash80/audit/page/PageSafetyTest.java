package slash80.audit.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.audit.page.PageRun.account;
import static slash80.audit.page.PageRun.assertLeadsSomewhere;
import static slash80.audit.page.PageRun.assertNoIdTwice;
import static slash80.audit.page.PageRun.assertStandsForItself;
import static slash80.audit.page.PageRun.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that a page is one file: it loads nothing, runs one script of its own, and shows every
/// name as text.
class PageSafetyTest {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMED =
      List.of(
          "i-0f000000000000001",
          "i-0d000000000000002",
          "eni-0f000000000000002",
          "sg-0f000000000000001",
          "rtb-0c0de0000000086f0",
          "sgr-0f000000000000102");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"audit", "reach"})
  void nothing_is_loaded_and_only_the_page_s_own_script_runs(String command) throws Exception {
    var page = page(command, ACCOUNT);
    assertStandsForItself(page);
    assertEquals(
        "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
            .formatted(hash(page, "style"), hash(page, "script")),
        page.select("meta[http-equiv=Content-Security-Policy]").attr("content"));
    assertNoIdTwice(page);
    assertOutlined(page);
    page.select("a[href^=#]").forEach(link -> assertLeadsSomewhere(page, link));
  }

  /// The hash of an element's text, as a browser takes it.
  private static String hash(Document page, String element) throws Exception {
    var text = page.select(element).first().data().getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
  }

  /// Headings go down one step at a time, for screen readers.
  private static void assertOutlined(Document page) {
    int above = 0;
    for (var heading : page.select("h1, h2, h3, h4")) {
      int level = Integer.parseInt(heading.tagName().substring(1));
      assertTrue(level <= above + 1, heading.outerHtml());
      above = level;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg onload='alert(1)",
        "\" onmouseover=\"alert(1)",
        "javascript:alert(1)",
        "</style></title></pre><b>",
        "--><!--",
        "{report.policy}{#if x}{!",
        "&lt;b&gt;&amp;#39;"
      })
  void whatever_a_name_is_it_is_text(String hostile) throws IOException {
    var account = named(hostile);
    var policy = exempting(hostile);
    var page = page("audit", account, "--policy", policy);
    assertStandsForItself(page);
    var reach = page("reach", account);
    assertStandsForItself(reach);
    assertTrue(page.title().startsWith("kodekloud" + hostile.strip()), page.title());
    assertEquals("kodekloud" + hostile, page.select(".cluster h2").text());
    var open = page.select(".card.CRITICAL .path").first().text();
    for (var id :
        List.of(
            "i-0f000000000000001",
            "sg-0f000000000000001",
            "rtb-0c0de0000000086f0",
            "sgr-0f000000000000102")) {
      assertTrue(open.contains(id + hostile), open);
    }
    assertTrue(
        page.select(".card.EXEMPTED").text().contains("by %s: %s".formatted(hostile, hostile)),
        page.text());
    assertTrue(
        page.select(".tiles li").eachAttr("title").stream()
            .anyMatch(title -> title.startsWith("i-0f000000000000001" + hostile + " 2600:")),
        page.select(".tiles li").outerHtml());
    var anchor = "interface-closed-to-ipv6-internet/eni-0f000000000000002" + hostile;
    assertTrue(page.getElementById(anchor) instanceof Element, anchor);
    assertTrue(reach.getElementById("eni-0f000000000000002" + hostile) instanceof Element);
    var harmless = named("x");
    assertSameMarkup(page("audit", harmless, "--policy", exempting("x")), page);
    assertSameMarkup(page("reach", harmless), reach);
  }

  /// The example account with these words appended to names.
  private Path named(String words) throws IOException {
    var bare = inJson(words).substring(1, inJson(words).length() - 1);
    return account(
        folder,
        text -> {
          var changed = text;
          for (var id : NAMED) {
            changed = changed.replace(id, id + bare);
          }
          return changed.replaceAll(
              "(\"(?:name|Value)\": \"kodekloud)\"", "$1" + Matcher.quoteReplacement(bare) + "\"");
        });
  }

  private Path exempting(String words) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        exemptions:
          - rule: node-has-no-public-ipv4
            subject: eni-0e000000000000003
            reason: %1$s
            owner: %1$s
            expires: 2026-11-28
        """
            .formatted(inJson(words)));
  }

  private static String inJson(String words) {
    return JSON.valueToTree(words).toString();
  }

  /// The page has the same elements and attributes as with harmless names.
  private static void assertSameMarkup(Document harmless, Document page) {
    var more = new TreeSet<>(markup(page));
    more.removeAll(markup(harmless));
    assertEquals(Set.of(), more);
    assertEquals(harmless.getAllElements().size(), page.getAllElements().size());
  }

  private static Set<String> markup(Document page) {
    var markup = new HashSet<String>();
    for (var element : page.getAllElements()) {
      markup.add(element.tagName());
      element
          .attributes()
          .forEach(attribute -> markup.add(element.tagName() + " " + attribute.getKey()));
    }
    return markup;
  }

  @Test
  void characters_that_turn_or_hide_text_are_written_out() throws IOException {
    var account =
        account(folder, text -> text.replace("sg-0f000000000000001", "sg-0f\u202e1\u200b"));
    assertTrue(page("audit", account).text().contains("sg-0f\\u202e1\\u200b"));
  }
}
