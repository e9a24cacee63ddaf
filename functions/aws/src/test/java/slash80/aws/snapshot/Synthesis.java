package slash80.aws.snapshot;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// Builds responses of AWS in which every member of every class has a valid value.
final class Synthesis {
  private final Random random;
  private int members;

  Synthesis(long seed) {
    this.random = new Random(seed);
  }

  /// The number of members that have a value so far.
  int members() {
    return members;
  }

  SdkPojo whole(SdkPojo builder) {
    var type = ValueFormat.type(builder);
    for (var field : builder.sdkFields()) {
      field.set(builder, value(field, ValueFormat.of(type, field.memberName())));
      members++;
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  private Object value(SdkField<?> field, Optional<ValueFormat> check) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> check.map(this::text).orElseGet(() -> "\"ü\n" + random.nextInt());
      case INTEGER -> check.isPresent() ? 1 + random.nextInt(200) : random.nextInt();
      case LONG -> random.nextLong();
      case SHORT -> (short) random.nextInt();
      case BYTE -> (byte) random.nextInt();
      case DOUBLE -> random.nextDouble();
      case FLOAT -> random.nextFloat();
      case BIG_DECIMAL -> new BigDecimal(random.nextInt()).movePointLeft(3);
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> instant();
      case SDK_BYTES -> SdkBytes.fromUtf8String("bytes" + random.nextInt());
      case SDK_POJO -> whole(field.constructor().get());
      case LIST -> {
        var list = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          list.add(value(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), check));
        }
        yield list;
      }
      case MAP -> {
        var map = new LinkedHashMap<String, Object>();
        var element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        map.put("key" + random.nextInt(), value(element, Optional.empty()));
        yield map;
      }
      case NULL, DOCUMENT ->
          throw new AssertionError(field.memberName() + " is a document: teach CliJson");
    };
  }

  private Instant instant() {
    var seconds = Instant.ofEpochSecond(random.nextInt(2_000_000_000));
    return switch (random.nextInt(3)) {
      case 0 -> seconds;
      case 1 -> seconds.plusNanos(1000L * random.nextInt(1_000_000));
      default -> seconds.plusNanos(random.nextInt(1_000_000_000));
    };
  }

  private String text(ValueFormat check) {
    return switch (check) {
      case IPV6_CIDR, CIDR -> "2001:db8:%x::/48".formatted(random.nextInt(1 << 16));
      case IPV4_CIDR -> "10.%d.0.0/16".formatted(random.nextInt(256));
      case IPV6, ADDRESS -> "2001:db8::%x".formatted(random.nextInt(1 << 16));
      case IPV4 -> "10.0.0.%d".formatted(random.nextInt(256));
      case PROTOCOL -> "tcp";
      case ON_OR_OFF -> "on";
      case MOMENT -> "2026-02-22T05:31:21Z";
      case RULE_ACTION -> "allow";
      case IP_FAMILY -> "ipv6";
      case CLUSTER_ARN -> "arn:aws:eks:us-east-2:111122223333:cluster/demo";
      case PORT, PORT_OR_TYPE, ICMP, RULE_NUMBER, INDEX -> "1";
    };
  }
}
