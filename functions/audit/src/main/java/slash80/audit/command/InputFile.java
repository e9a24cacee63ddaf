package slash80.audit.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import slash80.aws.StandardInput;

/// Reads the files that a person names. `-` is standard input.
final class InputFile {
  private InputFile() {}

  /// The name for messages.
  static String name(Path file) {
    return StandardInput.is(file) ? StandardInput.NAME : file.toString();
  }

  /// Opens a file; standard input is not closed with it.
  static InputStream open(Path file) throws IOException {
    if (!StandardInput.is(file)) {
      return Files.newInputStream(file);
    }
    return new FilterInputStream(System.in) {
      @Override
      public void close() {}
    };
  }

  /// The whole text.
  static String text(Path file) throws IOException {
    if (!StandardInput.is(file)) {
      return Files.readString(file);
    }
    try (var in = open(file)) {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(in.readAllBytes())).toString();
    }
  }

  /// The content of standard input if one of the files is that, else nothing.
  static byte[] standardInput(List<Path> files) {
    try {
      return files.stream().anyMatch(StandardInput::is) ? System.in.readAllBytes() : new byte[0];
    } catch (IOException broken) {
      throw new BadInput(
          "%s: cannot be read: %s".formatted(StandardInput.NAME, FileFailure.reason(broken)),
          broken);
    }
  }

  /// Refuses a command that names standard input more than once: it can be read once only.
  static void checkOnce(CommandSpec spec, Stream<Path> files) {
    if (files.filter(StandardInput::is).count() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected - once, as standard input can be read once, found it twice");
    }
  }

  /// Refuses standard input where it cannot stand.
  ///
  /// @param expected what has to stand there
  static void refuse(Optional<Path> file, String expected) {
    if (file.filter(StandardInput::is).isPresent()) {
      throw new BadInput("expected %s, found - (standard input)".formatted(expected));
    }
  }
}
