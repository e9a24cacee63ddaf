package slash80.aws.live;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import slash80.aws.Ipv6Blocks;
import slash80.aws.ResourceIds;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// Finds the VPCs of resources. It makes one call for each kind of resource. A resource that is not
/// found was deleted, and its VPC is unknown.
final class LiveVpcLookup {
  private final Ec2Calls ec2;
  private final BalancingCalls balancing;

  LiveVpcLookup(Ec2Calls ec2, BalancingCalls balancing) {
    this.ec2 = ec2;
    this.balancing = balancing;
  }

  Fact<Set<Vpc.Id>> of(Collection<String> ids) {
    var kinds = new TreeMap<String, Set<String>>();
    for (var id : ids) {
      var kind =
          Ipv6Blocks.parse(id).isPresent() ? "address" : ResourceIds.kind(ResourceIds.parent(id));
      kinds.computeIfAbsent(kind, _ -> new TreeSet<>()).add(ResourceIds.parent(id));
    }
    Fact<Set<Vpc.Id>> vpcs = Fact.known(Set.of());
    for (var kind : kinds.entrySet()) {
      vpcs = vpcs.flatMap(found -> union(found, ofKind(kind.getKey(), kind.getValue())));
    }
    return vpcs;
  }

  private static Fact<Set<Vpc.Id>> union(Set<Vpc.Id> ids, Fact<Set<String>> more) {
    return more.map(
        vpcs -> {
          var union = new HashSet<>(ids);
          vpcs.forEach(vpc -> union.add(new Vpc.Id(vpc)));
          return Set.copyOf(union);
        });
  }

  private Fact<Set<String>> ofKind(String kind, Set<String> ids) {
    return switch (kind) {
      case "vpc" -> Fact.known(ids);
      case "i" ->
          tied(
              ids,
              ec2.instances("instance-id", ids),
              instance -> instance.instanceId(),
              instance -> instance.vpcId());
      case "eni" -> interfaces(ids);
      case "subnet" -> subnets(ids);
      case "sg" -> groups(ids);
      case "sgr" -> groupRules(ids);
      case "rtb" ->
          tied(
              ids,
              ec2.routeTables("route-table-id", ids),
              table -> table.routeTableId(),
              table -> table.vpcId());
      case "acl" -> each(ids, this::acl);
      case "igw" -> internetGateways(ids);
      case "eigw" -> egressOnlyGateways(ids);
      case "pl" -> prefixLists(ids);
      case "eipalloc" -> elasticAddresses(ids);
      case "vpcbpa-exclude" -> exclusions(ids);
      case "loadbalancer" -> each(ids, this::loadBalancer);
      case "targetgroup" -> each(ids, this::targetGroup);
      case "address" -> each(ids, this::address);
      default -> Fact.unread(ids.iterator().next() + " does not tell its VPC");
    };
  }

  /// The VPCs of resources that were asked for; unread when one of them was not found or has no
  /// VPC.
  private static <T> Fact<Set<String>> tied(
      Set<String> ids, Fact<List<T>> found, Function<T, String> id, Function<T, String> vpc) {
    return found.flatMap(
        objects -> {
          var vpcs = new TreeMap<String, String>();
          for (var value : objects) {
            Optional.ofNullable(vpc.apply(value))
                .ifPresent(where -> vpcs.put(id.apply(value), where));
          }
          return allOf(ids, vpcs.keySet(), new LinkedHashSet<>(vpcs.values()));
        });
  }

  private static Fact<Set<String>> allOf(
      Set<String> asked, Collection<String> found, Set<String> vpcs) {
    var there = new HashSet<>(found);
    return asked.stream()
        .filter(id -> !there.contains(id))
        .findFirst()
        .<Fact<Set<String>>>map(gone -> Fact.unread(gone + " was deleted, or is in no VPC"))
        .orElse(Fact.known(vpcs));
  }

  private static Fact<Set<String>> each(
      Set<String> ids, Function<String, Fact<Set<String>>> question) {
    Fact<Set<String>> fact = Fact.known(Set.of());
    for (var id : ids) {
      fact =
          fact.flatMap(
              texts ->
                  question
                      .apply(id)
                      .map(
                          more -> {
                            var both = new LinkedHashSet<>(texts);
                            both.addAll(more);
                            return both;
                          }));
    }
    return fact;
  }

  private Fact<Set<String>> interfaces(Set<String> ids) {
    return tied(
        ids,
        ec2.interfaces("network-interface-id", ids),
        item -> item.networkInterfaceId(),
        item -> item.vpcId());
  }

  private Fact<Set<String>> subnets(Set<String> ids) {
    return tied(
        ids, ec2.subnets("subnet-id", ids), subnet -> subnet.subnetId(), subnet -> subnet.vpcId());
  }

  private Fact<Set<String>> groups(Set<String> ids) {
    return ec2.groups("group-id", ids)
        .flatMap(
            found ->
                allOf(ids, found.stream().map(SecurityGroup::groupId).toList(), Set.of())
                    .flatMap(_ -> carriers(found)));
  }

  /// A group's own VPC, and those of the interfaces that carry it: a group can be shared with other
  /// VPCs (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html).
  private Fact<Set<String>> carriers(List<SecurityGroup> groups) {
    var ids = groups.stream().map(SecurityGroup::groupId).toList();
    return ec2.interfaces("group-id", ids)
        .map(
            interfaces -> {
              var vpcs = new LinkedHashSet<String>();
              groups.forEach(group -> vpcs.add(group.vpcId()));
              interfaces.forEach(item -> vpcs.add(item.vpcId()));
              return vpcs;
            });
  }

  private Fact<Set<String>> groupRules(Set<String> ids) {
    return ec2.groupRules("security-group-rule-id", ids)
        .flatMap(
            found -> {
              var groups = new TreeSet<String>();
              found.forEach(rule -> groups.add(rule.groupId()));
              var seen = found.stream().map(rule -> rule.securityGroupRuleId()).toList();
              return allOf(ids, seen, Set.of()).flatMap(_ -> groups(groups));
            });
  }

  /// A gateway that is attached to no VPC concerns no VPC: the calls that attach and detach it name
  /// the VPC.
  private Fact<Set<String>> internetGateways(Set<String> ids) {
    return ec2.internetGateways("internet-gateway-id", ids)
        .flatMap(
            found -> {
              var vpcs = new LinkedHashSet<String>();
              found.forEach(gateway -> gateway.attachments().forEach(to -> vpcs.add(to.vpcId())));
              return allOf(
                  ids, found.stream().map(gateway -> gateway.internetGatewayId()).toList(), vpcs);
            });
  }

  private Fact<Set<String>> egressOnlyGateways(Set<String> ids) {
    return ec2.egressOnlyInternetGateways()
        .flatMap(
            egressOnlyInternetGateways -> {
              var asked =
                  egressOnlyInternetGateways.stream()
                      .filter(gateway -> ids.contains(gateway.egressOnlyInternetGatewayId()))
                      .toList();
              var vpcs = new LinkedHashSet<String>();
              asked.forEach(gateway -> gateway.attachments().forEach(to -> vpcs.add(to.vpcId())));
              var found =
                  asked.stream().map(gateway -> gateway.egressOnlyInternetGatewayId()).toList();
              return allOf(ids, found, vpcs);
            });
  }

  /// The VPCs whose groups and routes name a list. A list that nothing names affects no VPC.
  private Fact<Set<String>> prefixLists(Set<String> ids) {
    var ofGroups = ec2.groups("ip-permission.prefix-list-id", ids).flatMap(this::carriersOf);
    return ofGroups.flatMap(
        texts ->
            ec2.routeTables("route.destination-prefix-list-id", ids)
                .map(
                    tables -> {
                      var vpcs = new LinkedHashSet<>(texts);
                      tables.forEach(table -> vpcs.add(table.vpcId()));
                      return vpcs;
                    }));
  }

  private Fact<Set<String>> carriersOf(List<SecurityGroup> groups) {
    return groups.isEmpty() ? Fact.known(Set.of()) : carriers(groups);
  }

  private Fact<Set<String>> acl(String id) {
    return ec2.acl(id)
        .flatMap(
            found ->
                found
                    .map(resource -> Fact.known(Set.of(resource.vpcId())))
                    .orElse(Fact.unread(id + " was deleted")));
  }

  /// The VPCs of the interfaces of Elastic IP addresses. An address without an interface concerns
  /// no VPC.
  private Fact<Set<String>> elasticAddresses(Set<String> ids) {
    return ec2.addresses(ids)
        .flatMap(
            found -> {
              var interfaces = new TreeSet<String>();
              found.forEach(
                  address ->
                      Optional.ofNullable(address.networkInterfaceId()).ifPresent(interfaces::add));
              return allOf(
                      ids, found.stream().map(address -> address.allocationId()).toList(), Set.of())
                  .flatMap(_ -> interfaces(interfaces));
            });
  }

  private Fact<Set<String>> exclusions(Set<String> ids) {
    return ec2.exclusions()
        .flatMap(
            vpcBlockPublicAccessExclusions -> {
              var resources = new TreeMap<String, String>();
              vpcBlockPublicAccessExclusions.stream()
                  .filter(exclusion -> ids.contains(exclusion.exclusionId()))
                  .forEach(
                      exclusion ->
                          resources.put(
                              exclusion.exclusionId(), ResourceIds.last(exclusion.resourceArn())));
              return allOf(ids, resources.keySet(), Set.of()).flatMap(_ -> resources(resources));
            });
  }

  private Fact<Set<String>> resources(Map<String, String> resources) {
    return each(
        new TreeSet<>(resources.values()),
        id -> ofKind(ResourceIds.kind(id), new TreeSet<>(Set.of(id))));
  }

  private Fact<Set<String>> loadBalancer(String arn) {
    return balancing
        .loadBalancer(arn)
        .flatMap(
            found ->
                found
                    .map(resource -> Fact.known(Set.of(resource.vpcId())))
                    .orElse(Fact.unread(arn + " was deleted")));
  }

  /// A target group of functions belongs to no VPC itself, but its load balancers do.
  private Fact<Set<String>> targetGroup(String arn) {
    return balancing
        .targetGroup(arn)
        .flatMap(
            found ->
                found
                    .map(
                        group ->
                            group.vpcId() != null
                                ? Fact.known(Set.of(group.vpcId()))
                                : each(new TreeSet<>(group.loadBalancerArns()), this::loadBalancer))
                    .orElse(Fact.unread(arn + " was deleted")));
  }

  private Fact<Set<String>> address(String text) {
    return ec2.allVpcs()
        .flatMap(
            vpcs -> {
              var holding = Ipv6Blocks.vpcsContaining(Ipv6Blocks.parse(text).orElseThrow(), vpcs);
              return holding.isEmpty()
                  ? Fact.unread(text + " is in no VPC's range")
                  : Fact.known(holding);
            });
  }
}
