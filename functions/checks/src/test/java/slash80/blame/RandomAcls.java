package slash80.blame;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.facts.Facts;
import slash80.facts.NetworkAcl;
import slash80.facts.Subnet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// Random calls on network ACLs.
final class RandomAcls extends RandomCalls {
  RandomAcls(Random dice) {
    super(dice);
  }

  Move create(Facts facts) {
    var acl = any(acls(facts));
    int rule = dice.nextInt(60, 130);
    var direction =
        dice.nextInt(4) == 0 ? NetworkAcl.Direction.OUTBOUND : NetworkAcl.Direction.INBOUND;
    if (acl.entries().stream()
        .anyMatch(entry -> entry.ruleNumber() == rule && entry.direction() == direction)) {
      return idle(facts);
    }
    var cidr = any(SOURCES);
    int port = any(PORTS);
    boolean allows = dice.nextInt(3) > 0;
    var entry =
        new NetworkAcl.Entry(
            rule,
            direction,
            allows ? NetworkAcl.Action.ALLOW : NetworkAcl.Action.DENY,
            6,
            Optional.of(new PortRange(port, port)),
            Optional.empty(),
            Prefix.parse(cidr));
    return move(
        "CreateNetworkAclEntry",
        "{'networkAclId':'%s','ruleNumber':%d,'egress':%s,'ruleAction':'%s','portRange':{'from':%d,'to':%d},'aclProtocol':'6','%s':'%s'}"
            .formatted(
                acl.id(),
                rule,
                direction == NetworkAcl.Direction.OUTBOUND,
                allows ? "allow" : "deny",
                port,
                port,
                cidr.contains(":") ? "ipv6CidrBlock" : "cidrBlock",
                cidr),
        "{'requestId':'r','_return':true}",
        before -> acl(before, acl.id(), entries -> plus(entries, entry)));
  }

  Move delete(Facts facts) {
    var acl = any(acls(facts));
    var entries = acl.entries().stream().filter(entry -> entry.ruleNumber() < 32_767).toList();
    if (entries.isEmpty()) {
      return idle(facts);
    }
    var entry = any(entries);
    return move(
        "DeleteNetworkAclEntry",
        "{'networkAclId':'%s','ruleNumber':%d,'egress':%s}"
            .formatted(
                acl.id(), entry.ruleNumber(), entry.direction() == NetworkAcl.Direction.OUTBOUND),
        "{'requestId':'r','_return':true}",
        before ->
            acl(
                before,
                acl.id(),
                all -> all.stream().filter(other -> !other.equals(entry)).toList()));
  }

  Move replace(Facts facts) {
    var acl = any(acls(facts));
    var entries = acl.entries().stream().filter(entry -> entry.ruleNumber() < 32_767).toList();
    if (entries.isEmpty()) {
      return idle(facts);
    }
    var old = any(entries);
    var entry =
        new NetworkAcl.Entry(
            old.ruleNumber(),
            old.direction(),
            dice.nextBoolean() ? NetworkAcl.Action.ALLOW : NetworkAcl.Action.DENY,
            -1,
            Optional.empty(),
            Optional.empty(),
            old.cidr());
    if (entry.equals(old)) {
      return idle(facts);
    }
    return move(
        "ReplaceNetworkAclEntry",
        "{'networkAclId':'%s','ruleNumber':%d,'egress':%s,'ruleAction':'%s','aclProtocol':'-1','%s':'%s'}"
            .formatted(
                acl.id(),
                entry.ruleNumber(),
                entry.direction() == NetworkAcl.Direction.OUTBOUND,
                entry.action().name().toLowerCase(Locale.ROOT),
                entry.cidr().toString().contains(":") ? "ipv6CidrBlock" : "cidrBlock",
                entry.cidr()),
        "{'requestId':'r','_return':true}",
        before ->
            acl(
                before,
                acl.id(),
                all ->
                    all.stream()
                        .map(
                            other ->
                                other.ruleNumber() == entry.ruleNumber()
                                        && other.direction() == entry.direction()
                                    ? entry
                                    : other)
                        .toList()));
  }

  /// A subnet that gets another ACL.
  Move associate(Facts facts) {
    var subnet = any(facts.layers().subnets().asKnown().orElseThrow());
    var acl = any(acls(facts));
    if (acl.subnets().contains(subnet.id()) || !acl.vpc().equals(subnet.vpc())) {
      return idle(facts);
    }
    var made = "aclassoc-" + hex();
    return move(
        "ReplaceNetworkAclAssociation",
        "{'associationId':'%s','networkAclId':'%s'}"
            .formatted(association(facts, subnet.id()), acl.id()),
        "{'requestId':'r','newAssociationId':'%s'}".formatted(made),
        before ->
            FactsEdit.acls(
                before,
                all ->
                    FactsEdit.each(
                        all,
                        now -> {
                          var left = without(now.subnets(), subnet.id());
                          var associations = new HashMap<>(now.associations());
                          associations.values().remove(subnet.id().value());
                          if (now.id().equals(acl.id())) {
                            left = plus(left, subnet.id());
                            associations.put(made, subnet.id().value());
                          }
                          return Optional.of(
                              new NetworkAcl(
                                  now.id(), now.vpc(), left, now.entries(), associations));
                        })));
  }

  private String association(Facts facts, Subnet.Id subnet) {
    return acls(facts).stream()
        .flatMap(acl -> acl.associations().entrySet().stream())
        .filter(association -> association.getValue().equals(subnet.value()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static Facts acl(
      Facts facts, NetworkAcl.Id id, UnaryOperator<List<NetworkAcl.Entry>> edit) {
    return FactsEdit.acls(
        facts,
        acls ->
            FactsEdit.each(
                acls,
                acl ->
                    Optional.of(
                        acl.id().equals(id)
                            ? new NetworkAcl(
                                id,
                                acl.vpc(),
                                acl.subnets(),
                                edit.apply(acl.entries()),
                                acl.associations())
                            : acl)));
  }
}
