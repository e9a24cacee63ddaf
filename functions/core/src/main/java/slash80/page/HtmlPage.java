package slash80.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;

/// A self-contained HTML file: people open it from the artifacts of a build, from an e-mail or from
/// a bucket, where nothing else can be loaded. Its Content-Security-Policy allows its own style
/// sheet and its own script, each by its hash, and no request.
final class HtmlPage {
  private HtmlPage() {}

  /// @param skipTo the id of the element that a keyboard's first stop leads to
  static String of(String title, String skipTo, Consumer<Html> body) {
    var html = new Html();
    html.open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy());
    html.open("meta", "name", "referrer", "content", "no-referrer");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", title);
    html.open("style").own(PageStyle.TEXT).end();
    html.end().open("body");
    html.element("a", "Skip to the findings", "class", "skip", "href", "#" + skipTo);
    html.open("main");
    body.accept(html);
    html.end();
    html.open("script").own(PageScript.TEXT).end();
    html.end().end();
    return html.whole();
  }

  private static String policy() {
    return "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
        .formatted(hash(PageStyle.TEXT), hash(PageScript.TEXT));
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
