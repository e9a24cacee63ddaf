package slash80.alerts;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slash80.facts.Cluster;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.ledger.Since;
import slash80.network.Network;
import slash80.reach.Layer;
import slash80.reach.PacketTrace;
import slash80.reach.Reach;
import slash80.rule.Finding;

/// The JSON documents for other programs, as trees of maps, lists, strings, numbers and booleans.
/// The keys, their order and their meaning are a contract: keys are added at the end, and none is
/// renamed.
public final class ReportJson {
  private ReportJson() {}

  /// The report of `audit` about one cluster.
  public static Map<String, Object> of(Judgement judgement) {
    var tree = place(judgement);
    tree.put("nodes", judgement.nodes());
    tree.put("notes", judgement.notes());
    tree.put("findings", findings(judgement.findings(), judgement.internet()));
    tree.put("undecided", judgement.undecided().stream().map(ReportJson::undecided).toList());
    tree.put("settling", judgement.settling().stream().map(ReportJson::settling).toList());
    tree.put(
        "exempted",
        judgement.exempted().stream()
            .map(exempted -> exempted(exempted, judgement.internet()))
            .toList());
    return tree;
  }

  /// The report, with the prefixes of each node, and the moment at which each finding was first
  /// seen where a ledger tells. Unread facts are null.
  public static Map<String, Object> of(Judgement judgement, Network network, Since since) {
    var tree = of(judgement);
    tree.put("findings", findings(judgement.findings(), judgement.internet(), since));
    network
        .nodes()
        .asKnown()
        .ifPresent(
            nodes ->
                tree.put(
                    "delegation", nodes.stream().map(node -> delegation(node, network)).toList()));
    return tree;
  }

  private static Map<String, Object> delegation(Node node, Network network) {
    var subnet = network.primaryInterfaceOf(node).map(primary -> primary.subnet().value());
    var prefixes =
        network.prefixesOf(node).map(held -> held.stream().map(Prefix::toString).toList());
    var tree = new LinkedHashMap<String, Object>();
    tree.put("node", node.subjectId());
    tree.put("subnet", subnet.asKnown().orElse(null));
    tree.put("prefixes", prefixes.asKnown().orElse(null));
    return tree;
  }

  /// The cluster and the moment of a judgement.
  public static Map<String, Object> place(Judgement judgement) {
    return place(judgement.cluster(), judgement.at());
  }

  /// A cluster, its account and region, and a moment in whole seconds.
  public static Map<String, Object> place(Cluster.Id cluster, Instant at) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("cluster", cluster.name());
    tree.put("account", cluster.account());
    tree.put("region", cluster.region());
    tree.put("at", TextFormat.moment(at));
    return tree;
  }

  private static Map<String, Object> exempted(Exempted exempted, Map<IpFamily, Internet> internet) {
    var tree = finding(exempted.finding(), internet);
    tree.put("exemption", exemption(exempted.exemption()));
    return tree;
  }

  /// An exemption as a policy names it.
  public static Map<String, Object> exemption(Exemption exemption) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rule", exemption.rule());
    tree.put("subject", exemption.subject().toString());
    tree.put("reason", exemption.reason());
    tree.put("owner", exemption.owner());
    tree.put("expires", exemption.expires().toString());
    return tree;
  }

  public static List<Map<String, Object>> findings(
      List<Finding> findings, Map<IpFamily, Internet> internet) {
    return findings.stream().map(finding -> finding(finding, internet)).toList();
  }

  /// The same, with the moment at which each was first seen where a ledger tells.
  public static List<Map<String, Object>> findings(
      List<Finding> findings, Map<IpFamily, Internet> internet, Since since) {
    return findings.stream()
        .map(
            finding -> {
              var tree = finding(finding, internet);
              since
                  .of(List.of(finding))
                  .ifPresent(moment -> tree.put("firstSeen", TextFormat.moment(moment)));
              return tree;
            })
        .toList();
  }

  private static Map<String, Object> finding(Finding finding, Map<IpFamily, Internet> internet) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", finding.id());
    tree.put("rule", finding.rule());
    tree.put("family", word(finding.family()));
    tree.put("severity", finding.severity().name());
    tree.put("subject", subject(finding));
    tree.put("title", finding.title());
    tree.put("detail", finding.detail());
    tree.put("remedy", finding.remedy());
    tree.put("see", finding.see());
    tree.put(
        "evidence",
        finding.evidence().stream().map(seen -> step(seen.at(), seen.because())).toList());
    finding.open().ifPresent(open -> tree.put("open", boxes(open, internet)));
    finding.latent().ifPresent(latent -> tree.put("latent", boxes(latent, internet)));
    tree.put("cause", finding.cause());
    tree.put("risk", finding.risk());
    return tree;
  }

  static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> subject(Finding finding) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("type", finding.subjectType());
    tree.put("id", finding.subject());
    finding.node().ifPresent(node -> tree.put("node", node));
    return tree;
  }

  private static Map<String, Object> step(String at, String because) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("at", at);
    tree.put("because", because);
    return tree;
  }

  public static Map<String, Object> undecided(Judgement.Undecided undecided) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rule", undecided.rule());
    tree.put("because", undecided.because());
    tree.put("subjects", undecided.subjects().size());
    tree.put("first", undecided.subjects().isEmpty() ? "" : undecided.subjects().getFirst());
    return tree;
  }

  private static Map<String, Object> settling(Judgement.Settling settling) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rule", settling.rule());
    tree.put("subject", settling.subject());
    tree.put("until", TextFormat.moment(settling.until()));
    return tree;
  }

  static List<Map<String, Object>> boxes(PacketSet packets, Map<IpFamily, Internet> internet) {
    var whole = internet.getOrDefault(packets.family(), Internet.over(packets.family()));
    return packets.boxes().stream().map(box -> box(box, whole)).toList();
  }

  private static Map<String, Object> box(PacketSet.Box box, Internet internet) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("protocol", box.protocol());
    tree.put("ports", box.ports());
    tree.put("sources", internet.written(box.sources()).stream().map(Prefix::toString).toList());
    tree.put("share", internet.share(box.sources()));
    return tree;
  }

  /// A posture of `reach`: what the internet can open on every interface that has it. The outer
  /// fields are about IPv6.
  public static Map<String, Object> posture(
      int id, Network network, NetworkInterface networkInterface) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", id);
    tree.put("vpc", network.cluster().vpc().value());
    var ipv6 = reach(network.reach(networkInterface, IpFamily.IPV6), network);
    var unknown = ipv6.remove("unknown");
    var unread = ipv6.remove("unread");
    tree.putAll(ipv6);
    tree.put("ipv4", reach(network.reach(networkInterface, IpFamily.IPV4), network));
    tree.put("unknown", unknown);
    tree.put("unread", unread);
    return tree;
  }

  /// A row of `reach`: an interface, its posture by number, and what the policy allows it.
  public static Map<String, Object> row(
      int posture, Network network, NetworkInterface networkInterface) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("cluster", network.cluster().name());
    network.nodeOf(networkInterface).ifPresent(node -> tree.put("node", node.id().value()));
    tree.put("interface", networkInterface.id().value());
    tree.put("posture", posture);
    network
        .kindOf(networkInterface)
        .ifPresent(kind -> tree.put("kind", word(kind).replace('_', '-')));
    tree.put("allowed", allowed(networkInterface, IpFamily.IPV6, network));
    tree.put("ipv4Allowed", allowed(networkInterface, IpFamily.IPV4, network));
    return tree;
  }

  /// The part of the open and latent sets that a policy allows.
  private static List<Map<String, Object>> allowed(
      NetworkInterface networkInterface, IpFamily family, Network network) {
    var reach = network.reach(networkInterface, family);
    var allowed =
        reach
            .open()
            .union(reach.latent())
            .intersection(network.tolerated(networkInterface, family));
    return boxes(allowed, network.internet());
  }

  private static Map<String, Object> reach(Reach reach, Network network) {
    var internet = network.internet();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("state", word(reach.state()));
    tree.put("open", boxes(reach.open(), internet));
    tree.put("inspected", boxes(reach.inspected(), internet));
    tree.put("latent", boxes(reach.latent(), internet));
    tree.put("stoppedBy", reach.stoppedBy().stream().sorted().map(Layer::toString).toList());
    tree.put("unknown", boxes(reach.unknown(), internet));
    tree.put("unread", reach.unread());
    return tree;
  }

  /// The path of one packet: a line of `reach --packets`. Unknown answers are null.
  public static Map<String, Object> passage(PacketTrace passage) {
    var layers = new LinkedHashMap<String, @Nullable Object>();
    passage
        .layers()
        .forEach((layer, passes) -> layers.put(layer.toString(), passes.asKnown().orElse(null)));
    var tree = new LinkedHashMap<String, Object>();
    tree.put("delivered", delivered(passage, layers.values()));
    tree.put("layers", layers);
    tree.put("path", passage.path().stream().map(PacketTrace.Step::toString).toList());
    tree.put("inspected", passage.inspected());
    tree.put("fromInternet", passage.fromInternet());
    return tree;
  }

  /// One layer that stops the packet is enough for an answer; "no layer" needs all layers.
  private static @Nullable Object delivered(
      PacketTrace passage, Collection<@Nullable Object> layers) {
    if (!passage.fromInternet() || layers.contains(false)) {
      return false;
    }
    return layers.contains(null) ? null : true;
  }
}
