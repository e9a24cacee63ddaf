package slash80.aws.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import software.amazon.awssdk.core.SdkPojo;

/// One file of a snapshot, which can be read again.
///
/// @param name the path within the folder
record SnapshotFile(String name, Source source) {

  /// Opens the content.
  interface Source {
    InputStream open() throws IOException;
  }

  /// The output of a command with what Slash80 uses of it.
  CliJsonConverter.Answer<SdkPojo> used(CliCommand command) {
    try (var in = source.open()) {
      var usual = UsualReader.read(in, command.response());
      if (usual.isPresent()) {
        return new CliJsonConverter.Answer<>(usual.get(), Map.of());
      }
    } catch (IOException broken) {
      throw unreadable(broken);
    }
    return whole(command);
  }

  /// The output of a command with all that the file says.
  CliJsonConverter.Answer<SdkPojo> whole(CliCommand command) {
    try (var in = source.open()) {
      return CliJsonConverter.read(name, in, command.response());
    } catch (IOException broken) {
      throw unreadable(broken);
    }
  }

  BadInput unreadable(IOException broken) {
    return new BadInput(
        "%s: cannot be read: %s".formatted(name, FileFailure.reason(broken)), broken);
  }
}
