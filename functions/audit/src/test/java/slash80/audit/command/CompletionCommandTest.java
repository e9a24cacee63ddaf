package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests of the words that a shell completes.
class CompletionCommandTest {
  @TempDir Path folder;

  /// The words that bash offers for the last of these.
  private List<String> bash(String... words) throws IOException, InterruptedException {
    var script = folder.resolve("slash80.bash");
    Files.writeString(script, CommandRun.of("completion", "bash").out());
    var quoted = List.of(words).stream().map(word -> "'" + word + "'").toList();
    var program =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_slash80 2>/dev/null; echo \"${COMPREPLY[*]}\""
            .formatted(script, String.join(" ", quoted), words.length - 1);
    var process = new ProcessBuilder("bash", "-c", program).redirectErrorStream(true).start();
    var answer = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), answer);
    return List.of(answer.strip().split("\\s+"));
  }

  @ParameterizedTest
  @CsvSource({
    "audit --format '', text json html markdown csv lines ocsf",
    "reach --format '', text json html",
    "rules --format '', text json",
    "audit --severity H, HIGH",
    "audit --fail-on '', CRITICAL HIGH MEDIUM LOW undecided",
    "audit --color a, auto always",
    "audit --rule pod-prefixes, pod-prefixes-are-disjoint",
    "rules pod-prefixes, pod-prefixes-are-disjoint",
    "completion '', bash zsh fish",
    "'', audit replay reach capture doctor try rules completion help"
  })
  void bash_completes_the_words_of_which_one_is_chosen(String typed, String offered)
      throws IOException, InterruptedException {
    var words = ("slash80 " + typed).replace("''", "").split(" ", -1);
    assertEquals(List.of(offered.split(" ")), bash(words));
  }

  @Test
  void fish_completes_the_same_words_and_says_what_each_command_does() {
    var script = CommandRun.of("completion", "fish").out();
    for (var words :
        List.of(
            "-l format -x -a 'text json html markdown csv lines ocsf'",
            "-l severity -x -a 'CRITICAL HIGH MEDIUM LOW'",
            "__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'",
            "__fish_seen_subcommand_from rules' -f -a '",
            "-a help -d 'Display help information about the specified command.'")) {
      assertTrue(script.contains(words), words + "\n" + script);
    }
    assertFalse(script.contains("%n"), script);
  }
}
