package slash80.alerts;

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
import slash80.network.PacketSet;
import slash80.network.Prefix;
import slash80.rules.Card;
import slash80.rules.Family;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.RuleBook;
import slash80.rules.Severity;

/// What is known of one cluster: the document between one check and the next.
///
/// @param schema the version of the document's form
/// @param readingBegan when the reading began that this document speaks of
/// @param open what is wrong, by finding id
/// @param resolved what was wrong a short time ago, by finding id, to know it when it comes back
/// @param prefixes what each node was first seen to hold for its pods
/// @param claims what is written here, and perhaps not yet announced, oldest first
/// @param reminded when people were last reminded of what stays open; [Instant#EPOCH] for never
/// @param refused the permissions that are missing, by action
/// @param unknown keys of the document that this version does not know; they are written again
public record Ledger(
    int schema,
    String cluster,
    Instant readingBegan,
    SortedMap<String, Entry> open,
    SortedMap<String, Past> resolved,
    SortedMap<Instance.Id, List<Prefix>> prefixes,
    List<Claim> claims,
    Instant reminded,
    SortedMap<String, Refused> refused,
    Map<String, Object> unknown) {
  public static final int SCHEMA = 2;

  /// What comes back this soon flaps.
  static final Duration FLAPPING = Duration.ofMinutes(15);

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

  /// One finding that stands, as it was last seen.
  ///
  /// @param told when people were last told that it is new, worse or back
  /// @param returned when it last came back soon after it was resolved
  /// @param subjectType of its subject; empty in documents of the first schema
  /// @param node that its subject belongs to
  /// @param open what the internet could open then, to tell growth
  /// @param latent what it could open after one change
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

    /// The same finding as it is seen now, in the words in which it was told: some count what
    /// changes all the time.
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

    /// The same finding, told as it is now.
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

    /// The same finding, of which nobody was told that it came back.
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

    /// Whether it came back so lately that people know it for flapping: what becomes of it now is
    /// not told before it has come to rest.
    boolean isFlapping(Instant at) {
      return returned.filter(back -> apart(back, at).compareTo(FLAPPING) < 0).isPresent();
    }

    /// The finding in the words that are left of it, where nobody could judge it again.
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
  public record Past(Entry entry, Instant at) {

    /// Whether people were not told that it is resolved, because it was flapping.
    boolean isHeld() {
      return entry.isFlapping(at);
    }

    boolean isRecent(Instant now) {
      return apart(at, now).compareTo(FLAPPING) < 0;
    }
  }

  /// A permission that is missing.
  ///
  /// @param missing as it was when people were told: what it leaves undecided changes all the time
  /// @param told when they last were
  /// @param unknown keys that this version does not know
  public record Refused(
      Judgement.Missing missing, Instant firstSeen, Instant told, Map<String, Object> unknown) {
    public Refused {
      unknown = Map.copyOf(unknown);
    }

    static Refused first(Judgement.Missing missing, Instant at) {
      return new Refused(missing, at, at, Map.of());
    }

    /// The same, told as it is now.
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

  /// The same with other findings open.
  public Ledger open(SortedMap<String, Entry> open) {
    return but(copy -> copy.open = open);
  }

  /// The same, of a reading that began at another time.
  public Ledger began(Instant readingBegan) {
    return but(copy -> copy.readingBegan = readingBegan);
  }

  /// The same once people have been reminded.
  Ledger reminded(Instant reminded) {
    return but(copy -> copy.reminded = reminded);
  }

  /// The same with other permissions missing.
  Ledger refused(SortedMap<String, Refused> refused) {
    return but(copy -> copy.refused = refused);
  }

  private Ledger claims(List<Claim> claims) {
    return but(copy -> copy.claims = claims);
  }

  /// The same with one claim more.
  public Ledger with(Claim claim) {
    var more = new ArrayList<>(claims);
    more.add(claim);
    return claims(more);
  }

  /// The same once a check has announced what it had claimed.
  public Ledger announced(String check) {
    return claims(claims.stream().filter(claim -> !claim.check().equals(check)).toList());
  }

  /// The same once a check has given up what it had claimed: whoever comes next announces it.
  public Ledger released(String check) {
    return claims(
        claims.stream()
            .map(claim -> claim.check().equals(check) ? claim.released() : claim)
            .toList());
  }

  /// The ids of all that it speaks of: subjects of what is wrong or was a short time ago, the nodes
  /// that those belong to, and the nodes whose prefixes it remembers.
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

  /// How far two moments are apart, whichever is first: the clocks of two machines differ.
  static Duration apart(Instant one, Instant other) {
    return Duration.between(one, other).abs();
  }

  static String ruleOf(String finding) {
    return finding.substring(0, Math.max(finding.indexOf('/'), 0));
  }

  static String subjectOf(String finding) {
    return finding.substring(finding.indexOf('/') + 1);
  }

  /// The document as a tree of maps, lists, strings and numbers, for whoever writes JSON. A packet
  /// set that many findings share stands in it once.
  public Map<String, Object> tree() {
    return LedgerTree.write(this);
  }

  /// Reads such a tree, of this schema or an older one; IllegalArgumentException says in a sentence
  /// what is wrong with it. Of a newer one it reads what it knows, unless the document says that
  /// this is not enough.
  public static Ledger of(Map<String, Object> tree) {
    return LedgerTree.read(tree);
  }
}
