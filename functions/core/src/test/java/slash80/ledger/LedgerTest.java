package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import slash80.blame.Effect;
import slash80.blame.Memory;
import slash80.facts.Instance;
import slash80.facts.Refusal;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.ServiceSet;
import slash80.judge.Judgement;
import slash80.rule.Severity;

class LedgerTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void an_empty_ledger_reads_back_as_it_was_written() {
    assertEquals(Ledger.empty("demo"), Ledger.of(Ledger.empty("demo").tree()));
  }

  @Test
  void random_packet_sets_read_back_as_they_were_written() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var ledger = ledger(packets(random), packets(random));
      assertEquals(ledger, Ledger.of(ledger.tree()), "seed " + seed);
    }
  }

  @Test
  void everything_and_nothing_read_back_as_they_were_written() {
    for (IpFamily family : IpFamily.values()) {
      var ledger = ledger(PacketSet.all(family), PacketSet.none(family));
      assertEquals(ledger, Ledger.of(ledger.tree()));
    }
  }

  @Test
  void a_set_that_two_findings_share_is_written_once() {
    var ledger = ledger(PacketSet.all(IpFamily.IPV6), PacketSet.all(IpFamily.IPV6));

    assertEquals(1, ((List<?>) ledger.tree().get("packetSets")).size());
  }

  @Test
  void a_document_that_cannot_be_is_refused_with_its_place() {
    refused("the ledger: schema is not a whole number", with("schema", "1"));
    refused(
        "the ledger has schema 2 and is read by programs of schema 3 on; this one reads 2",
        with("readableFrom", 3));
    refused("the ledger: cluster is not a string", with("cluster", 5));
    refused(
        "the ledger: readingBegan is not a time such as 2026-11-23T08:00:00Z",
        with("readingBegan", "yesterday"));
    refused("the ledger: open is not an object", with("open", List.of()));
    refused("the ledger: refused is not an object", with("refused", List.of()));
    refused("\"x; rm\" is not an IAM action", with("refused", Map.of("x; rm", denied())));
    refused("the ledger, open: a/b is not an object", with("open", Map.of("a/b", 1)));
    refused("the ledger: packetSets is not a list", with("packetSets", Map.of()));
    refused("the ledger: packetSets is not a list of objects", with("packetSets", List.of(1)));
    refused(
        "the ledger, open, a/b: severity is not one of [LOW, MEDIUM, HIGH, CRITICAL]",
        with("open", Map.of("a/b", entry("severity", "BAD"))));
    refused(
        "the ledger, open, a/b: open is not the place of a packet set",
        with("open", Map.of("a/b", entry("open", 0))));
    refused(
        "the ledger, packetSets, boxes: ports is not a number or a range of numbers",
        with("packetSets", sets("tcp", "x", "::/0")));
    refused(
        "the ledger, packetSets, boxes: sources is not a list of IPV6 ranges",
        with("packetSets", sets("tcp", "all", "192.0.2.0/24")));
  }

  private static void refused(String sentence, Map<String, Object> tree) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Ledger.of(tree));
    assertEquals(sentence, refusal.getMessage());
  }

  private static Map<String, Object> with(String key, Object value) {
    var tree = new HashMap<>(Ledger.empty("demo").tree());
    tree.put(key, value);
    return tree;
  }

  private static Map<String, Object> entry(String key, Object value) {
    var entry = new HashMap<String, Object>();
    entry.put("severity", "LOW");
    entry.put("firstSeen", AT.toString());
    entry.put("title", "It is closed");
    entry.put(key, value);
    return entry;
  }

  private static Map<String, Object> denied() {
    return Map.of(
        "code", "x", "rules", List.of(), "firstSeen", AT.toString(), "told", AT.toString());
  }

  private static List<Object> sets(String protocol, String ports, String source) {
    return List.of(
        Map.of(
            "family",
            "IPV6",
            "boxes",
            List.of(Map.of("protocol", protocol, "ports", ports, "sources", List.of(source)))));
  }

  private static Ledger ledger(PacketSet open, PacketSet latent) {
    var entries = new TreeMap<String, Ledger.Entry>();
    entries.put("closed/eni-1", entry(Optional.of(open), Optional.of(latent)));
    entries.put("holds-prefix/i-1", entry(Optional.empty(), Optional.empty()));
    return Ledger.empty("demo").began(AT).open(entries);
  }

  private static Ledger.Entry entry(Optional<PacketSet> open, Optional<PacketSet> latent) {
    return new Ledger.Entry(
        new History(
            AT, AT.plusSeconds(1), Optional.of(AT.plusSeconds(2)), Optional.of(Severity.CRITICAL)),
        new Ledger.Wording("It is closed", "eni-1 is open"),
        new Sighting(Severity.HIGH, "network-interface", Optional.of("i-1"), "sg-2", open, latent),
        Map.of("owner", "net"));
  }

  /// A ledger with something under every key.
  private static Ledger full() {
    var past = new TreeMap<String, Ledger.ResolvedEntry>();
    past.put(
        "closed/eni-2",
        new Ledger.ResolvedEntry(entry(Optional.empty(), Optional.empty()), AT.plusSeconds(9)));
    var prefixes = new TreeMap<Instance.Id, List<Prefix>>(Instance.Id.BY_VALUE);
    prefixes.put(new Instance.Id("i-1"), List.of(Prefix.parse("2001:db8:0:1:1::/80")));
    var returned = new TreeMap<String, Instant>();
    returned.put("closed/eni-1", AT);
    var claim =
        new Claim(
            "check-1",
            AT,
            new Claim.News(
                new TreeSet<>(List.of("closed/eni-1", "closed/eni-3")),
                new TreeSet<>(List.of("closed/eni-3")),
                returned,
                List.of(
                    new Delta.Resolved("a/b", "It is so", AT, Delta.Ending.NODE_GONE),
                    Delta.Resolved.of(
                        "closed/eni-4",
                        entry(Optional.of(PacketSet.all(IpFamily.IPV6)), Optional.empty()),
                        Delta.Ending.MENDED)),
                new TreeSet<>(List.of("a/c")),
                new TreeSet<>(List.of("ec2:DescribeSubnets")),
                new TreeSet<>(List.of("closed/eni-3")),
                List.of(
                    new ChangeOrigin(
                        "CreateRoute",
                        "arn:x",
                        AT,
                        Set.of("rtb-1", "eni-1"),
                        12,
                        CallRecord.NONE,
                        new Effect.Unknown()))),
            Optional.of(new Claim.Refusal("InvalidParameter: Message too long", 2)),
            Map.of("later", 1));
    var base = ledger(PacketSet.all(IpFamily.IPV6), PacketSet.none(IpFamily.IPV4));
    return new Ledger(
        new Ledger.Format(Ledger.SCHEMA, Map.of("later", List.of(1, 2))),
        "demo",
        AT,
        new Ledger.State(
            base.open(),
            past,
            prefixes,
            refused(),
            new CheckedRules(7, new TreeSet<>(List.of("a-rule"))),
            false,
            new Memory(new TreeMap<>(Map.of("mode", "OFF", "subnet-1 acl", "acl-1")))),
        List.of(claim),
        AT.plusSeconds(7),
        Outgoing.NOTHING
            .with("check-8", AT, false, List.of(Map.of("type", "Slash80 Finding Opened")))
            .with("check-9", AT, true, List.of(Map.of("detail", Map.of("rule", "a-rule")))));
  }

  private static TreeMap<String, Ledger.Refused> refused() {
    var refused = new TreeMap<String, Ledger.Refused>();
    for (var principal : List.of(Optional.<String>empty(), Optional.of("arn:aws:sts::1:a/b"))) {
      String action = principal.isEmpty() ? "ec2:DescribeSubnets" : "eks:DescribeAddon";
      var missing =
          new Judgement.Missing(
              new Refusal(action, "UnauthorizedOperation", principal),
              new TreeSet<>(List.of("a-rule", "b-rule")));
      refused.put(action, new Ledger.Refused(missing, AT, AT.plusSeconds(8), Map.of("later", "x")));
    }
    return refused;
  }

  @Test
  void it_speaks_of_subjects_and_of_the_nodes_that_they_belong_to() {
    assertEquals(Set.of("eni-1", "eni-2", "i-1"), full().resources());
    assertEquals(Set.of(), Ledger.empty("demo").resources());
  }

  @Test
  void all_of_it_reads_back_as_it_was_written() {
    assertEquals(full(), Ledger.of(full().tree()));
  }

  @Test
  void a_document_of_the_first_schema_is_read_and_written_in_the_second() {
    var tree = new HashMap<String, Object>();
    tree.put("schema", 1);
    tree.put("cluster", "demo");
    tree.put("readingBegan", AT.toString());
    tree.put("open", Map.of("closed/eni-1", entry("open", 0)));
    tree.put("packetSets", sets("tcp", "22", "::/0"));

    var ledger = Ledger.of(tree);

    var entry = ledger.open().get("closed/eni-1");
    assertEquals(AT, entry.history().reported());
    assertEquals(Optional.empty(), entry.node());
    assertEquals("closed/eni-1", entry.finding("closed/eni-1").detail());
    assertEquals(2, ledger.tree().get("schema"));
    assertEquals(entry, Ledger.of(ledger.tree()).open().get("closed/eni-1"));
  }

  @Test
  void a_document_that_does_not_speak_of_permissions_misses_none() {
    var tree = new LinkedHashMap<>(full().tree());
    tree.remove("refused");
    var claim = new LinkedHashMap<String, Object>((Map<String, ?>) claims(tree).getFirst());
    claim.remove("refused");
    tree.put("claims", List.of(claim));

    var ledger = Ledger.of(tree);

    assertEquals(Map.of(), ledger.refused());
    assertEquals(Set.of(), ledger.claims().getFirst().news().refused());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, ?>> claims(Map<String, Object> tree) {
    return (List<Map<String, ?>>) tree.get("claims");
  }

  @Test
  void where_no_permission_is_missing_the_document_is_what_older_programs_write() {
    assertFalse(Ledger.empty("demo").tree().containsKey("refused"));
  }

  @Test
  void of_a_newer_schema_what_is_known_is_read_and_what_is_not_is_written_again() {
    var tree = new LinkedHashMap<>(full().tree());
    tree.put("schema", 7);
    tree.put("owners", Map.of("eni-1", "team-net"));

    var ledger = Ledger.of(tree);
    var written = ledger.with(full().claims().getFirst()).announced("check-1").tree();

    assertEquals(full().open(), ledger.open());
    assertEquals(7, written.get("schema"));
    assertEquals(Map.of("eni-1", "team-net"), written.get("owners"));
    assertEquals(tree.get("open"), written.get("open"));
  }

  private static PacketSet packets(Random random) {
    var family = random.nextBoolean() ? IpFamily.IPV6 : IpFamily.IPV4;
    var parts = new ArrayList<PacketSet>();
    for (int part = random.nextInt(1, 5); part > 0; part--) {
      parts.add(PacketSet.of(services(random, family), AddressSet.of(prefix(random, family))));
    }
    return PacketSet.union(family, parts);
  }

  private static ServiceSet services(Random random, IpFamily family) {
    int protocol = List.of(1, 6, 17, 58, random.nextInt(256)).get(random.nextInt(5));
    int first = random.nextInt(65536);
    var ports = new PortRange(first, random.nextInt(first, 65536));
    return switch (random.nextInt(4)) {
      case 0 -> ServiceSet.all(family);
      case 1 -> ServiceSet.of(family, protocol);
      case 2 -> ServiceSet.of(family, protocol).complement();
      default -> ServiceSet.of(family, 6, ports);
    };
  }

  private static Prefix prefix(Random random, IpFamily family) {
    long high = family == IpFamily.IPV6 ? random.nextLong() : 0;
    long low = family == IpFamily.IPV6 ? random.nextLong() : random.nextLong() & 0xffffffffL;
    return new Prefix(new Address(family, high, low), random.nextInt(family.bits() + 1));
  }
}
