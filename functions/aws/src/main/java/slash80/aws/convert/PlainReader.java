package slash80.aws.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.protocols.query.unmarshall.XmlElement;

/// Reads responses without classes of the SDK from AWS's wire formats: JSON, and XML whose lists
/// hold elements named `member`. Members that the shape does not have are left out. A number that
/// is none comes from something between AWS and here: it is a failure of the call.
public final class PlainReader {
  private PlainReader() {}

  /// A value in either format.
  private interface Value {
    Optional<Value> member(String name);

    Stream<Value> elements();

    String text();
  }

  /// Reads a JSON object.
  public static PlainResponse read(JsonNode object, PlainResponse empty) {
    return object(new Json(object), empty);
  }

  /// Reads an XML element.
  public static PlainResponse read(XmlElement element, PlainResponse empty) {
    return object(new Xml(element), empty);
  }

  private static PlainResponse object(Value value, PlainResponse empty) {
    for (var field : empty.sdkFields()) {
      value.member(field.memberName()).ifPresent(found -> field.set(empty, value(found, field)));
    }
    return empty;
  }

  /// A date that cannot be read is left out: no rule uses one.
  private static @Nullable Object value(Value value, SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case INTEGER -> number(Integer::valueOf, value, field);
      case BIG_DECIMAL -> number(BigDecimal::new, value, field);
      case BOOLEAN -> value.text().equals("true");
      case INSTANT -> instant(value.text());
      case SDK_POJO -> object(value, (PlainResponse) field.constructor().get());
      case LIST -> list(value, field.getRequiredTrait(ListTrait.class).memberFieldInfo());
      default -> value.text();
    };
  }

  private static <N> N number(Function<String, N> reader, Value value, SdkField<?> field) {
    try {
      return reader.apply(value.text());
    } catch (NumberFormatException wrong) {
      throw SdkClientException.create(
          "the response has no number %s".formatted(field.memberName()), wrong);
    }
  }

  private static List<Object> list(Value value, SdkField<?> element) {
    var list = new ArrayList<>();
    value
        .elements()
        .map(found -> Optional.ofNullable(value(found, element)))
        .forEach(found -> found.ifPresent(list::add));
    return list;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
    } catch (DateTimeException | NumberFormatException _) {
      return null;
    }
  }

  private record Json(JsonNode node) implements Value {
    @Override
    public Optional<Value> member(String name) {
      return Optional.ofNullable(node.get(name)).filter(found -> !found.isNull()).map(Json::new);
    }

    @Override
    public Stream<Value> elements() {
      return node.valueStream().map(Json::new);
    }

    @Override
    public String text() {
      return node.asText();
    }
  }

  private record Xml(XmlElement element) implements Value {
    @Override
    public Optional<Value> member(String name) {
      return Optional.ofNullable(element.getElementByName(name)).map(Xml::new);
    }

    @Override
    public Stream<Value> elements() {
      return element.getElementsByName("member").stream().map(Xml::new);
    }

    @Override
    public String text() {
      return Optional.ofNullable(element.textContent()).orElse("");
    }
  }
}
