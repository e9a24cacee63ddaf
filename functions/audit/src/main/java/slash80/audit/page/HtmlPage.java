package slash80.audit.page;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import slash80.alerts.TextFormat;

/// A self-contained HTML file, made from a template in the resources: people open it from the
/// artifacts of a build or from an e-mail, where nothing else can be loaded and scripts are not
/// welcome. It has no script, and its Content-Security-Policy allows only its own style sheet.
public final class HtmlPage {
  private static final Variant HTML = Variant.forContentType(Variant.TEXT_HTML);

  /// Long enough for any machine: everything that is rendered is in memory.
  private static final long NO_HURRY = 3_600_000;

  private HtmlPage() {}

  /// A report in a template's words.
  ///
  /// @param template the name of a file in `page`, without its ending
  public static String of(String template, Record report) {
    var style = read("style.css");
    return engine()
        .getTemplate(template)
        .data("report", report)
        .data("style", new RawString(style))
        .data("styleHash", new RawString("sha256-" + hash(style)))
        .render();
  }

  /// An engine with fields, lists and conditions, and without the means to print a value unescaped.
  private static Engine engine() {
    return Engine.builder()
        .addDefaultSectionHelpers()
        .addValueResolvers(
            ValueResolvers.mapperResolver(),
            ValueResolvers.mapResolver(),
            ValueResolvers.collectionResolver(),
            ValueResolvers.thisResolver(),
            new ReflectionValueResolver())
        .addResultMapper(new Escaping())
        .addLocator(name -> Optional.of(new Location(name)))
        .strictRendering(true)
        .timeout(NO_HURRY)
        .build();
  }

  /// Every value that a template prints, wherever it stands: nothing in it is markup, and no
  /// character of it is unseen. Qute's own escaping asks for a template's content type first.
  private static final class Escaping implements ResultMapper {
    private final HtmlEscaper escaper = new HtmlEscaper(List.of(Variant.TEXT_HTML));

    @Override
    public boolean appliesTo(Origin origin, Object result) {
      return !(result instanceof RawString);
    }

    @Override
    public String map(Object result, io.quarkus.qute.Expression expression) {
      return escaper.map(TextFormat.text(result.toString()), expression);
    }
  }

  private record Location(String name) implements TemplateLocation {
    @Override
    public Reader read() {
      return new StringReader(HtmlPage.read(name + ".html"));
    }

    @Override
    public Optional<Variant> getVariant() {
      return Optional.of(HTML);
    }
  }

  private static String read(String file) {
    try (var stream = HtmlPage.class.getResourceAsStream("/slash80/audit/page/" + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
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
