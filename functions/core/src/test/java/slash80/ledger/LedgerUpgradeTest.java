package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.tcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.facts.Refusal;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.judge.RuleBook;
import slash80.judge.RuleEditions;
import slash80.network.Parameters;
import slash80.network.Scope;

/// Ledgers that commit 04ec8fe wrote, read by this version, and the reverse: this version writes
/// the keys that commit 04ec8fe reads, so that it can be rolled back.
class LedgerUpgradeTest {
  private static final String BALANCERS = "elasticloadbalancing:DescribeLoadBalancers";
  private static final String ADDON = "eks:DescribeAddon";
  private static final String EXPOSED = "interface-closed-to-ipv6-internet/";
  private static final String WIDER = "ipv6-no-wider-than-ipv4/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Ledger ledger = Ledger.empty("demo");

  @ParameterizedTest
  @ValueSource(strings = {"first-check", "unfinished-check", "example-account"})
  void an_old_ledger_is_read_and_written_without_a_change(String name) throws IOException {
    var old = old(name);
    assertEquals(old, json(Ledger.of(old).tree()));
  }

  @Test
  void an_old_ledger_keeps_its_findings_and_the_claim_of_an_unfinished_check() throws IOException {
    var read = Ledger.of(old("unfinished-check"));

    assertEquals(
        Set.of(
            EXPOSED + "eni-n1",
            EXPOSED + "eni-n5",
            EXPOSED + "eni-n6",
            WIDER + "eni-n1",
            WIDER + "eni-n5",
            WIDER + "eni-n6",
            "security-groups-closed-to-ipv4-internet/eni-n5"),
        read.open().keySet());
    assertEquals(
        Set.of(EXPOSED + "eni-n3", WIDER + "eni-n3", "node-holds-pod-prefix/n3"),
        read.resolved().keySet());
    assertEquals(5, read.prefixes().size());
    assertEquals(Set.of(BALANCERS, ADDON), read.refused().keySet());
    var claim = read.claims().getFirst();
    assertEquals(
        Set.of(EXPOSED + "eni-n1", EXPOSED + "eni-n6", WIDER + "eni-n1"), claim.news().opened());
    assertEquals(Set.of(EXPOSED + "eni-n6"), claim.news().worse());
    assertEquals(Set.of(EXPOSED + "eni-n1", WIDER + "eni-n1"), claim.news().returned().keySet());
    assertEquals(
        List.of(Delta.Ending.MENDED, Delta.Ending.MENDED),
        claim.news().resolved().stream().map(Delta.Resolved::ending).toList());
    assertEquals(Set.of(EXPOSED + "eni-n5"), claim.news().reminded());
    assertEquals(Set.of(BALANCERS, ADDON), claim.news().refused());
  }

  @Test
  void an_unfinished_check_of_the_old_code_is_announced_by_the_next_check() throws IOException {
    ledger = Ledger.of(old("unfinished-check"));
    var delta = check(1446, lastCluster(), exempting());

    assertEquals(
        List.of(EXPOSED + "eni-n1", EXPOSED + "eni-n6", WIDER + "eni-n1"),
        DeltaExamples.ids(delta).stream().sorted().toList());
    assertEquals(
        Set.of(EXPOSED + "eni-n3", WIDER + "eni-n3"), Set.copyOf(DeltaExamples.resolved(delta)));
    assertEquals(List.of(EXPOSED + "eni-n5"), DeltaExamples.reminded(delta));
    assertEquals(
        List.of(ADDON, BALANCERS),
        delta.refused().stream().map(Judgement.Missing::action).toList());
  }

  @Test
  void the_same_checks_write_the_same_ledger_as_the_old_code() throws IOException {
    firstCheck();
    assertEquals(
        withoutWords(old("first-check")), withoutWords(withoutLaterKeys(json(ledger.tree()))));
    laterChecks();
    assertEquals(
        withoutWords(old("unfinished-check")), withoutWords(withoutLaterKeys(json(ledger.tree()))));
  }

  @Test
  void a_ledger_has_only_keys_that_the_old_code_reads() throws IOException {
    firstCheck();
    laterChecks();
    assertEquals(keys(old("unfinished-check")), keys(withoutLaterKeys(json(ledger.tree()))));
  }

  private void firstCheck() {
    check(
        0,
        demo(open(), node("n2").opens(tcp(443)).to("::/0"), bare(), elastic(), mixed(), steady()),
        Policy.NONE);
    announce(0);
  }

  private void laterChecks() {
    check(10, demo(node("n1"), bare(), elastic(), mixed(), steady()), exempting());
    announce(10);
    check(
        1430,
        demo(open(), bare(), elastic(), mixed(), steady()).denied(Part.LOAD_BALANCERS, BALANCERS),
        exempting());
    announce(1430);
    check(
        1435,
        demo(node("n1"), node("n3").opens(tcp(443)).to("2600::/12"), elastic(), mixed(), steady())
            .denied(Part.LOAD_BALANCERS, BALANCERS),
        exempting());
    announce(1435);
    var last = check(1441, lastCluster(), exempting());
    var origin =
        new ChangeOrigin(
            "AuthorizeSecurityGroupIngress",
            "arn:aws:sts::111122223333:assumed-role/Admin/alice",
            minute(1441),
            Set.of("sg-n1"));
    ledger = ledger.with(last.claim("check-1441", minute(1441), List.of(origin)));
    nameThePrincipal();
  }

  /// The group of n1 is open again, n3 is closed and n6 opens another port.
  private static ClusterFixture lastCluster() {
    return demo(open(), node("n3"), elastic(), mixed(), steady().opens(tcp(80)).to("::/0"))
        .denied(Part.LOAD_BALANCERS, BALANCERS)
        .denied(Part.VPC_CNI, ADDON);
  }

  private Delta check(int minute, ClusterFixture cluster, Policy policy) {
    var network = cluster.at(minute(minute)).build();
    var judgement = RuleBook.judge(network, Scope.whole(), policy);
    var delta =
        Delta.between(
                ledger,
                judgement,
                Observation.of(network, CheckedScope.whole()),
                Timings.DEFAULTS.lapse())
            .reminding(judgement, Timings.DEFAULTS.reminder());
    ledger = delta.after();
    return delta;
  }

  /// Each check but the last wrote its claim and removed it after the alert.
  private void announce(int minute) {
    ledger = ledger.announced("check-" + minute);
  }

  /// A fixture does not know the principal of a refusal; AWS names it.
  private void nameThePrincipal() {
    var named = new TreeMap<String, Ledger.Refused>();
    ledger
        .refused()
        .forEach(
            (action, refused) ->
                named.put(
                    action,
                    new Ledger.Refused(
                        new Judgement.Missing(
                            new Refusal(
                                action,
                                refused.missing().refusal().code(),
                                Optional.of("arn:aws:iam::111122223333:role/slash80")),
                            refused.missing().rules()),
                        refused.firstSeen(),
                        refused.reported(),
                        Map.of())));
    ledger = ledger.refused(named);
  }

  private static Instant minute(int minute) {
    return Instant.parse("2026-11-23T08:00:00Z").plus(Duration.ofMinutes(minute));
  }

  private static ClusterFixture demo(NodeFixture... nodes) {
    return cluster("demo", publicSubnet(nodes));
  }

  private static NodeFixture open() {
    return node("n1").opens(tcp(22)).to("::/0");
  }

  private static NodeFixture bare() {
    return node("n3").withoutPrefix();
  }

  private static NodeFixture elastic() {
    return node("n4").withPublicIpv4("198.51.100.4");
  }

  /// Open over IPv6, and one change from open over IPv4.
  private static NodeFixture mixed() {
    return node("n5").opens(tcp(443)).to("::/0").opens(tcp(22)).to("0.0.0.0/0");
  }

  private static NodeFixture steady() {
    return node("n6").opens(tcp(443)).to("::/0");
  }

  private static Policy exempting() {
    var exemption =
        new Exemption(
            "node-has-no-public-ipv4",
            ResourceSelector.parse("eni-n4"),
            Optional.empty(),
            "until the move",
            "platform@example.com",
            LocalDate.parse("2026-12-31"));
    return new Policy(
        Parameters.DEFAULTS, Set.of(), Map.of(), List.of(), List.of(exemption), Optional.empty());
  }

  private static Map<String, Object> old(String name) throws IOException {
    try (var file = LedgerUpgradeTest.class.getResourceAsStream("/ledgers/" + name + ".json")) {
      return JSON.readValue(file, new TypeReference<Map<String, Object>>() {});
    }
  }

  /// The document without the edition of the rule book, the causes of findings, and what is known
  /// of those that have ended. The old code does not know these keys. It writes back those of the
  /// document and of findings, and leaves those of claims unread.
  private static Map<String, Object> withoutLaterKeys(Map<String, Object> tree) {
    assertEquals(
        Map.of("edition", RuleEditions.CURRENT, "pending", List.of()), tree.remove("ruleBook"));
    tree.remove("memory");
    for (var findings : List.of("open", "resolved")) {
      ((Map<?, ?>) tree.get(findings))
          .values()
          .forEach(entry -> ((Map<?, ?>) entry).remove("cause"));
    }
    for (var claim : (List<?>) tree.get("claims")) {
      for (var ended : (List<?>) ((Map<?, ?>) claim).get("resolved")) {
        ((Map<?, ?>) ended).keySet().retainAll(Set.of("id", "title", "firstSeen", "ending"));
      }
    }
    return tree;
  }

  private static Map<String, Object> json(Map<String, Object> tree) throws IOException {
    return JSON.readValue(
        JSON.writeValueAsString(tree), new TypeReference<Map<String, Object>>() {});
  }

  /// The document without the sentences, which each version words in its own way, and without the
  /// rules that the old code did not have.
  private static Object withoutWords(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var kept = new LinkedHashMap<Object, Object>();
        map.forEach((key, value) -> kept.put(key, withoutWords(value)));
        kept.computeIfPresent("title", (_, _) -> "");
        kept.computeIfPresent("detail", (_, _) -> "");
        kept.computeIfPresent("rules", (_, rules) -> ofTheFirstEdition((List<?>) rules));
        yield kept;
      }
      case List<?> list -> list.stream().map(LedgerUpgradeTest::withoutWords).toList();
      default -> tree;
    };
  }

  /// The rules that a missing permission blocks, without those that were added since.
  private static List<?> ofTheFirstEdition(List<?> rules) {
    return rules.stream()
        .filter(rule -> !RuleEditions.isAdded(rule.toString(), RuleEditions.FIRST))
        .toList();
  }

  /// The paths of all keys: `open.*.severity`. Findings, nodes and actions are keys of a map, not
  /// of the document's form.
  private static SortedSet<String> keys(Map<String, Object> tree) {
    var keys = new TreeSet<String>();
    addKeys(tree, "", keys);
    return keys;
  }

  private static void addKeys(Object tree, String path, SortedSet<String> keys) {
    switch (tree) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                boolean isData = key.toString().matches(".*[/:].*|n\\d");
                String place = path + (isData ? "*" : key);
                keys.add(place);
                addKeys(value, place + ".", keys);
              });
      case List<?> list -> list.forEach(element -> addKeys(element, path, keys));
      default -> {}
    }
  }
}
