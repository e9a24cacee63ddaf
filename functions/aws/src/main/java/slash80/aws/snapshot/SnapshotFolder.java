package slash80.aws.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import slash80.aws.StandardInput;
import slash80.aws.Suggestions;
import slash80.facts.Fact;
import software.amazon.awssdk.core.SdkPojo;

/// The files of a snapshot's folder, read and checked. The output of a command may be spread over
/// several files.
public final class SnapshotFolder {
  private static final List<String> NEXT = List.of("NextToken", "NextMarker", "nextToken");

  /// The content of one file.
  ///
  /// @param about the id in the file's name, or empty
  /// @param isContinued whether the content names a page that follows
  record Page(SnapshotFile file, String about, SdkPojo response, boolean isContinued) {
    /// The path within the folder.
    String name() {
      return file.name();
    }

    /// The page with all that its file says.
    Page whole(CliCommand command) {
      return new Page(file, about, file.whole(command).response(), isContinued);
    }
  }

  private final boolean isWhole;
  private final Path root;
  private final List<Path> instead;
  private final Optional<PrintedAnswer> input;
  private final Map<CliCommand, List<Page>> pages = new EnumMap<>(CliCommand.class);
  private final Set<CliCommand> whole = EnumSet.noneOf(CliCommand.class);
  private final List<String> warnings = new ArrayList<>();
  private Optional<Instant> capturedAt = Optional.empty();
  private Instant newest = Instant.EPOCH;

  private SnapshotFolder(
      Path root, List<Path> instead, Optional<PrintedAnswer> input, boolean isWhole) {
    this.isWhole = isWhole;
    this.root = root;
    this.instead = instead;
    this.input = input;
  }

  /// The folder with all that its files say.
  public static SnapshotFolder open(Path root) {
    return open(root, List.of(), new byte[0], true);
  }

  /// The folder with what its files say that is used.
  static SnapshotFolder ofUsed(Path root, List<Path> instead, byte[] input) {
    return open(root, instead, input, false);
  }

  /// The folder with some files from elsewhere. Each replaces all files of its name, wherever in
  /// the folder they are, or is added where there is none. Standard input replaces all files of the
  /// command that printed it.
  private static SnapshotFolder open(Path root, List<Path> instead, byte[] input, boolean isWhole) {
    if (!Files.exists(root)) {
      throw new BadInput(root + ": expected a folder of AWS CLI output, found nothing");
    }
    if (!Files.isDirectory(root)) {
      throw new BadInput(root + ": expected a folder of AWS CLI output, found a file");
    }
    var files = instead.stream().filter(path -> !StandardInput.is(path)).toList();
    files.forEach(path -> checkReplacement(path, files));
    var folder =
        new SnapshotFolder(
            root,
            files,
            files.size() < instead.size() ? Optional.of(PrintedAnswer.of(input)) : Optional.empty(),
            isWhole);
    folder.readAll();
    return folder;
  }

  /// The output of a command; empty when it has no file.
  List<Page> pages(CliCommand command) {
    return pages.getOrDefault(command, List.of());
  }

  /// Whether a file from elsewhere stands for the output of this command.
  boolean isReplaced(CliCommand command) {
    return input.filter(given -> given.command() == command).isPresent()
        || instead.stream()
            .map(path -> path.getFileName().toString())
            .anyMatch(name -> name.startsWith(command.word() + "."));
  }

  /// The time in captured-at.json, else the time of the newest file.
  Instant at() {
    return capturedAt.orElse(newest);
  }

  /// Files and values that were not used, each with the reason, and values that were completed.
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// The resources that the files of a command list, each once; unread when there is no file.
  @SuppressWarnings("unchecked")
  <R extends SdkPojo, T> Fact<List<T>> all(
      CliCommand command, Function<R, List<T>> list, Function<T, String> id) {
    if (pages(command).isEmpty()) {
      return Fact.unread(command.file("ID") + " was not captured");
    }
    var byId = new LinkedHashMap<String, T>();
    var names = new HashMap<String, String>();
    for (var page : pages(command)) {
      for (var value : list.apply((R) page.response())) {
        var key = id.apply(value);
        var same = byId.putIfAbsent(key, value);
        if (same != null && whole.add(command)) {
          readWhole(command);
          return all(command, list, id);
        }
        if (same != null && !same.equals(value)) {
          throw new BadInput(
              "%s: %s: expected the same content as in %s, found other content"
                  .formatted(page.name(), key, names.get(key)));
        }
        names.putIfAbsent(key, page.name());
      }
    }
    return Fact.known(List.copyOf(byId.values()));
  }

  /// Reads the files of a command with all that they say: a resource that stands there twice may
  /// differ in what no rule uses.
  private void readWhole(CliCommand command) {
    pages.computeIfPresent(
        command, (_, used) -> used.stream().map(page -> page.whole(command)).toList());
  }

  /// The resources that the files of a command list, by the id in each file's name.
  @SuppressWarnings("unchecked")
  <R extends SdkPojo, T> Map<String, Fact<List<T>>> byAbout(
      CliCommand command, Function<R, List<T>> list) {
    var byId = new TreeMap<String, List<T>>();
    for (var page : pages(command)) {
      byId.computeIfAbsent(page.about(), _ -> new ArrayList<>())
          .addAll(list.apply((R) page.response()));
    }
    var facts = new TreeMap<String, Fact<List<T>>>();
    byId.forEach(
        (about, listed) -> facts.put(about, Fact.known(listed.stream().distinct().toList())));
    return facts;
  }

  private void readAll() {
    var paths = paths();
    if (paths.isEmpty()) {
      throw new BadInput(
          "%s: expected AWS CLI output, found an empty folder: start with %s"
              .formatted(root, CliCommand.DESCRIBE_CLUSTER.commandLine()));
    }
    var replaced = instead.stream().map(Path::getFileName).toList();
    var kept =
        new ArrayList<>(
            paths.stream().filter(path -> !replaced.contains(path.getFileName())).toList());
    input.ifPresent(given -> replace(kept, given));
    kept.forEach(this::read);
    instead.forEach(this::read);
    pages.forEach(this::checkThatNothingFollows);
    checkThatNothingIsMissing();
  }

  /// Takes the files of the command of standard input away, and reads that instead.
  private void replace(List<Path> kept, PrintedAnswer given) {
    var command = given.command();
    var replaced =
        kept.stream()
            .filter(path -> path.toString().endsWith(".json") && Files.isRegularFile(path))
            .filter(path -> path.getFileName().toString().startsWith(command.word() + "."))
            .filter(path -> told(CliCommand.named(command.word()).orElseThrow(), path) == command)
            .toList();
    given.checkOneResource(
        replaced.stream()
            .map(path -> command.resource(about(path)))
            .collect(Collectors.toCollection(TreeSet::new)),
        replaced.stream().map(this::name).toList());
    kept.removeAll(replaced);
    add(command, page(command, new SnapshotFile(StandardInput.NAME, given::open), ""));
  }

  private void add(CliCommand command, Page page) {
    pages.computeIfAbsent(command, _ -> new ArrayList<>()).add(page);
  }

  /// All files that are not hidden, and the sub-folders that are named like a file.
  private List<Path> paths() {
    try (var walk = Files.walk(root.toRealPath())) {
      return walk.skip(1)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> !Files.isDirectory(path) || path.toString().endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException broken) {
      throw new BadInput(
          "%s: cannot be read: %s".formatted(root, FileFailure.reason(broken)), broken);
    }
  }

  private void read(Path path) {
    var name = name(path);
    var words = path.getFileName().toString().split("\\.");
    var command = CliCommand.named(words[0]);
    boolean isCapturedAt = path.getFileName().toString().equals(CapturedAt.NAME);
    if (!path.toString().endsWith(".json") || (command.isEmpty() && !isCapturedAt)) {
      if (path.toString().endsWith(".json") || command.isPresent()) {
        warnings.add(
            name
                + " is skipped: the name is not the name of an AWS CLI command that Slash80 reads");
      }
      return;
    }
    if (Files.isDirectory(path)) {
      throw new BadInput(name + ": expected a file, found a folder");
    }
    if (isCapturedAt) {
      var moment = CapturedAt.read(name, path);
      capturedAt = Optional.of(moment.at());
      if (!moment.isZoned()) {
        warnings.add(name + ": at: a date without a zone is taken as UTC");
      }
    } else {
      var told = told(command.get(), path);
      add(told, page(told, path));
    }
  }

  private static void checkReplacement(Path path, List<Path> files) {
    var base = path.getFileName() == null ? "" : path.getFileName().toString();
    var word = base.split("\\.")[0];
    if (Files.isDirectory(path)) {
      throw new BadInput(path + ": expected a file, found a folder: put SNAPSHOT before --with");
    }
    if (!base.endsWith(".json") || CliCommand.named(word).isEmpty()) {
      throw new BadInput(
          "%s: expected a file that is named after a command, such as %s.json"
              .formatted(path, Suggestions.of(word, CliCommand.words(), 1).getFirst()));
    }
    if (!Files.isRegularFile(path)) {
      throw new BadInput(
          "%s: expected a file, found %s"
              .formatted(path, Files.exists(path) ? "a special file" : "nothing"));
    }
    if (files.stream().filter(other -> other.getFileName().equals(path.getFileName())).count()
        > 1) {
      throw new BadInput("%s: expected one file with this name, found several".formatted(path));
    }
  }

  private String name(Path path) {
    if (instead.contains(path)) {
      return path.toString();
    }
    try {
      return root.toRealPath().relativize(path).toString();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String about(Path path) {
    var words = path.getFileName().toString().split("\\.");
    return words.length > 2 ? words[1] : "";
  }

  /// The command that printed a file. A file that cannot be read is refused later.
  private static CliCommand told(CliCommand command, Path path) {
    if (!command.sharesItsName()) {
      return command;
    }
    try {
      return command.told(about(path), Outline.of(() -> Files.newInputStream(path)));
    } catch (IOException _) {
      return command;
    }
  }

  private Page page(CliCommand command, Path path) {
    var name = name(path);
    var about = about(path);
    if (command.isNamedByFile() && about.isEmpty()) {
      throw new BadInput(
          "%s: expected the id of the resource in the file's name, as in: %s"
              .formatted(name, command.commandLine()));
    }
    var file = new SnapshotFile(name, () -> Files.newInputStream(path));
    try {
      newest = latest(newest, Files.getLastModifiedTime(path).toInstant());
    } catch (IOException broken) {
      throw file.unreadable(broken);
    }
    return page(command, file, about);
  }

  private Page page(CliCommand command, SnapshotFile file, String about) {
    var answer = isWhole ? file.whole(command) : file.used(command);
    checkKey(command, file.name(), answer.response());
    warnings.addAll(answer.notes());
    return new Page(file, about, answer.response(), isContinued(answer));
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static void checkKey(CliCommand command, String name, SdkPojo response) {
    if (!CliJsonConverter.contains(response, command.key())) {
      throw new BadInput(
          "%s: expected the key %s, which aws %s prints"
              .formatted(name, command.key(), command.command()));
    }
  }

  /// A page that names a next page needs the last page too: half of a list would pass for the whole
  /// list.
  private void checkThatNothingFollows(CliCommand command, List<Page> pages) {
    var byId = new LinkedHashMap<String, List<Page>>();
    for (var page : pages) {
      byId.computeIfAbsent(command.resource(page.about()), _ -> new ArrayList<>()).add(page);
    }
    for (var pagesOfOne : byId.values()) {
      if (pagesOfOne.stream().allMatch(Page::isContinued)) {
        throw new BadInput(
            "%s: the content names a next page: expected all pages, as aws %s prints them"
                .formatted(pagesOfOne.getLast().name(), command.command()));
      }
    }
  }

  /// With `--max-items` the CLI prints a token of its own, which the service does not know
  /// (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html).
  private static boolean isContinued(CliJsonConverter.Answer<?> answer) {
    return NEXT.stream().anyMatch(key -> CliJsonConverter.contains(answer.response(), key))
        || answer.unknown().getOrDefault("", Map.of()).containsKey("NextToken");
  }

  private void checkThatNothingIsMissing() {
    var missing =
        Arrays.stream(CliCommand.values())
            .filter(command -> command.isNeeded() && pages(command).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new BadInput(
          "%s: expected %s: make %s with"
              .formatted(
                  root,
                  String.join(
                      ", ", missing.stream().map(cliCommand -> cliCommand.file("ID")).toList()),
                  missing.size() == 1 ? "it" : "them"),
          missing.stream().map(CliCommand::commandLine).toList());
    }
  }
}
