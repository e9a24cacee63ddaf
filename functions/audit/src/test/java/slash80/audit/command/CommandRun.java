package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import slash80.audit.report.JsonSchemaTest;

/// The result of one run of the command line.
public record CommandRun(int code, String out, String err) {

  public static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Slash80.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /// The output as JSON, as its schema has it.
  public JsonNode json() {
    try {
      var json = new ObjectMapper().readTree(out);
      JsonSchemaTest.assertFits(json);
      return json;
    } catch (IOException broken) {
      throw new AssertionError(out + err, broken);
    }
  }

  /// The sentences that say why the input was refused. Fails on a stack trace.
  public List<String> sentences() {
    assertEquals(Slash80.BAD, code, out);
    assertEquals("", out);
    assertFalse(err.contains("Exception") || err.contains("\tat "), err);
    return err.lines().toList();
  }

  /// The one sentence that says why the input was refused.
  String sentence() {
    assertEquals(1, sentences().size(), err);
    return err.strip();
  }
}
