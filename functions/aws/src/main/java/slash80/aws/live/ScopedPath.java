package slash80.aws.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.PrefixLists;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.PrefixList;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;

/// The responses about the layers that packets pass on their way to some subnets.
///
/// @param lists the entries of the prefix lists that the route tables name
/// @param appliances the interfaces of the appliances that gateways send packets to
record ScopedPath(
    AwsResponses.Path layers,
    Map<String, Fact<PrefixList>> lists,
    Fact<List<NetworkInterface>> appliances) {

  /// Reads the path to subnets.
  ///
  /// @param vpcs the ids of the VPCs that the subnets are in
  /// @param subnets the responses about the subnets
  record Reader(
      Ec2Calls ec2,
      CachedEc2 cached,
      Cluster cluster,
      Set<String> vpcs,
      Fact<List<Subnet>> subnets) {

    /// Empty when the path takes more calls than the budget has left.
    ///
    /// @param known the prefix lists that were read before
    Optional<ScopedPath> read(List<String> ids, Set<String> known, CallBudget budget) {
      if (budget.left() < 2) {
        return Optional.empty();
      }
      Fact<List<NetworkAcl>> acls;
      Fact<List<RouteTable>> fact;
      try (var calls = new SideBySide()) {
        var ofSubnets = calls.begin(() -> ec2.acls("association.subnet-id", ids));
        fact = ec2.routeTables("vpc-id", vpcs);
        acls = ofSubnets.get();
      }
      var tables = fact.map(found -> deciding(found, ids));
      var appliances = InspectionAppliances.of(tables.asKnown().orElse(List.of()));
      int cost = appliances.cost() + (subnetsShowBlocking() ? 0 : 2);
      if (budget.left() < cost) {
        return Optional.empty();
      }
      Fact<VpcBlockPublicAccessOptions> blocking =
          subnetsShowBlocking() ? Fact.unread(ScopedAttachments.NOT_READ) : ec2.blockPublicAccess();
      var named = PrefixLists.named(Fact.known(List.of()), tables);
      named.removeAll(known);
      var lists = cached.entries(named);
      return Optional.of(
          new ScopedPath(
              new AwsResponses.Path(
                  acls,
                  tables,
                  fact.map(new GatewaysFromRoutes(cluster.vpc())::internetGateways),
                  Fact.unread(ScopedAttachments.NOT_READ),
                  blocking,
                  exclusions(blocking)),
              lists,
              tables.flatMap(_ -> appliances.read(ec2))));
    }

    /// A subnet usually shows its own state of block public access. Only if one does not, the
    /// account's options are read.
    private boolean subnetsShowBlocking() {
      return subnets.asKnown().orElse(List.of()).stream()
          .allMatch(subnet -> subnet.blockPublicAccessStates() != null);
    }

    private Fact<List<VpcBlockPublicAccessExclusion>> exclusions(
        Fact<VpcBlockPublicAccessOptions> blocking) {
      boolean isOn =
          blocking
              .asKnown()
              .filter(options -> !"off".equals(options.internetGatewayBlockModeAsString()))
              .isPresent();
      return isOn ? ec2.exclusions() : Fact.unread(ScopedAttachments.NOT_READ);
    }
  }

  /// The tables that route packets of these subnets: their own tables, the VPCs' main tables, and
  /// the tables of gateways. Where a gateway sends packets through appliances, any table may.
  private static List<RouteTable> deciding(List<RouteTable> tables, List<String> subnets) {
    return InspectionAppliances.of(tables).isEmpty()
        ? tables.stream().filter(table -> decides(table, subnets)).toList()
        : tables;
  }

  private static boolean decides(RouteTable table, List<String> subnets) {
    return table.associations().stream()
        .anyMatch(
            association ->
                Boolean.TRUE.equals(association.main())
                    || association.gatewayId() != null
                    || subnets.contains(association.subnetId()));
  }
}
