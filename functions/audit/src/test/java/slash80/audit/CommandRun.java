package slash80.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// What one run of the command line came to.
record CommandRun(int code, String out, String err) {

  static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Slash80.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException broken) {
      throw new AssertionError(out + err, broken);
    }
  }

  /// What went wrong, and nothing that looks like a stack trace.
  List<String> sentences() {
    assertEquals(Slash80.BAD, code, out);
    assertEquals("", out);
    assertFalse(err.contains("Exception") || err.contains("\tat "), err);
    return err.lines().toList();
  }
}
