package slash80.aws.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.alerts.TextFormat;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.ledger.S3SiteBook;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;
import slash80.ledger.SiteTrouble;
import slash80.ledger.SiteTrouble.Kind;
import slash80.ledger.SiteTrouble.Progress;

/// The marks that the functions themselves leave: the last sweep, the last check of each cluster,
/// what was denied to them, and the troubles of accounts and regions.
final class HistoryChecks {
  private static final int HOUR = 3_600;

  private HistoryChecks() {}

  static List<Diagnosis> of(DeployedStack stack) {
    var diagnoses = new ArrayList<Diagnosis>();
    diagnoses.addAll(
        Diagnosis.asking("Sweep", "cloudwatch:GetMetricStatistics", () -> List.of(sweep(stack))));
    var bucket = stack.id("Ledger");
    if (bucket.isEmpty()) {
      diagnoses.add(
          Diagnosis.wrong("Ledgers", "the stack has no bucket", stack.redeployed("Ledger")));
      return diagnoses;
    }
    diagnoses.addAll(
        Diagnosis.asking(
            "Ledgers", "s3:ListBucket and s3:GetObject", () -> ledgers(stack, bucket.get())));
    boolean isSwept = diagnoses.getFirst().isFine();
    diagnoses.addAll(
        Diagnosis.asking("Accounts", "s3:GetObject", () -> sites(stack, bucket.get(), isSwept)));
    return diagnoses;
  }

  private static Duration patience(DeployedStack stack) {
    return Duration.ofHours(2L * stack.sweepHours());
  }

  private static Diagnosis sweep(DeployedStack stack) {
    var newest =
        new Metric("Slash80", "Sweeps", "Function", "sweep", "Sum", HOUR)
            .newest(stack.clients(), stack.now(), patience(stack).plusHours(1));
    return newest.isPresent()
        ? Diagnosis.fine(
            "Sweep", "one ended well in the hour from " + TextFormat.moment(newest.get().at()))
        : Diagnosis.wrong(
            "Sweep",
            "none has ended well in the last %s".formatted(TextFormat.span(patience(stack))),
            "a new stack needs an hour; otherwise, " + FunctionChecks.log(stack, "SweepLog"));
  }

  private static List<Diagnosis> ledgers(DeployedStack stack, String bucket) {
    var diagnoses = new ArrayList<Diagnosis>();
    var store = new S3LedgerStore(stack.clients().s3(), bucket);
    var clusters = store.clusters();
    var oldest = Optional.<Instant>empty();
    for (var cluster : clusters) {
      try {
        var ledger = store.read(cluster).ledger();
        refused(ledger, cluster, diagnoses);
        var last = ledger.readingBegan();
        if (last.plus(patience(stack)).isBefore(stack.now())) {
          diagnoses.add(
              Diagnosis.wrong(
                  "Cluster " + cluster.name(),
                  "was last checked at " + TextFormat.moment(last),
                  FunctionChecks.log(stack, "WatchLog")));
        }
        oldest = Optional.of(oldest.filter(last::isAfter).orElse(last));
      } catch (BadInput broken) {
        diagnoses.add(
            Diagnosis.wrong(
                "Ledger of " + cluster.name(),
                String.valueOf(broken.getMessage()),
                "docs/operating.md tells how to bring an older version back"));
      }
    }
    if (clusters.isEmpty()) {
      diagnoses.add(
          Diagnosis.wrong(
              "Ledgers",
              "no cluster has been checked yet",
              "a new stack needs an hour; otherwise, " + FunctionChecks.log(stack, "WatchLog")));
    } else if (diagnoses.isEmpty()) {
      diagnoses.add(
          Diagnosis.fine(
              "Ledgers",
              "%s checked since %s, and nothing denied to Watch"
                  .formatted(
                      TextFormat.count(clusters.size(), "cluster"),
                      oldest.map(TextFormat::moment).orElse(""))));
    }
    return diagnoses;
  }

  private static void refused(Ledger ledger, Cluster.Id cluster, List<Diagnosis> diagnoses) {
    ledger
        .refused()
        .forEach(
            (action, refused) ->
                diagnoses.add(
                    Diagnosis.wrong(
                        "Permission " + action,
                        "is denied to Watch for cluster %s since %s"
                            .formatted(cluster.name(), TextFormat.moment(refused.firstSeen())),
                        "the alert about it has the command; or update the stack that made the"
                            + " role")));
  }

  private static List<Diagnosis> sites(DeployedStack stack, String bucket, boolean isSwept) {
    var diagnoses = new ArrayList<Diagnosis>();
    new S3SiteBook(stack.clients().s3(), bucket)
        .read()
        .ledger()
        .sites()
        .forEach(
            (site, troubles) ->
                troubles.forEach(
                    (kind, trouble) -> {
                      if (trouble.progress() == Progress.STANDS) {
                        diagnoses.add(
                            site(new AccountRegion(site.account(), site.region()), kind, trouble));
                      }
                    }));
    if (!diagnoses.isEmpty()) {
      return diagnoses;
    }
    return List.of(
        isSwept
            ? Diagnosis.fine(
                "Accounts", "the sweep enters all, and the way of their events is open")
            : Diagnosis.unknown(
                "Accounts",
                "no sweep has looked whether it enters all, and whether events come",
                "see Sweep above"));
  }

  private static Diagnosis site(AccountRegion site, Kind kind, SiteTrouble trouble) {
    return Diagnosis.wrong(
        "Account %s, %s".formatted(site.account(), site.region()),
        words(kind) + ": " + trouble.because(),
        switch (kind) {
          case FOREIGN ->
              "add the account to MemberAccounts, or delete the stack of deploy/forward.yaml there";
          case REFUSED, CHECK_REFUSED -> "deploy deploy/member.yaml there, or update it";
          case UNANSWERED -> "wait for the next sweep";
          case WITHOUT_TRAIL -> "let a trail there log write management events";
          case RULE_OFF, WITHOUT_RULES -> "deploy deploy/forward.yaml there, or update it";
          case UNEXAMINED ->
              "update deploy/member.yaml there: it allows the look at trails and rules";
        });
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case FOREIGN -> "sends events, but is not checked";
      case REFUSED, CHECK_REFUSED -> "refuses a call that every check needs";
      case UNANSWERED -> "does not answer a call that every check needs";
      case WITHOUT_TRAIL -> "no trail logs the calls";
      case RULE_OFF -> "a rule that sends events is off or missing";
      case WITHOUT_RULES -> "no rule sends events";
      case UNEXAMINED -> "its trails and rules could not be read";
    };
  }
}
