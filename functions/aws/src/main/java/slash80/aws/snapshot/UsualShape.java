package slash80.aws.snapshot;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import slash80.aws.JsonBytes;
import slash80.aws.NameTable;
import slash80.aws.convert.PlainResponse;
import slash80.aws.wire.UsedMembers;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/// A class of the SDK as [UsualReader] sees it: its members by the bytes of their names.
final class UsualShape {
  private static final Map<Class<?>, UsualShape> OF_CLASSES = new ConcurrentHashMap<>();
  private static final Map<String, UsualShape> PLAIN = new ConcurrentHashMap<>();

  /// Two words of bits say which members an object has.
  private static final int MOST_MEMBERS = 128;

  /// One member of a class, with its bit in one of the two words.
  ///
  /// @param isUsed whether the object that is read has to have it
  record Member(long low, long high, Value value, boolean isUsed) {}

  /// A value of a member, or of an element of its list or map.
  static final class Value {
    private final SdkField<?> field;
    private final MarshallingKnownType kind;
    private final Optional<ValueFormat> check;
    private final @Nullable Value element;
    private volatile @Nullable UsualShape shape;

    Value(SdkField<?> field, Optional<ValueFormat> check) {
      this.field = field;
      this.kind = field.marshallingType().getKnownType();
      this.check = check;
      this.element =
          switch (kind) {
            case LIST ->
                new Value(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), check);
            case MAP ->
                new Value(
                    field.getRequiredTrait(MapTrait.class).valueFieldInfo(), Optional.empty());
            default -> null;
          };
    }

    SdkField<?> field() {
      return field;
    }

    MarshallingKnownType kind() {
      return kind;
    }

    Optional<ValueFormat> check() {
      return check;
    }

    /// The elements of a list or a map.
    Value element() {
      return Objects.requireNonNull(element);
    }

    /// A new builder of an object.
    SdkPojo builder() {
      return field.constructor().get();
    }

    /// The members of an object. A class may have members of itself, so they are not looked up
    /// before there is one.
    UsualShape shape() {
      var found = shape;
      if (found == null) {
        found = of(builder());
        shape = found;
      }
      return found;
    }
  }

  private final NameTable<Member> members;
  private final long requiredLow;
  private final long requiredHigh;

  private UsualShape(String simple, SdkPojo builder) {
    var fields = builder.sdkFields();
    var used = UsedMembers.of(builder);
    if (fields.size() > MOST_MEMBERS) {
      throw new IllegalStateException(simple + " has more members than bits");
    }
    var required = ValueFormat.required(simple);
    var members = new HashMap<String, Member>();
    long low = 0;
    long high = 0;
    for (int index = 0; index < fields.size(); index++) {
      var field = fields.get(index);
      var name = field.memberName();
      var member =
          new Member(
              index < 64 ? 1L << index : 0,
              index < 64 ? 0 : 1L << index,
              new Value(field, ValueFormat.of(simple, name)),
              used.isEmpty() || used.get().contains(name));
      members.put(name, member);
      low |= required.contains(name) ? member.low() : 0;
      high |= required.contains(name) ? member.high() : 0;
    }
    this.members = new NameTable<>(members);
    this.requiredLow = low;
    this.requiredHigh = high;
  }

  /// The members of a builder's class. Two services may have classes of one name, so the SDK's are
  /// told apart by their class.
  static UsualShape of(SdkPojo builder) {
    if (builder instanceof PlainResponse plain) {
      var known = PLAIN.get(plain.name());
      return known != null
          ? known
          : PLAIN.computeIfAbsent(plain.name(), name -> new UsualShape(name, builder));
    }
    var known = OF_CLASSES.get(builder.getClass());
    return known != null
        ? known
        : OF_CLASSES.computeIfAbsent(
            builder.getClass(), _ -> new UsualShape(ValueFormat.type(builder), builder));
  }

  /// The member whose name was just passed, or null.
  @Nullable Member member(JsonBytes in) {
    return members.get(in);
  }

  /// Whether these members are all that an object cannot do without.
  boolean isComplete(long low, long high) {
    return (low & requiredLow) == requiredLow && (high & requiredHigh) == requiredHigh;
  }
}
