package slash80.ledger;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

/// The packet sets of a ledger, each written once as its boxes and read back exactly: hundreds of
/// nodes behind one security group are open to the same set.
final class PacketSets {
  private final Map<PacketSet, Integer> places = new LinkedHashMap<>();

  /// The place of a set in the list.
  int place(PacketSet packets) {
    return places.computeIfAbsent(packets, _ -> places.size());
  }

  List<Map<String, Object>> tree() {
    return places.keySet().stream().map(PacketSets::tree).toList();
  }

  private static Map<String, Object> tree(PacketSet packets) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("family", packets.family().name());
    tree.put("boxes", packets.boxes().stream().map(PacketSets::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(PacketSet.Box box) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("protocol", box.protocol());
    tree.put("ports", box.ports());
    tree.put("sources", box.sources().prefixes().stream().map(Prefix::toString).toList());
    return tree;
  }

  /// The list of a document, as [#tree] writes it.
  static List<PacketSet> of(JsonReader document) {
    return document.list("packetSets").stream().map(PacketSets::read).toList();
  }

  /// The set at the place that an entry names.
  static PacketSet at(JsonReader entry, String key, List<PacketSet> sets) {
    int place = entry.number(key);
    return place >= 0 && place < sets.size()
        ? sets.get(place)
        : entry.refuse(key, "the place of a packet set");
  }

  private static PacketSet read(JsonReader set) {
    var family = set.oneOf("family", IpFamily.class);
    var boxes = set.list("boxes").stream().map(box -> box(box, family)).toList();
    return PacketSet.union(family, boxes);
  }

  private static PacketSet box(JsonReader box, IpFamily family) {
    return PacketSet.of(services(box, family), sources(box, family));
  }

  private static AddressSet sources(JsonReader box, IpFamily family) {
    var prefixes = box.texts("sources").stream().map(Prefix::parse).toList();
    return prefixes.stream().allMatch(prefix -> prefix.family() == family)
        ? AddressSet.of(family, prefixes)
        : box.refuse("sources", "a list of %s ranges".formatted(family));
  }

  /// Reads a line of [ServiceSet#lines].
  private static ServiceSet services(JsonReader box, IpFamily family) {
    String protocol = box.text("protocol");
    String ports = box.text("ports");
    if (protocol.equals("-1")) {
      return ServiceSet.all(family);
    }
    if (protocol.matches("\\d+-\\d+")) {
      return protocols(range(box, "protocol", protocol), family);
    }
    int number = Protocol.parse(protocol);
    return ports.equals("all")
        ? ServiceSet.of(family, number)
        : Arrays.stream(ports.split(",", -1))
            .map(part -> ServiceSet.of(family, number, range(box, "ports", part)))
            .reduce(ServiceSet.none(family), ServiceSet::union);
  }

  private static ServiceSet protocols(PortRange numbers, IpFamily family) {
    var services = ServiceSet.none(family);
    for (int number = numbers.first(); number <= numbers.last(); number++) {
      services = services.union(ServiceSet.of(family, number));
    }
    return services;
  }

  private static PortRange range(JsonReader box, String key, String text) {
    if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
      return box.refuse(key, "a number or a range of numbers");
    }
    String[] ends = text.split("-");
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }
}
