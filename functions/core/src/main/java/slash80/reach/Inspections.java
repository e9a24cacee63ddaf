package slash80.reach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;

/// Finds the node subnets that the internet gateway sends through an appliance, over either family:
/// an owner who inspects one family means to inspect both.
record Inspections(VpcIndex vpc, RouteLayer routes) {
  private static final Comparator<Inspection> BY_SUBNET =
      Comparator.<Inspection, String>comparing(inspection -> inspection.subnet().value())
          .thenComparing(inspection -> inspection.appliance().toString())
          .thenComparing(inspection -> inspection.table().id().value());

  Fact<List<Inspection>> find(Fact<List<NetworkInterface>> nodes) {
    return vpc.layers().routeTables().flatMap(_ -> nodes).flatMap(this::among);
  }

  private Fact<List<Inspection>> among(List<NetworkInterface> nodes) {
    var found = new LinkedHashSet<Inspection>();
    var unread = new TreeSet<String>();
    for (var node : routes.edgeTables().isEmpty() ? List.<NetworkInterface>of() : nodes) {
      for (var diverted : diversions(node)) {
        switch (diverted.surely()) {
          case Known<Boolean>(var surely) when surely -> found.addAll(diverted.inspections());
          case Known<Boolean> _ -> {}
          case Unread<Boolean>(var why) -> unread.add(why);
        }
      }
    }
    return found.isEmpty() && !unread.isEmpty()
        ? Fact.unread(String.join("; ", unread))
        : Fact.known(found.stream().sorted(BY_SUBNET).toList());
  }

  /// The gateway's routes to one appliance.
  private record Diverted(Fact<Boolean> surely, Set<Inspection> inspections) {}

  private List<Diverted> diversions(NetworkInterface node) {
    var diversions = new ArrayList<Diverted>();
    for (var family : IpFamily.values()) {
      routes
          .diversion(node, family)
          .appliances()
          .forEach(
              (appliance, surely) ->
                  diversions.add(new Diverted(surely, inspections(node.subnet(), appliance))));
    }
    return diversions;
  }

  private Set<Inspection> inspections(Subnet.Id subnet, RouteTable.Target appliance) {
    var inspections = new LinkedHashSet<Inspection>();
    routes.edgeTables().stream()
        .filter(table -> table.routes().stream().anyMatch(it -> it.target().equals(appliance)))
        .forEach(table -> inspections.add(new Inspection(subnet, table, appliance)));
    return inspections;
  }
}
