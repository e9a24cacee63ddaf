package slash80.sweep;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The classes that `sweep` can come to use. The native build links those and no others.
class SweepCarriesTest {
  private static final Pattern OURS = Pattern.compile("slash80/[A-Za-z0-9_/$]+");

  /// All classes of Slash80 that these mention, and so on. A lambda or a generic type is mentioned
  /// in a text of the class file.
  private static Set<String> mentionedFrom(String... first) throws IOException {
    var seen = new TreeSet<String>();
    var next = new ArrayDeque<>(Set.of(first));
    while (!next.isEmpty()) {
      var name = next.pop();
      try (var file = SweepCarriesTest.class.getResourceAsStream("/" + name + ".class")) {
        if (file != null && seen.add(name)) {
          mentioned(file.readAllBytes()).forEach(next::push);
        }
      }
    }
    return seen;
  }

  private static Stream<String> mentioned(byte[] file) {
    return StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
        .flatMap(
            entry ->
                switch (entry) {
                  case ClassEntry type -> Stream.of(type.asInternalName());
                  case Utf8Entry text -> Stream.of(text.stringValue());
                  default -> Stream.of();
                })
        .flatMap(text -> OURS.matcher(text).results().map(found -> found.group()));
  }

  @Test
  void it_carries_no_page_and_nothing_that_checks() throws IOException {
    var carried = mentionedFrom("slash80/sweep/SweepFunction");
    assertTrue(carried.contains("slash80/sweep/Sweep"), carried.toString());
    assertTrue(carried.contains("slash80/aws/Outbox"), carried.toString());
    var unused =
        carried.stream()
            .filter(name -> name.matches("slash80/(page|report|audit|check)/.*"))
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), unused);
  }
}
