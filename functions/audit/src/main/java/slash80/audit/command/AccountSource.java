package slash80.audit.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slash80.audit.text.Progress;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.aws.Suggestions;
import slash80.aws.live.LiveAccount;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Cluster;
import slash80.network.Network;

/// The options that name the account to check: a snapshot on disk, or a live account.
final class AccountSource {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private PolicyOption policy;
  private final List<String> notChecked = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Optional<Instant> at = Optional.empty();

  @Parameters(
      arity = "0..1",
      paramLabel = "SNAPSHOT",
      description = "A folder of AWS CLI output (default: the example account).")
  private @Nullable Path snapshot;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Read the live account in this region, with your shell's credentials.")
  private @Nullable String region;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Only this cluster (default: every cluster).")
  private @Nullable String cluster;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "Evaluate as of this time, such as 2026-11-23T08:00:00Z.")
  private @Nullable Instant now;

  /// The networks to judge, one a cluster, in the order of their names.
  List<Network> networks(Progress progress) {
    if (region != null && snapshot != null) {
      throw new ParameterException(
          spec.commandLine(), "expected a SNAPSHOT or --region, found both");
    }
    return region == null ? ofSnapshot(progress) : ofRegion(region, progress);
  }

  /// The networks with these files in place of the files of the snapshot, at the same moment.
  List<Network> networks(List<Path> instead, Progress progress) {
    if (region != null) {
      throw new ParameterException(spec.commandLine(), "--with needs a SNAPSHOT, not --region");
    }
    var folder = folder();
    InputFile.refuse(Optional.of(folder), "a folder of AWS CLI output");
    var changed = Snapshot.open(folder, instead, InputFile.standardInput(instead));
    warn(changed, progress);
    var at = Optional.ofNullable(now).orElseGet(() -> Snapshot.open(folder).at());
    return networks(changed, at, progress);
  }

  /// The exit code of a report that would end with this code: bad input if a cluster was not
  /// checked, since its findings are not known.
  int outcome(int code) {
    return notChecked.isEmpty() ? code : Slash80.BAD;
  }

  /// The clusters that were not checked: a sentence each, with the reason.
  List<String> notChecked() {
    return notChecked.stream().distinct().toList();
  }

  /// The moment of the report: resources that are settling then are not checked.
  Instant at() {
    return at.orElseThrow();
  }

  /// A sentence that names the example account, so that no reader takes it for their own.
  private Optional<String> example() {
    return region == null && snapshot == null
        ? Optional.of(
            "This is the example account %s: made up, with mistakes planted in it. Give a SNAPSHOT or --region to check your own."
                .formatted(folder()))
        : Optional.empty();
  }

  /// The sentences that stand before a report: that it is about the example account, and that a
  /// policy was found.
  Optional<String> preface() {
    return Stream.concat(example().stream(), policy.found().stream())
        .reduce((text, more) -> text + " " + more);
  }

  /// Notes about the report as a whole.
  List<String> notes() {
    return Stream.of(
            example().stream(), policy.found().stream(), notChecked().stream(), warnings.stream())
        .flatMap(sentences -> sentences)
        .distinct()
        .toList();
  }

  PolicyOption policy() {
    return policy;
  }

  /// Whether all clusters of the account are checked.
  boolean isWhole() {
    return cluster == null;
  }

  private Path folder() {
    return snapshot == null ? ProjectPaths.exampleAccount() : snapshot;
  }

  private List<Network> ofSnapshot(Progress progress) {
    var folder = folder();
    InputFile.refuse(Optional.of(folder), "a folder of AWS CLI output");
    progress.say("reading " + folder);
    var read = Snapshot.open(folder);
    warn(read, progress);
    return networks(read, Optional.ofNullable(now).orElse(read.at()), progress);
  }

  /// Prints the remarks on a snapshot's files, each once, and keeps them for the report.
  private void warn(Snapshot snapshot, Progress progress) {
    for (var warning : snapshot.warnings()) {
      if (!warnings.contains(warning)) {
        warnings.add(warning);
        progress.warn(warning);
      }
    }
  }

  private List<Network> ofRegion(String region, Progress progress) {
    progress.say("reading the clusters of " + region);
    var account = LiveAccount.in(region);
    var networks = networks(account, Optional.ofNullable(now).orElseGet(Instant::now), progress);
    progress.warn("read %s with %s".formatted(region, account.callCounts()));
    return networks;
  }

  private List<Network> networks(Account account, Instant at, Progress progress) {
    var listing = cluster == null ? account.listing(at) : account.listing(Set.of(cluster), at);
    listing.unread().entrySet().stream()
        .map(entry -> "cluster %s is not checked: %s".formatted(entry.getKey(), entry.getValue()))
        .forEach(notChecked::add);
    notChecked.forEach(progress::warn);
    this.at = Optional.of(at);
    var networks =
        listing.clusters().stream()
            .sorted(Comparator.comparing(Cluster::name))
            .map(cluster -> network(account, cluster, at, progress))
            .toList();
    if (networks.isEmpty() && notChecked.isEmpty()) {
      throw new BadInput(
          cluster == null
              ? "expected at least one EKS cluster, found none"
              : "expected an EKS cluster named %s, found none%s"
                  .formatted(cluster, Suggestions.there(cluster, account)));
    }
    return networks;
  }

  private Network network(Account account, Cluster cluster, Instant at, Progress progress) {
    progress.say("reading cluster " + cluster.name());
    return policy.policy().applied(account.read(cluster, at));
  }
}
