package slash80.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.facts.Cluster;

/// Tests the names of documents. Anybody who may write to the bucket can put others there.
final class LedgerTextTest {

  @Test
  void a_name_leads_back_to_its_cluster() {
    var cluster = new Cluster.Id("111122223333", "us-east-2", "a/b %zz+..");
    assertEquals(Optional.of(cluster), LedgerText.clusterAt(LedgerText.place(cluster)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz/a/b", "a/%/b", "a/b/%4", "a/b/%-1", "a/b", "a/b/c/d", ""})
  void another_name_is_no_cluster(String name) {
    assertEquals(Optional.empty(), LedgerText.clusterAt(name));
  }

  @Test
  void a_file_with_another_name_is_refused_by_a_safe_sentence() {
    var wrong =
        assertThrows(
            BadInput.class, () -> LedgerText.documents("{\"%zz/\\u001b/b\": {}}", "ledgers.json"));
    assertTrue(wrong.getMessage().endsWith("found the key \"%zz/\\u001b/b\""), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", " null\n", "[]", "1", "\"a\"", "", "{} {}"})
  void a_file_that_is_no_object_is_refused(String text) {
    var wrong = assertThrows(BadInput.class, () -> LedgerText.tree(text, "ledger.json"));
    assertTrue(wrong.getMessage().startsWith("ledger.json: "), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("expected the JSON object of a ledger"));
  }
}
