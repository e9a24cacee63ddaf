package slash80.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Protocol;
import slash80.network.EntranceTarget;
import slash80.network.Network;
import slash80.reach.AdmittedPackets;
import slash80.reach.Entrance;
import slash80.reach.EntranceTrace;
import slash80.reach.Layer;
import slash80.reach.PacketTrace;

/// The entrances in the JSON of `reach`. Like those of [ReportJson], the keys, their order and
/// their meaning are a contract.
public final class EntranceJson {
  private EntranceJson() {}

  /// An entrance as far as its list of targets, which is written as it goes. The outer set is about
  /// IPv6.
  public static Map<String, Object> head(Entrance entrance, Network network) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("cluster", network.cluster().name());
    tree.put("type", entrance.type().toString());
    tree.put("id", entrance.id());
    var ipv6 = entrance.admits(IpFamily.IPV6);
    tree.put("admits", ReportJson.boxes(ipv6.surely(), network.internet()));
    tree.put("ipv4", ipv4(entrance.admits(IpFamily.IPV4), network));
    return tree;
  }

  private static Map<String, Object> ipv4(AdmittedPackets admitted, Network network) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("admits", ReportJson.boxes(admitted.surely(), network.internet()));
    tree.put("unknown", unknown(admitted, network));
    tree.put("unread", admitted.unread());
    return tree;
  }

  private static List<Map<String, Object>> unknown(AdmittedPackets admitted, Network network) {
    return ReportJson.boxes(admitted.atMost().difference(admitted.surely()), network.internet());
  }

  /// An interface that an entrance leads to. Unknown answers are null.
  public static Map<String, @Nullable Object> target(EntranceTarget target) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("interface", target.networkInterface().value());
    tree.put("address", target.address());
    tree.put("port", target.port());
    tree.put("sees", target.sees().toString());
    tree.put("clients", ReportJson.word(target.clients()));
    tree.put("protocol", target.protocol());
    tree.put("ports", target.ports());
    tree.put("arrives", target.arrives().asKnown().orElse(null));
    return tree;
  }

  /// The keys of an entrance after its targets.
  public static Map<String, Object> tail(Entrance entrance, Network network) {
    var ipv6 = entrance.admits(IpFamily.IPV6);
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", entrance.name());
    tree.put("who", entrance.who());
    tree.put("unknown", unknown(ipv6, network));
    tree.put("unread", ipv6.unread());
    tree.put("notes", entrance.notes());
    return tree;
  }

  /// The path of one packet through an entrance: a line of `reach --packets`. Unknown answers are
  /// null.
  public static Map<String, @Nullable Object> passage(EntranceTrace trace, Network network) {
    var layers = new LinkedHashMap<String, @Nullable Object>();
    for (var layer : Layer.values()) {
      if (trace.layers().containsKey(layer)) {
        var passes = Objects.requireNonNull(trace.layers().get(layer));
        layers.put(layer.toString(), passes.asKnown().orElse(null));
      }
    }
    layers.put("target", trace.target().asKnown().orElse(null));
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("delivered", trace.isLetIn() ? (Object) trace.passes().asKnown().orElse(null) : false);
    tree.put("entrance", trace.entrance().id());
    tree.put("sees", trace.sees().toString());
    tree.put("layers", layers);
    tree.put("path", trace.path().stream().map(PacketTrace.Step::toString).toList());
    tree.put("fromInternet", isFromInternet(trace.packet(), network));
    return tree;
  }

  /// The path of one packet through the internet gateway, to the interface's own address.
  public static Map<String, @Nullable Object> passage(Entrance gateway, PacketTrace trace) {
    var direct = ReportJson.passage(trace);
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("delivered", direct.get("delivered"));
    tree.put("entrance", gateway.id());
    tree.put("sees", "client");
    tree.put("layers", direct.get("layers"));
    tree.put("path", direct.get("path"));
    tree.put("fromInternet", trace.fromInternet());
    return tree;
  }

  /// The answer about a packet that an entrance does not send to an interface.
  public static Map<String, @Nullable Object> noWay(
      Entrance entrance, NetworkInterface to, Packet packet, Network network) {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("delivered", false);
    tree.put("entrance", entrance.id());
    tree.put("sees", null);
    tree.put("layers", Map.of("target", false));
    tree.put(
        "path",
        List.of(
            "%s/%s sends no %s to %s"
                .formatted(
                    entrance.type(),
                    entrance.name(),
                    OpeningText.services(
                        Protocol.name(packet.protocol()), String.valueOf(packet.port())),
                    to.id())));
    tree.put("fromInternet", isFromInternet(packet, network));
    return tree;
  }

  private static boolean isFromInternet(Packet packet, Network network) {
    return network.internet(packet.source().family()).contains(packet.source());
  }
}
