package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import slash80.facts.Instance;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.rule.Card;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The state of one cluster between two checks, as a document: its open findings, what was resolved
/// a short time ago, and the prefixes of its nodes.
///
/// @param schema the version of the document's form
/// @param readingBegan when the check behind this document began to read the account
/// @param open the open findings, by id
/// @param resolved the findings resolved a short time ago, by id, to recognize them if they return
/// @param prefixes the pod prefixes that each node was first seen with
/// @param claims changes written here that may not be announced yet, oldest first
/// @param reminded when people were last reminded of open findings; [Instant#EPOCH] for never
/// @param refused the permissions that are missing, by action
/// @param unknown keys of the document that this version does not know; they are written again
public record Ledger(
    int schema,
    String cluster,
    Instant readingBegan,
    SortedMap<String, Entry> open,
    SortedMap<String, ResolvedEntry> resolved,
    SortedMap<Instance.Id, List<Prefix>> prefixes,
    List<Claim> claims,
    Instant reminded,
    SortedMap<String, Refused> refused,
    Map<String, Object> unknown) {
  public static final int SCHEMA = 2;

  /// A finding that reopens within this time is flapping.
  public static final Duration FLAPPING = Duration.ofMinutes(15);

  public Ledger {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
    resolved = Collections.unmodifiableSortedMap(new TreeMap<>(resolved));
    prefixes = sorted(prefixes);
    claims = List.copyOf(claims);
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    unknown = Map.copyOf(unknown);
  }

  static SortedMap<Instance.Id, List<Prefix>> sorted(Map<Instance.Id, List<Prefix>> prefixes) {
    var sorted = new TreeMap<Instance.Id, List<Prefix>>(Instance.Id.BY_VALUE);
    prefixes.forEach((node, held) -> sorted.put(node, List.copyOf(held)));
    return Collections.unmodifiableSortedMap(sorted);
  }

  /// An open finding, as it was last seen.
  ///
  /// @param told when an alert last said that it is new, worse or back
  /// @param returned when it last came back soon after it was resolved
  /// @param subjectType the type of its subject; empty in documents of the first schema
  /// @param node the node of its subject
  /// @param open the packets that the internet could send then, to notice growth
  /// @param latent the packets that were one change from open
  /// @param unknown keys that this version does not know
  public record Entry(
      Severity severity,
      Instant firstSeen,
      Instant told,
      Optional<Instant> returned,
      String title,
      String detail,
      String subjectType,
      Optional<String> node,
      Optional<PacketSet> open,
      Optional<PacketSet> latent,
      Map<String, Object> unknown) {
    public Entry {
      unknown = Map.copyOf(unknown);
    }

    static Entry first(Finding finding, Instant at) {
      return of(finding, at, at, Optional.empty(), Map.of());
    }

    private static Entry of(
        Finding finding,
        Instant firstSeen,
        Instant told,
        Optional<Instant> returned,
        Map<String, Object> unknown) {
      return new Entry(
          finding.severity(),
          firstSeen,
          told,
          returned,
          finding.title(),
          finding.detail(),
          finding.subjectType(),
          finding.node(),
          finding.open(),
          finding.latent(),
          unknown);
    }

    /// The same finding as it is seen now. It keeps the words of the alert, because some words
    /// count things that change all the time.
    Entry seen(Finding finding) {
      return new Entry(
          finding.severity(),
          firstSeen,
          told,
          returned,
          title,
          detail,
          finding.subjectType(),
          finding.node(),
          finding.open(),
          finding.latent(),
          unknown);
    }

    /// The same finding, reported as it is now.
    Entry told(Finding finding, Instant at) {
      return of(finding, firstSeen, at, returned, unknown);
    }

    Entry back(Instant at) {
      return new Entry(
          severity,
          firstSeen,
          told,
          Optional.of(at),
          title,
          detail,
          subjectType,
          node,
          open,
          latent,
          unknown);
    }

    /// The same finding, whose return was not reported.
    Entry untold() {
      return new Entry(
          severity,
          firstSeen,
          told,
          Optional.empty(),
          title,
          detail,
          subjectType,
          node,
          open,
          latent,
          unknown);
    }

    /// Whether it returned so recently that people know it as flapping. Further changes are
    /// reported once it has not changed for a while.
    boolean isFlapping(Instant at) {
      return returned.filter(back -> apart(back, at).compareTo(FLAPPING) < 0).isPresent();
    }

    /// The finding as far as the ledger holds it, where it could not be checked again.
    Finding finding(String id) {
      var rule = RuleBook.rule(ruleOf(id));
      var card = rule.map(entry -> entry.rule().card());
      return new Finding(
          ruleOf(id),
          rule.map(RuleBook.Entry::family).orElse(Family.INGRESS),
          severity,
          subjectType,
          subjectOf(id),
          node,
          title,
          detail.isEmpty() ? id : detail,
          card.map(Card::risk).orElse(""),
          card.map(Card::fix).orElse(""),
          card.map(Card::see).orElse(""),
          "",
          List.of(),
          open,
          latent);
    }
  }

  /// A finding that was resolved a short time ago.
  ///
  /// @param entry as it was last seen
  public record ResolvedEntry(Entry entry, Instant at) {

    /// Whether its end was not reported, because it was flapping.
    boolean isHeld() {
      return entry.isFlapping(at);
    }

    boolean isRecent(Instant now) {
      return apart(at, now).compareTo(FLAPPING) < 0;
    }
  }

  /// A missing permission.
  ///
  /// @param missing as the last alert had it: the rules that it blocks change all the time
  /// @param told when the last alert about it was sent
  /// @param unknown keys that this version does not know
  public record Refused(
      Judgement.Missing missing, Instant firstSeen, Instant told, Map<String, Object> unknown) {
    public Refused {
      unknown = Map.copyOf(unknown);
    }

    static Refused first(Judgement.Missing missing, Instant at) {
      return new Refused(missing, at, at, Map.of());
    }

    /// The same, reported as it is now.
    Refused told(Judgement.Missing missing, Instant at) {
      return new Refused(missing, firstSeen, at, unknown);
    }
  }

  public static Ledger empty(String cluster) {
    return new Ledger(
        SCHEMA,
        cluster,
        Instant.EPOCH,
        new TreeMap<>(),
        new TreeMap<>(),
        sorted(Map.of()),
        List.of(),
        Instant.EPOCH,
        new TreeMap<>(),
        Map.of());
  }

  /// What a copy may say otherwise.
  private final class Copy {
    private Instant readingBegan = Ledger.this.readingBegan;
    private SortedMap<String, Entry> open = Ledger.this.open;
    private List<Claim> claims = Ledger.this.claims;
    private Instant reminded = Ledger.this.reminded;
    private SortedMap<String, Refused> refused = Ledger.this.refused;
  }

  private Ledger but(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return new Ledger(
        schema,
        cluster,
        copy.readingBegan,
        copy.open,
        resolved,
        prefixes,
        copy.claims,
        copy.reminded,
        copy.refused,
        unknown);
  }

  /// The same ledger with other open findings.
  public Ledger open(SortedMap<String, Entry> open) {
    return but(copy -> copy.open = open);
  }

  /// The same ledger with another time of reading.
  public Ledger began(Instant readingBegan) {
    return but(copy -> copy.readingBegan = readingBegan);
  }

  /// The same ledger after a reminder.
  Ledger reminded(Instant reminded) {
    return but(copy -> copy.reminded = reminded);
  }

  /// The same ledger with other missing permissions.
  Ledger refused(SortedMap<String, Refused> refused) {
    return but(copy -> copy.refused = refused);
  }

  private Ledger claims(List<Claim> claims) {
    return but(copy -> copy.claims = claims);
  }

  /// The same ledger with one more claim.
  public Ledger with(Claim claim) {
    var more = new ArrayList<>(claims);
    more.add(claim);
    return claims(more);
  }

  /// The same ledger after a check has announced its claim.
  public Ledger announced(String check) {
    return claims(claims.stream().filter(claim -> !claim.check().equals(check)).toList());
  }

  /// The same ledger after a check has given up its claim, so that the next check announces it.
  public Ledger released(String check) {
    return claims(
        claims.stream()
            .map(claim -> claim.check().equals(check) ? claim.released() : claim)
            .toList());
  }

  /// The ids of all resources in the ledger: subjects of findings that are open or were resolved a
  /// short time ago, their nodes, and the nodes whose prefixes it keeps.
  public Set<String> things() {
    var things = new HashSet<String>();
    prefixes.keySet().forEach(node -> things.add(node.value()));
    open.forEach((id, entry) -> addTo(things, id, entry));
    resolved.forEach((id, past) -> addTo(things, id, past.entry()));
    return things;
  }

  private static void addTo(Set<String> things, String finding, Entry entry) {
    things.add(subjectOf(finding));
    entry.node().ifPresent(things::add);
  }

  /// The time between two moments, whichever is first: the clocks of two machines differ.
  static Duration apart(Instant instant, Instant other) {
    return Duration.between(instant, other).abs();
  }

  static String ruleOf(String finding) {
    return finding.substring(0, Math.max(finding.indexOf('/'), 0));
  }

  static String subjectOf(String finding) {
    return finding.substring(finding.indexOf('/') + 1);
  }

  /// The document as a JSON tree of maps, lists, strings and numbers. A packet set that many
  /// findings share is written once.
  public Map<String, Object> tree() {
    return LedgerJson.write(this);
  }

  /// Reads such a tree, of this schema or an older one, and of a newer one the keys that it knows,
  /// unless the document says that this is not enough. IllegalArgumentException names the fault.
  public static Ledger of(Map<String, Object> tree) {
    return LedgerJson.read(tree);
  }
}
