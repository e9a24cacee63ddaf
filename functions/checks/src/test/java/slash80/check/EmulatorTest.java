package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.EmulatedOwner;
import slash80.aws.alert.AlertTopic;
import slash80.aws.alert.WebBody;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.live.LiveAccount;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// From messages of a queue to what a queue that is subscribed to the topic receives, on an
/// emulated AWS: a live account, S3, SNS and SQS.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
class EmulatorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLUSTER = "c" + UUID.randomUUID().toString().substring(0, 8);

  private static Ec2Client ec2;
  private static EksClient eks;
  private static ElasticLoadBalancingV2Client balancing;
  private static SnsClient sns;
  private static SqsClient sqs;
  private static S3Client s3;

  private static String account;
  private static String group;
  private static String node;

  private String queue;
  private LedgerStore store;
  private BatchHandler watch;

  @BeforeAll
  static void plant() {
    var owner = EmulatedOwner.ofHub();
    ec2 = owner.built(Ec2Client.builder());
    eks = owner.built(EksClient.builder());
    balancing = owner.built(ElasticLoadBalancingV2Client.builder());
    sns = owner.built(SnsClient.builder());
    sqs = owner.built(SqsClient.builder());
    s3 = owner.built(S3Client.builder().forcePathStyle(true));
    var planted = owner.plant(CLUSTER);
    account = planted.account();
    group = planted.group();
    node = planted.node();
  }

  @BeforeEach
  void connect() {
    String name = "t" + UUID.randomUUID();
    String topic = sns.createTopic(builder -> builder.name(name)).topicArn();
    queue = sqs.createQueue(builder -> builder.queueName(name)).queueUrl();
    String queueArn =
        sqs.getQueueAttributes(
                builder -> builder.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    sns.subscribe(builder -> builder.topicArn(topic).protocol("sqs").endpoint(queueArn));
    s3.createBucket(
        builder ->
            builder
                .bucket(name)
                .createBucketConfiguration(config -> config.locationConstraint("us-east-2")));
    store = new S3LedgerStore(s3, name);
    watch =
        new BatchHandler(
            Clock.systemUTC(),
            () ->
                new Services(
                    new LiveAccount(ec2, eks, balancing),
                    store,
                    new AlertTopic(sns, topic, WebBody.DOCUMENT, store::storeDigest),
                    Policy.with(Parameters.DEFAULTS.settling(Duration.ZERO)),
                    Timings.DEFAULTS,
                    Clock.systemUTC()));
  }

  @Test
  void a_change_becomes_one_message_for_a_subscribed_queue() throws Exception {
    var outcome = watch.handle(List.of(authorized("m1"), authorized("m2"), broken("m3")));

    assertEquals(List.of("m3"), outcome.failed());
    var received = received();
    assertEquals(1, received.size());
    var alert = received.getFirst();
    assertTrue(alert.path("Subject").asText().startsWith("[MEDIUM] " + CLUSTER), alert.toString());
    var document = JSON.readTree(alert.path("Message").asText());
    assertEquals(CLUSTER, document.path("cluster").asText());
    assertEquals("us-east-2", document.path("region").asText());
    assertEquals(
        "AuthorizeSecurityGroupIngress", document.path("origins").path(0).path("what").asText());
    assertTrue(
        document
            .path("opened")
            .findValuesAsText("rule")
            .contains("security-groups-closed-to-ipv6-internet"),
        document.toString());
    var attributes = alert.path("MessageAttributes");
    assertEquals("MEDIUM", attributes.path("severity").path("Value").asText());
    assertEquals(CLUSTER, attributes.path("cluster").path("Value").asText());
    assertEquals("Number", attributes.path("opened").path("Type").asText());
  }

  @Test
  void a_finding_is_not_published_again() throws Exception {
    watch.handle(List.of(check("m1")));
    watch.handle(List.of(authorized("m2"), check("m1")));

    assertEquals(1, received().size());
  }

  @Test
  void two_checks_at_once_lose_nothing() throws Exception {
    List<Callable<BatchOutcome>> both =
        List.of(
            () -> watch.handle(List.of(authorized("m1"))),
            () -> watch.handle(List.of(check("m2"))));
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var outcome : threads.invokeAll(both)) {
        assertEquals(List.of(), outcome.get().failed());
      }
    }

    var cluster =
        new LiveAccount(ec2, eks, balancing)
            .clusters().stream()
                .filter(otherCluster -> otherCluster.name().equals(CLUSTER))
                .findFirst()
                .orElseThrow();
    assertFalse(received().isEmpty());
    assertTrue(
        store.read(cluster.id()).ledger().open().containsKey("node-holds-pod-prefix/" + node));
  }

  @Test
  void an_association_alone_judges_every_cluster() throws Exception {
    var outcome =
        watch.handle(
            List.of(
                new QueueMessage(
                    "m1",
                    here(
                        Events.call("DisassociateRouteTable")
                            .asking("{'associationId':'rtbassoc-0123456789abcdef0'}")
                            .event()))));

    assertEquals(List.of(), outcome.failed());
    assertTrue(
        received().stream().anyMatch(alert -> alert.path("Subject").asText().contains(CLUSTER)));
  }

  private static QueueMessage authorized(String id) {
    var call =
        Events.call("AuthorizeSecurityGroupIngress").asking("{'groupId':'%s'}".formatted(group));
    return new QueueMessage(id, here(call.event()));
  }

  private static QueueMessage check(String id) {
    return new QueueMessage(
        id,
        here(
            Events.notification(
                "slash80.sweep", "Cluster Check", "{'cluster':'%s'}".formatted(CLUSTER))));
  }

  private static QueueMessage broken(String id) {
    return new QueueMessage(id, "{\"source\":");
  }

  private static String here(String event) {
    return event.replace("111122223333", account);
  }

  private List<JsonNode> received() throws IOException {
    var received = new ArrayList<JsonNode>();
    while (true) {
      var messages =
          sqs.receiveMessage(builder -> builder.queueUrl(queue).maxNumberOfMessages(10)).messages();
      if (messages.isEmpty()) {
        return received;
      }
      for (var message : messages) {
        received.add(JSON.readTree(message.body()));
        sqs.deleteMessage(
            builder -> builder.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
    }
  }
}
