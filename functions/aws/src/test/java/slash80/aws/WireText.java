package slash80.aws;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Writes the SDK's response classes as AWS sends them: XML for the query APIs, JSON for EKS. Every
/// class lists the names of its members on the wire, so no code is about a single service.
final class WireText {
  private final StringBuilder text = new StringBuilder();

  private WireText() {}

  /// The members of a response, one after the other.
  static String xml(SdkPojo response) {
    var wire = new WireText();
    wire.members(response);
    return wire.text.toString();
  }

  static String json(SdkPojo response) {
    var wire = new WireText();
    wire.object(response);
    return wire.text.toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void members(SdkPojo pojo) {
    for (var field : pojo.sdkFields()) {
      var value = field.getValueOrDefault(pojo);
      if (isSet(value)) {
        element(field.unmarshallLocationName(), field, value);
      }
    }
  }

  private static boolean isSet(Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }

  private void element(String name, SdkField<?> field, Object value) {
    text.append('<').append(name).append('>');
    switch (value) {
      case SdkPojo pojo -> members(pojo);
      case Collection<?> list -> {
        var trait = field.getRequiredTrait(ListTrait.class);
        var member = trait.memberLocationName() == null ? "member" : trait.memberLocationName();
        list.forEach(otherValue -> element(member, trait.memberFieldInfo(), otherValue));
      }
      default -> text.append(escaped(value.toString()));
    }
    text.append("</").append(name).append('>');
  }

  private void object(SdkPojo pojo) {
    var before = '{';
    for (var field : pojo.sdkFields()) {
      var value = field.getValueOrDefault(pojo);
      if (isSet(value)) {
        text.append(before).append(quoted(field.locationName())).append(':');
        value(field, value);
        before = ',';
      }
    }
    text.append(before == '{' ? "{}" : "}");
  }

  private void value(SdkField<?> field, Object value) {
    switch (value) {
      case SdkPojo pojo -> object(pojo);
      case Collection<?> list -> {
        var before = '[';
        for (var otherValue : list) {
          text.append(before);
          value(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), otherValue);
          before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        var before = '{';
        for (var entry : map.entrySet()) {
          text.append(before).append(quoted(entry.getKey().toString())).append(':');
          value(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), entry.getValue());
          before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
      }
      case String string -> text.append(quoted(string));
      // https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html: times are epoch seconds
      case Instant at -> text.append(at.getEpochSecond());
      default -> text.append(value);
    }
  }
}
