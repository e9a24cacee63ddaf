import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.live.StubbedAws;
import slash80.aws.snapshot.Snapshot;
import slash80.blame.Effect;
import slash80.blame.GroupSteps;
import slash80.blame.Memory;
import slash80.check.BatchHandler;
import slash80.check.QueueMessage;
import slash80.check.Services;
import slash80.facts.Facts;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.judge.Policy;
import slash80.judge.RuleBook;
import slash80.ledger.Authors;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.ledger.Timings;
import slash80.network.Network;
import slash80.network.Parameters;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Measures inside one warm JVM, for bench.py: prints figures as `name value`, one a line. The CPU
/// time of work on one thread is that of the thread. An event uses many threads, so its CPU time is
/// that of the process: garbage collection, and compilation while it lasts, count too. The stub of
/// AWS takes several times the CPU of what is measured, so it runs in a process of its own.
final class Bench {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "judge" -> judge(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "blame" -> blame(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "shortest" -> shortest();
      case "serve" -> serve(Path.of(arguments[1]));
      case "event" -> event(Path.of(arguments[1]), arguments[2], Integer.parseInt(arguments[3]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void say(String name, double value) {
    System.out.printf("%s %.6f%n", name, value);
  }

  /// The best of several rounds: other work of the machine only adds.
  private static double best(int rounds, Runnable work) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long begun = THREADS.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - begun);
    }
    return best / 1e6;
  }

  private static void judge(Path folder, int rounds) {
    var snapshot = Snapshot.open(folder);
    var facts = snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
    snapshot = null;
    Runnable judged = () -> RuleBook.judge(new Network(facts, Parameters.DEFAULTS));
    say("ms", best(rounds, judged));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    judged.run();
    say("mib", (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) (1 << 20));
    say("interfaces", facts.attachments().interfaces().asKnown().orElseThrow().size());
  }

  /// The search for the calls behind all findings of an account, by one and by twelve calls that
  /// each added a rule, against judging it; and the size of what the ledger remembers of it.
  private static void blame(Path folder, int rounds) {
    var snapshot = Snapshot.open(folder);
    var facts = snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
    var network = Policy.NONE.applied(facts);
    var judgement = RuleBook.judge(network);
    var before = Ledger.empty(facts.cluster().name());
    var reading = Observation.of(network, CheckedScope.whole());
    var delta = Delta.between(before, judgement, reading, Duration.ofMinutes(15));
    var calls = calls(facts);
    say("judge-ms", best(rounds, () -> RuleBook.judge(Policy.NONE.applied(facts))));
    for (int count : new int[] {1, 12}) {
      var led = calls.subList(0, count);
      say(
          "blame-" + count + "-ms",
          best(rounds, () -> weighed(Authors.of(delta, led, before, facts, Policy.NONE))));
    }
    say("findings", delta.opened().size());
    int characters = 0;
    for (var part : Memory.of(facts).parts().entrySet()) {
      characters += part.getKey().length() + part.getValue().length() + 6;
    }
    say("memory-kb", characters / 1e3);
  }

  private static List<ChangeOrigin> calls(Facts facts) {
    var calls = new ArrayList<ChangeOrigin>();
    for (var group : facts.layers().groups().asKnown().orElseThrow()) {
      for (var rule : group.ingress()) {
        calls.add(
            new ChangeOrigin("AuthorizeSecurityGroupIngress", "arn:" + calls.size(), AT, Set.of())
                .with(new Effect.Steps(List.of(new GroupSteps.RuleAdded(group.id(), rule)))));
      }
    }
    Collections.shuffle(calls, new Random(80));
    return calls;
  }

  private static void weighed(Authors authors) {
    if (!authors.isWeighed()) {
      throw new IllegalStateException(authors.trouble().orElse(""));
    }
  }

  /// Blocks of random lengths, no two of which touch, as a list of partners' ranges has them.
  private static AddressSet blocks(int count) {
    var random = new Random(80);
    var sets = new ArrayList<AddressSet>();
    for (int block = 0; block < count; block++) {
      long high = 0x2600L << 48 | (long) block << 30;
      sets.add(
          AddressSet.of(new Prefix(new Address(IpFamily.IPV6, high, 0), 40 + random.nextInt(24))));
    }
    return AddressSet.union(IpFamily.IPV6, sets);
  }

  private static void shortest() {
    var internet = Internet.over(IpFamily.IPV6);
    var warm = blocks(1_600);
    best(500, () -> internet.shortest(warm));
    for (int count : new int[] {6_400, 12_800}) {
      var set = blocks(count);
      say("shortest-" + count, best(200, () -> internet.shortest(set)));
    }
    var small = blocks(400);
    var found = new ArrayList<Prefix>();
    halves(Prefix.parse("::/0"), small.intersection(internet.addresses()), internet, found);
    if (!found.equals(internet.shortest(small))) {
      throw new IllegalStateException("the two disagree on what is measured");
    }
    say("fast-400", best(40, () -> internet.shortest(small)));
    say(
        "naive-400",
        best(
            5,
            () ->
                halves(
                    Prefix.parse("::/0"),
                    small.intersection(internet.addresses()),
                    internet,
                    new ArrayList<>())));
  }

  /// The naive list: a block whose part of the internet lies in the set as a whole, or the lists of
  /// its halves.
  private static void halves(
      Prefix block, AddressSet inside, Internet internet, List<Prefix> found) {
    var here = AddressSet.of(block);
    if (inside.intersection(here).isEmpty()) {
      return;
    }
    var wanted = internet.addresses().intersection(here);
    if (inside.containsAll(wanted)) {
      found.add(block);
      return;
    }
    long bit = block.length() < 64 ? 1L << (63 - block.length()) : 0;
    long lowBit = block.length() < 64 ? 0 : 1L << (127 - block.length());
    var first = block.first();
    halves(new Prefix(first, block.length() + 1), inside, internet, found);
    halves(
        new Prefix(
            new Address(first.family(), first.high() | bit, first.low() | lowBit),
            block.length() + 1),
        inside,
        internet,
        found);
  }

  /// Serves an account: prints its address, and for each line of standard input the calls since the
  /// line before.
  private static void serve(Path folder) throws Exception {
    try (var aws = StubbedAws.serving(folder)) {
      System.out.println(aws.endpoint());
      while (System.in.read() >= 0) {
        var counts = new StringBuilder();
        aws.counts()
            .forEach(
                (action, times) -> counts.append(' ').append(action).append('=').append(times));
        System.out.println(counts.toString().strip());
        aws.forget();
      }
    }
  }

  /// An account that another process serves.
  private static final class Served implements AutoCloseable {
    private final Process process;
    private final URI endpoint;

    Served(Path folder) throws IOException {
      var java = ProcessHandle.current().info().command().orElseThrow();
      var source = Path.of(System.getProperty("bench.source")).toString();
      process =
          new ProcessBuilder(
                  java,
                  "-Dsun.net.httpserver.nodelay="
                      + System.getProperty("sun.net.httpserver.nodelay"),
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  source,
                  "serve",
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      endpoint = URI.create(process.inputReader().readLine());
    }

    /// The calls since the last question, by action.
    Map<String, Integer> calls() throws IOException {
      process.outputWriter().append('\n').flush();
      var counts = new TreeMap<String, Integer>();
      for (var count : process.inputReader().readLine().split(" ")) {
        var words = count.split("=");
        counts.put(words[0], Integer.parseInt(words[1]));
      }
      return counts;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /// The same event again and again, after a check of the whole cluster: CPU and calls.
  private static void event(Path folder, String body, int rounds) throws Exception {
    var moment = new Instant[] {AT};
    InstantSource clock = () -> moment[0];
    try (var aws = new Served(folder)) {
      var account = StubbedAws.account(aws.endpoint, clock);
      var store = new S3LedgerStore(bucket(), "ledgers");
      var watch =
          new BatchHandler(
              clock,
              () ->
                  new Services(
                      account,
                      store,
                      (_, _) -> {},
                      Policy.with(Parameters.DEFAULTS),
                      Timings.DEFAULTS,
                      clock,
                      _ -> {}));
      handle(watch, CHECK);
      say("whole-calls", sum(aws.calls()));
      double best = Double.MAX_VALUE;
      int most = 0;
      Map<String, Integer> calls = Map.of();
      for (int round = 0; round < rounds; round++) {
        moment[0] = moment[0].plusSeconds(150);
        double before = cpuOfProcess();
        handle(watch, body);
        best = Math.min(best, cpuOfProcess() - before);
        calls = aws.calls();
        most = Math.max(most, sum(calls));
        if (round == 0) {
          say("first-calls", sum(calls));
        }
      }
      say("ms", best);
      say("calls", most); // some answers are remembered for minutes
      calls.forEach((action, times) -> say("call-" + action, times));
    }
  }

  private static int sum(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The CPU time of the process in milliseconds. Java's own figure moves in steps of ten.
  private static double cpuOfProcess() {
    try {
      return (long) CLOCK.invokeExact() / 1e3;
    } catch (Throwable failed) {
      throw new IllegalStateException(failed);
    }
  }

  /// `clock` of C, in microseconds wherever POSIX holds.
  private static final MethodHandle CLOCK =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().find("clock").orElseThrow(),
              FunctionDescriptor.of(ValueLayout.JAVA_LONG));

  private static final String CHECK =
      """
      {"version":"0","id":"7bf73129","detail-type":"Cluster Check","source":"slash80.sweep",
       "account":"111122223333","time":"2026-11-23T07:00:00Z","region":"us-east-2","resources":[],
       "detail":{"cluster":"big","account":"111122223333","region":"us-east-2"}}\
      """;

  private static void handle(BatchHandler watch, String body) {
    var outcome = watch.handle(List.of(new QueueMessage("m", body)));
    if (!outcome.failed().isEmpty()) {
      throw new IllegalStateException(outcome.sentences().toString());
    }
  }

  /// A document in the bucket; S3 knows its version, and does not compute it for each reader.
  private record Stored(byte[] content, String version) {}

  /// A bucket in memory.
  private static S3Client bucket() {
    Map<String, Stored> objects = new ConcurrentHashMap<>();
    return (S3Client)
        Proxy.newProxyInstance(
            Bench.class.getClassLoader(),
            new Class<?>[] {S3Client.class},
            (_, method, given) ->
                switch (method.getName()) {
                  case "getObjectAsBytes" -> content(objects, given[0]);
                  case "serviceClientConfiguration" ->
                      S3ServiceClientConfiguration.builder().region(Region.US_EAST_2).build();
                  case "putObject" -> put(objects, given[0], given[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private static Object content(Map<String, Stored> objects, Object asked) {
    var request = GetObjectRequest.builder();
    ((Consumer<GetObjectRequest.Builder>) asked).accept(request);
    var wanted = request.build();
    var stored = objects.get(wanted.key());
    if (stored == null) {
      throw NoSuchKeyException.builder().build();
    }
    if (stored.version().equals(wanted.ifNoneMatch())) {
      throw S3Exception.builder().statusCode(304).build();
    }
    return ResponseBytes.fromByteArray(
        GetObjectResponse.builder().eTag(stored.version()).build(), stored.content());
  }

  /// A document is kept; a page, whose request is made by a function, is not.
  private static Object put(Map<String, Stored> objects, Object asked, Object body)
      throws Exception {
    if (asked instanceof PutObjectRequest document) {
      try (var content = ((RequestBody) body).contentStreamProvider().newStream()) {
        var bytes = content.readAllBytes();
        var version = Integer.toString(Arrays.hashCode(bytes));
        objects.put(document.key(), new Stored(bytes, version));
      }
    }
    return PutObjectResponse.builder().build();
  }
}
