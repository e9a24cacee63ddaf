package slash80.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.live.EventRoute;
import slash80.aws.live.Examination;
import slash80.ledger.SiteTrouble.Kind;
import slash80.rules.ShellCommand;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The way of events: a trail that logs calls, and the rules that send them.
final class EventChecks {
  private EventChecks() {}

  static List<Diagnosis> trail(AwsClients clients, AccountRegion site) {
    var found = Examination.of(site, clients, new EventRoute("", Set.of()));
    var subject = "Trail";
    var because = found.troubles().get(Kind.WITHOUT_TRAIL);
    if (because != null) {
      return List.of(
          Diagnosis.wrong(
              subject,
              "no trail logs management events of %s: %s; only the sweep finds changes"
                  .formatted(site.region(), because),
              "deploy with CreateTrail=true, or let a trail of your own log write management"
                  + " events"));
    }
    var unread = found.troubles().get(Kind.UNEXAMINED);
    return List.of(
        unread == null
            ? Diagnosis.fine(subject, "a trail logs management events of " + site.region())
            : Diagnosis.unknown(
                subject,
                unread,
                "allow your credentials cloudtrail:DescribeTrails, GetTrailStatus and"
                    + " GetEventSelectors"));
  }

  static List<Diagnosis> rules(DeployedStack stack) {
    var rules = stack.ofType("AWS::Events::Rule").toList();
    return Diagnosis.asking(
        "Rules",
        "events:DescribeRule",
        () -> {
          var wrong = new ArrayList<Diagnosis>();
          for (var rule : rules) {
            rule(stack, rule.getKey(), rule.getValue(), wrong);
          }
          if (rules.isEmpty()) {
            wrong.add(
                Diagnosis.wrong(
                    "Rules",
                    "the stack has none",
                    "deploy template.yaml: is %s the name of its stack?".formatted(stack.name())));
          }
          return wrong.isEmpty()
              ? List.of(Diagnosis.fine("Rules", "all %d are on".formatted(rules.size())))
              : wrong;
        });
  }

  private static void rule(
      DeployedStack stack, String part, String name, List<Diagnosis> diagnoses) {
    var bus = name.contains("|") ? name.substring(0, name.indexOf('|')) : "default";
    var plain = name.substring(name.indexOf('|') + 1);
    try {
      var state =
          stack
              .clients()
              .events()
              .call("DescribeRule", Map.of("Name", plain, "EventBusName", bus))
              .text("State");
      if (!state.startsWith("ENABLED")) {
        diagnoses.add(
            Diagnosis.wrong(
                "Rule " + part,
                "is off",
                ShellCommand.aws("events", "enable-rule")
                    .with("--region", stack.region())
                    .with("--event-bus-name", bus)
                    .with("--name", plain)
                    .text()));
      }
    } catch (AwsServiceException refused) {
      if (!Diagnosis.code(refused).contains("NotFound")) {
        throw refused;
      }
      diagnoses.add(Diagnosis.wrong("Rule " + part, "is gone", stack.redeployed(part)));
    }
  }
}
