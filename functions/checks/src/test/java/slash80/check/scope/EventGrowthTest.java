package slash80.check.scope;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.check;
import static slash80.check.Events.notification;
import static slash80.check.Events.state;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchHandler;
import slash80.check.Events;
import slash80.check.QueueMessage;
import slash80.check.Services;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests that the memory for an event grows as the number of resources that it names, and that for
/// a batch as the number of its messages: twice as many take at most twice as much. One call can
/// start or end a thousand instances, and a batch can have a thousand messages.
final class EventGrowthTest {
  private static final int FEW = 1_000;
  private static final int MANY = 2 * FEW;

  /// A little more than 2, as collections grow in steps.
  private static final double MOST_TIMES = 2.3;

  /// Twice what an id in a list of ids needs, which is parsed and searched several times.
  private static final long MOST_BYTES_A_CHARACTER = 320;

  /// Twice what the message needs, whatever is in it: a parser, and a sentence in the log.
  private static final long MOST_BYTES_A_MESSAGE = 32_000;

  private static final Instant AT = Instant.parse("2026-11-23T07:05:12Z");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Snapshot ACCOUNT =
      Snapshot.open(Path.of(System.getProperty("project.root"), "events", "account"));
  private static final String BALANCING = "arn:aws:elasticloadbalancing:us-east-2:111122223333:";

  private record Case(String name, IntFunction<List<String>> events) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.concat(
        Stream.concat(ofKinds(), Stream.of(damaged(), terminated(), started(), ruled(), told())),
        batches());
  }

  /// A call that nobody has heard of, with the ids of one kind.
  private static Stream<Case> ofKinds() {
    return Stream.of(
            "i eni sg subnet rtb acl igw eigw pl eipalloc vpcbpa-exclude vpc sgr nat lt".split(" "))
        .map(kind -> one("a call about %s-…".formatted(kind), number -> unknown(kind, number)));
  }

  private static String unknown(String kind, int number) {
    return Events.call("Change").asking(items(kind, number, "{'id':'%s'}")).event();
  }

  private static Case damaged() {
    return one(
        "a list of ids for a detail",
        number ->
            notification(
                "aws.ec2", "AWS API Call via CloudTrail", list(number, at -> quoted("i", at))));
  }

  private static Case terminated() {
    return one(
        "TerminateInstances",
        number ->
            Events.call("TerminateInstances")
                .asking("{'instancesSet':%s}".formatted(items("i", number, "{'instanceId':'%s'}")))
                .event());
  }

  /// As CloudTrail writes it: each instance with its subnet, VPC, interface and groups.
  private static Case started() {
    var instance =
        """
        {'instanceId':'%1$s','vpcId':'vpc-0123456789abcdef0','subnetId':'subnet-0123456789abcdef0',\
        'networkInterfaceSet':{'items':[{'networkInterfaceId':'en%1$s',\
        'groupSet':{'items':[{'groupId':'sg-0123456789abcdef0'}]}}]}}\
        """;
    return one(
        "RunInstances",
        number ->
            Events.call("RunInstances")
                .answering("{'instancesSet':%s}".formatted(items("i", number, instance)))
                .event());
  }

  private static Case ruled() {
    var rule =
        """
        {'groupId':'sg-0123456789abcdef0','securityGroupRuleId':'%s','isEgress':false,\
        'ipProtocol':'tcp','fromPort':80,'toPort':80,'cidrIpv6':'2001:db8::/48'}\
        """;
    return one(
        "AuthorizeSecurityGroupIngress",
        number ->
            Events.call("AuthorizeSecurityGroupIngress")
                .asking("{'groupId':'sg-0123456789abcdef0'}")
                .answering("{'securityGroupRuleSet':%s}".formatted(items("sgr", number, rule)))
                .event());
  }

  private static Case told() {
    return one(
        "ids in a sentence",
        number ->
            Events.call("Change")
                .asking(
                    "{'text':'%s'}"
                        .formatted(
                            IntStream.range(0, number)
                                .mapToObj(at -> id("i", at))
                                .collect(Collectors.joining(" "))))
                .event());
  }

  private static Stream<Case> batches() {
    return Stream.of(
        many("nodes that start", at -> state(id("i", at), "running")),
        many("nodes that end", at -> state(id("i", at), "terminated")),
        many("one node again and again", _ -> state(id("i", 0), "running")),
        many("groups", at -> asking("AuthorizeSecurityGroupIngress", "groupId", id("sg", at))),
        many("routes", at -> asking("CreateRoute", "routeTableId", id("rtb", at))),
        many(
            "targets",
            at -> asking("Change", "arn", BALANCING + "targetgroup/a/%016x".formatted(at))),
        many("clusters that are gone", at -> check("gone" + at)),
        many("checks of one cluster", _ -> check("kodekloud")),
        many("the whole region", at -> asking("ModifyVpcBlockPublicAccessOptions", "a", "" + at)),
        many("no events", _ -> "{"));
  }

  private static String asking(String call, String key, String value) {
    return Events.call(call).asking("{'%s':'%s'}".formatted(key, value)).event();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twice_as_many_take_twice_as_much(Case growing) {
    var few = growing.events().apply(FEW);
    var many = growing.events().apply(MANY);
    bytes(few); // it loads classes too
    long ofFew = bytes(few);
    long ofMany = bytes(many);

    long characters = characters(many) - characters(few);
    long most =
        MOST_BYTES_A_CHARACTER * characters + MOST_BYTES_A_MESSAGE * (many.size() - few.size());
    System.out.printf(
        "%s: %,d bytes for %,d, %,d bytes for %,d; the growth is %.0f%% of its bound%n",
        growing, ofFew, FEW, ofMany, MANY, 100.0 * (ofMany - ofFew) / most);
    assertTrue(ofMany <= MOST_TIMES * ofFew, () -> "%,d, then %,d".formatted(ofFew, ofMany));
    assertTrue(ofMany - ofFew <= most, () -> "%,d more".formatted(ofMany - ofFew));
  }

  private static long characters(List<String> events) {
    return events.stream().mapToLong(String::length).sum();
  }

  /// What `watch` allocates for a batch of these events, from the first check of the cluster on.
  private static long bytes(List<String> events) {
    var store = new MemoryLedgerStore();
    var clock = InstantSource.fixed(AT);
    var policy = Policy.with(Parameters.DEFAULTS);
    var watch =
        new BatchHandler(
            clock,
            () ->
                new Services(
                    ACCOUNT, store, (_, _) -> {}, policy, Timings.DEFAULTS, clock, _ -> {}));
    var messages =
        IntStream.range(0, events.size())
            .mapToObj(at -> new QueueMessage("m" + at, events.get(at)))
            .toList();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    watch.handle(messages);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  // ---- Events ----

  private static Case one(String name, IntFunction<String> event) {
    return new Case(name, number -> List.of(event.apply(number)));
  }

  private static Case many(String name, IntFunction<String> event) {
    return new Case(
        "a batch about " + name, number -> IntStream.range(0, number).mapToObj(event).toList());
  }

  private static String items(String kind, int number, String item) {
    return "{'items':%s}".formatted(list(number, at -> item.formatted(id(kind, at))));
  }

  private static String list(int number, IntFunction<String> element) {
    return IntStream.range(0, number).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String kind, int at) {
    return "'%s'".formatted(id(kind, at));
  }

  private static String id(String kind, int at) {
    return "%s-%017x".formatted(kind, at + 1);
  }
}
