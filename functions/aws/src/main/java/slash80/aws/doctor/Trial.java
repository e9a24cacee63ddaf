package slash80.aws.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import slash80.alerts.TestAlert;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.live.CallRunner;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A test of a deployed stack from end to end: a marked event goes into the queue of changes, and
/// its alert is heard on a queue that is subscribed to the topic for that time.
public final class Trial {
  /// What the watch function takes for a test.
  static final String SOURCE = "slash80.try";

  static final String KIND = "Slash80 Test";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// The longest wait of one call
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html).
  private static final int POLL = 20;

  private final DeployedStack stack;
  private final String mark;
  private final SqsClient sqs;
  private final SnsClient sns;
  private final Consumer<String> progress;
  private final Consumer<String> warning;

  private Trial(
      DeployedStack stack,
      String mark,
      SqsClient sqs,
      SnsClient sns,
      Consumer<String> progress,
      Consumer<String> warning) {
    this.stack = stack;
    this.mark = mark;
    this.sqs = sqs;
    this.sns = sns;
    this.progress = progress;
    this.warning = warning;
  }

  /// The time that the alert took; empty if it was not heard.
  ///
  /// @param mark a word that no other test has
  /// @param patience how long to listen
  /// @param progress hears what is done
  /// @param warning hears what could not be taken away again
  public static Optional<Duration> run(
      String region,
      String name,
      String mark,
      Duration patience,
      Consumer<String> progress,
      Consumer<String> warning) {
    var clients = AwsClients.in(region);
    try (var sqs = clients.sqs();
        var sns = clients.sns()) {
      progress.accept("looking for the stack " + name);
      var stack = DeployedStack.read(clients, region, name, Instant.now());
      return new Trial(stack, mark, sqs, sns, progress, warning).run(patience);
    } catch (AwsServiceException refused) {
      throw new BadInput(
          "stack %s in %s: AWS refuses the test: %s".formatted(name, region, refused.getMessage()),
          refused);
    } catch (SdkException failed) {
      throw new BadInput(
          CallRunner.lacksCredentials(failed)
              ? CallRunner.words(failed)
              : "expected an answer of AWS in %s (%s)".formatted(region, CallRunner.words(failed)),
          failed);
    }
  }

  private String part(String part) {
    return stack
        .id(part)
        .orElseThrow(
            () ->
                new BadInput(
                    "expected the stack of template.yaml, found none of its parts named %s in %s"
                        .formatted(part, stack.name())));
  }

  private Optional<Duration> run(Duration patience) {
    var changes = part("Changes");
    var topic = part("Alerts");
    progress.accept("subscribing a queue to the topic");
    var queue = sqs.createQueue(request -> request.queueName("slash80-try-" + mark)).queueUrl();
    var subscription = "";
    try {
      var arn = admit(queue, topic);
      subscription =
          sns.subscribe(
                  request ->
                      request
                          .topicArn(topic)
                          .protocol("sqs")
                          .endpoint(arn)
                          .attributes(
                              Map.of("FilterPolicy", text(Map.of("kind", List.of(TestAlert.KIND)))))
                          .returnSubscriptionArn(true))
              .subscriptionArn();
      progress.accept("sending the test");
      var began = Instant.now();
      sqs.sendMessage(request -> request.queueUrl(changes).messageBody(event(began)));
      progress.accept("listening for the alert");
      return heard(queue, began, patience);
    } finally {
      takeAway(queue, subscription);
    }
  }

  /// Lets the topic send to the queue, and nobody else.
  private String admit(String queue, String topic) {
    var arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", "sns.amazonaws.com"));
    statement.put("Action", "sqs:SendMessage");
    statement.put("Resource", arn);
    statement.put("Condition", Map.of("ArnEquals", Map.of("aws:SourceArn", topic)));
    var policy = text(Map.of("Version", "2012-10-17", "Statement", List.of(statement)));
    sqs.setQueueAttributes(
        request -> request.queueUrl(queue).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    return arn;
  }

  private String event(Instant at) {
    var event = new LinkedHashMap<String, Object>();
    event.put("version", "0");
    event.put("id", mark);
    event.put("detail-type", KIND);
    event.put("source", SOURCE);
    event.put("account", "");
    event.put("region", stack.region());
    event.put("time", at.toString());
    event.put("resources", List.of());
    event.put("detail", Map.of("test", mark));
    return text(event);
  }

  private Optional<Duration> heard(String queue, Instant began, Duration patience) {
    var end = began.plus(patience);
    while (Instant.now().isBefore(end)) {
      long left = Math.clamp(Duration.between(Instant.now(), end).toSeconds(), 1, POLL);
      var messages =
          sqs.receiveMessage(
                  request ->
                      request.queueUrl(queue).waitTimeSeconds((int) left).maxNumberOfMessages(10))
              .messages();
      if (messages.stream().map(Message::body).anyMatch(this::isOurs)) {
        return Optional.of(Duration.between(began, Instant.now()));
      }
    }
    return Optional.empty();
  }

  /// Whether a message of SNS carries the alert of this test, not of another one.
  private boolean isOurs(String body) {
    try {
      var document = JSON.readTree(JSON.readTree(body).path("Message").asText("{}"));
      return document.path("test").asText().equals(mark);
    } catch (JsonProcessingException foreign) {
      return false;
    }
  }

  /// Takes away what the test has made; what stays is said with the command that takes it away.
  private void takeAway(String queue, String subscription) {
    progress.accept("taking the queue away");
    if (!subscription.isEmpty()) {
      attempt(
          () -> sns.unsubscribe(request -> request.subscriptionArn(subscription)),
          "aws sns unsubscribe --region %s --subscription-arn %s"
              .formatted(stack.region(), subscription));
    }
    attempt(
        () -> sqs.deleteQueue(request -> request.queueUrl(queue)),
        "aws sqs delete-queue --region %s --queue-url %s".formatted(stack.region(), queue));
  }

  private void attempt(Runnable call, String otherwise) {
    try {
      call.run();
    } catch (SdkException failed) {
      warning.accept("the test left something behind; to take it away: " + otherwise);
    }
  }

  private static String text(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
