package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Writes a response of AWS as the AWS CLI prints it.
final class CliJsonWriter {
  private static final DateTimeFormatter WHOLE = time("");
  private static final DateTimeFormatter FRACTION = time(".SSSSSS");
  private static final DateTimeFormatter FINE_FRACTION = time(".SSSSSSSSS");

  private final JsonGenerator out;
  private final Map<String, Map<String, JsonNode>> unknown;

  CliJsonWriter(JsonGenerator out, Map<String, Map<String, JsonNode>> unknown) {
    this.out = out;
    this.unknown = unknown;
  }

  void object(SdkPojo pojo) throws IOException {
    out.writeStartObject();
    for (var field : pojo.sdkFields()) {
      var value = field.getValueOrDefault(pojo);
      if (isSet(value) && field.location() == MarshallLocation.PAYLOAD) {
        out.writeFieldName(field.memberName());
        value(value);
      }
    }
    if (!unknown.isEmpty()) {
      var kept =
          unknown.getOrDefault(
              CliJsonConverter.place(out.getOutputContext().getParent()), Map.of());
      for (var entry : kept.entrySet()) {
        out.writeFieldName(entry.getKey());
        CliJsonConverter.trees().writeTree(out, entry.getValue());
      }
    }
    out.writeEndObject();
  }

  static boolean isSet(Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }

  private void value(Object value) throws IOException {
    switch (value) {
      case SdkPojo pojo -> object(pojo);
      case Collection<?> list -> {
        out.writeStartArray();
        for (var element : list) {
          value(element);
        }
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (var entry : map.entrySet()) {
          out.writeFieldName(entry.getKey().toString());
          value(entry.getValue());
        }
        out.writeEndObject();
      }
      case Boolean bool -> out.writeBoolean(bool);
      case BigDecimal number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Float number -> out.writeNumber(number);
      case Number whole -> out.writeNumber(whole.longValue());
      case Instant at -> out.writeString(text(at));
      case SdkBytes bytes ->
          out.writeString(Base64.getEncoder().encodeToString(bytes.asByteArray()));
      default -> out.writeString(value.toString());
    }
  }

  private static DateTimeFormatter time(String fraction) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + fraction + "xxx");
  }

  /// The time as the CLI prints it, with a fraction where there is one.
  static String text(Instant at) {
    var format =
        at.equals(at.truncatedTo(ChronoUnit.SECONDS))
            ? WHOLE
            : at.equals(at.truncatedTo(ChronoUnit.MICROS)) ? FRACTION : FINE_FRACTION;
    return format.format(at.atOffset(ZoneOffset.UTC));
  }
}
