package slash80.aws.live;

import slash80.facts.Balancing;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.OtherEntrances;
import slash80.facts.PrefixDelegation;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcLayers;

/// Facts without those that a live read asks for only where something in the account shows that
/// they matter: a snapshot of such an account names the files that it lacks. And without the
/// descriptions of security groups, which no verdict needs and no live read asks for.
public final class WithoutEntrances {
  private static final String LEFT_OUT = "left out";

  private WithoutEntrances() {}

  public static Facts of(Facts facts) {
    return new Facts(
        facts.cluster(),
        facts.at(),
        of(facts.layers()),
        facts.otherVpcs(),
        facts.attachments(),
        new Balancing(
            facts
                .balancing()
                .loadBalancers()
                .map(all -> all.stream().map(WithoutEntrances::of).toList()),
            Fact.unread(LEFT_OUT),
            facts.balancing().targetGroups()),
        OtherEntrances.unread(LEFT_OUT),
        new PrefixDelegation(
            facts.delegation().reservations(),
            facts.delegation().instanceTypes(),
            facts.delegation().vpcCni(),
            Fact.unread(LEFT_OUT),
            facts.delegation().recordedPrefixes()),
        facts.permissions(),
        facts.notes());
  }

  private static VpcLayers of(VpcLayers layers) {
    return new VpcLayers(
        layers.vpc(),
        layers.subnets(),
        layers.groups().map(all -> all.stream().map(WithoutEntrances::of).toList()),
        layers.acls(),
        layers.routeTables(),
        layers.internetGateways(),
        layers.egressOnlyGateway(),
        layers.prefixLists(),
        layers.blockMode(),
        layers.exclusions());
  }

  private static SecurityGroup of(SecurityGroup group) {
    return new SecurityGroup(group.id(), group.name(), "", group.vpc(), group.ingress());
  }

  private static LoadBalancer of(LoadBalancer balancer) {
    return new LoadBalancer(
        balancer.arn(),
        balancer.name(),
        balancer.type(),
        balancer.internetFacing(),
        balancer.ipAddressType(),
        balancer.vpc(),
        balancer.subnets(),
        balancer.groups(),
        balancer.enforcesGroupsOnPrivateLink(),
        balancer.instances(),
        balancer.listeners().map(all -> all.stream().map(WithoutEntrances::of).toList()),
        balancer.attributes(),
        balancer.tags());
  }

  private static LoadBalancer.Listener of(LoadBalancer.Listener listener) {
    return new LoadBalancer.Listener(
        listener.arn(), listener.protocol(), listener.port(), listener.targetGroups());
  }
}
