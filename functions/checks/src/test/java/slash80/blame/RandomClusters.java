package slash80.blame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import slash80.check.Events;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InstanceConnectEndpoint;
import slash80.facts.NodeGroup;
import slash80.facts.OtherEntrances;
import slash80.facts.PrefixDelegation;
import slash80.facts.VpcCni;
import slash80.ip.Prefix;

/// Random calls on the cluster: its endpoint, its add-on and node groups, and the EC2 Instance
/// Connect Endpoints of its VPC.
final class RandomClusters extends RandomCalls {
  private static final String EKS = "eks";
  private static final String VERSION = "2017-11-01";
  private static final String DELEGATION = "ENABLE_PREFIX_DELEGATION";

  private Optional<VpcCni> updating = Optional.empty();

  RandomClusters(Random dice) {
    super(dice);
  }

  Move endpoint(Facts facts) {
    boolean isPublic = dice.nextInt(4) > 0;
    var cidr = any(List.of("0.0.0.0/0", "203.0.113.0/24", "::/0"));
    return moveOf(
        EKS,
        VERSION,
        "UpdateClusterConfig",
        "{'name':'%s','resourcesVpcConfig':{'endpointPublicAccess':%s,'publicAccessCidrs':['%s']}}"
            .formatted(facts.cluster().name(), isPublic, cidr),
        "{'update':{'id':'u','status':'InProgress','type':'EndpointAccessUpdate'}}",
        before -> {
          var now = before.cluster();
          return FactsEdit.cluster(
              before,
              new Cluster(
                  now.name(),
                  now.arn(),
                  now.account(),
                  now.region(),
                  now.ipFamily(),
                  now.vpc(),
                  now.subnets(),
                  now.securityGroups(),
                  now.clusterSecurityGroup(),
                  now.autoMode(),
                  Fact.known(isPublic),
                  List.of(Prefix.parse(cidr)),
                  now.tags()));
        });
  }

  private static Facts delegating(
      Facts facts, Fact<Optional<VpcCni>> addon, Fact<List<NodeGroup>> groups) {
    var now = facts.delegation();
    return FactsEdit.delegation(
        facts,
        new PrefixDelegation(
            now.reservations(), now.instanceTypes(), addon, groups, now.recordedPrefixes()));
  }

  private VpcCni addon() {
    return new VpcCni(
        dice.nextInt(3) == 0 ? "v1.9.3-eksbuild.1" : "v1.20.4-eksbuild.1",
        Fact.known(
            Map.of(DELEGATION, Boolean.toString(dice.nextBoolean()), "ENABLE_IPv6", "true")));
  }

  Move addon(Facts facts) {
    var made = addon();
    updating = Optional.of(made);
    return moveOf(
        EKS,
        VERSION,
        "UpdateAddon",
        "{'name':'%s','addonName':'vpc-cni','addonVersion':'%s','configurationValues':'{\\'env\\':{\\'%s\\':\\'%s\\'}}'}"
            .formatted(
                facts.cluster().name(),
                made.version(),
                DELEGATION,
                made.environment().asKnown().orElseThrow().get(DELEGATION)),
        "{'update':{'id':'u','status':'InProgress','type':'AddonUpdate'}}",
        before ->
            delegating(before, Fact.known(Optional.of(made)), before.delegation().nodeGroups()));
  }

  /// An update of the add-on whose call was seen long before, or is in the batch: EKS does one
  /// update at a time (https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html).
  Move addonUpdated(Facts facts) {
    var made = updating.orElseGet(this::addon);
    return new Move(
        "EKS Addon Update Succeeded",
        Events.notification(
            "aws.eks",
            "EKS Addon Update Succeeded",
            "{'clusterName':'%s','addonName':'vpc-cni','addonVersion':'%s'}"
                .formatted(facts.cluster().name(), made.version())),
        before ->
            delegating(before, Fact.known(Optional.of(made)), before.delegation().nodeGroups()));
  }

  Move nodeGroup(Facts facts) {
    var made =
        new NodeGroup(
            "batch-%d".formatted(dice.nextInt(1 << 24)),
            List.of(any(facts.layers().subnets().asKnown().orElseThrow()).id()),
            dice.nextBoolean());
    return moveOf(
        EKS,
        VERSION,
        "CreateNodegroup",
        "{'name':'%s','nodegroupName':'%s','subnets':['%s']}"
            .formatted(facts.cluster().name(), made.name(), made.subnets().getFirst()),
        "{'nodegroup':{'nodegroupName':'%s','clusterName':'%s','status':'CREATING'}}"
            .formatted(made.name(), facts.cluster().name()),
        before ->
            delegating(
                before,
                before.delegation().vpcCni(),
                FactsEdit.with(before.delegation().nodeGroups(), made)));
  }

  /// A node group that is deleted with its nodes.
  Move nodeGroupDeleted(Facts facts) {
    var names =
        facts.attachments().instances().asKnown().orElseThrow().stream()
            .flatMap(instance -> instance.nodeGroup().stream())
            .distinct()
            .sorted()
            .toList();
    if (names.size() < 2) {
      return idle(facts);
    }
    var name = any(names);
    return moveOf(
        EKS,
        VERSION,
        "DeleteNodegroup",
        "{'name':'%s','nodegroupName':'%s'}".formatted(facts.cluster().name(), name),
        "{'nodegroup':{'nodegroupName':'%s','clusterName':'%s','status':'DELETING'}}"
            .formatted(name, facts.cluster().name()),
        before -> {
          var nodes =
              before.attachments().instances().asKnown().orElseThrow().stream()
                  .filter(instance -> instance.nodeGroup().filter(name::equals).isPresent())
                  .map(instance -> instance.id().value())
                  .collect(Collectors.toSet());
          return new InterfaceSteps.Made(nodes).before(before, Leaning.CLOSED);
        });
  }

  Move connectEndpoint(Facts facts) {
    var id = "eice-" + hex();
    var subnet = any(facts.layers().subnets().asKnown().orElseThrow());
    var group = any(securityGroups(facts)).id();
    boolean keeps = dice.nextBoolean();
    var made =
        new InstanceConnectEndpoint(
            id, subnet.vpc(), subnet.id(), List.of(group), List.of(), keeps);
    return move(
        "CreateInstanceConnectEndpoint",
        "{'CreateInstanceConnectEndpointRequest':{'SubnetId':'%s','SecurityGroupId':{'tag':1,'content':'%s'},'PreserveClientIp':%s}}"
            .formatted(subnet.id(), group, keeps),
        "{'CreateInstanceConnectEndpointResponse':{'instanceConnectEndpoint':{'instanceConnectEndpointId':'%s','subnetId':'%s'}}}"
            .formatted(id, subnet.id()),
        before -> {
          var now = before.otherEntrances();
          return FactsEdit.otherEntrances(
              before,
              new OtherEntrances(
                  now.accelerators(),
                  now.endpointServices(),
                  FactsEdit.with(now.instanceConnectEndpoints(), made)));
        });
  }
}
