package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// Random calls on interfaces and their addresses.
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

  static NetworkInterface withIpv4(NetworkInterface of, List<NetworkInterface.Ipv4> ipv4) {
    return copy(of, of.groups(), of.ipv6Addresses(), ipv4, of.checksSourceAndDestination());
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
    var made = "eipassoc-" + hex();
    return move(
        "AssociateAddress",
        "{'allocationId':'eipalloc-0123456789abcdef0','networkInterfaceId':'%s'}"
            .formatted(shown.id()),
        "{'requestId':'r','associationId':'%s'}".formatted(made),
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
                                            : held.publicAddress(),
                                        held.primary() ? Optional.of(made) : held.association()))
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

  Move unassign(Facts facts) {
    var shown = any(interfaces(facts));
    if (shown.ipv6Prefixes().isEmpty()) {
      return idle(facts);
    }
    var prefix = any(shown.ipv6Prefixes());
    return move(
        "UnassignIpv6Addresses",
        "{'UnassignIpv6AddressesRequest':{'NetworkInterfaceId':'%s','Ipv6Prefix':{'tag':1,'content':'%s'}}}"
            .formatted(shown.id(), prefix),
        "{'UnassignIpv6AddressesResponse':{'networkInterfaceId':'%s'}}".formatted(shown.id()),
        before ->
            ofInterface(
                before, shown.id(), now -> withPrefixes(now, without(now.ipv6Prefixes(), prefix))));
  }

  /// The call names its association alone.
  Move disassociateAddress(Facts facts) {
    var holders =
        interfaces(facts).stream().filter(shown -> association(shown).isPresent()).toList();
    if (holders.isEmpty()) {
      return idle(facts);
    }
    var holder = any(holders);
    var id = holder.id();
    return move(
        "DisassociateAddress",
        "{'associationId':'%s'}".formatted(association(holder).orElseThrow()),
        "{'requestId':'r','_return':true}",
        before ->
            ofInterface(
                before,
                id,
                now ->
                    copy(
                        now,
                        now.groups(),
                        now.ipv6Addresses(),
                        now.ipv4Addresses().stream()
                            .map(
                                held ->
                                    new NetworkInterface.Ipv4(
                                        held.address(), held.primary(), Optional.empty()))
                            .toList(),
                        now.checksSourceAndDestination())));
  }

  private static Optional<String> association(NetworkInterface shown) {
    return shown.ipv4Addresses().stream().flatMap(held -> held.association().stream()).findFirst();
  }

  private static NetworkInterface withPrefixes(NetworkInterface of, List<Prefix> prefixes) {
    return new NetworkInterface(
        of.id(),
        of.subnet(),
        of.vpc(),
        of.interfaceType(),
        of.description(),
        of.attachment(),
        of.groups(),
        of.ipv6Addresses(),
        prefixes,
        of.ipv4Addresses(),
        of.ipv4Prefixes(),
        of.deniesAllIgwTraffic(),
        of.checksSourceAndDestination(),
        of.tags(),
        of.operator());
  }
}
