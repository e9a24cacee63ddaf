package slash80.audit.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;

/// A page that the command line wrote, with the checks that every page must pass.
final class PageRun {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");

  private PageRun() {}

  static Document page(Object... arguments) {
    var words =
        Stream.concat(Stream.of(arguments).map(Object::toString), Stream.of("--format", "html"));
    var run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(Slash80.FINE, run.code(), run.err());
    return Jsoup.parse(run.out());
  }

  /// The example account with some of its text replaced.
  static Path account(Path folder, UnaryOperator<String> change) throws IOException {
    var copy = Files.createDirectories(folder.resolve("account"));
    try (var files = Files.list(ACCOUNT)) {
      for (var file : files.toList()) {
        Files.writeString(copy.resolve(file.getFileName()), change.apply(Files.readString(file)));
      }
    }
    return copy;
  }

  static void assertStandsForItself(Document page) {
    assertTrue(page.select("link, iframe, object, img, form, base").isEmpty());
    assertEquals(1, page.select("script").size());
    for (var element : page.getAllElements()) {
      element
          .attributes()
          .forEach(
              attribute -> {
                assertFalse(attribute.getKey().startsWith("on"), element.outerHtml());
                assertFalse(
                    Set.of("src", "srcset", "style", "action", "data", "poster", "xlink:href")
                        .contains(attribute.getKey()),
                    element.outerHtml());
              });
    }
    for (var link : page.select("[href]")) {
      var target = link.attr("href");
      assertTrue(
          target.startsWith("#") || target.startsWith("https://docs.aws.amazon.com/"), target);
      assertTrue(target.startsWith("#") || link.attr("rel").equals("noreferrer"), target);
    }
    assertFalse(page.select("style").first().data().matches("(?s).*(url\\(|@import|http).*"));
  }

  static void assertLeadsSomewhere(Document page, Element link) {
    var target = link.attr("href").substring(1);
    assertTrue(page.getElementById(target) instanceof Element, target);
  }

  static void assertNoIdTwice(Document page) {
    var seen = new HashSet<String>();
    page.select("[id]").forEach(element -> assertTrue(seen.add(element.id()), element.id()));
  }
}
