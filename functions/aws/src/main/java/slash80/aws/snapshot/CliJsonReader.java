package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import slash80.aws.BadInput;
import slash80.aws.convert.PlainResponse;
import slash80.ip.SafeText;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads a response of AWS from the output of the AWS CLI. [BadInput] names the file, the place in
/// it and the expected value.
final class CliJsonReader {
  /// A value in a message is cut to this length.
  private static final int LONGEST_VALUE = 80;

  private final String file;
  private final JsonParser in;
  private final Map<String, Map<String, JsonNode>> unknown = new LinkedHashMap<>();
  private final DateNotes dates = new DateNotes();

  CliJsonReader(String file, JsonParser in) {
    this.file = file;
    this.in = in;
  }

  @SuppressWarnings("unchecked")
  <T extends SdkPojo> CliJsonConverter.Answer<T> whole(SdkPojo builder) throws IOException {
    try {
      if (in.nextToken() == null) {
        throw new BadInput(file + ": is empty: expected JSON, as the AWS CLI prints it");
      }
      var response = (T) object(builder);
      if (in.nextToken() != null) {
        throw wrong("nothing after the JSON object");
      }
      return new CliJsonConverter.Answer<>(response, unknown, dates.of(file));
    } catch (JsonEOFException _) {
      throw bad("the file ends here: expected the rest of the JSON");
    } catch (StreamConstraintsException _) {
      throw new BadInput(file + ": is nested deeper or is longer than any response of AWS");
    } catch (InputCoercionException | ArithmeticException _) {
      throw wrong("a number in range");
    } catch (JsonProcessingException notJson) {
      var at = notJson.getLocation();
      throw new BadInput(
          "%s: line %d, column %d: expected JSON, as the AWS CLI prints it"
              .formatted(file, at.getLineNr(), at.getColumnNr()));
    }
  }

  private SdkPojo object(SdkPojo builder) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    var shape = Shape.of(builder);
    var seen = new BitSet(shape.members().size());
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var member = shape.members().get(in.currentName());
      if (member == null) {
        keep();
      } else if (in.nextToken() != JsonToken.VALUE_NULL) {
        if (seen.get(member.index())) {
          throw bad("expected once, found twice");
        }
        seen.set(member.index());
        member.field().set(builder, value(member.field(), member.check()));
      }
    }
    for (var required : shape.required()) {
      if (!seen.get(required.index())) {
        throw bad("expected the key " + required.field().memberName());
      }
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  /// @return null for a date that cannot be read and that no rule uses
  private @Nullable Object value(SdkField<?> field, Optional<ValueFormat> check)
      throws IOException {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> string(check);
      case INTEGER -> integer(check);
      case LONG -> number("a whole number", JsonToken.VALUE_NUMBER_INT).longValueExact();
      case SHORT -> number("a whole number", JsonToken.VALUE_NUMBER_INT).shortValueExact();
      case BYTE -> number("a whole number", JsonToken.VALUE_NUMBER_INT).byteValueExact();
      case DOUBLE -> number("a number").doubleValue();
      case FLOAT -> number("a number").floatValue();
      case BIG_DECIMAL -> number("a number");
      case BOOLEAN -> bool();
      case INSTANT -> instant(check.isPresent());
      case SDK_BYTES -> bytes();
      case SDK_POJO -> object(field.constructor().get());
      case LIST -> list(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), check);
      case MAP -> map(field.getRequiredTrait(MapTrait.class).valueFieldInfo());
      case NULL, DOCUMENT -> throw wrong("no value: the SDK has no type for it");
    };
  }

  private String string(Optional<ValueFormat> check) throws IOException {
    expect(JsonToken.VALUE_STRING, check.map(ValueFormat::expected).orElse("a string"));
    var text = in.getText();
    check(check, text);
    return text;
  }

  private int integer(Optional<ValueFormat> check) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, check.map(ValueFormat::expected).orElse("a whole number"));
    var number = in.getIntValue();
    if (check.isPresent()) {
      check(check, Integer.toString(number));
    }
    return number;
  }

  private void check(Optional<ValueFormat> check, String text) throws IOException {
    if (check.isPresent() && !check.get().admits(text)) {
      throw wrong(check.get().expected());
    }
  }

  private BigDecimal number(String expected, JsonToken... tokens) throws IOException {
    var whole = in.currentToken() == JsonToken.VALUE_NUMBER_INT;
    if (!whole && (tokens.length > 0 || in.currentToken() != JsonToken.VALUE_NUMBER_FLOAT)) {
      throw wrong(expected);
    }
    return in.getDecimalValue();
  }

  private boolean bool() throws IOException {
    if (!in.currentToken().isBoolean()) {
      throw wrong("true or false");
    }
    return in.getBooleanValue();
  }

  /// The CLI prints times with their offset, or as seconds since 1970, by its setting
  /// `cli_timestamp_format`
  /// (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html). Other programs
  /// write them in other forms.
  ///
  /// @param isUsed whether a rule needs it, so that a mistake in it stops the run
  private @Nullable Instant instant(boolean isUsed) throws IOException {
    var moment =
        switch (in.currentToken()) {
          case VALUE_STRING -> DateText.read(in.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> DateText.seconds(in.getDecimalValue());
          default -> Optional.<DateText.Moment>empty();
        };
    if (moment.isEmpty()) {
      var mistake = "expected a date and time, found " + found();
      if (isUsed) {
        throw bad(mistake);
      }
      dates.unreadable(CliJsonConverter.place(in.getParsingContext()) + ": " + mistake);
      in.skipChildren();
      return null;
    }
    if (!moment.get().isZoned()) {
      dates.unzoned(CliJsonConverter.place(in.getParsingContext()));
    }
    return moment.get().at();
  }

  private SdkBytes bytes() throws IOException {
    expect(JsonToken.VALUE_STRING, "base64");
    try {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(in.getText()));
    } catch (IllegalArgumentException _) {
      throw wrong("base64");
    }
  }

  private List<Object> list(SdkField<?> element, Optional<ValueFormat> check) throws IOException {
    expect(JsonToken.START_ARRAY, "a list");
    var list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Optional.ofNullable(value(element, check)).ifPresent(list::add);
    }
    return list;
  }

  private Map<String, Object> map(SdkField<?> element) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    var map = new LinkedHashMap<String, Object>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var key = in.currentName();
      in.nextToken();
      Optional.ofNullable(value(element, Optional.empty())).ifPresent(value -> map.put(key, value));
    }
    return map;
  }

  private void keep() throws IOException {
    var key = in.currentName();
    var within = CliJsonConverter.place(in.getParsingContext().getParent());
    in.nextToken();
    unknown
        .computeIfAbsent(within, _ -> new LinkedHashMap<>())
        .put(key, CliJsonConverter.trees().readTree(in));
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (in.currentToken() != token) {
      throw wrong(expected);
    }
  }

  private BadInput wrong(String expected) throws IOException {
    return bad("expected %s, found %s".formatted(expected, found()));
  }

  private BadInput bad(String what) {
    var place = CliJsonConverter.place(in.getParsingContext());
    return new BadInput(file + ": " + (place.isEmpty() ? "" : place + ": ") + what);
  }

  private String found() throws IOException {
    return switch (in.currentToken()) {
      case null -> "the end";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> '"' + SafeText.of(in.getText(), LONGEST_VALUE) + '"';
      default -> SafeText.of(in.getText(), LONGEST_VALUE);
    };
  }

  /// One member of a class of the SDK.
  private record Member(int index, SdkField<?> field, Optional<ValueFormat> check) {}

  /// A class of the SDK as JSON sees it.
  private record Shape(Map<String, Member> members, List<Member> required) {
    private static final Map<Class<?>, Shape> OF_CLASSES = new ConcurrentHashMap<>();
    private static final Map<String, Shape> PLAIN = new ConcurrentHashMap<>();

    /// Two services may have classes of one name, so the SDK's are told apart by their class.
    static Shape of(SdkPojo builder) {
      return builder instanceof PlainResponse plain
          ? PLAIN.computeIfAbsent(plain.name(), name -> made(name, builder.sdkFields()))
          : OF_CLASSES.computeIfAbsent(
              builder.getClass(), _ -> made(ValueFormat.type(builder), builder.sdkFields()));
    }

    private static Shape made(String simple, List<SdkField<?>> fields) {
      var members = new HashMap<String, Member>();
      for (var field : fields) {
        var check = ValueFormat.of(simple, field.memberName());
        members.put(field.memberName(), new Member(members.size(), field, check));
      }
      return new Shape(members, ValueFormat.required(simple).stream().map(members::get).toList());
    }
  }
}
