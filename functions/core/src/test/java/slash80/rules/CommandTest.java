package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class CommandTest {

  @Test
  void what_is_harmless_stands_as_it_is() {
    assertEquals(
        "aws ec2 do-it --id sg-1 --cidr 2001:db8::/32",
        Command.aws("ec2", "do-it").with("--id", "sg-1").with("--cidr", "2001:db8::/32").text());
  }

  @Test
  void what_a_shell_would_read_is_quoted() {
    assertEquals(
        "aws ec2 do-it --id 'sg-1; rm -rf /' 'it'\\''s' '$(id)' ''",
        Command.aws("ec2", "do-it").with("--id", "sg-1; rm -rf /", "it's", "$(id)", "").text());
  }
}
