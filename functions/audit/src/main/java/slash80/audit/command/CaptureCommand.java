package slash80.audit.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slash80.audit.text.Progress;
import slash80.aws.capture.Capture;

/// The command `capture`: writes a snapshot of a live account, to check it elsewhere or later, or
/// to attach it to a report.
@Command(
    name = "capture",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description = "Write a snapshot of a live cluster and its network to a folder.",
    footer = {
      "",
      "Examples:",
      "  ./slash80 capture --region us-east-2 --cluster my-cluster snapshot",
      "  ./slash80 audit snapshot"
    })
final class CaptureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "The region to read, with your shell's credentials.")
  private String region;

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "NAME",
      description = "The EKS cluster to read.")
  private String cluster;

  @Parameters(
      paramLabel = "DIR",
      description = "Where to write: a folder that is new, empty, or an earlier capture.")
  private Path folder;

  @Override
  public Integer call() {
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      progress.say("reading cluster " + cluster);
      var outcome = Capture.in(region).write(cluster, folder, Instant.now(), progress::say);
      outcome.warnings().forEach(progress::warn);
      progress.close();
      spec.commandLine()
          .getOut()
          .println(
              "%s: %d files; check them with slash80 audit %1$s"
                  .formatted(folder, outcome.files()));
      return Slash80.FINE;
    }
  }
}
