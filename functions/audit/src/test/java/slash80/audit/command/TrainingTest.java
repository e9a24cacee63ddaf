package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TrainingTest {
  /// Each command ends well, so that the cache holds all of its way, also that of a live read.
  @Test
  void an_empty_account_can_be_audited() throws Exception {
    var out = new StringWriter();
    var err = new StringWriter();
    try (var account = EmptyAccount.start()) {
      account.use();
      int code =
          Slash80.run(
              new PrintWriter(out), new PrintWriter(err), "audit", "--region", EmptyAccount.REGION);
      assertEquals(Slash80.FINE, code, err::toString);
    } finally {
      System.clearProperty("aws.endpointUrl");
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
      System.clearProperty("aws.maxAttempts");
    }
    assertTrue(out.toString().contains("no instance in vpc-1 has a tag of demo"), out::toString);
  }
}
