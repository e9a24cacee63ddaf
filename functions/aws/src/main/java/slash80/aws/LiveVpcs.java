package slash80.aws;

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
import slash80.facts.Fact;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// Which VPCs things stand in now. One call a kind of thing; what is not found is gone, and then
/// nothing is known of where it was.
final class LiveVpcs {
  private final Ec2Calls ec2;
  private final BalancingCalls balancing;

  LiveVpcs(Ec2Calls ec2, BalancingCalls balancing) {
    this.ec2 = ec2;
    this.balancing = balancing;
  }

  Fact<Set<Vpc.Id>> of(Collection<String> ids) {
    var kinds = new TreeMap<String, Set<String>>();
    for (var id : ids) {
      var kind = Ids.prefix(id).isPresent() ? "address" : Ids.kind(Ids.parent(id));
      kinds.computeIfAbsent(kind, _ -> new TreeSet<>()).add(Ids.parent(id));
    }
    Fact<Set<Vpc.Id>> all = Fact.known(Set.of());
    for (var kind : kinds.entrySet()) {
      all = all.flatMap(some -> union(some, ofKind(kind.getKey(), kind.getValue())));
    }
    return all;
  }

  private static Fact<Set<Vpc.Id>> union(Set<Vpc.Id> some, Fact<Set<String>> more) {
    return more.map(
        vpcs -> {
          var all = new HashSet<>(some);
          vpcs.forEach(vpc -> all.add(new Vpc.Id(vpc)));
          return Set.copyOf(all);
        });
  }

  private Fact<Set<String>> ofKind(String kind, Set<String> ids) {
    return switch (kind) {
      case "vpc" -> Fact.known(ids);
      case "i" ->
          tied(ids, ec2.instances("instance-id", ids), one -> one.instanceId(), one -> one.vpcId());
      case "eni" -> interfaces(ids);
      case "subnet" -> subnets(ids);
      case "sg" -> groups(ids);
      case "sgr" -> groupRules(ids);
      case "rtb" ->
          tied(
              ids,
              ec2.routeTables("route-table-id", ids),
              one -> one.routeTableId(),
              one -> one.vpcId());
      case "acl" -> each(ids, this::acl);
      case "igw" -> internetGateways(ids);
      case "eigw" -> egressOnlyGateways(ids);
      case "pl" -> prefixLists(ids);
      case "eipalloc" -> elasticAddresses(ids);
      case "vpcbpa-exclude" -> exclusions(ids);
      case "loadbalancer" -> each(ids, this::loadBalancer);
      case "targetgroup" -> each(ids, this::targetGroup);
      case "address" -> each(ids, this::address);
      default -> Fact.unread(ids.iterator().next() + " does not say which VPC it belongs to");
    };
  }

  /// The VPCs of things that were asked for; unread when one of them was not found or has none.
  private static <T> Fact<Set<String>> tied(
      Set<String> ids, Fact<List<T>> found, Function<T, String> id, Function<T, String> vpc) {
    return found.flatMap(
        all -> {
          var vpcs = new TreeMap<String, String>();
          for (var one : all) {
            Optional.ofNullable(vpc.apply(one)).ifPresent(where -> vpcs.put(id.apply(one), where));
          }
          return allOf(ids, vpcs.keySet(), new LinkedHashSet<>(vpcs.values()));
        });
  }

  private static Fact<Set<String>> allOf(
      Set<String> asked, Collection<String> found, Set<String> vpcs) {
    return asked.stream()
        .filter(id -> !found.contains(id))
        .findFirst()
        .<Fact<Set<String>>>map(gone -> Fact.unread(gone + " is gone, or in no VPC"))
        .orElse(Fact.known(vpcs));
  }

  private static Fact<Set<String>> each(
      Set<String> ids, Function<String, Fact<Set<String>>> question) {
    Fact<Set<String>> all = Fact.known(Set.of());
    for (var id : ids) {
      all =
          all.flatMap(
              some ->
                  question
                      .apply(id)
                      .map(
                          more -> {
                            var both = new LinkedHashSet<>(some);
                            both.addAll(more);
                            return both;
                          }));
    }
    return all;
  }

  private Fact<Set<String>> interfaces(Set<String> ids) {
    return tied(
        ids,
        ec2.interfaces("network-interface-id", ids),
        one -> one.networkInterfaceId(),
        one -> one.vpcId());
  }

  private Fact<Set<String>> subnets(Set<String> ids) {
    return tied(ids, ec2.subnets("subnet-id", ids), one -> one.subnetId(), one -> one.vpcId());
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
              interfaces.forEach(one -> vpcs.add(one.vpcId()));
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

  /// A gateway that is attached to no VPC concerns none: attaching and detaching name the VPC.
  private Fact<Set<String>> internetGateways(Set<String> ids) {
    return ec2.internetGateways("internet-gateway-id", ids)
        .flatMap(
            found -> {
              var vpcs = new LinkedHashSet<String>();
              found.forEach(one -> one.attachments().forEach(to -> vpcs.add(to.vpcId())));
              return allOf(ids, found.stream().map(one -> one.internetGatewayId()).toList(), vpcs);
            });
  }

  private Fact<Set<String>> egressOnlyGateways(Set<String> ids) {
    return ec2.egressOnlyInternetGateways()
        .flatMap(
            all -> {
              var asked =
                  all.stream()
                      .filter(one -> ids.contains(one.egressOnlyInternetGatewayId()))
                      .toList();
              var vpcs = new LinkedHashSet<String>();
              asked.forEach(one -> one.attachments().forEach(to -> vpcs.add(to.vpcId())));
              var found = asked.stream().map(one -> one.egressOnlyInternetGatewayId()).toList();
              return allOf(ids, found, vpcs);
            });
  }

  /// Where groups and routes name a list. One that nothing names changes nothing.
  private Fact<Set<String>> prefixLists(Set<String> ids) {
    var ofGroups = ec2.groups("ip-permission.prefix-list-id", ids).flatMap(this::carriersOf);
    return ofGroups.flatMap(
        some ->
            ec2.routeTables("route.destination-prefix-list-id", ids)
                .map(
                    tables -> {
                      var vpcs = new LinkedHashSet<>(some);
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
                    .map(one -> Fact.known(Set.of(one.vpcId())))
                    .orElse(Fact.unread(id + " is gone")));
  }

  /// Where the interfaces of Elastic IP addresses stand. One that is associated with none concerns
  /// no VPC.
  private Fact<Set<String>> elasticAddresses(Set<String> ids) {
    return ec2.addresses(ids)
        .flatMap(
            found -> {
              var interfaces = new TreeSet<String>();
              found.forEach(
                  one -> Optional.ofNullable(one.networkInterfaceId()).ifPresent(interfaces::add));
              return allOf(ids, found.stream().map(one -> one.allocationId()).toList(), Set.of())
                  .flatMap(_ -> interfaces(interfaces));
            });
  }

  private Fact<Set<String>> exclusions(Set<String> ids) {
    return ec2.exclusions()
        .flatMap(
            all -> {
              var resources = new TreeMap<String, String>();
              all.stream()
                  .filter(one -> ids.contains(one.exclusionId()))
                  .forEach(one -> resources.put(one.exclusionId(), Ids.last(one.resourceArn())));
              return allOf(ids, resources.keySet(), Set.of()).flatMap(_ -> resources(resources));
            });
  }

  private Fact<Set<String>> resources(Map<String, String> resources) {
    return each(
        new TreeSet<>(resources.values()), id -> ofKind(Ids.kind(id), new TreeSet<>(Set.of(id))));
  }

  private Fact<Set<String>> loadBalancer(String arn) {
    return balancing
        .loadBalancer(arn)
        .flatMap(
            found ->
                found
                    .map(one -> Fact.known(Set.of(one.vpcId())))
                    .orElse(Fact.unread(arn + " is gone")));
  }

  /// A target group of functions stands in no VPC of its own, but its load balancers do.
  private Fact<Set<String>> targetGroup(String arn) {
    return balancing
        .targetGroup(arn)
        .flatMap(
            found ->
                found
                    .map(
                        one ->
                            one.vpcId() != null
                                ? Fact.known(Set.of(one.vpcId()))
                                : each(new TreeSet<>(one.loadBalancerArns()), this::loadBalancer))
                    .orElse(Fact.unread(arn + " is gone")));
  }

  private Fact<Set<String>> address(String text) {
    return ec2.allVpcs()
        .flatMap(
            all -> {
              var holding = Ids.vpcsHolding(Ids.prefix(text).orElseThrow(), all);
              return holding.isEmpty()
                  ? Fact.unread(text + " lies in no VPC's range")
                  : Fact.known(holding);
            });
  }
}
