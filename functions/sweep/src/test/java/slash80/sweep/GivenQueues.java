package slash80.sweep;

import java.time.Instant;
import slash80.aws.Outbox;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The outboxes of a sweep over two clients that tests give.
record GivenQueues(SqsClient sites, SqsClient checks) implements Sweep.Outboxes {
  @Override
  public Outbox sites(int pace, Instant until) {
    return new Outbox(sites, "https://sites", pace);
  }

  @Override
  public Outbox checks(Instant until) {
    return new Outbox(checks, "https://checks");
  }
}
