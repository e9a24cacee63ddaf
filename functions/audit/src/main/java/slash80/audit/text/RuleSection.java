package slash80.audit.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The page of a rule in RULES.md, which is generated from the rules and their cases and is part of
/// the command line.
public record RuleSection(String rule, String markdown) {

  public static RuleSection of(String rule) {
    var heading = Pattern.quote("### " + rule);
    var page = Pattern.compile("(?ms)^" + heading + "\\n\\n(.*?)(?=\\n##|\\z)").matcher(book());
    if (!page.find()) {
      throw new IllegalStateException("RULES.md has no page of " + rule);
    }
    return new RuleSection(rule, page.group(1));
  }

  private static String book() {
    try (var file = RuleSection.class.getResourceAsStream("/slash80/RULES.md")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The page as it looks on a terminal: its text is wrapped, and commands are not, so that they
  /// can be copied.
  public List<String> lines(TextStyle style) {
    var lines = new ArrayList<String>();
    lines.add(style.bold(rule));
    lines.add("");
    boolean inCommand = false;
    for (var line : markdown.strip().split("\n")) {
      if (line.startsWith("```")) {
        inCommand = !inCommand;
      } else if (inCommand) {
        lines.add("    " + line);
      } else if (line.startsWith("- ")) {
        lines.addAll(style.paragraph("  - ", line.substring(2)));
      } else if (line.startsWith("> ")) {
        lines.addAll(style.paragraph("    ", line.substring(2)));
      } else if (line.isEmpty()) {
        lines.add("");
      } else {
        lines.addAll(style.paragraph("", line.replace("**", "").replaceAll("[<>]", "")));
      }
    }
    return lines;
  }
}
