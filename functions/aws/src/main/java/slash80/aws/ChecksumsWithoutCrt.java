package slash80.aws;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/// Replaces methods of the SDK's `ChecksumProvider` in a native executable. A native build links
/// every class that a method names, and the originals name classes of aws-crt, an optional library
/// that is not on the class path. The replacements behave as the originals do without the library.
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class ChecksumsWithoutCrt {

  /// Null makes the SDK use its own implementation in Java.
  @Substitute
  static @Nullable SdkChecksum createCrtCrc32C() {
    return null;
  }

  @Substitute
  static SdkChecksum crc64NvmeCrtImplementation() {
    throw new UnsupportedOperationException("CRC64NVME needs aws-crt, which is not built in");
  }

  @Substitute
  static SdkChecksum crtXxHash(ChecksumAlgorithm algorithm) {
    throw new UnsupportedOperationException("XXHash needs aws-crt, which is not built in");
  }
}
