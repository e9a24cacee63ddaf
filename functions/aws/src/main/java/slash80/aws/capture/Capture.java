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
import slash80.aws.Suggestions;
import slash80.aws.live.LiveAccount;
import slash80.aws.snapshot.CapturedAt;
import slash80.aws.snapshot.CliCommand;
import slash80.aws.snapshot.CliJsonConverter;
import slash80.facts.Cluster;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Writes a snapshot of one cluster of a live account: the complete responses to the reader's
/// calls, as the AWS CLI prints them. Files are written only after all calls have been made.
public final class Capture {
  private final String place;
  private final Function<ExecutionInterceptor, LiveAccount> account;

  /// @param place the region, for messages
  /// @param account opens the account with a listener to its calls
  public Capture(String place, Function<ExecutionInterceptor, LiveAccount> account) {
    this.place = place;
    this.account = account;
  }

  /// A capture with the credentials that the SDK finds in its environment.
  public static Capture in(String region) {
    return new Capture(
        region, listener -> LiveAccount.in(AwsClients.in(region), List.of(listener)));
  }

  /// The result of a capture.
  ///
  /// @param files the number of files that were written
  /// @param warnings the commands that AWS refused, in sentences
  public record Outcome(int files, List<String> warnings) {}

  /// Writes a cluster's snapshot. Throws [BadInput] before any call if the folder holds anything
  /// but an earlier capture.
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
                    "aws %s was refused (%s): its output is missing from the snapshot"
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
                        "expected an EKS cluster named %s in %s, found none%s"
                            .formatted(name, place, Suggestions.there(name, live))));
    live.readForSnapshot(live.read(cluster, at));
  }

  private static void checkThatNothingNeededIsMissing(ResponseRecorder recording) {
    Arrays.stream(CliCommand.values())
        .filter(command -> command.isNeeded() && recording.refused().containsKey(command))
        .findFirst()
        .ifPresent(
            command -> {
              throw new BadInput(
                  "aws %s was refused (%s): a snapshot needs its output"
                      .formatted(command.command(), recording.refused().get(command)));
            });
  }

  private static void checkFolder(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInput(folder + ": expected a folder to write to, found a file");
    }
    if (!isEmpty(folder) && CapturedAt.files(folder).isEmpty()) {
      throw new BadInput(
          folder
              + ": expected an empty folder or the snapshot of an earlier capture, found other"
              + " files");
    }
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read".formatted(folder), broken);
    }
  }

  /// The time is written last: a snapshot without it was not written to the end.
  private static void write(Path folder, Instant at, Map<String, SdkPojo> answers) {
    try {
      Files.createDirectories(folder);
      delete(folder, CapturedAt.files(folder).orElse(List.of()));
      for (var answer : answers.entrySet()) {
        try (var out = Files.newOutputStream(folder.resolve(answer.getKey()))) {
          CliJsonConverter.write(new CliJsonConverter.Answer<>(answer.getValue(), Map.of()), out);
        }
      }
      CapturedAt.write(folder, at.truncatedTo(ChronoUnit.SECONDS), answers.keySet());
    } catch (IOException broken) {
      throw new BadInput("%s: expected a folder with write permission".formatted(folder), broken);
    }
  }

  /// Deletes an earlier capture, and no files that a person added to it.
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
