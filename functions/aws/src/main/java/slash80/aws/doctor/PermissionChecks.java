package slash80.aws.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import slash80.alerts.TextFormat;
import slash80.aws.AccessRefused;
import slash80.aws.BadInput;
import slash80.aws.ReadInterrupted;
import slash80.aws.live.LiveAccount;
import slash80.facts.Refusal;

/// The permissions that reading needs, each by a call: every cluster of the region is read.
final class PermissionChecks {
  private static final String SUBJECT = "Permissions";
  private static final String FIX =
      "allow it in the policy of these credentials (docs/deploying.md lists the actions)";

  private PermissionChecks() {}

  static List<Diagnosis> of(LiveAccount account, Instant now, Consumer<String> progress) {
    var diagnoses = new ArrayList<Diagnosis>();
    var granted = new HashSet<String>();
    var refused = new TreeMap<String, Refusal>();
    try {
      var listing = account.listing(now);
      listing
          .unread()
          .forEach((name, why) -> diagnoses.add(Diagnosis.unknown("Cluster " + name, why, FIX)));
      for (var cluster : listing.clusters()) {
        progress.accept("reading cluster " + cluster.name());
        var heard = account.read(cluster, now).permissions();
        granted.addAll(heard.granted());
        heard.refused().forEach(refusal -> refused.put(refusal.action(), refusal));
      }
      if (listing.clusters().isEmpty() && listing.unread().isEmpty()) {
        diagnoses.add(
            Diagnosis.wrong(
                "Clusters",
                "no IPv6 cluster is shown in the region",
                "give --region the region of your clusters"));
      } else {
        diagnoses.add(
            Diagnosis.fine(
                "Clusters", TextFormat.count(listing.clusters().size(), "cluster") + " read"));
      }
    } catch (ReadInterrupted | BadInput failed) {
      diagnoses.add(
          Diagnosis.unknown(
              SUBJECT,
              String.valueOf(failed.getMessage()),
              failed instanceof AccessRefused ? FIX : "run doctor again"));
    }
    refused
        .values()
        .forEach(
            refusal ->
                diagnoses.add(
                    Diagnosis.wrong(
                        "Permission " + refusal.action(),
                        "is denied to your credentials: " + refusal.code(),
                        FIX)));
    if (refused.isEmpty() && !granted.isEmpty()) {
      diagnoses.add(
          Diagnosis.fine(
              SUBJECT,
              "all %d actions that the read called are allowed to your credentials"
                  .formatted(granted.size())));
    }
    return diagnoses;
  }
}
