package slash80.audit.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// The stream of a printed report: it remembers why a write failed, which a [java.io.PrintWriter]
/// does not, and ignores everything afterwards.
final class ReportStream extends OutputStream {
  private final OutputStream out;
  private Optional<IOException> failure = Optional.empty();

  ReportStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int number) {
    write(new byte[] {(byte) number}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    attempt(out::flush);
  }

  private void attempt(Writing writing) {
    if (failure.isEmpty()) {
      try {
        writing.run();
      } catch (IOException failed) {
        failure = Optional.of(failed);
      }
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /// The reason why the report is incomplete; empty when it is complete, and when the reader of a
  /// pipe has closed it: `| head -1` has read all that it needs.
  Optional<String> trouble() {
    return failure
        .map(failed -> Optional.ofNullable(failed.getMessage()).orElse("it was closed"))
        .filter(why -> !why.equals("Broken pipe"));
  }
}
