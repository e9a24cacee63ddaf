package slash80.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slash80.aws.JsonAnswer;
import slash80.rules.ShellCommand;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The functions of a stack, and the mappings that bring them messages of queues
/// (https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html).
final class FunctionChecks {
  private static final String VERSION = "/2015-03-31";

  /// The alias through which functions with SnapStart are invoked.
  private static final String ALIAS = "live";

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
      var latest = configuration(stack, name, Map.of());
      return isActive(latest) && stack.parameter("Runtime").equals("java25")
          ? published(stack, part, name, latest)
          : active(subject, latest, "is active");
    } catch (AwsServiceException refused) {
      return goneOr(refused, Diagnosis.wrong(subject, "is gone", stack.redeployed(part)));
    }
  }

  /// A version keeps the code, the variables and the snapshot that it was published with.
  private static Diagnosis published(
      DeployedStack stack, String part, String name, JsonAnswer latest) {
    var subject = "Function " + part;
    try {
      var live = configuration(stack, name, Map.of("Qualifier", ALIAS));
      var version = "version " + live.text("Version");
      if (!isSame(live, latest, "/CodeSha256") || !isSame(live, latest, "/Environment/Variables")) {
        return Diagnosis.wrong(
            subject,
            "runs as %s, with other code or variables than the function has now".formatted(version),
            stack.redeployed(part));
      }
      return hasSnapshot(live) || state(live).equals("Inactive")
          ? active(subject, live, "is active, %s with a snapshot".formatted(version))
          : Diagnosis.wrong(
              subject,
              "runs as %s, which has no snapshot".formatted(version),
              stack.redeployed(part));
    } catch (AwsServiceException refused) {
      return goneOr(
          refused,
          Diagnosis.wrong(
              subject, "has no alias " + ALIAS, stack.redeployed(part + "Alias" + ALIAS)));
    }
  }

  /// Lambda deletes the snapshot of a version that was idle for 14 days, and makes another when it
  /// is invoked (https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html). It does not say
  /// which status such a version tells, so an inactive one is taken for right.
  private static boolean hasSnapshot(JsonAnswer version) {
    return version.members().at("/SnapStart/OptimizationStatus").asText("On").equals("On");
  }

  private static JsonAnswer configuration(
      DeployedStack stack, String name, Map<String, String> which) {
    return stack.clients().lambda().get(VERSION + "/functions/" + name + "/configuration", which);
  }

  private static boolean isSame(JsonAnswer one, JsonAnswer other, String member) {
    return one.members().at(member).equals(other.members().at(member));
  }

  /// A function is inactive when it was idle for long, and becomes active when it is invoked.
  private static boolean isActive(JsonAnswer configuration) {
    return state(configuration).matches("Active|Inactive");
  }

  private static String state(JsonAnswer configuration) {
    return configuration.has("State") ? configuration.text("State") : "Active";
  }

  private static Diagnosis active(String subject, JsonAnswer configuration, String fine) {
    return isActive(configuration)
        ? Diagnosis.fine(subject, fine)
        : Diagnosis.wrong(subject, "is in state " + state(configuration), "deploy the stack again");
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
        } else if (bypasses(stack, answer)) {
          wrong.add(
              Diagnosis.wrong(
                  subject,
                  "invokes the function itself, and not its alias " + ALIAS,
                  stack.redeployed(mapping.getKey())));
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

  /// Whether a function with SnapStart is invoked without its alias, and so without a snapshot.
  private static boolean bypasses(DeployedStack stack, JsonAnswer mapping) {
    return stack.parameter("Runtime").equals("java25")
        && mapping.has("FunctionArn")
        && !mapping.text("FunctionArn").endsWith(":" + ALIAS);
  }

  /// The fix of what the log of a function explains.
  static String log(DeployedStack stack, String part) {
    return "to see why: "
        + ShellCommand.aws("logs", "filter-log-events")
            .with("--region", stack.region())
            .with("--log-group-name", stack.id(part).orElse("LOG_GROUP"))
            .text();
  }
}
