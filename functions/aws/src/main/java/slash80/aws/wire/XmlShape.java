package slash80.aws.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import slash80.aws.NameTable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;

/// A class of the SDK as [AnswerReader] sees it: its members by the bytes of their elements' names.
final class XmlShape {
  private static final Map<Class<?>, XmlShape> OF_CLASSES = new ConcurrentHashMap<>();

  /// One member of a class.
  ///
  /// @param number of the member in its class
  /// @param isUsed whether the object that is read has to have it
  record Member(int number, Value value, boolean isUsed) {}

  /// A value of a member, or of an element of its list.
  static final class Value {
    private final SdkField<?> field;
    private final MarshallingKnownType kind;
    private final @Nullable Value element;
    private volatile @Nullable XmlShape shape;

    Value(SdkField<?> field) {
      this.field = field;
      this.kind = field.marshallingType().getKnownType();
      this.element =
          kind == MarshallingKnownType.LIST
              ? new Value(field.getRequiredTrait(ListTrait.class).memberFieldInfo())
              : null;
    }

    SdkField<?> field() {
      return field;
    }

    MarshallingKnownType kind() {
      return kind;
    }

    /// Whether the elements of a list stand below its parent, and not below one of their own.
    boolean isFlat() {
      return kind == MarshallingKnownType.LIST
          && field.getRequiredTrait(ListTrait.class).isFlattened();
    }

    /// The elements of a list.
    Value element() {
      return Objects.requireNonNull(element);
    }

    /// A new builder of an object.
    SdkPojo builder() {
      return field.constructor().get();
    }

    /// The members of an object. A class may have members of itself, so they are not looked up
    /// before there is one.
    XmlShape shape() {
      var found = shape;
      if (found == null) {
        found = of(builder());
        shape = found;
      }
      return found;
    }
  }

  private final NameTable<Member> members;

  private XmlShape(SdkPojo builder) {
    var fields = builder.sdkFields();
    var used = UsedMembers.of(builder);
    var members = new HashMap<String, Member>();
    for (int number = 0; number < fields.size(); number++) {
      var field = fields.get(number);
      members.put(
          field.unmarshallLocationName(),
          new Member(
              number, new Value(field), used.isEmpty() || used.get().contains(field.memberName())));
    }
    this.members = new NameTable<>(members);
  }

  /// The members of a builder's class.
  static XmlShape of(SdkPojo builder) {
    var known = OF_CLASSES.get(builder.getClass());
    return known != null
        ? known
        : OF_CLASSES.computeIfAbsent(builder.getClass(), _ -> new XmlShape(builder));
  }

  /// The member whose element was begun last, or null.
  @Nullable Member member(XmlBytes in) {
    return members.get(in);
  }
}
