package slash80.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import slash80.rules.ShellCommand;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/// The topic of the alerts: who hears them, who may publish, and the key that encrypts them.
final class TopicChecks {
  private static final String PENDING = "PendingConfirmation";

  private TopicChecks() {}

  static List<Diagnosis> of(DeployedStack stack) {
    var topic = stack.id("Alerts");
    if (topic.isEmpty()) {
      return List.of(
          Diagnosis.wrong(
              "Topic",
              "the stack has none",
              "deploy template.yaml: is %s the name of its stack?".formatted(stack.name())));
    }
    var diagnoses = new ArrayList<Diagnosis>();
    try (var sns = stack.clients().sns()) {
      diagnoses.addAll(
          Diagnosis.asking(
              "Subscriptions",
              "sns:ListSubscriptionsByTopic",
              () -> subscriptions(stack, sns, topic.get())));
      diagnoses.addAll(
          Diagnosis.asking(
              "Topic policy", "sns:GetTopicAttributes", () -> topic(stack, sns, topic.get())));
    }
    diagnoses.addAll(
        Diagnosis.asking("Key", "kms:DescribeKey and kms:GetKeyPolicy", () -> key(stack)));
    return diagnoses;
  }

  private static List<Diagnosis> subscriptions(DeployedStack stack, SnsClient sns, String topic) {
    var all =
        sns
            .listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
            .subscriptions()
            .stream()
            .toList();
    var pending = all.stream().filter(one -> one.subscriptionArn().equals(PENDING)).toList();
    var diagnoses = new ArrayList<Diagnosis>();
    for (var one : pending) {
      diagnoses.add(
          Diagnosis.wrong(
              "Subscription",
              "%s %s has not confirmed".formatted(one.protocol(), one.endpoint()),
              one.protocol().startsWith("email")
                  ? "follow the link in AWS's mail \"Subscription Confirmation\"; it lives for two"
                      + " days, then subscribe again"
                  : "let the endpoint confirm, or subscribe it again"));
    }
    long confirmed = all.size() - (long) pending.size();
    diagnoses.add(
        confirmed == 0
            ? Diagnosis.wrong(
                "Subscriptions",
                "nobody hears the alerts, so the news waits",
                ShellCommand.aws("sns", "subscribe")
                    .with("--region", stack.region())
                    .with("--topic-arn", topic)
                    .with("--protocol", "email")
                    .with("--notification-endpoint", "YOU@EXAMPLE.COM")
                    .text())
            : Diagnosis.fine("Subscriptions", confirmed + " confirmed: " + kinds(all)));
    return diagnoses;
  }

  private static String kinds(List<Subscription> all) {
    return all.stream()
        .filter(one -> !one.subscriptionArn().equals(PENDING))
        .map(Subscription::protocol)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static List<Diagnosis> topic(DeployedStack stack, SnsClient sns, String topic) {
    var attributes = sns.getTopicAttributes(request -> request.topicArn(topic)).attributes();
    var statements = PolicyStatement.of(attributes.getOrDefault("Policy", ""));
    var subject = "Topic policy";
    if (statements.stream().anyMatch(statement -> statement.deniesAll("sns:Publish"))) {
      return List.of(
          Diagnosis.wrong(subject, "denies everyone to publish", stack.redeployed("AlertsPolicy")));
    }
    if (statements.stream().anyMatch(statement -> statement.allowsAll("sns:Publish"))) {
      return List.of(
          Diagnosis.wrong(subject, "lets everyone publish", stack.redeployed("AlertsPolicy")));
    }
    if (attributes.getOrDefault("KmsMasterKeyId", "").isEmpty()) {
      return List.of(
          Diagnosis.wrong(subject, "the topic is not encrypted", stack.redeployed("Alerts")));
    }
    return List.of(Diagnosis.fine(subject, "lets the stack publish, encrypted"));
  }

  private static List<Diagnosis> key(DeployedStack stack) {
    var id = stack.id("AlertsKey");
    if (id.isEmpty()) {
      return List.of(Diagnosis.wrong("Key", "the stack has none", stack.redeployed("AlertsKey")));
    }
    var keys = stack.clients().keys();
    var metadata =
        keys.call("DescribeKey", Map.of("KeyId", id.get())).members().path("KeyMetadata");
    var state = metadata.path("KeyState").asText("unknown");
    if (!state.equals("Enabled")) {
      return List.of(
          Diagnosis.wrong(
              "Key",
              "is in state %s, so no alert can be sent".formatted(state),
              ShellCommand.aws(
                      "kms", state.equals("PendingDeletion") ? "cancel-key-deletion" : "enable-key")
                  .with("--region", stack.region())
                  .with("--key-id", id.get())
                  .text()));
    }
    var policy =
        keys.call("GetKeyPolicy", Map.of("KeyId", id.get(), "PolicyName", "default"))
            .text("Policy");
    var account = metadata.path("AWSAccountId").asText("");
    boolean isOpen =
        PolicyStatement.of(policy).stream()
            .anyMatch(statement -> statement.letsAccount(account, "kms:GenerateDataKey"));
    return List.of(
        isOpen
            ? Diagnosis.fine("Key", "is enabled, and roles of the account may use it")
            : Diagnosis.wrong(
                "Key",
                "its policy does not let roles of the account use it",
                stack.redeployed("AlertsKey")));
  }
}
