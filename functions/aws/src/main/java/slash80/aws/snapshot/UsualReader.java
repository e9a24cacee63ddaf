package slash80.aws.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slash80.aws.JsonBytes;
import slash80.aws.JsonBytes.Unusual;
import slash80.aws.snapshot.UsualShape.Member;
import slash80.aws.snapshot.UsualShape.Value;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads a response of AWS in the form in which programs print it, in a fraction of the time of
/// [CliJsonReader]. It checks every member as that does, but makes objects only of those that are
/// used ([UsedMembers]). Whatever that reader would refuse or remark on is left to it.
final class UsualReader {
  private final JsonBytes in;
  private String lastDate = "";
  private Optional<DateText.Moment> lastMoment = Optional.empty();

  private UsualReader(InputStream in) {
    this.in = new JsonBytes(in);
  }

  /// The response, with its used members only; empty where the other reader has to look.
  ///
  /// @param builder of the SDK's class
  static Optional<SdkPojo> read(InputStream text, SdkPojo builder) {
    try {
      var reader = new UsualReader(text);
      var response = reader.object(UsualShape.of(builder), builder, true);
      reader.in.expectEnd();
      return Optional.of(response);
    } catch (IOException | Unusual _) {
      return Optional.empty();
    }
  }

  private SdkPojo object(UsualShape shape, SdkPojo builder, boolean isRoot)
      throws IOException, Unusual {
    members(shape, builder, isRoot);
    return (SdkPojo) ((Buildable) builder).build();
  }

  /// @param builder gets the members; null for an object that nobody uses
  /// @param isRoot whether a member that the SDK does not know could say that a page follows
  private void members(UsualShape shape, @Nullable SdkPojo builder, boolean isRoot)
      throws IOException, Unusual {
    long low = 0;
    long high = 0;
    in.expect('{');
    boolean isMore = !in.passes('}');
    while (isMore) {
      var member = name(shape);
      if (member == null) {
        if (isRoot) {
          throw new Unusual();
        }
        in.passValue(0);
      } else if (in.peek() == 'n') {
        in.pass(JsonBytes.NULL);
      } else {
        if (((low & member.low()) | (high & member.high())) != 0) {
          throw new Unusual();
        }
        low |= member.low();
        high |= member.high();
        if (builder != null && member.isUsed()) {
          member.value().field().set(builder, value(member.value()));
        } else {
          pass(member.value());
        }
      }
      isMore = in.continues('}');
    }
    if (!shape.isComplete(low, high)) {
      throw new Unusual();
    }
  }

  /// The member whose name comes; null where the SDK has none. A name with an escape could be that
  /// of any member.
  private @Nullable Member name(UsualShape shape) throws IOException, Unusual {
    in.passText();
    if (!in.isPlain()) {
      throw new Unusual();
    }
    var member = shape.member(in);
    in.expect(':');
    return member;
  }

  /// Passes a value that nobody uses, as far as it is right.
  private void pass(Value value) throws IOException, Unusual {
    switch (value.kind()) {
      case STRING -> {
        in.passText();
        if (value.check().isPresent()) {
          check(value, in.text());
        }
      }
      case INTEGER -> integer(value);
      case LONG -> whole();
      case DOUBLE, FLOAT, BIG_DECIMAL -> in.passNumber();
      case BOOLEAN -> bool();
      case INSTANT -> instant();
      case SDK_POJO -> members(value.shape(), null, false);
      case LIST -> {
        in.expect('[');
        boolean isMore = !in.passes(']');
        while (isMore) {
          pass(value.element());
          isMore = in.continues(']');
        }
      }
      case MAP -> map(value);
      default -> throw new Unusual();
    }
  }

  private Object value(Value value) throws IOException, Unusual {
    return switch (value.kind()) {
      case STRING -> string(value);
      case INTEGER -> integer(value);
      case LONG -> whole();
      case DOUBLE -> Double.parseDouble(numeral());
      case FLOAT -> Float.parseFloat(numeral());
      case BIG_DECIMAL -> number();
      case BOOLEAN -> bool();
      case INSTANT -> instant().at();
      case SDK_POJO -> object(value.shape(), value.builder(), false);
      case LIST -> list(value);
      case MAP -> map(value);
      default -> throw new Unusual();
    };
  }

  private String string(Value value) throws IOException, Unusual {
    in.passText();
    var text = in.text();
    check(value, text);
    return text;
  }

  private static void check(Value value, String text) throws Unusual {
    if (value.check().isPresent() && !value.check().get().admits(text)) {
      throw new Unusual();
    }
  }

  private int integer(Value value) throws IOException, Unusual {
    if (!in.passNumber()) {
      throw new Unusual();
    }
    int number = in.whole();
    if (value.check().isPresent()) {
      check(value, Integer.toString(number));
    }
    return number;
  }

  private long whole() throws IOException, Unusual {
    if (!in.passNumber()) {
      throw new Unusual();
    }
    try {
      return Long.parseLong(in.number());
    } catch (NumberFormatException _) {
      throw new Unusual();
    }
  }

  private BigDecimal number() throws IOException, Unusual {
    return new BigDecimal(numeral());
  }

  private String numeral() throws IOException, Unusual {
    in.passNumber();
    return in.number();
  }

  private boolean bool() throws IOException, Unusual {
    boolean isTrue = in.peek() == 't';
    in.pass(isTrue ? JsonBytes.TRUE : JsonBytes.FALSE);
    return isTrue;
  }

  /// A date that says its zone; about others there are remarks. Many in a row are the same.
  private DateText.Moment instant() throws IOException, Unusual {
    Optional<DateText.Moment> moment;
    if (in.peek() == '"') {
      in.passText();
      var text = in.text();
      moment = text.equals(lastDate) ? lastMoment : DateText.read(text);
      lastDate = text;
      lastMoment = moment;
    } else {
      moment = DateText.seconds(number());
    }
    if (moment.isEmpty() || !moment.get().isZoned()) {
      throw new Unusual();
    }
    return moment.get();
  }

  private List<Object> list(Value value) throws IOException, Unusual {
    in.expect('[');
    var list = new ArrayList<>();
    boolean isMore = !in.passes(']');
    while (isMore) {
      list.add(value(value.element()));
      isMore = in.continues(']');
    }
    return list;
  }

  private Map<String, Object> map(Value value) throws IOException, Unusual {
    in.expect('{');
    var map = new LinkedHashMap<String, Object>();
    boolean isMore = !in.passes('}');
    while (isMore) {
      in.passText();
      var key = in.text();
      in.expect(':');
      map.put(key, value(value.element()));
      isMore = in.continues('}');
    }
    return map;
  }
}
