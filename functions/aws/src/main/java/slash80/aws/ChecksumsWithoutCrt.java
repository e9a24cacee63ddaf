package slash80.aws;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/// Native executables link everything when they are built, and the SDK's `ChecksumProvider` names
/// classes of aws-crt, an optional library that is not here. In a native executable these methods
/// stand for the ones that do, and say what those say where the library is missing.
@TargetClass(className = "software.amazon.awssdk.checksums.internal.ChecksumProvider")
final class ChecksumsWithoutCrt {

  /// Nothing: the SDK then takes its own, written in Java.
  @Substitute
  static SdkChecksum createCrtCrc32C() {
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
