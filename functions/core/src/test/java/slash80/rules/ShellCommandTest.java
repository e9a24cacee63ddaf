package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.fixtures.RemedyFile;

final class ShellCommandTest {

  @Test
  void what_is_harmless_stands_as_it_is() {
    assertEquals(
        "aws ec2 do-it --id sg-1 --cidr 2001:db8::/32",
        ShellCommand.aws("ec2", "do-it")
            .with("--id", "sg-1")
            .with("--cidr", "2001:db8::/32")
            .text());
  }

  @Test
  void what_a_shell_would_read_is_quoted() {
    assertEquals(
        "aws ec2 do-it --id 'sg-1; rm -rf /' 'it'\\''s' '$(id)' ''",
        ShellCommand.aws("ec2", "do-it")
            .with("--id", "sg-1; rm -rf /", "it's", "$(id)", "")
            .text());
  }

  /// A real shell splits these, compared word by word, in `.ci/test_remedies.py`.
  @Test
  void hostile_words_are_put_down_for_a_shell() throws IOException {
    var words =
        List.of(
            "", " ", "a b", "it's", "'", "''", "\"", "\\", "$HOME", "$(id)", "`id`", "!!", "*", "?",
            "~", "{a,b}", "a;b", "a&&b", "a|b", "a>b", "#a", "a\nb", "\t", "é", "[a]", "(a)", "=a");
    var command = ShellCommand.aws("ec2", "do-it").with("--id", words);
    Files.writeString(
        RemedyFile.target("core", "quoted"),
        command + "\0ec2\0do-it\0--id\0" + String.join("\0", words) + "\0");
    assertTrue(command.text().contains(" '$(id)' "));
  }
}
