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
            "",
            " ",
            "a b",
            "it's",
            "'",
            "''",
            "\"",
            "\\",
            "$HOME",
            "$(id)",
            "`id`",
            "!!",
            "*",
            "?",
            "~",
            "{a,b}",
            "a;b",
            "a&&b",
            "a|b",
            "a>b",
            "#a",
            "a\nb",
            "\t",
            "é",
            "[a]",
            "(a)",
            "=a",
            "a && b",
            "\u00a0",
            "\u034f",
            "\u115f",
            "\u2800",
            "\u3164",
            "\ufe0f",
            "\u202e",
            "\u0007",
            "🙂",
            "\udb40\udd00",
            "it's\u00a0\\x\u200b0");
    var command = ShellCommand.aws("ec2", "do-it").with("--id", words);
    Files.writeString(
        RemedyFile.target("core", "quoted"),
        command + "\0ec2\0do-it\0--id\0" + String.join("\0", words) + "\0");
    assertTrue(command.text().contains(" '$(id)' "));
  }

  @Test
  void a_value_that_looks_like_an_option_stays_a_value() {
    assertEquals(
        "aws ec2 do-it --id=--no-verify-ssl --name=-x",
        ShellCommand.aws("ec2", "do-it")
            .with("--id", "--no-verify-ssl")
            .with("--name", "-x")
            .text());
    assertEquals(
        "aws ec2 do-it --ids '[\"sg-1\",\"--debug\",\"a\\\"b\"]' --id='--endpoint-url=http://x y'",
        ShellCommand.aws("ec2", "do-it")
            .with("--ids", "sg-1", "--debug", "a\"b")
            .with("--id", "--endpoint-url=http://x y")
            .text());
  }

  @Test
  void a_value_that_looks_like_a_file_is_not_read_from_it() {
    for (String file : List.of("file:///etc/passwd", "FILEB://x", "https://example.com/x")) {
      assertEquals(
          "aws ec2 do-it --id ' %s'".formatted(file),
          ShellCommand.aws("ec2", "do-it").with("--id", file).text());
    }
  }

  @Test
  void an_unseen_character_is_seen_and_stays_itself_in_the_shell() {
    assertEquals(
        "aws ec2 do-it --id $'a\\302\\240b' $'it\\'s\\012\\\\' $'x \\046\\046 y'",
        ShellCommand.aws("ec2", "do-it").with("--id", "a\u00a0b", "it's\n\\", "x && y").text());
  }
}
