package slash80.audit.command;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import slash80.judge.RuleBook;
import slash80.rule.Severity;

/// Lists of the words that a shell completes, as the help writes them.
final class CompletedWords {
  private static final List<String> SEVERITIES =
      Arrays.stream(Severity.values())
          .sorted(Comparator.reverseOrder())
          .map(Severity::name)
          .toList();

  private CompletedWords() {}

  /// The severities, worst first.
  static final class Severities implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SEVERITIES.iterator();
    }
  }

  /// The words that `--fail-on` takes.
  static final class Failures implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(SEVERITIES.stream(), Stream.of(AuditCommand.UNDECIDED)).iterator();
    }
  }

  /// The ids of the rules.
  static final class Rules implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RuleBook.entries().stream().map(entry -> entry.rule().id()).sorted().iterator();
    }
  }

  /// The words that tell when text is coloured.
  static final class Colours implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "always", "never").iterator();
    }
  }

  /// The formats of `audit`.
  static final class AuditFormats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(OutputFormat.values()).map(OutputFormat::word).iterator();
    }
  }

  /// The formats of a report that can be a page.
  static final class PageFormats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(OutputFormat.TEXT, OutputFormat.JSON, OutputFormat.HTML);
    }
  }

  /// The formats of other commands.
  static final class PlainFormats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(OutputFormat.TEXT, OutputFormat.JSON);
    }
  }

  /// The shells that can complete.
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh", "fish").iterator();
    }
  }

  private static Iterator<String> words(OutputFormat... formats) {
    return Arrays.stream(formats).map(OutputFormat::word).iterator();
  }
}
