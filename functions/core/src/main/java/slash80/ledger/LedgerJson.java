package slash80.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import slash80.facts.HeldPrefixes;
import slash80.facts.Instance;
import slash80.facts.Refusal;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.judge.RetiredRules;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// A ledger as a JSON tree.
///
/// During an upgrade or a rollback two versions of the program may use one document in turn. So
/// each version reads every older schema, and of a newer one the keys that it knows; it writes
/// unknown keys back unchanged. A newer version that changes the meaning of a key, or needs every
/// reader to respect a new key, raises `readableFrom` to the oldest schema that may still read the
/// document. An older program then fails its check and changes nothing; its messages are tried
/// again or end in the dead-letter queue, with an alarm.
final class LedgerJson {
  private static final Set<String> KEYS =
      Set.of(
          "schema",
          "readableFrom",
          "cluster",
          "readingBegan",
          "open",
          "resolved",
          "prefixes",
          "claims",
          "reminded",
          "refused",
          "ruleBook",
          "introduced",
          "outgoing",
          "packetSets",
          MemoryJson.KEY);
  private static final Set<String> ENTRY_KEYS =
      Set.of(
          "severity",
          "firstSeen",
          "told",
          "returned",
          "sent",
          "title",
          "detail",
          "subjectType",
          "node",
          "cause",
          "open",
          "latent",
          "resolvedAt");
  private static final Set<String> CLAIM_KEYS =
      Set.of(
          "check",
          "at",
          "opened",
          "worse",
          "returned",
          "resolved",
          "reminded",
          "refused",
          "byRules",
          "origins",
          "refusal");
  private static final Set<String> REFUSED_KEYS =
      Set.of("code", "principal", "rules", "firstSeen", "told");

  private LedgerJson() {}

  static Map<String, Object> write(Ledger ledger) {
    var sets = new PacketSets();
    var open = new LinkedHashMap<String, Object>();
    ledger.open().forEach((id, entry) -> open.put(id, entry(entry, sets)));
    var resolved = new LinkedHashMap<String, Object>();
    ledger.resolved().forEach((id, past) -> resolved.put(id, past(past, sets)));
    var prefixes = new LinkedHashMap<String, Object>();
    ledger.prefixes().forEach((node, held) -> prefixes.put(node.value(), texts(held)));
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", ledger.format().written().schema());
    tree.put("readableFrom", Ledger.SCHEMA);
    tree.put("cluster", ledger.cluster());
    tree.put("readingBegan", ledger.readingBegan().toString());
    tree.put("open", open);
    tree.put("resolved", resolved);
    tree.put("prefixes", prefixes);
    tree.put("claims", ledger.claims().stream().map(claim -> claim(claim, sets)).toList());
    tree.put("reminded", ledger.reminded().toString());
    if (!ledger.refused().isEmpty()) {
      tree.put("refused", refused(ledger.refused()));
    }
    if (!ledger.state().rules().equals(CheckedRules.FIRST)) {
      tree.put("ruleBook", rules(ledger.state().rules()));
    }
    if (!ledger.state().isIntroduced()) {
      tree.put("introduced", false);
    }
    ledger.outgoing().addTo(tree, "outgoing");
    tree.put("packetSets", sets.tree());
    MemoryJson.add(ledger, tree);
    tree.putAll(ledger.format().unknown());
    return tree;
  }

  private static Map<String, Object> entry(Ledger.Entry entry, PacketSets sets) {
    var tree = new LinkedHashMap<String, Object>();
    var history = entry.history();
    var sighting = entry.sighting();
    tree.put("severity", sighting.severity().name());
    tree.put("firstSeen", history.firstSeen().toString());
    tree.put("told", history.reported().toString());
    history.returned().ifPresent(at -> tree.put("returned", at.toString()));
    history.sent().ifPresent(severity -> tree.put("sent", severity.name()));
    tree.put("title", entry.wording().title());
    tree.put("detail", entry.wording().detail());
    write(sighting, tree, sets);
    tree.putAll(entry.unknown());
    return tree;
  }

  private static void write(Sighting sighting, Map<String, Object> tree, PacketSets sets) {
    tree.put("subjectType", sighting.subjectType());
    sighting.node().ifPresent(node -> tree.put("node", node));
    if (!sighting.cause().isEmpty()) {
      tree.put("cause", sighting.cause());
    }
    sighting.open().ifPresent(packets -> tree.put("open", sets.place(packets)));
    sighting.latent().ifPresent(packets -> tree.put("latent", sets.place(packets)));
  }

  private static Map<String, Object> past(Ledger.ResolvedEntry past, PacketSets sets) {
    var tree = entry(past.entry(), sets);
    tree.put("resolvedAt", past.at().toString());
    return tree;
  }

  private static Map<String, Object> refused(SortedMap<String, Ledger.Refused> refused) {
    var tree = new LinkedHashMap<String, Object>();
    refused.forEach((action, permission) -> tree.put(action, refused(permission)));
    return tree;
  }

  private static Map<String, Object> refused(Ledger.Refused refused) {
    var refusal = refused.missing().refusal();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("code", refusal.code());
    refusal.principal().ifPresent(principal -> tree.put("principal", principal));
    tree.put("rules", texts(refused.missing().rules()));
    tree.put("firstSeen", refused.firstSeen().toString());
    tree.put("told", refused.reported().toString());
    tree.putAll(refused.unknown());
    return tree;
  }

  private static Map<String, Object> rules(CheckedRules rules) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("edition", rules.edition());
    tree.put("pending", texts(rules.pending()));
    return tree;
  }

  private static CheckedRules rules(JsonReader rules) {
    return new CheckedRules(rules.number("edition"), new TreeSet<>(rules.texts("pending")));
  }

  private static List<String> texts(Collection<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  private static Map<String, Object> claim(Claim claim, PacketSets sets) {
    var news = claim.news();
    var returned = new LinkedHashMap<String, Object>();
    news.returned().forEach((id, at) -> returned.put(id, at.toString()));
    var tree = new LinkedHashMap<String, Object>();
    tree.put("check", claim.check());
    tree.put("at", claim.at().toString());
    tree.put("opened", texts(news.opened()));
    tree.put("worse", texts(news.worse()));
    tree.put("returned", returned);
    tree.put(
        "resolved", news.resolved().stream().map(resolved -> resolved(resolved, sets)).toList());
    tree.put("reminded", texts(news.reminded()));
    tree.put("refused", texts(news.refused()));
    if (!news.byRules().isEmpty()) {
      tree.put("byRules", texts(news.byRules()));
    }
    tree.put("origins", news.origins().stream().map(OriginJson::tree).toList());
    claim.refusal().ifPresent(refusal -> tree.put("refusal", refusal(refusal)));
    tree.putAll(claim.unknown());
    return tree;
  }

  private static Map<String, Object> refusal(Claim.Refusal refusal) {
    return new TreeMap<>(Map.of("reason", refusal.reason(), "times", refusal.times()));
  }

  private static Claim.Refusal refusal(JsonReader refusal) {
    return new Claim.Refusal(refusal.text("reason"), refusal.number("times"));
  }

  private static Map<String, Object> resolved(Delta.Resolved resolved, PacketSets sets) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", resolved.id());
    tree.put("title", resolved.title());
    tree.put("firstSeen", resolved.firstSeen().toString());
    tree.put("ending", resolved.ending().written());
    if (resolved.ending() == Delta.Ending.RULES_CHANGED) {
      tree.put("by", "rules"); // the version before knows no such ending
    } else if (resolved.ending() == Delta.Ending.NO_LONGER_CHECKED) {
      tree.put("left", resolved.ending().toString());
    }
    for (Finding was : resolved.was().stream().toList()) {
      tree.put("severity", was.severity().name());
      if (resolved.isSent()) {
        tree.put("sent", was.severity().name());
      }
      tree.put("detail", was.detail());
      write(Sighting.of(was), tree, sets);
    }
    return tree;
  }

  /// @param retired the rules that have another name now
  static Ledger read(Map<String, Object> tree, RetiredRules retired) {
    return retired.successors().isEmpty() ? read(tree) : read(renamed(tree, retired));
  }

  private static Map<String, Object> renamed(Map<?, ?> tree, RetiredRules retired) {
    var renamed = new LinkedHashMap<String, Object>();
    tree.forEach(
        (key, value) -> renamed.put(retired.finding(key.toString()), renamed(value, retired)));
    return renamed;
  }

  private static Object renamed(Object value, RetiredRules retired) {
    return switch (value) {
      case Map<?, ?> map -> renamed(map, retired);
      case List<?> list -> list.stream().map(element -> renamed(element, retired)).toList();
      case String text -> retired.successor(text).orElseGet(() -> retired.finding(text));
      default -> value;
    };
  }

  private static Ledger read(Map<String, Object> tree) {
    var document = new JsonReader("the ledger", tree);
    int schema = document.number("schema");
    if (document.has("readableFrom") && document.number("readableFrom") > Ledger.SCHEMA) {
      throw new IllegalArgumentException(
          "the ledger has schema %d and is read by programs of schema %d on; this one reads %d"
              .formatted(schema, document.number("readableFrom"), Ledger.SCHEMA));
    }
    var sets = PacketSets.of(document);
    return new Ledger(
        new Ledger.Format(schema, document.others(KEYS)),
        document.text("cluster"),
        document.instant("readingBegan"),
        state(document, sets),
        document.has("claims")
            ? document.list("claims").stream().map(claim -> claim(claim, sets)).toList()
            : List.of(),
        moment(document, "reminded").orElse(Instant.EPOCH),
        Outgoing.of(document, "outgoing"));
  }

  private static Ledger.State state(JsonReader document, List<PacketSet> sets) {
    return new Ledger.State(
        open(document.branch("open"), sets),
        document.has("resolved") ? past(document.branch("resolved"), sets) : new TreeMap<>(),
        document.has("prefixes") ? prefixes(document.branch("prefixes")) : HeldPrefixes.NONE,
        document.has("refused") ? refused(document.branch("refused")) : new TreeMap<>(),
        document.has("ruleBook") ? rules(document.branch("ruleBook")) : CheckedRules.FIRST,
        !document.has("introduced"),
        MemoryJson.of(document));
  }

  private static SortedMap<String, Ledger.Entry> open(JsonReader branch, List<PacketSet> sets) {
    var open = new TreeMap<String, Ledger.Entry>();
    branch.branches().forEach((id, entry) -> open.put(id, entry(entry, sets)));
    return open;
  }

  private static SortedMap<String, Ledger.ResolvedEntry> past(
      JsonReader branch, List<PacketSet> sets) {
    var past = new TreeMap<String, Ledger.ResolvedEntry>();
    branch
        .branches()
        .forEach(
            (id, entry) ->
                past.put(
                    id, new Ledger.ResolvedEntry(entry(entry, sets), entry.instant("resolvedAt"))));
    return past;
  }

  private static Ledger.Entry entry(JsonReader entry, List<PacketSet> sets) {
    var firstSeen = entry.instant("firstSeen");
    return new Ledger.Entry(
        new History(
            firstSeen,
            moment(entry, "told").orElse(firstSeen),
            moment(entry, "returned"),
            sent(entry)),
        new Ledger.Wording(entry.text("title"), entry.has("detail") ? entry.text("detail") : ""),
        new Sighting(
            entry.oneOf("severity", Severity.class),
            entry.has("subjectType") ? entry.text("subjectType") : "",
            entry.has("node") ? Optional.of(entry.text("node")) : Optional.empty(),
            entry.has("cause") ? entry.text("cause") : "",
            packets(entry, "open", sets),
            packets(entry, "latent", sets)),
        entry.others(ENTRY_KEYS));
  }

  private static Optional<Severity> sent(JsonReader entry) {
    return entry.has("sent") ? Optional.of(entry.oneOf("sent", Severity.class)) : Optional.empty();
  }

  private static Optional<PacketSet> packets(JsonReader entry, String key, List<PacketSet> sets) {
    return entry.has(key) ? Optional.of(PacketSets.at(entry, key, sets)) : Optional.empty();
  }

  private static Optional<Instant> moment(JsonReader branch, String key) {
    return branch.has(key) ? Optional.of(branch.instant(key)) : Optional.empty();
  }

  private static SortedMap<Instance.Id, List<Prefix>> prefixes(JsonReader branch) {
    var prefixes = new LinkedHashMap<Instance.Id, List<Prefix>>();
    for (Object node : branch.tree().keySet()) {
      var held = branch.texts(node.toString()).stream().map(Prefix::parse).toList();
      prefixes.put(new Instance.Id(node.toString()), held);
    }
    return HeldPrefixes.copyOf(prefixes);
  }

  private static SortedMap<String, Ledger.Refused> refused(JsonReader branch) {
    var refused = new TreeMap<String, Ledger.Refused>();
    branch.branches().forEach((action, fields) -> refused.put(action, refused(action, fields)));
    return refused;
  }

  private static Ledger.Refused refused(String action, JsonReader refused) {
    var principal =
        refused.has("principal")
            ? Optional.of(refused.text("principal"))
            : Optional.<String>empty();
    return new Ledger.Refused(
        new Judgement.Missing(
            new Refusal(action, refused.text("code"), principal),
            new TreeSet<>(refused.texts("rules"))),
        refused.instant("firstSeen"),
        refused.instant("told"),
        refused.others(REFUSED_KEYS));
  }

  private static Claim claim(JsonReader claim, List<PacketSet> sets) {
    var returned = new TreeMap<String, Instant>();
    var since = claim.branch("returned");
    since.tree().keySet().forEach(id -> returned.put(id.toString(), since.instant(id.toString())));
    return new Claim(
        claim.text("check"),
        claim.instant("at"),
        new Claim.News(
            new TreeSet<>(claim.texts("opened")),
            new TreeSet<>(claim.texts("worse")),
            returned,
            claim.list("resolved").stream().map(resolved -> resolved(resolved, sets)).toList(),
            new TreeSet<>(claim.texts("reminded")),
            new TreeSet<>(claim.has("refused") ? claim.texts("refused") : List.of()),
            new TreeSet<>(claim.has("byRules") ? claim.texts("byRules") : List.of()),
            claim.list("origins").stream().map(OriginJson::read).toList()),
        claim.has("refusal") ? Optional.of(refusal(claim.branch("refusal"))) : Optional.empty(),
        claim.others(CLAIM_KEYS));
  }

  private static Delta.Resolved resolved(JsonReader resolved, List<PacketSet> sets) {
    return new Delta.Resolved(
        resolved.text("id"),
        resolved.text("title"),
        resolved.instant("firstSeen"),
        resolved.has("by")
            ? Delta.Ending.RULES_CHANGED
            : resolved.has("left")
                ? Delta.Ending.NO_LONGER_CHECKED
                : resolved.oneOf("ending", Delta.Ending.class),
        resolved.has("severity")
            ? Optional.of(entry(resolved, sets).finding(resolved.text("id")))
            : Optional.empty(),
        resolved.has("sent"));
  }
}
