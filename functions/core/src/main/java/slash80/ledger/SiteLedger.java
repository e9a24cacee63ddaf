package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import slash80.ledger.SiteTrouble.Kind;
import slash80.ledger.SiteTrouble.Progress;

/// The troubles of all accounts and regions, as a document. People are told about them like about a
/// missing permission: all in one alert when one is new, and again after a day. It also keeps which
/// accounts share VPCs with clusters of others.
///
/// @param sites the troubles of each site that has some, by kind
/// @param shared the shared VPCs with clusters, each once for each account that has clusters there
public record SiteLedger(SortedMap<Site, Map<Kind, SiteTrouble>> sites, List<SharedVpc> shared) {
  private static final String SCHEMA = "slash80.sites/1";
  private static final String SHARED = "shared";

  /// An earlier version reads a kind that it does not know as a mistake, so this is a key.
  private static final String BY_CHECKS = "checks";

  public SiteLedger {
    var copy = new TreeMap<Site, Map<Kind, SiteTrouble>>();
    sites.forEach(
        (site, troubles) -> {
          if (!troubles.isEmpty()) {
            copy.put(site, Collections.unmodifiableMap(new EnumMap<>(troubles)));
          }
        });
    sites = Collections.unmodifiableSortedMap(copy);
    shared = List.copyOf(shared);
  }

  public static SiteLedger empty() {
    return new SiteLedger(new TreeMap<>(), List.of());
  }

  /// The ledger after a sweep of a site. A trouble that the sweep looked for and did not find has
  /// passed.
  ///
  /// @param covered the kinds that the sweep looked for
  /// @param found the details of each trouble, by kind
  public SiteLedger swept(Site site, Set<Kind> covered, Map<Kind, String> found, Instant at) {
    var troubles = troubles(site);
    for (var kind : covered) {
      if (!found.containsKey(kind)) {
        end(troubles, kind);
      }
    }
    found.forEach((kind, because) -> note(troubles, kind, because, at));
    return with(site, troubles);
  }

  /// The ledger after messages about a site that could not be handled for this reason.
  public SiteLedger noticed(Site site, Kind kind, String because, Instant at) {
    var troubles = troubles(site);
    note(troubles, kind, because, at);
    return with(site, troubles);
  }

  private Map<Kind, SiteTrouble> troubles(Site site) {
    var troubles = new EnumMap<Kind, SiteTrouble>(Kind.class);
    troubles.putAll(sites.getOrDefault(site, Map.of()));
    return troubles;
  }

  private static void note(Map<Kind, SiteTrouble> troubles, Kind kind, String because, Instant at) {
    var known = standing(troubles, kind.twin());
    var first = SiteTrouble.first(because, at);
    troubles.merge(
        kind,
        known.map(twin -> first.told(twin.told())).orElse(first),
        (before, _) -> before.again(because, at));
  }

  private static Optional<SiteTrouble> standing(
      Map<Kind, SiteTrouble> troubles, Optional<Kind> kind) {
    return kind.map(troubles::get).filter(trouble -> trouble.progress() == Progress.STANDS);
  }

  /// People hear of the end of what they were told.
  private static void end(Map<Kind, SiteTrouble> troubles, Kind kind) {
    troubles.computeIfPresent(kind, (_, trouble) -> trouble.isTold() ? trouble.passed() : null);
  }

  /// Most sites of a large fleet have no troubles, before and after.
  private SiteLedger with(Site site, Map<Kind, SiteTrouble> troubles) {
    if (troubles.equals(sites.getOrDefault(site, Map.of()))) {
      return this;
    }
    var after = new TreeMap<>(sites);
    after.put(site, troubles);
    return new SiteLedger(after, shared);
  }

  /// The ledger after a check that saw a shared VPC. Those that no check has seen for days are
  /// forgotten.
  public SiteLedger seen(SharedVpc vpc) {
    if (knows(vpc)) {
      return this;
    }
    var others =
        shared.stream().filter(known -> !known.isSame(vpc) && known.isCurrent(vpc.seen())).toList();
    return new SiteLedger(
        sites, Stream.concat(others.stream(), Stream.of(vpc)).sorted(SharedVpc.ORDER).toList());
  }

  /// Whether the ledger need not change for this sight of a shared VPC.
  public boolean knows(SharedVpc vpc) {
    return shared.stream().anyMatch(known -> known.covers(vpc));
  }

  /// A trouble that an alert names.
  public record Notice(Site site, Kind kind, SiteTrouble trouble) {}

  /// The content of an alert about sites, and the ledger after it.
  ///
  /// @param standing all troubles, if one has to be told
  /// @param passed the troubles that people know of and that have passed
  public record Review(List<Notice> standing, List<Notice> passed, SiteLedger after) {
    public Review {
      standing = List.copyOf(standing);
      passed = List.copyOf(passed);
    }

    public boolean isEmpty() {
      return standing.isEmpty() && passed.isEmpty();
    }
  }

  /// Finds what people have to be told now. The troubles of a site that is no longer checked are
  /// forgotten.
  ///
  /// @param isChecked whether a site is checked
  public Review review(Predicate<Site> isChecked, Instant at, Duration reminder) {
    var standing = new ArrayList<Notice>();
    var passed = new ArrayList<Notice>();
    var left = new TreeMap<Site, Map<Kind, SiteTrouble>>();
    boolean isDue = false;
    for (var entry : sites.entrySet()) {
      var site = entry.getKey();
      var kept = new EnumMap<Kind, SiteTrouble>(Kind.class);
      for (var known : entry.getValue().entrySet()) {
        var kind = known.getKey();
        var trouble = known.getValue();
        boolean isForeign = kind == Kind.FOREIGN;
        if (trouble.isOver(kind, at) || isForeign == isChecked.test(site)) {
          if (trouble.isTold()
              && (isForeign || isChecked.test(site))
              && !stands(entry.getValue(), kind.twin(), at)) {
            passed.add(new Notice(site, kind, trouble));
          }
          continue;
        }
        kept.put(kind, trouble);
        if (trouble.isCertain(kind, at) && (kind.isRepeated() || !trouble.isTold())) {
          standing.add(new Notice(site, kind, trouble));
          isDue |= trouble.isDue(kind, at, reminder);
        }
      }
      left.put(site, kept);
    }
    if (!isDue) {
      return new Review(List.of(), passed, new SiteLedger(left, shared));
    }
    standing.forEach(
        notice -> troublesOf(left, notice.site()).put(notice.kind(), notice.trouble().told(at)));
    return new Review(standing, passed, new SiteLedger(left, shared));
  }

  private static boolean stands(Map<Kind, SiteTrouble> troubles, Optional<Kind> kind, Instant at) {
    return kind.isPresent()
        && standing(troubles, kind).filter(trouble -> !trouble.isOver(kind.get(), at)).isPresent();
  }

  private static Map<Kind, SiteTrouble> troublesOf(
      Map<Site, Map<Kind, SiteTrouble>> sites, Site site) {
    return sites.computeIfAbsent(site, _ -> new EnumMap<>(Kind.class));
  }

  // ---- The document ----

  public Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", SCHEMA);
    tree.put(
        "sites",
        sites.entrySet().stream().map(entry -> tree(entry.getKey(), entry.getValue())).toList());
    if (!shared.isEmpty()) {
      tree.put(SHARED, shared.stream().map(SharedVpc::tree).toList());
    }
    return tree;
  }

  private static Map<String, Object> tree(Site site, Map<Kind, SiteTrouble> troubles) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("account", site.account());
    tree.put("region", site.region());
    tree.put(
        "troubles",
        troubles.entrySet().stream().map(entry -> tree(entry.getKey(), entry.getValue())).toList());
    return tree;
  }

  private static Map<String, Object> tree(Kind kind, SiteTrouble trouble) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("kind", kind.told().name());
    if (kind == Kind.CHECK_REFUSED) {
      tree.put("by", BY_CHECKS);
    }
    tree.put("because", trouble.because());
    tree.put("since", trouble.since().toString());
    tree.put("seen", trouble.seen().toString());
    tree.put("told", trouble.told().toString());
    tree.put("progress", trouble.progress().name());
    return tree;
  }

  private static Kind kind(JsonReader trouble) {
    var kind = trouble.oneOf("kind", Kind.class);
    return kind == Kind.REFUSED && trouble.has("by") && trouble.text("by").equals(BY_CHECKS)
        ? Kind.CHECK_REFUSED
        : kind;
  }

  /// Reads a document. IllegalArgumentException names the place of a mistake.
  public static SiteLedger of(Map<String, Object> tree) {
    var sites = new TreeMap<Site, Map<Kind, SiteTrouble>>();
    var document = new JsonReader("the ledger of accounts and regions", tree);
    for (var read : document.list("sites")) {
      var troubles = troublesOf(sites, new Site(read.text("account"), read.text("region")));
      for (var trouble : read.list("troubles")) {
        troubles.put(
            kind(trouble),
            new SiteTrouble(
                trouble.text("because"),
                trouble.instant("since"),
                trouble.instant("seen"),
                trouble.instant("told"),
                trouble.oneOf("progress", Progress.class)));
      }
    }
    var shared = document.has(SHARED) ? document.list(SHARED) : List.<JsonReader>of();
    return new SiteLedger(sites, shared.stream().map(SharedVpc::of).toList());
  }
}
