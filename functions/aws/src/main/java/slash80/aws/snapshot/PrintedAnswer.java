package slash80.aws.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.aws.BadInput;
import slash80.aws.StandardInput;
import slash80.ip.SafeText;

/// The output of a command that comes on standard input in place of the files of that command. It
/// has no name, so the key that the AWS CLI prints tells the command.
final class PrintedAnswer {
  private static final int LONGEST = 100;

  private final CliCommand command;
  private final byte[] content;

  private PrintedAnswer(CliCommand command, byte[] content) {
    this.command = command;
    this.content = content;
  }

  CliCommand command() {
    return command;
  }

  static PrintedAnswer of(byte[] content) {
    var tree = tree(content);
    var named =
        Arrays.stream(CliCommand.values()).filter(command -> tree.has(command.key())).toList();
    var outline = Outline.of(tree);
    var told = named.stream().filter(command -> command.printed(outline)).toList();
    var candidates = told.isEmpty() ? named : told;
    if (candidates.isEmpty()) {
      throw new BadInput(
          "%s: expected a key that tells the command which printed it, such as SecurityGroups, found %s"
              .formatted(StandardInput.NAME, found(tree)));
    }
    if (candidates.size() > 1 || candidates.getFirst().isNamedByFile()) {
      throw new BadInput(
          "%s: the key %s does not tell what it is about: expected a file that is named %s"
              .formatted(
                  StandardInput.NAME,
                  candidates.getFirst().key(),
                  candidates.stream()
                      .map(command -> command.file("ID") + " (aws " + command.command() + ")")
                      .collect(Collectors.joining(" or "))));
    }
    return new PrintedAnswer(candidates.getFirst(), content);
  }

  private static JsonNode tree(byte[] content) {
    try {
      var tree = CliJsonConverter.trees().readTree(content);
      if (tree.isObject()) {
        return tree;
      }
      throw new BadInput(
          StandardInput.NAME
              + ": expected a JSON object, as the AWS CLI prints it, found "
              + (tree.isMissingNode() ? "nothing" : "other JSON"));
    } catch (IOException _) {
      throw new BadInput(
          StandardInput.NAME + ": expected JSON, as the AWS CLI prints it, found other text");
    }
  }

  private static String found(JsonNode tree) {
    var keys = new TreeSet<String>();
    tree.fieldNames().forEachRemaining(keys::add);
    return keys.isEmpty() ? "no key" : SafeText.of(String.join(", ", keys), LONGEST);
  }

  InputStream open() {
    return new ByteArrayInputStream(content);
  }

  /// Refuses to replace the files about several resources by one about one of them.
  ///
  /// @param resources what the replaced files are about
  /// @param files their names
  void checkOneResource(Set<String> resources, List<String> files) {
    if (resources.size() > 1) {
      throw new BadInput(
          "%s: expected a file that is named like the one that it replaces, as there are several: %s"
              .formatted(StandardInput.NAME, String.join(", ", files)));
    }
  }
}
