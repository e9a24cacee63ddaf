package slash80;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every package of every module, and what it may import. A package that is not listed fails, and
/// so does an import that points up or sideways.
final class HouseTest {
  /// A room, its module, and the rooms that it stands on. A room may import those and whatever they
  /// stand on; each stands on rooms above it only, so there is no cycle.
  private static final String ROOMS =
      """
      slash80.ip            | core   |
      slash80.facts         | core   | slash80.ip
      slash80.reach         | core   | slash80.facts
      slash80.network       | core   | slash80.reach
      slash80.rule          | core   | slash80.network
      slash80.rules         | core   | slash80.rule
      slash80.judge         | core   | slash80.rules
      slash80.blame         | core   | slash80.judge
      slash80.ledger        | core   | slash80.blame
      slash80.alerts        | core   | slash80.ledger
      slash80.report        | core   | slash80.alerts
      slash80.page          | core   | slash80.report
      slash80.aws.http      | aws    |
      slash80.aws           | aws    | slash80.alerts slash80.aws.http
      slash80.aws.convert   | aws    | slash80.aws
      slash80.aws.wire      | aws    | slash80.aws
      slash80.aws.live      | aws    | slash80.aws.convert slash80.aws.wire
      slash80.aws.snapshot  | aws    | slash80.aws.convert slash80.aws.wire
      slash80.aws.capture   | aws    | slash80.aws.live slash80.aws.snapshot
      slash80.aws.ledger    | aws    | slash80.aws
      slash80.aws.alert     | aws    | slash80.aws
      slash80.aws.policy    | aws    | slash80.aws.live
      slash80.aws.fleet     | aws    | slash80.aws.live
      slash80.aws.doctor    | aws    | slash80.aws.ledger slash80.aws.alert slash80.aws.policy
      slash80.check.settle  | checks | slash80.aws
      slash80.check.share   | checks |
      slash80.check.event   | checks | slash80.check.settle
      slash80.check.scope   | checks | slash80.check.event slash80.aws.ledger
      slash80.check         | checks | slash80.check.scope slash80.check.share slash80.aws.alert slash80.aws.fleet slash80.page
      slash80.watch         | watch  | slash80.check slash80.aws.snapshot slash80.aws.policy slash80.aws.fleet
      slash80.sweep         | sweep  | slash80.aws.live slash80.aws.snapshot slash80.aws.ledger slash80.aws.fleet
      slash80.audit.report  | audit  | slash80.check slash80.aws.policy
      slash80.audit.text    | audit  | slash80.audit.report
      slash80.audit.command | audit  | slash80.audit.text slash80.aws.capture slash80.aws.doctor
      """;

  private static final int LINES = 400;
  private static final int FILES = 40;

  /// The one room that grows with what is checked: one file a rule.
  private static final String UNBOUNDED = "slash80.rules";

  private static final Path FUNCTIONS = Path.of(System.getProperty("project.root"), "functions");
  private static final Pattern NAME_OF_OURS =
      Pattern.compile("\\bslash80((?:\\.[a-z]\\w*)*)\\.[A-Z]");
  private static final Pattern CLASS_COMMENT =
      Pattern.compile(
          "^((?:[ ]*///.*\\n"
              + ")+)(?:[ ]*@.*\\n"
              + ")*[ ]*(?:(?:public|private|protected|static|final|sealed|non-sealed|abstract)"
              + " )*(?:class|record|interface|enum|@interface) (\\w+)",
          Pattern.MULTILINE);
  private static final Pattern FREE_RELATIVE =
      Pattern.compile("(?:What|Where|How|Which|Who|Whose|Whom)\\b.*", Pattern.DOTALL);

  private record Room(String module, Set<String> below) {}

  private record Source(Path file, String module, String kind, String room, String text) {
    private String name() {
      return FUNCTIONS.relativize(file).toString();
    }

    private boolean isMain() {
      return kind.equals("main");
    }
  }

  private static final Map<String, Room> PLAN = plan();
  private static final List<Source> SOURCES = sources();

  @Test
  void every_package_is_a_room_of_its_module() {
    var found = new TreeSet<String>();
    SOURCES.stream()
        .filter(Source::isMain)
        .forEach(source -> found.add(source.room() + " of " + source.module()));
    var planned = new TreeSet<String>();
    PLAN.forEach((room, plan) -> planned.add(room + " of " + plan.module()));
    assertEquals(planned, found);
  }

  @Test
  void imports_point_down() {
    var wrong = new TreeSet<String>();
    for (var source : SOURCES) {
      if (!source.isMain()) continue;
      var allowed = PLAN.getOrDefault(source.room(), new Room("", Set.of())).below();
      var names = NAME_OF_OURS.matcher(withoutComments(source.text()));
      while (names.find()) {
        var room = "slash80" + names.group(1);
        if (!room.equals(source.room()) && !allowed.contains(room)) {
          wrong.add("%s may not know %s".formatted(source.name(), room));
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void core_knows_the_jdk_only_and_aws_alone_the_sdk() {
    var wrong = new TreeSet<String>();
    for (var source : SOURCES) {
      if (!source.isMain()) continue;
      for (var line : source.text().lines().filter(text -> text.startsWith("import ")).toList()) {
        var name = line.replaceFirst("import (?:static )?", "");
        boolean isFine =
            source.module().equals("core")
                ? name.matches("(?:java|slash80|org\\.jspecify)\\..*")
                : source.module().equals("aws") || !name.startsWith("software.amazon.awssdk.");
        if (!isFine) wrong.add("%s: %s".formatted(source.name(), line));
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void code_names_a_type_by_import_only() {
    var wrong =
        SOURCES.stream()
            .filter(Source::isMain)
            .filter(source -> NAME_OF_OURS.matcher(body(source.text())).find())
            .map(Source::name)
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), wrong);
  }

  @Test
  void a_file_has_at_most_400_lines() {
    var wrong =
        SOURCES.stream()
            .filter(source -> source.text().lines().count() > LINES)
            .map(source -> "%s: %d lines".formatted(source.name(), source.text().lines().count()))
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), wrong);
  }

  @Test
  void a_package_has_at_most_40_files() {
    var files = new LinkedHashMap<String, Integer>();
    SOURCES.stream()
        .filter(source -> !source.room().equals(UNBOUNDED))
        .forEach(source -> files.merge(source.file().getParent().toString(), 1, Integer::sum));
    files.values().removeIf(count -> count <= FILES);
    assertEquals(Map.of(), files);
  }

  @Test
  void every_room_says_in_three_sentences_what_it_is() {
    for (var room : PLAN.keySet()) {
      var info =
          SOURCES.stream()
              .filter(source -> source.room().equals(room))
              .filter(source -> source.file().endsWith("package-info.java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(room + " has no package-info.java"));
      var words =
          String.join(" ", info.text().lines().filter(line -> line.startsWith("///")).toList());
      assertTrue(
          words.split("[.?!]\"?(?: ///)?(?: |$)").length >= 3, () -> room + " says: " + words);
      assertTrue(info.text().contains("@NullMarked"), () -> room + " is not @NullMarked");
    }
  }

  @Test
  void a_class_comment_begins_with_a_noun_or_a_verb() {
    var wrong = new ArrayList<String>();
    for (var source : SOURCES) {
      var comments = CLASS_COMMENT.matcher(source.text());
      while (comments.find()) {
        var words = comments.group(1).strip().replaceFirst("^/// *", "");
        if (FREE_RELATIVE.matcher(words).matches()) {
          wrong.add(
              "%s, %s: %s"
                  .formatted(
                      source.name(), comments.group(2), words.lines().findFirst().orElse("")));
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Map<String, Room> plan() {
    var plan = new LinkedHashMap<String, Room>();
    ROOMS
        .lines()
        .map(line -> line.split("\\|"))
        .forEach(
            columns -> {
              var below = new TreeSet<String>();
              if (columns.length > 2) {
                for (var room : columns[2].strip().split(" ")) {
                  if (room.isEmpty()) continue;
                  if (!plan.containsKey(room))
                    throw new AssertionError(room + " stands further down");
                  below.add(room);
                  below.addAll(plan.get(room).below());
                }
              }
              plan.put(columns[0].strip(), new Room(columns[1].strip(), below));
            });
    return plan;
  }

  private static List<Source> sources() {
    try (Stream<Path> files = Files.walk(FUNCTIONS)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(HouseTest::source)
          .flatMap(List::stream)
          .toList();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  /// A file below `MODULE/src/KIND/java`; none for generated code.
  private static List<Source> source(Path file) {
    var parts = FUNCTIONS.relativize(file);
    if (parts.getNameCount() < 5 || !parts.getName(1).toString().equals("src")) return List.of();
    try {
      var room = parts.subpath(4, parts.getNameCount() - 1).toString().replace('/', '.');
      return List.of(
          new Source(
              file,
              parts.getName(0).toString(),
              parts.getName(2).toString(),
              room,
              Files.readString(file)));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static String withoutComments(String text) {
    return String.join("\n", text.lines().filter(line -> !line.strip().startsWith("//")).toList());
  }

  /// The code after the package and its imports.
  private static String body(String text) {
    return String.join(
        "\n",
        withoutComments(text)
            .lines()
            .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
            .toList());
  }
}
