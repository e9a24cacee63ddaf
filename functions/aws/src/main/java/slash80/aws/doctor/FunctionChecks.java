package slash80.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slash80.rules.ShellCommand;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The functions of a stack, and the mappings that bring them messages of queues
/// (https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html).
final class FunctionChecks {
  private static final String VERSION = "/2015-03-31";

  private FunctionChecks() {}

  static List<Diagnosis> of(DeployedStack stack) {
    var diagnoses = new ArrayList<Diagnosis>();
    stack
        .ofType("AWS::Lambda::Function")
        .forEach(
            function ->
                diagnoses.addAll(
                    Diagnosis.asking(
                        "Function " + function.getKey(),
                        "lambda:GetFunctionConfiguration",
                        () -> List.of(function(stack, function.getKey(), function.getValue())))));
    diagnoses.addAll(
        Diagnosis.asking("Mappings", "lambda:GetEventSourceMapping", () -> mappings(stack)));
    return diagnoses;
  }

  private static Diagnosis function(DeployedStack stack, String part, String name) {
    var subject = "Function " + part;
    try {
      var answer =
          stack.clients().lambda().get(VERSION + "/functions/" + name + "/configuration", Map.of());
      var state = answer.has("State") ? answer.text("State") : "Active";
      return state.equals("Active") || state.equals("Inactive")
          ? Diagnosis.fine(subject, "is active")
          : Diagnosis.wrong(subject, "is in state " + state, "deploy the stack again");
    } catch (AwsServiceException refused) {
      return goneOr(refused, Diagnosis.wrong(subject, "is gone", stack.redeployed(part)));
    }
  }

  private static Diagnosis goneOr(AwsServiceException refused, Diagnosis gone) {
    if (refused.statusCode() == 404) {
      return gone;
    }
    throw refused;
  }

  private static List<Diagnosis> mappings(DeployedStack stack) {
    var wrong = new ArrayList<Diagnosis>();
    var mappings = stack.ofType("AWS::Lambda::EventSourceMapping").toList();
    for (var mapping : mappings) {
      var subject = "Mapping " + mapping.getKey();
      try {
        var answer =
            stack
                .clients()
                .lambda()
                .get(VERSION + "/event-source-mappings/" + mapping.getValue(), Map.of());
        var state = answer.text("State");
        if (!state.equals("Enabled")) {
          wrong.add(
              Diagnosis.wrong(
                  subject,
                  "is in state " + state,
                  ShellCommand.aws("lambda", "update-event-source-mapping --enabled")
                      .with("--region", stack.region())
                      .with("--uuid", mapping.getValue())
                      .text()));
        }
      } catch (AwsServiceException refused) {
        wrong.add(
            goneOr(
                refused, Diagnosis.wrong(subject, "is gone", stack.redeployed(mapping.getKey()))));
      }
    }
    if (mappings.isEmpty()) {
      wrong.add(
          Diagnosis.wrong(
              "Mappings", "no function gets messages of a queue", stack.redeployed("Watch")));
    }
    return wrong.isEmpty()
        ? List.of(Diagnosis.fine("Mappings", "all %d are enabled".formatted(mappings.size())))
        : wrong;
  }

  /// The command that shows the log of a function.
  static String log(DeployedStack stack, String part) {
    return ShellCommand.aws("logs", "filter-log-events")
            .with("--region", stack.region())
            .with("--log-group-name", stack.id(part).orElse("LOG_GROUP"))
            .text()
        + " says why";
  }
}
