package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.check;
import static slash80.check.Events.messages;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.alerts.Alert;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.ManyClusters;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.check.stores.ContestedStore;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests of a denied call that comes first when the check of a cluster has begun. It is told like
/// one that comes before: no message fails, since trying again would not help.
final class RefusedCheckTest {
  private static final String DENIED = "eks:DescribeCluster: AccessDeniedException";

  private final List<Alert> sent = new ArrayList<>();
  private LedgerStore store = new MemoryLedgerStore();
  private StubbedAws aws;
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    aws = StubbedAws.serving(ManyClusters.write(folder, "111122223333", 2, 1, 1));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void a_cluster_that_may_not_be_described_when_its_check_begins_again_fails_no_message() {
    store = new ContestedStore(1);
    aws.fail("DescribeCluster", 3, Fault.DENIED); // the first two are of the batch

    var outcome = handle(check("c1"), check("c2"));

    assertEquals(List.of(Disposition.SILENT, Disposition.ALERTED), fates(outcome));
    assertEquals(Set.of(DENIED), outcome.refused());
    var sentence = outcome.sentences().get("m0");
    assertTrue(sentence.endsWith(": no alert, could not describe c1: " + DENIED), sentence);
    assertTrue(outcome.checks().getFirst().endsWith("; not completed, " + DENIED));
  }

  @Test
  void once_it_may_be_described_the_next_check_tells_what_the_first_one_could_not() {
    store = new ContestedStore(1);
    aws.fail("DescribeCluster", 2, Fault.DENIED);
    handle(check("c1"));
    assertEquals(List.of(), sent);
    now = now.plusSeconds(3_600);

    assertEquals(List.of(Disposition.ALERTED), fates(handle(check("c1"))));
    assertEquals(1, sent.size());
  }

  @Test
  void a_cluster_that_may_not_be_described_when_its_ledger_is_closed_fails_no_message() {
    handle(check("c1"));
    now = now.plusSeconds(60);
    aws.fail("DescribeCluster", 1, Fault.NOT_FOUND);
    aws.fail("DescribeCluster", 2, Fault.DENIED);

    var outcome = handle(check("c1"));

    assertEquals(List.of(Disposition.SILENT), fates(outcome));
    assertEquals(Set.of(DENIED), outcome.refused());
    assertEquals(1, store.clusters().size());
  }

  /// A role that is deleted while its credentials are kept refuses in the middle of a check.
  @Test
  void an_account_that_refuses_in_the_middle_of_a_read_fails_no_message() {
    var role = "sts:AssumeRole of arn:aws:iam::111122223333:role/slash80-member: AccessDenied";
    var closing = new ClosingAccount(aws.account(() -> now), role);

    var outcome = handle(closing, check("c1"));

    assertEquals(List.of(Disposition.SILENT), fates(outcome));
    assertEquals(Set.of(role), outcome.refused());
    var sentence = outcome.sentences().get("m0");
    assertTrue(sentence.endsWith("could not describe c1: " + role), sentence);
  }

  /// An account whose clusters can be listed, and then nothing more.
  private record ClosingAccount(Account account, String refusal) implements Account {
    @Override
    public List<Cluster> clusters() {
      return account.clusters();
    }

    @Override
    public Facts read(Cluster cluster, Instant at) {
      throw new AccessRefused(refusal, new IllegalStateException("denied"));
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      return account.vpcsOf(ids);
    }
  }

  private BatchOutcome handle(String... bodies) {
    return handle(aws.account(() -> now), bodies);
  }

  private BatchOutcome handle(Account account, String... bodies) {
    InstantSource clock = () -> now;
    return new BatchHandler(
            clock,
            () ->
                new Services(
                    account,
                    store,
                    (_, alert) -> sent.add(alert),
                    Policy.with(Parameters.DEFAULTS),
                    Timings.DEFAULTS,
                    clock,
                    time -> now = now.plus(time)))
        .handle(messages(bodies));
  }

  private static List<Disposition> fates(BatchOutcome outcome) {
    return outcome.handled().stream().map(HandledMessage::disposition).toList();
  }
}
