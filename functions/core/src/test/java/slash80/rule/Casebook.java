package slash80.rule;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import slash80.judge.Cases;

/// The cases of every rule, found by class name: `NodeHoldsPodPrefixCases` beside
/// `NodeHoldsPodPrefix`.
public final class Casebook {
  private static final List<Cases> ALL = classes().stream().map(Casebook::cases).toList();

  private Casebook() {}

  public static List<Cases> all() {
    return ALL;
  }

  static Cases of(Rule<?> rule) {
    return ALL.stream()
        .filter(cases -> cases.rule().id().equals(rule.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cases for " + rule.getClass().getSimpleName()));
  }

  /// The classes that implement [RuleCases], sorted by name.
  public static List<Class<?>> classes() {
    try {
      var root =
          Path.of(Casebook.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith("Cases.class"))
            .map(file -> file.replaceFirst("\\.class$", "").replace('/', '.'))
            .sorted()
            .<Class<?>>map(Casebook::load)
            .filter(type -> RuleCases.class.isAssignableFrom(type) && !type.isInterface())
            .toList();
      }
    } catch (IOException | URISyntaxException unreadable) {
      throw new IllegalStateException("the compiled tests cannot be listed", unreadable);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static Cases cases(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return ((RuleCases) constructor.newInstance()).cases();
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException(
          type.getName() + " needs a constructor without parameters", broken);
    }
  }
}
