package slash80.aws.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.live.CallRunner;
import slash80.aws.live.LiveAccount;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// The look at everything that has to be so before an alert can arrive, by calls that only read.
public final class Doctor {
  private Doctor() {}

  /// The answers, in the order in which an event passes: the account, the trail, the rules, the
  /// queues, the functions, the topic; then what they have left.
  ///
  /// @param stack the name of the stack of the template; empty to look at the account only
  /// @param progress hears what is looked at
  public static List<Diagnosis> examine(
      String region, Optional<String> stack, Instant now, Consumer<String> progress) {
    var clients = AwsClients.in(region);
    var diagnoses = new ArrayList<Diagnosis>();
    progress.accept("asking AWS who you are");
    var account = account(clients, region, diagnoses);
    progress.accept("looking at trails");
    diagnoses.addAll(EventChecks.trail(clients, new AccountRegion(account, region)));
    stack
        .flatMap(name -> deployed(clients, region, name, now, diagnoses))
        .ifPresent(deployed -> examine(deployed, diagnoses, progress));
    diagnoses.addAll(PermissionChecks.of(LiveAccount.in(region), now, progress));
    return diagnoses;
  }

  private static void examine(
      DeployedStack stack, List<Diagnosis> diagnoses, Consumer<String> progress) {
    progress.accept("looking at rules");
    diagnoses.addAll(EventChecks.rules(stack));
    progress.accept("looking at queues");
    diagnoses.addAll(QueueChecks.of(stack));
    progress.accept("looking at functions");
    diagnoses.addAll(FunctionChecks.of(stack));
    progress.accept("looking at the topic");
    diagnoses.addAll(TopicChecks.of(stack));
    diagnoses.addAll(PolicyCheck.of(stack));
    progress.accept("looking at ledgers");
    diagnoses.addAll(HistoryChecks.of(stack));
  }

  /// The number of the account; everything else hangs on it.
  private static String account(AwsClients clients, String region, List<Diagnosis> diagnoses) {
    try (var sts = clients.sts()) {
      var caller = sts.getCallerIdentity();
      diagnoses.add(
          Diagnosis.fine(
              "Account", "%s, %s, as %s".formatted(caller.account(), region, caller.arn())));
      return caller.account();
    } catch (SdkException failed) {
      throw new BadInput(
          CallRunner.lacksCredentials(failed)
              ? CallRunner.words(failed)
              : "expected credentials of AWS that are good in %s (%s)"
                  .formatted(region, CallRunner.words(failed)),
          failed);
    }
  }

  private static Optional<DeployedStack> deployed(
      AwsClients clients, String region, String name, Instant now, List<Diagnosis> diagnoses) {
    try {
      var stack = DeployedStack.read(clients, region, name, now);
      diagnoses.add(
          stack.status().endsWith("_COMPLETE") && !stack.status().startsWith("DELETE")
              ? Diagnosis.fine("Stack", "%s is in state %s".formatted(name, stack.status()))
              : Diagnosis.wrong(
                  "Stack",
                  "%s is in state %s".formatted(name, stack.status()),
                  "to see why: aws cloudformation describe-stack-events --region %s --stack-name %s"
                      .formatted(region, name)));
      return Optional.of(stack);
    } catch (AwsServiceException refused) {
      if (Diagnosis.code(refused).equals("ValidationError")) {
        throw new BadInput(
            "expected a stack %s in %s, found none: aws cloudformation list-stacks --region %2$s lists them"
                .formatted(name, region),
            refused);
      }
      diagnoses.add(
          Diagnosis.failed(
              "Stack",
              "cloudformation:DescribeStacks and cloudformation:ListStackResources",
              refused));
      return Optional.empty();
    } catch (SdkException failed) {
      diagnoses.add(Diagnosis.failed("Stack", "cloudformation:DescribeStacks", failed));
      return Optional.empty();
    }
  }
}
