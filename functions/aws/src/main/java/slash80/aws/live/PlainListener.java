package slash80.aws.live;

import slash80.aws.convert.PlainResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Hears the responses that no class of the SDK stands for, as an `ExecutionInterceptor` hears the
/// others.
public interface PlainListener {
  /// A listener that does nothing.
  PlainListener NONE = (_, _) -> {};

  /// @param about the ARN that the call was about; empty for a call about the account
  void hear(String about, PlainResponse response);

  /// Hears that AWS answered a call with an error.
  ///
  /// @param operation its name, as AWS writes it: `ListAccelerators`
  default void hearRefusal(String operation, AwsServiceException failed) {}
}
