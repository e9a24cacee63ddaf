package slash80.aws.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.LocationTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// An object in a response of a service whose part of the SDK this project does without. It lists
/// its members as the SDK's own classes do, so the same code reads, checks and writes it.
public final class PlainResponse implements SdkPojo, Buildable {

  /// The members of an object, as AWS's model of the service has them.
  ///
  /// @param name of the object in the model
  public record Shape(String name, List<SdkField<?>> fields) {
    static Shape of(String name, SdkField<?>... fields) {
      return new Shape(name, List.of(fields));
    }
  }

  private final Shape shape;
  private final Map<String, Object> values = new LinkedHashMap<>();

  public PlainResponse(Shape shape) {
    this.shape = shape;
  }

  /// The name of the object in AWS's model.
  public String name() {
    return shape.name();
  }

  @Override
  public List<SdkField<?>> sdkFields() {
    return shape.fields();
  }

  @Override
  public Map<String, SdkField<?>> sdkFieldNameToField() {
    var fields = new LinkedHashMap<String, SdkField<?>>();
    shape.fields().forEach(field -> fields.put(field.memberName(), field));
    return fields;
  }

  @Override
  public PlainResponse build() {
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlainResponse same
        && same.name().equals(name())
        && same.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return name() + values;
  }

  // The members

  static SdkField<?> text(String name) {
    return member(MarshallingType.STRING, name).build();
  }

  static SdkField<?> whole(String name) {
    return member(MarshallingType.INTEGER, name).build();
  }

  static SdkField<?> number(String name) {
    return member(MarshallingType.BIG_DECIMAL, name).build();
  }

  static SdkField<?> bool(String name) {
    return member(MarshallingType.BOOLEAN, name).build();
  }

  static SdkField<?> date(String name) {
    return member(MarshallingType.INSTANT, name).build();
  }

  static SdkField<?> texts(String name) {
    return list(name, text("member"));
  }

  static SdkField<?> object(String name, Shape shape) {
    return member(MarshallingType.SDK_POJO, name)
        .constructor(() -> new PlainResponse(shape))
        .build();
  }

  static SdkField<?> objects(String name, Shape shape) {
    return list(name, object("member", shape));
  }

  private static SdkField<?> list(String name, SdkField<?> element) {
    var trait = ListTrait.builder().memberLocationName("member").memberFieldInfo(element).build();
    return member(MarshallingType.LIST, name).traits(location(name), trait).build();
  }

  private static <T> SdkField.Builder<T> member(MarshallingType<? super T> type, String name) {
    return SdkField.<T>builder(type)
        .memberName(name)
        .getter(object -> ((PlainResponse) object).value(name))
        .setter((object, value) -> ((PlainResponse) object).put(name, value))
        .traits(location(name));
  }

  private static LocationTrait location(String name) {
    return LocationTrait.builder()
        .location(MarshallLocation.PAYLOAD)
        .locationName(name)
        .unmarshallLocationName(name)
        .build();
  }

  private void put(String name, @Nullable Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> @Nullable T value(String name) {
    return (T) values.get(name);
  }

  // The values

  /// The text of a member; empty where there is none.
  String said(String name) {
    return Optional.ofNullable(this.<String>value(name)).orElse("");
  }

  Optional<Integer> count(String name) {
    return Optional.ofNullable(this.<Integer>value(name));
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(value(name));
  }

  List<String> listed(String name) {
    return Optional.ofNullable(this.<List<String>>value(name)).orElse(List.of());
  }

  List<PlainResponse> each(String name) {
    return Optional.ofNullable(this.<List<PlainResponse>>value(name)).orElse(List.of());
  }

  Stream<PlainResponse> one(String name) {
    return Stream.ofNullable(this.<PlainResponse>value(name));
  }
}
