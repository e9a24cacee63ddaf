package slash80.audit.report;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import slash80.aws.StandardInput;

/// The files that a what-if puts in place of the snapshot's own.
public final class ReplacedFiles {
  private ReplacedFiles() {}

  /// The sentence about them, without a full stop.
  public static String sentence(List<Path> with) {
    return "As it would be with "
        + with.stream()
            .map(
                file -> StandardInput.is(file) ? StandardInput.NAME : file.getFileName().toString())
            .collect(joining(", "));
  }
}
