package slash80.aws;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import slash80.facts.Permissions;
import slash80.facts.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Counts what an account is asked, every page and every try, since each costs its owner some of
/// the quota that all share. When the time is up it asks no more, so that a check ends by itself
/// and fails its own messages only.
///
/// It also hears which calls IAM allows, and which it does not. An account is read by one thread at
/// a time.
final class Calls implements ExecutionInterceptor {
  private static final Map<String, String> PREFIXES =
      Map.of("Ec2", "ec2", "Eks", "eks", "ElasticLoadBalancingV2", "elasticloadbalancing");

  /// A prefix list is read page by page as long as it is.
  private static final String UNBOUNDED = "ec2:GetManagedPrefixListEntries";

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  private final Map<String, Refusal> refused = new ConcurrentHashMap<>();
  private final Set<String> granted = ConcurrentHashMap.newKeySet();
  private final InstantSource clock;
  private volatile Instant deadline = Instant.MAX;

  Calls(InstantSource clock) {
    this.clock = clock;
  }

  /// How often each action was called so far, by the name that IAM has for it.
  Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /// How many calls were made so far, pages counted, and neither tries nor the entries of prefix
  /// lists: what a reading can keep small by what it asks.
  int made() {
    return made.get();
  }

  void until(Instant end) {
    deadline = end;
  }

  /// Forgets what earlier readings heard of permissions.
  void beginReading() {
    refused.clear();
    granted.clear();
  }

  /// What was heard of permissions since then.
  Permissions permissions() {
    return new Permissions(new TreeSet<>(refused.values()), granted);
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    granted.add(action(attributes));
  }

  /// What is not there was looked for, so IAM allows the call.
  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof AwsServiceException failed) {
      var action = action(attributes);
      Ask.denial(action, failed).ifPresent(refusal -> refused.put(action, refusal));
      if (Ask.code(failed).contains("NotFound")) {
        granted.add(action);
      }
    }
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (!action(attributes).equals(UNBOUNDED)) {
      made.incrementAndGet();
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (clock.instant().isAfter(deadline)) {
      throw SdkClientException.create("there is no time left to ask");
    }
    counts.merge(action(attributes), 1, Integer::sum);
  }

  private static String action(ExecutionAttributes attributes) {
    var service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    return PREFIXES.getOrDefault(service, service)
        + ":"
        + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
