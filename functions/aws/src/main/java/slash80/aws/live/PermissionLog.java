package slash80.aws.live;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import slash80.aws.Actions;
import slash80.facts.Permissions;
import slash80.facts.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Records which calls IAM allows and which it denies.
final class PermissionLog implements ExecutionInterceptor {
  private final Map<String, Refusal> refused = new ConcurrentHashMap<>();
  private final Set<String> granted = ConcurrentHashMap.newKeySet();

  void clear() {
    refused.clear();
    granted.clear();
  }

  /// The permissions that were granted or denied since the last [#clear].
  Permissions permissions() {
    return new Permissions(new TreeSet<>(refused.values()), granted);
  }

  /// Records an allowed call.
  void grant(String action) {
    granted.add(action);
  }

  /// Records a call that failed. A resource that does not exist was looked for, so IAM allows the
  /// call.
  void record(String action, AwsServiceException failed) {
    CallRunner.denial(action, failed).ifPresent(refusal -> refused.put(action, refusal));
    if (CallRunner.code(failed).contains("NotFound")) {
      granted.add(action);
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    grant(Actions.named(attributes));
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof AwsServiceException failed) {
      record(Actions.named(attributes), failed);
    }
  }
}
