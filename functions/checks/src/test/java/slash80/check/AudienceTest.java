package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.alerts.Alert;
import slash80.aws.alert.Publisher;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.facts.Fact;

/// Tests that news waits while nobody is subscribed, and comes once when somebody is.
class AudienceTest {
  private static final String CHANGE =
      call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  private static final String SWEEP = check("demo");

  private final Topic topic = new Topic();
  private final Stage stage = new Stage(new MemoryLedgerStore(), topic);

  private static final class Topic implements Publisher {
    private Fact<Integer> subscribers = Fact.known(0);
    private final List<String> kinds = new ArrayList<>();

    @Override
    public void publish(Cluster.Id cluster, Alert alert) {
      kinds.add(alert.document().get("kind").toString());
    }

    @Override
    public Fact<Integer> subscribers() {
      return subscribers;
    }
  }

  @Test
  void the_first_check_is_reported_whole_once_somebody_is_subscribed() {
    stage.faulty("n1", "n2");
    for (int times = 0; times < 3; times++) {
      var outcome = stage.handle(CHANGE, SWEEP);
      assertEquals(List.of(), outcome.failed());
      assertEquals(1, outcome.waiting());
      assertEquals(
          "CreateRoute by arn:aws:sts::111122223333:assumed-role/Admin/alice: no alert, the news"
              + " about demo waits, because the topic has no confirmed subscription",
          outcome.sentences().get("m0"));
      assertTrue(
          outcome.checks().getFirst().endsWith("the topic has no confirmed subscription"),
          outcome.checks().getFirst());
      stage.pass(Duration.ofHours(1));
    }
    assertEquals(List.of(), stage.published);
    assertEquals(List.of(), List.copyOf(stage.open()));
    assertEquals(3, stage.ledger().prefixes().size(), "prefixes are observed all the same");

    topic.subscribers = Fact.known(1);
    assertEquals(0, stage.handle(SWEEP).waiting());
    stage.handle(SWEEP);

    assertEquals(
        List.of("opened node-has-both-families/n1", "opened node-has-both-families/n2"),
        stage.published);
    assertEquals(List.of("baseline"), topic.kinds);
  }

  @Test
  void what_opens_and_ends_after_the_last_subscriber_left_is_reported_as_it_is_then() {
    topic.subscribers = Fact.known(1);
    stage.faulty("n1");
    stage.handle(CHANGE);
    topic.subscribers = Fact.known(0);
    stage.faulty("n2", "n3");
    stage.handle(CHANGE);
    stage.faulty("n2");
    stage.handle(CHANGE);
    stage.published.clear();
    stage.pass(Duration.ofHours(30));
    stage.handle(SWEEP);
    assertEquals(List.of(), stage.published);

    topic.subscribers = Fact.known(1);
    stage.handle(SWEEP);

    assertEquals(
        List.of("opened node-has-both-families/n2", "resolved node-has-both-families/n1"),
        stage.published);
  }

  @Test
  void a_missing_permission_and_the_end_of_a_cluster_wait_too() {
    topic.subscribers = Fact.known(1);
    stage.faulty("n1");
    stage.handle(CHANGE);
    stage.published.clear();
    topic.subscribers = Fact.known(0);
    stage.denied();
    stage.handle(SWEEP);
    assertEquals(List.of(), List.copyOf(stage.ledger().refused().keySet()));
    stage.gone();
    assertEquals(1, stage.handle(SWEEP).waiting());
    assertEquals(List.of(), stage.published);

    topic.subscribers = Fact.known(1);
    stage.handle(SWEEP);
    assertEquals(
        List.of("resolved node-has-both-families/n1", "cluster-gone demo"), stage.published);
  }

  @Test
  void news_is_published_when_the_subscriptions_cannot_be_read_and_the_log_says_so() {
    topic.subscribers = Fact.unread("sns:ListSubscriptionsByTopic: AuthorizationError");
    stage.faulty("n1");

    var outcome = stage.handle(CHANGE);

    assertEquals(List.of("opened node-has-both-families/n1"), stage.published);
    assertEquals(0, outcome.waiting());
    assertTrue(
        outcome
            .checks()
            .getFirst()
            .endsWith(
                "whether anyone is subscribed was not checked: sns:ListSubscriptionsByTopic:"
                    + " AuthorizationError"),
        outcome.checks().getFirst());
  }
}
