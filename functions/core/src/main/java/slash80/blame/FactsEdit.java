package slash80.blame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import slash80.facts.Attachments;
import slash80.facts.Balancing;
import slash80.facts.BlockMode;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.InternetGateway;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.OtherEntrances;
import slash80.facts.PrefixDelegation;
import slash80.facts.PrefixList;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.facts.Vpc;
import slash80.facts.VpcLayers;

/// Copies of facts in which one list differs. What was not read stays unread.
final class FactsEdit {
  private FactsEdit() {}

  /// Edits each element of a list; an empty result leaves it out.
  static <T> Fact<List<T>> each(Fact<List<T>> list, Function<T, Optional<T>> edit) {
    return list.map(
        elements -> {
          var edited = new ArrayList<T>();
          boolean isSame = true;
          for (var element : elements) {
            var now = edit.apply(element);
            isSame &= now.filter(kept -> kept.equals(element)).isPresent();
            now.ifPresent(edited::add);
          }
          return isSame ? elements : List.copyOf(edited);
        });
  }

  static <T> Fact<List<T>> with(Fact<List<T>> list, T more) {
    return list.map(
        elements -> {
          var longer = new ArrayList<>(elements);
          longer.add(more);
          return List.copyOf(longer);
        });
  }

  static Facts layers(Facts facts, UnaryOperator<VpcLayers> edit) {
    var others = new LinkedHashMap<Vpc.Id, VpcLayers>();
    facts.otherVpcs().forEach((id, layers) -> others.put(id, edit.apply(layers)));
    return new Facts(
        facts.cluster(),
        facts.at(),
        edit.apply(facts.layers()),
        others,
        facts.attachments(),
        facts.balancing(),
        facts.otherEntrances(),
        facts.delegation(),
        facts.permissions(),
        facts.notes());
  }

  static Facts cluster(Facts facts, Cluster cluster) {
    return parts(
        facts,
        cluster,
        facts.attachments(),
        facts.balancing(),
        facts.otherEntrances(),
        facts.delegation());
  }

  static Facts delegation(Facts facts, PrefixDelegation delegation) {
    return parts(
        facts,
        facts.cluster(),
        facts.attachments(),
        facts.balancing(),
        facts.otherEntrances(),
        delegation);
  }

  static Facts otherEntrances(Facts facts, OtherEntrances entrances) {
    return parts(
        facts,
        facts.cluster(),
        facts.attachments(),
        facts.balancing(),
        entrances,
        facts.delegation());
  }

  static Facts parts(Facts facts, Attachments attachments, Balancing balancing) {
    return parts(
        facts, facts.cluster(), attachments, balancing, facts.otherEntrances(), facts.delegation());
  }

  private static Facts parts(
      Facts facts,
      Cluster cluster,
      Attachments attachments,
      Balancing balancing,
      OtherEntrances entrances,
      PrefixDelegation delegation) {
    return new Facts(
        cluster,
        facts.at(),
        facts.layers(),
        facts.otherVpcs(),
        attachments,
        balancing,
        entrances,
        delegation,
        facts.permissions(),
        facts.notes());
  }

  static Facts instances(Facts facts, Function<Instance, Optional<Instance>> edit) {
    var attachments = facts.attachments();
    return parts(
        facts,
        new Attachments(each(attachments.instances(), edit), attachments.interfaces()),
        facts.balancing());
  }

  static Facts interfaces(
      Facts facts, Function<NetworkInterface, Optional<NetworkInterface>> edit) {
    var attachments = facts.attachments();
    return parts(
        facts,
        new Attachments(attachments.instances(), each(attachments.interfaces(), edit)),
        facts.balancing());
  }

  static Facts balancers(Facts facts, Function<LoadBalancer, Optional<LoadBalancer>> edit) {
    var balancing = facts.balancing();
    return parts(
        facts,
        facts.attachments(),
        new Balancing(
            each(balancing.loadBalancers(), edit),
            each(balancing.classic(), edit),
            balancing.targetGroups()));
  }

  static Facts targetGroups(Facts facts, Function<TargetGroup, Optional<TargetGroup>> edit) {
    var balancing = facts.balancing();
    return parts(
        facts,
        facts.attachments(),
        new Balancing(
            balancing.loadBalancers(), balancing.classic(), each(balancing.targetGroups(), edit)));
  }

  static VpcLayers groups(VpcLayers at, Fact<List<SecurityGroup>> groups) {
    return layers(at, at.subnets(), groups, at.acls(), at.routeTables(), at.internetGateways());
  }

  static Facts groups(Facts facts, UnaryOperator<Fact<List<SecurityGroup>>> edit) {
    return layers(facts, at -> groups(at, edit.apply(at.groups())));
  }

  static Facts acls(Facts facts, UnaryOperator<Fact<List<NetworkAcl>>> edit) {
    return layers(
        facts,
        at ->
            layers(
                at,
                at.subnets(),
                at.groups(),
                edit.apply(at.acls()),
                at.routeTables(),
                at.internetGateways()));
  }

  static Facts subnets(Facts facts, Function<Subnet, Optional<Subnet>> edit) {
    return layers(
        facts,
        at ->
            layers(
                at,
                each(at.subnets(), edit),
                at.groups(),
                at.acls(),
                at.routeTables(),
                at.internetGateways()));
  }

  static VpcLayers vpc(VpcLayers at, Fact<Vpc> vpc) {
    return new VpcLayers(
        vpc,
        at.subnets(),
        at.groups(),
        at.acls(),
        at.routeTables(),
        at.internetGateways(),
        at.egressOnlyGateway(),
        at.prefixLists(),
        at.blockMode(),
        at.exclusions());
  }

  static VpcLayers tables(VpcLayers at, Fact<List<RouteTable>> tables) {
    return layers(at, at.subnets(), at.groups(), at.acls(), tables, at.internetGateways());
  }

  static VpcLayers gateways(VpcLayers at, Fact<List<InternetGateway>> gateways) {
    return layers(at, at.subnets(), at.groups(), at.acls(), at.routeTables(), gateways);
  }

  private static VpcLayers layers(
      VpcLayers at,
      Fact<List<Subnet>> subnets,
      Fact<List<SecurityGroup>> groups,
      Fact<List<NetworkAcl>> acls,
      Fact<List<RouteTable>> tables,
      Fact<List<InternetGateway>> gateways) {
    return new VpcLayers(
        at.vpc(),
        subnets,
        groups,
        acls,
        tables,
        gateways,
        at.egressOnlyGateway(),
        at.prefixLists(),
        at.blockMode(),
        at.exclusions());
  }

  static Facts prefixList(Facts facts, PrefixList.Id id, UnaryOperator<PrefixList> edit) {
    return layers(
        facts,
        at -> {
          var lists = new LinkedHashMap<>(at.prefixLists());
          lists.computeIfPresent(id, (_, list) -> list.map(edit));
          return new VpcLayers(
              at.vpc(),
              at.subnets(),
              at.groups(),
              at.acls(),
              at.routeTables(),
              at.internetGateways(),
              at.egressOnlyGateway(),
              lists,
              at.blockMode(),
              at.exclusions());
        });
  }

  static Facts publicAccess(
      Facts facts,
      UnaryOperator<Fact<BlockMode>> mode,
      UnaryOperator<Fact<List<PublicAccessExclusion>>> exclusions) {
    return layers(
        facts,
        at ->
            new VpcLayers(
                at.vpc(),
                at.subnets(),
                at.groups(),
                at.acls(),
                at.routeTables(),
                at.internetGateways(),
                at.egressOnlyGateway(),
                at.prefixLists(),
                mode.apply(at.blockMode()),
                exclusions.apply(at.exclusions())));
  }
}
