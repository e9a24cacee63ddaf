package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import slash80.blame.Memory;
import slash80.facts.HeldPrefixes;
import slash80.facts.Instance;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.judge.RetiredRules;
import slash80.judge.RuleBook;
import slash80.rule.Card;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The state of one cluster between two checks, as a document: its open findings, the findings
/// resolved a short time ago, and the prefixes of its nodes.
///
/// @param format the form of the document
/// @param readingBegan when the check behind this document began to read the account;
///   [Instant#EPOCH] before the first check
/// @param state the findings, prefixes and missing permissions that the next check compares with
/// @param claims changes written here that may not be announced yet, oldest first
/// @param reminded when people were last reminded of open findings; [Instant#EPOCH] for never
/// @param outgoing the events that the bus has not accepted yet
public record Ledger(
    Format format,
    String cluster,
    Instant readingBegan,
    State state,
    List<Claim> claims,
    Instant reminded,
    Outgoing outgoing) {
  public static final int SCHEMA = 2;

  private static final Instant NEVER = Instant.EPOCH;

  /// A finding that reopens within this time is flapping.
  public static final Duration FLAPPING = Duration.ofMinutes(15);

  public Ledger {
    claims = List.copyOf(claims);
  }

  /// The form of the document.
  ///
  /// @param schema the version of the form
  /// @param unknown keys of the document that this version does not know; they are written again
  public record Format(int schema, Map<String, Object> unknown) {
    static final Format CURRENT = new Format(SCHEMA, Map.of());

    public Format {
      unknown = Map.copyOf(unknown);
    }

    /// The form of a document that this version writes.
    Format written() {
      return new Format(Math.max(schema, SCHEMA), unknown);
    }
  }

  /// The state that one check leaves for the next.
  ///
  /// @param open the open findings, by id
  /// @param resolved the findings resolved a short time ago, by id, to recognize them if they
  ///   return
  /// @param prefixes the pod prefixes that each node was first seen with
  /// @param refused the permissions that are missing, by action
  /// @param rules the rules that were checked
  /// @param isIntroduced whether people were told of the first check of the whole cluster, or that
  ///   it found nothing
  /// @param memory what calls replace or delete without saying what it was
  public record State(
      SortedMap<String, Entry> open,
      SortedMap<String, ResolvedEntry> resolved,
      SortedMap<Instance.Id, List<Prefix>> prefixes,
      SortedMap<String, Refused> refused,
      CheckedRules rules,
      boolean isIntroduced,
      Memory memory) {
    static final State EMPTY =
        new State(
            new TreeMap<>(),
            new TreeMap<>(),
            HeldPrefixes.NONE,
            new TreeMap<>(),
            CheckedRules.CURRENT,
            false,
            Memory.NONE);

    public State {
      open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
      resolved = Collections.unmodifiableSortedMap(new TreeMap<>(resolved));
      prefixes = HeldPrefixes.copyOf(prefixes);
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    private State with(Memory other) {
      return new State(open, resolved, prefixes, refused, rules, isIntroduced, other);
    }
  }

  /// An open finding.
  ///
  /// @param history when it was seen and reported
  /// @param wording the words of the last alert about it
  /// @param sighting the finding as the last check saw it
  /// @param unknown keys that this version does not know
  public record Entry(
      History history, Wording wording, Sighting sighting, Map<String, Object> unknown) {
    public Entry {
      unknown = Map.copyOf(unknown);
    }

    static Entry first(Finding finding, Instant at) {
      return new Entry(
          new History(at, at, Optional.empty(), Optional.empty()),
          Wording.of(finding),
          Sighting.of(finding),
          Map.of());
    }

    /// The same finding as it is seen now. It keeps the words of the alert, because some words
    /// count things that change all the time.
    Entry seen(Finding finding) {
      return new Entry(history, wording, Sighting.of(finding), unknown);
    }

    /// The same finding, reported as it is now.
    Entry reported(Finding finding, Instant at) {
      return new Entry(history.reported(at), Wording.of(finding), Sighting.of(finding), unknown);
    }

    Entry returned(Instant at) {
      return new Entry(history.returned(Optional.of(at)), wording, sighting, unknown);
    }

    /// The same finding, whose return was not reported.
    Entry withoutReturn() {
      return new Entry(history.returned(Optional.empty()), wording, sighting, unknown);
    }

    /// The same finding, after it was sent at a severity; itself where that is no news.
    Entry sent(Severity severity) {
      var sent = history.sent(severity);
      return sent.equals(history) ? this : new Entry(sent, wording, sighting, unknown);
    }

    /// The same finding, whose end was sent.
    Entry ended() {
      return new Entry(history.unsent(), wording, sighting, unknown);
    }

    public Instant firstSeen() {
      return history.firstSeen();
    }

    /// The node of its subject.
    public Optional<String> node() {
      return sighting.node();
    }

    /// Whether it returned so recently that people know it as flapping. Further changes are
    /// reported once it has not changed for a while.
    boolean isFlapping(Instant at) {
      return history
          .returned()
          .filter(returned -> apart(returned, at).compareTo(FLAPPING) < 0)
          .isPresent();
    }

    /// The finding as far as the ledger holds it, where it could not be checked again.
    public Finding finding(String id) {
      var rule = RuleBook.rule(ruleOf(id));
      var card = rule.map(entry -> entry.rule().card());
      return new Finding(
          ruleOf(id),
          rule.map(RuleBook.Entry::family).orElse(Family.INGRESS),
          sighting.severity(),
          sighting.subjectType(),
          subjectOf(id),
          sighting.node(),
          wording.title(),
          wording.detail().isEmpty() ? id : wording.detail(),
          card.map(Card::risk).orElse(""),
          card.map(Card::fix).orElse(""),
          card.map(Card::see).orElse(""),
          sighting.cause(),
          List.of(),
          sighting.open(),
          sighting.latent());
    }
  }

  /// The words of an alert about a finding.
  public record Wording(String title, String detail) {
    static Wording of(Finding finding) {
      return new Wording(finding.title(), finding.detail());
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
  /// @param reported when the last alert about it was sent
  /// @param unknown keys that this version does not know
  public record Refused(
      Judgement.Missing missing, Instant firstSeen, Instant reported, Map<String, Object> unknown) {
    public Refused {
      unknown = Map.copyOf(unknown);
    }

    static Refused first(Judgement.Missing missing, Instant at) {
      return new Refused(missing, at, at, Map.of());
    }

    /// The same, reported as it is now.
    Refused reported(Judgement.Missing missing, Instant at) {
      return new Refused(missing, firstSeen, at, unknown);
    }
  }

  public static Ledger empty(String cluster) {
    return new Ledger(
        Format.CURRENT, cluster, NEVER, State.EMPTY, List.of(), NEVER, Outgoing.NOTHING);
  }

  public SortedMap<String, Entry> open() {
    return state.open();
  }

  public SortedMap<String, ResolvedEntry> resolved() {
    return state.resolved();
  }

  public SortedMap<Instance.Id, List<Prefix>> prefixes() {
    return state.prefixes();
  }

  public SortedMap<String, Refused> refused() {
    return state.refused();
  }

  /// Whether no check has changed the ledger yet.
  boolean isNew() {
    return readingBegan.equals(NEVER);
  }

  /// The same ledger with other open findings.
  public Ledger open(SortedMap<String, Entry> open) {
    return state(open, prefixes(), refused());
  }

  /// The same ledger with other missing permissions.
  Ledger refused(SortedMap<String, Refused> refused) {
    return state(open(), prefixes(), refused);
  }

  /// The same ledger with the prefixes of a check whose news nobody could get. Everything else
  /// stays as it was last reported, a first check too, so that all of it is news for the next
  /// check.
  public Ledger observed(SortedMap<Instance.Id, List<Prefix>> prefixes) {
    return state(open(), prefixes, refused());
  }

  private Ledger state(
      SortedMap<String, Entry> open,
      SortedMap<Instance.Id, List<Prefix>> prefixes,
      SortedMap<String, Refused> refused) {
    var now = state;
    return state(
        new State(
            open, resolved(), prefixes, refused, now.rules(), now.isIntroduced(), now.memory()));
  }

  /// The same ledger, whose memory has the call that deletes its cluster. A new one has none.
  Ledger noting(List<ChangeOrigin> led) {
    if (isNew()) {
      return this;
    }
    var noted = ClusterDeletion.noted(state.memory(), led, this);
    return noted.equals(state.memory()) ? this : state(state.with(noted));
  }

  private Ledger state(State state) {
    return new Ledger(format, cluster, readingBegan, state, claims, reminded, outgoing);
  }

  /// The same ledger with another time of reading.
  public Ledger began(Instant readingBegan) {
    return new Ledger(format, cluster, readingBegan, state, claims, reminded, outgoing);
  }

  /// The same ledger after a reminder.
  Ledger reminded(Instant reminded) {
    return new Ledger(format, cluster, readingBegan, state, claims, reminded, outgoing);
  }

  private Ledger claims(List<Claim> claims) {
    return new Ledger(format, cluster, readingBegan, state, claims, reminded, outgoing);
  }

  /// The same ledger with other events for the bus.
  public Ledger outgoing(Outgoing outgoing) {
    return new Ledger(format, cluster, readingBegan, state, claims, reminded, outgoing);
  }

  /// The same ledger with one more claim.
  public Ledger with(Claim claim) {
    return claims(Stream.concat(claims.stream(), Stream.of(claim)).toList());
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

  /// The same ledger after the topic refused the alert of a check, so that the next check announces
  /// its claim and knows the reason.
  public Ledger refused(String check, String reason) {
    return claims(
        claims.stream()
            .map(claim -> claim.check().equals(check) ? claim.refused(reason) : claim)
            .toList());
  }

  /// The ids of all resources in the ledger: subjects of findings that are open or were resolved a
  /// short time ago, their nodes, and the nodes whose prefixes it keeps.
  public Set<String> resources() {
    var resources = new HashSet<String>();
    prefixes().keySet().forEach(node -> resources.add(node.value()));
    open().forEach((id, entry) -> addTo(resources, id, entry));
    resolved().forEach((id, past) -> addTo(resources, id, past.entry()));
    return resources;
  }

  private static void addTo(Set<String> resources, String finding, Entry entry) {
    resources.add(subjectOf(finding));
    entry.node().ifPresent(resources::add);
  }

  /// The time between two moments, whichever is first: the clocks of two machines differ.
  static Duration apart(Instant instant, Instant other) {
    return Duration.between(instant, other).abs();
  }

  public static String ruleOf(String finding) {
    return finding.substring(0, Math.max(finding.indexOf('/'), 0));
  }

  public static String subjectOf(String finding) {
    return finding.substring(finding.indexOf('/') + 1);
  }

  /// The document as a JSON tree of maps, lists, strings and numbers. A packet set that many
  /// findings share is written once.
  public Map<String, Object> tree() {
    return LedgerJson.write(this);
  }

  /// Reads a JSON tree of this schema or an older one. Of a newer schema it reads the known keys,
  /// unless `readableFrom` forbids it. IllegalArgumentException names the fault.
  public static Ledger of(Map<String, Object> tree) {
    return LedgerJson.read(tree, RetiredRules.CURRENT);
  }
}
