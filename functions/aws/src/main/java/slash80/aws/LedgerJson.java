package slash80.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import slash80.alerts.Ledger;

/// Ledgers, and any other tree, as JSON text.
final class LedgerJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LedgerJson() {}

  static String text(Object tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// [BadInput] names the place that it was read from.
  static Ledger ledger(String place, String text) {
    try {
      return Ledger.of(MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException broken) {
      throw new BadInput(place + ": expected a ledger, found text that is no JSON object", broken);
    } catch (IllegalArgumentException mistake) {
      throw new BadInput("%s: %s".formatted(place, mistake.getMessage()), mistake);
    }
  }
}
