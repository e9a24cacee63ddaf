package slash80.aws;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.ServiceMetadata;

/// Leaves the SDK's tables of all services and regions out of a native executable: 313 classes, of
/// which the clients that are called need none. They find their hosts by rules of their own, and
/// for a service without a table the SDK makes the host's name of service and region.
@TargetClass(className = "software.amazon.awssdk.regions.GeneratedServiceMetadataProvider")
final class ServicesWithoutTables {

  /// Null stands for a service that the tables do not know.
  @Substitute
  public @Nullable ServiceMetadata serviceMetadata(String prefix) {
    return null;
  }
}
