package slash80.aws.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Tests numbers in responses without classes of the SDK.
final class PlainReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"'many'", "''", "1.5", "99999999999", "[]", "{}", "true"})
  void a_number_that_is_none_fails_the_call_and_nothing_else(String port) {
    var failure = assertThrows(SdkClientException.class, () -> listeners(port));

    assertEquals("the response has no number FromPort", failure.getMessage());
  }

  @Test
  void a_number_may_be_a_text_or_missing() throws Exception {
    assertEquals(1, AcceleratorFacts.items(listeners("'443'")).size());
    assertEquals(1, AcceleratorFacts.items(listeners("null")).size());
  }

  private static PlainResponse listeners(String port) throws Exception {
    var answer = "{'Listeners':[{'PortRanges':[{'FromPort':%s,'ToPort':443}]}]}".formatted(port);
    return PlainReader.read(
        JSON.readTree(answer.replace("'", "\"")), AcceleratorFacts.noListeners());
  }
}
