package slash80.aws.live;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import slash80.aws.Actions;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Counts the calls to an account, every page and every try: each uses some of the API quota that
/// the account's owner shares with everything else that runs there.
final class CallMeter implements ExecutionInterceptor {
  /// A prefix list takes a call for every page, however long it is.
  private static final String UNBOUNDED = "ec2:GetManagedPrefixListEntries";

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();

  /// The calls so far by action, as IAM names it.
  Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /// The number of calls so far, with every page, but without retries and without the entries of
  /// prefix lists: the part that a read controls by what it asks for.
  int made() {
    return made.get();
  }

  /// Counts a call that no client of the SDK makes.
  void count(String action) {
    made.incrementAndGet();
    counts.merge(action, 1, Integer::sum);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (!Actions.named(attributes).equals(UNBOUNDED)) {
      made.incrementAndGet();
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    counts.merge(Actions.named(attributes), 1, Integer::sum);
  }
}
