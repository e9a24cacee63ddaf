package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.facts.BlockMode;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.ip.Address;

/// Random calls on interfaces, instances, subnets and block public access.
final class RandomInterfaces extends RandomCalls {
  RandomInterfaces(Random dice) {
    super(dice);
  }

  // Interfaces

  private Facts ofInterface(
      Facts facts, NetworkInterface.Id id, Function<NetworkInterface, NetworkInterface> edit) {
    return FactsEdit.interfaces(
        facts, shown -> Optional.of(shown.id().equals(id) ? edit.apply(shown) : shown));
  }

  private static NetworkInterface copy(
      NetworkInterface of,
      List<SecurityGroup.Id> groups,
      List<Address> ipv6,
      List<NetworkInterface.Ipv4> ipv4,
      boolean checks) {
    return new NetworkInterface(
        of.id(),
        of.subnet(),
        of.vpc(),
        of.interfaceType(),
        of.description(),
        of.attachment(),
        groups,
        ipv6,
        of.ipv6Prefixes(),
        ipv4,
        of.ipv4Prefixes(),
        of.deniesAllIgwTraffic(),
        checks,
        of.tags(),
        of.operator());
  }

  Move groups(Facts facts) {
    var shown = any(interfaces(facts));
    var groups = Stream.of(1, 2).map(_ -> any(securityGroups(facts)).id()).distinct().toList();
    return move(
        "ModifyNetworkInterfaceAttribute",
        "{'networkInterfaceId':'%s','groupSet':{'items':[%s]}}"
            .formatted(
                shown.id(),
                String.join(",", groups.stream().map("{'groupId':'%s'}"::formatted).toList())),
        "{'requestId':'r','_return':true}",
        before ->
            ofInterface(
                before,
                shown.id(),
                now ->
                    copy(
                        now,
                        groups,
                        now.ipv6Addresses(),
                        now.ipv4Addresses(),
                        now.checksSourceAndDestination())));
  }

  Move check(Facts facts) {
    var shown = any(interfaces(facts));
    boolean checks = dice.nextBoolean();
    return move(
        "ModifyNetworkInterfaceAttribute",
        "{'networkInterfaceId':'%s','sourceDestCheck':{'value':%s}}".formatted(shown.id(), checks),
        "{'requestId':'r','_return':true}",
        before ->
            ofInterface(
                before,
                shown.id(),
                now -> copy(now, now.groups(), now.ipv6Addresses(), now.ipv4Addresses(), checks)));
  }

  Move address(Facts facts) {
    var shown = any(interfaces(facts));
    if (!shown.publicIpv4Addresses().isEmpty()) {
      return idle(facts);
    }
    return move(
        "AssociateAddress",
        "{'allocationId':'eipalloc-0123456789abcdef0','networkInterfaceId':'%s'}"
            .formatted(shown.id()),
        "{'requestId':'r','associationId':'eipassoc-0123456789abcdef0'}",
        before ->
            ofInterface(
                before,
                shown.id(),
                now ->
                    copy(
                        now,
                        now.groups(),
                        now.ipv6Addresses(),
                        now.ipv4Addresses().stream()
                            .map(
                                held ->
                                    new NetworkInterface.Ipv4(
                                        held.address(),
                                        held.primary(),
                                        held.primary()
                                            ? Optional.of(Address.parse("203.0.113.9"))
                                            : held.publicAddress()))
                            .toList(),
                        now.checksSourceAndDestination())));
  }

  Move assign(Facts facts) {
    var shown = any(interfaces(facts));
    var address = Address.parse("2600:1f16:11e6:8603::%x".formatted(dice.nextInt(1, 65_000)));
    return move(
        "AssignIpv6Addresses",
        "{'networkInterfaceId':'%s','ipv6AddressCount':1}".formatted(shown.id()),
        "{'requestId':'r','networkInterfaceId':'%s','assignedIpv6Addresses':{'items':['%s']},'assignedIpv6PrefixSet':{}}"
            .formatted(shown.id(), address),
        before ->
            ofInterface(
                before,
                shown.id(),
                now ->
                    copy(
                        now,
                        now.groups(),
                        plus(now.ipv6Addresses(), address),
                        now.ipv4Addresses(),
                        now.checksSourceAndDestination())));
  }

  Move terminate(Facts facts) {
    var instances = facts.attachments().instances().asKnown().orElseThrow();
    if (instances.size() < 8) {
      return idle(facts);
    }
    var id = any(instances).id();
    return move(
        "TerminateInstances",
        "{'instancesSet':{'items':[{'instanceId':'%s'}]}}".formatted(id),
        "{'requestId':'r','instancesSet':{'items':[{'instanceId':'%s'}]}}".formatted(id),
        before -> new InterfaceSteps.Made(Set.of(id.value())).before(before, Leaning.CLOSED));
  }

  Move subnet(Facts facts) {
    var shown = any(facts.layers().subnets().asKnown().orElseThrow());
    boolean on = dice.nextBoolean();
    boolean isIpv6 = dice.nextBoolean();
    return move(
        "ModifySubnetAttribute",
        "{'subnetId':'%s','%s':{'value':%s}}"
            .formatted(
                shown.id(), isIpv6 ? "assignIpv6AddressOnCreation" : "mapPublicIpOnLaunch", on),
        "{'requestId':'r','_return':true}",
        before ->
            FactsEdit.subnets(
                before,
                now ->
                    Optional.of(
                        now.id().equals(shown.id())
                            ? new Subnet(
                                now.id(),
                                now.vpc(),
                                now.owner(),
                                now.ranges(),
                                isIpv6 ? on : now.assignsIpv6OnCreation(),
                                isIpv6 ? now.mapsPublicIpv4OnLaunch() : on,
                                now.blockMode(),
                                now.tags())
                            : now)));
  }

  Move mode() {
    boolean blocks = dice.nextBoolean();
    return move(
        "ModifyVpcBlockPublicAccessOptions",
        "{'ModifyVpcBlockPublicAccessOptionsRequest':{'InternetGatewayBlockMode':'%s'}}"
            .formatted(blocks ? "block-ingress" : "off"),
        "{'requestId':'r'}",
        before ->
            FactsEdit.publicAccess(
                before,
                _ -> Fact.known(blocks ? BlockMode.BLOCK_INGRESS : BlockMode.OFF),
                exclusions -> exclusions));
  }
}
