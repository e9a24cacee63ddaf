package slash80.audit.command;

import java.nio.file.Path;

/// The folder of the project: the examples are found from there, whatever the current folder.
final class ProjectPaths {
  private ProjectPaths() {}

  /// The launcher sets it; without the launcher it is the current folder.
  static Path folder() {
    return Path.of(System.getProperty("project.root", ""));
  }

  static Path exampleAccount() {
    return shortened(folder().resolve("events/account"));
  }

  static Path exampleEvent() {
    return shortened(folder().resolve("events/ec2-authorize-security-group-ingress.json"));
  }

  /// The ledger of the example account as it was before the example event.
  static Path exampleLedger() {
    return shortened(folder().resolve("events/ledger/before.json"));
  }

  /// As seen from the current folder where it lies below it, so that messages are short.
  private static Path shortened(Path path) {
    var here = Path.of("").toAbsolutePath();
    var absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }
}
