package slash80.aws.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;

/// Compares what two readers made of one response, in the members that are used.
public final class UsedParts {
  private UsedParts() {}

  /// @param what is compared, for the message
  public static void compare(SdkPojo whole, SdkPojo quick, String what) {
    var used = UsedMembers.ofClasses().get(whole.getClass().getSimpleName());
    boolean isOfEc2 =
        whole.getClass().getPackage().equals(DescribeInstancesResponse.class.getPackage());
    for (var field : whole.sdkFields()) {
      var name = field.memberName();
      if (isOfEc2 && used != null && !used.contains(name)) {
        continue;
      }
      compare(field.getValueOrDefault(whole), field.getValueOrDefault(quick), what + "." + name);
    }
  }

  private static void compare(@Nullable Object whole, @Nullable Object quick, String what) {
    switch (whole) {
      case null -> assertNull(quick, what);
      case SdkPojo object ->
          compare(object, (SdkPojo) Optional.ofNullable(quick).orElseThrow(), what);
      case List<?> list -> {
        var others = (List<?>) Optional.ofNullable(quick).orElseThrow();
        assertEquals(list.size(), others.size(), what);
        for (int at = 0; at < list.size(); at++) {
          compare(list.get(at), others.get(at), what + "[" + at + "]");
        }
      }
      default -> assertEquals(whole, quick, what);
    }
  }
}
