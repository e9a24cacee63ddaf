package slash80.aws.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.live.LiveAccount;
import slash80.aws.snapshot.CapturedAt;
import slash80.aws.snapshot.CliCommand;
import slash80.aws.snapshot.CliJson;
import slash80.facts.Cluster;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Writes a snapshot of one cluster of a live account: the answers to the calls of the reader,
/// whole, as the AWS CLI prints them. Nothing is written before everything was read.
public final class Capture {
  private final String place;
  private final Function<ExecutionInterceptor, LiveAccount> account;

  /// @param place where the account is, in words
  /// @param account the account, with a listener to its calls
  public Capture(String place, Function<ExecutionInterceptor, LiveAccount> account) {
    this.place = place;
    this.account = account;
  }

  /// Of the account of the credentials that are around.
  public static Capture in(String region) {
    return new Capture(
        region, listener -> LiveAccount.in(AwsClients.in(region), List.of(listener)));
  }

  /// What came of it.
  ///
  /// @param files how many answers were written
  /// @param warnings what AWS refused to tell
  public record Outcome(int files, List<String> warnings) {}

  /// Writes a cluster's snapshot. A folder that holds anything else than an earlier one is refused
  /// with [BadInput] before AWS is asked.
  public Outcome write(String name, Path folder, Instant at, Consumer<String> progress) {
    checkFolder(folder);
    var recording = new ResponseRecorder(progress);
    read(name, account.apply(recording), at);
    checkThatNothingNeededIsMissing(recording);
    write(folder, at, recording.answers());
    var warnings =
        recording.refused().entrySet().stream()
            .map(
                entry ->
                    "aws %s was refused (%s): the snapshot does not say what it prints"
                        .formatted(entry.getKey().command(), entry.getValue()))
            .toList();
    return new Outcome(recording.answers().size(), warnings);
  }

  private void read(String name, LiveAccount live, Instant at) {
    Cluster cluster =
        live.cluster(name)
            .orElseThrow(
                () ->
                    new BadInput(
                        "expected an EKS cluster named %s in %s, found none"
                            .formatted(name, place)));
    live.readForSnapshot(live.read(cluster, at));
  }

  private static void checkThatNothingNeededIsMissing(ResponseRecorder recording) {
    Arrays.stream(CliCommand.values())
        .filter(command -> command.isNeeded() && recording.refused().containsKey(command))
        .findFirst()
        .ifPresent(
            command -> {
              throw new BadInput(
                  "aws %s was refused (%s): there is no snapshot without what it prints"
                      .formatted(command.command(), recording.refused().get(command)));
            });
  }

  private static void checkFolder(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInput(folder + ": expected a folder to write to, found a file");
    }
    if (!holdsNothing(folder) && CapturedAt.files(folder).isEmpty()) {
      throw new BadInput(
          folder
              + ": expected an empty folder, or a snapshot that capture wrote before, found"
              + " something else");
    }
  }

  private static boolean holdsNothing(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read".formatted(folder), broken);
    }
  }

  /// The moment is written last: a snapshot without it is one whose writing was broken off.
  private static void write(Path folder, Instant at, Map<String, SdkPojo> answers) {
    try {
      Files.createDirectories(folder);
      delete(folder, CapturedAt.files(folder).orElse(List.of()));
      for (var answer : answers.entrySet()) {
        try (var out = Files.newOutputStream(folder.resolve(answer.getKey()))) {
          CliJson.write(new CliJson.Answer<>(answer.getValue(), Map.of()), out);
        }
      }
      CapturedAt.write(folder, at.truncatedTo(ChronoUnit.SECONDS), answers.keySet());
    } catch (IOException broken) {
      throw new BadInput("%s: expected a folder that can be written to".formatted(folder), broken);
    }
  }

  /// Deletes an earlier snapshot: the files that were written, and nothing that came after.
  private static void delete(Path folder, Collection<String> files) throws IOException {
    for (var file : files) {
      var path = folder.resolve(file).normalize();
      if (folder.normalize().equals(path.getParent())
          && CliCommand.named(file.split("\\.")[0]).isPresent()) {
        Files.deleteIfExists(path);
      }
    }
    Files.deleteIfExists(folder.resolve(CapturedAt.NAME));
  }
}
