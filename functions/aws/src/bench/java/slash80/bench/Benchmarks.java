package slash80.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks and prints the CPU that they took, with the ratios that do not depend on the
/// machine. It asserts nothing. The smallest of several measurements counts, because other work of
/// the machine only adds. `Benchmarks FILE` writes the table to a file too.
final class Benchmarks {
  private static final List<String> OPERATIONS =
      List.of("union", "intersection", "difference", "containsAll");

  private final Map<String, Double> microseconds = new LinkedHashMap<>();

  private Benchmarks() {}

  public static void main(String[] arguments) throws RunnerException, IOException {
    var benchmarks = new Benchmarks();
    benchmarks.measure(PacketSets.class, "", "rules", "40");
    benchmarks.measure(WholeClusters.class, "reach", "nodes", "500");
    benchmarks.measure(WholeClusters.class, "judge", "nodes", "500", "1000", "2000");
    benchmarks.measure(WholeClusters.class, "read", "nodes", "500", "2000");
    var table = benchmarks.table();
    table.forEach(System.out::println);
    Files.write(Path.of(arguments[0]), table);
  }

  private void measure(Class<?> owner, String method, String parameter, String... values)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(owner.getName() + "\\." + method)
            .param(parameter, values)
            .mode(Mode.AverageTime)
            .addProfiler(CpuTime.class)
            .timeUnit(TimeUnit.MICROSECONDS)
            .timeout(TimeValue.minutes(2))
            .shouldFailOnError(true)
            .jvmArgs("-XX:+UseSerialGC", "-Xmx1g")
            .verbosity(VerboseMode.SILENT)
            .build();
    for (var result : new Runner(options).run()) {
      microseconds.put(
          name(result, parameter),
          result.getSecondaryResults().get(CpuTime.LABEL).getStatistics().getMin());
    }
  }

  private static String name(RunResult result, String parameter) {
    return "%s %s"
        .formatted(result.getPrimaryResult().getLabel(), result.getParams().getParam(parameter));
  }

  private List<String> table() {
    var lines = new ArrayList<String>();
    lines.add(
        "%nPacket sets of groups of 40 rules%37s%16s".formatted("boxes, one by one", "times"));
    for (var operation : OPERATIONS) {
      double ours = microseconds.get(operation + " 40");
      double naive = microseconds.get(operation + "Naive 40");
      lines.add("  %-22s%16.1f us%26.1f us%16.1f".formatted(operation, ours, naive, naive / ours));
    }
    lines.add("%nA cluster behind 500 groups of 40 rules".formatted());
    lines.add("  %-22s%16.1f us".formatted("reach of a posture", microseconds.get("reach 500")));
    microseconds.forEach(
        (name, taken) -> {
          if (name.matches("(judge|read) .*")) {
            lines.add("  %-22s%16.1f ms".formatted(name + " nodes", taken / 1_000));
          }
        });
    lines.add(growth("judge"));
    lines.add(growth("read"));
    return lines;
  }

  /// The ratio for four times the nodes: 1 is linear, and the share of the groups makes it smaller.
  private String growth(String what) {
    return "  %-22s%16.2f"
        .formatted(
            what + " 2000/500/4",
            microseconds.get(what + " 2000") / microseconds.get(what + " 500") / 4);
  }
}
