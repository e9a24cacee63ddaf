package slash80.check.settle;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// A resource, or a part of a resource, that an API call changes: a group rule, a held address, a
/// route. It finds its own state in the facts.
public sealed interface ChangedResource {

  /// The state in these facts; empty if they do not cover this resource.
  Optional<ResourceState> in(Facts facts);

  /// The same value for all expectations about one resource.
  default ChangedResource identity() {
    return this;
  }

  record GroupRule(SecurityGroup.Id group, String rule) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return one(facts.layers().groups(), group -> group.id().equals(this.group)).flatMap(this::in);
    }

    /// The facts may hold rules without ids.
    private Optional<ResourceState> in(SecurityGroup group) {
      var found =
          group.ingress().stream()
              .filter(otherRule -> otherRule.id().equals(Optional.of(rule)))
              .findFirst();
      if (found.isPresent()) {
        return found.map(RuleContent::of).map(ResourceState.With::new);
      }
      boolean areAllNamed = group.ingress().stream().allMatch(rule -> rule.id().isPresent());
      return areAllNamed ? Optional.of(ResourceState.ABSENT) : Optional.empty();
    }

    @Override
    public String toString() {
      return rule + " of " + group.value();
    }
  }

  /// `ModifySecurityGroupRules` does not say the direction, so a rule that is not found may be an
  /// egress rule.
  record ModifiedRule(SecurityGroup.Id group, String rule) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return identity().in(facts).filter(seen -> !seen.equals(ResourceState.ABSENT));
    }

    @Override
    public ChangedResource identity() {
      return new GroupRule(group, rule);
    }

    @Override
    public String toString() {
      return identity().toString();
    }
  }

  record HeldAddress(NetworkInterface.Id holder, Address address) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return of(
          facts,
          holder,
          networkInterface -> presentIf(networkInterface.ipv6Addresses().contains(address)));
    }

    @Override
    public String toString() {
      return address + " of " + holder.value();
    }
  }

  record HeldPrefix(NetworkInterface.Id holder, Prefix prefix) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return of(
          facts,
          holder,
          networkInterface -> presentIf(networkInterface.ipv6Prefixes().contains(prefix)));
    }

    @Override
    public String toString() {
      return prefix + " of " + holder.value();
    }
  }

  /// Any public IPv4 address of an interface.
  record PublicIpv4(NetworkInterface.Id holder) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return of(
          facts,
          holder,
          networkInterface -> presentIf(!networkInterface.publicIpv4Addresses().isEmpty()));
    }

    @Override
    public String toString() {
      return "the public IPv4 of " + holder.value();
    }
  }

  record Groups(NetworkInterface.Id carrier) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return of(
          facts,
          carrier,
          networkInterface -> new ResourceState.With(Set.copyOf(networkInterface.groups())));
    }

    @Override
    public String toString() {
      return "the groups of " + carrier.value();
    }
  }

  record Route(RouteTable.Id table, Prefix destination) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return one(facts.layers().routeTables(), table -> table.id().equals(this.table))
          .map(this::in);
    }

    private ResourceState in(RouteTable table) {
      return stateOf(
          table.routes().stream()
              .filter(
                  route -> route.destination().equals(new RouteTable.Destination.Cidr(destination)))
              .map(route -> route.target().toString())
              .findFirst());
    }

    @Override
    public String toString() {
      return destination + " of " + table.value();
    }
  }

  /// The route table that a subnet is associated with explicitly.
  record TableOf(Subnet.Id subnet) implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return facts
          .layers()
          .routeTables()
          .asKnown()
          .map(
              tables ->
                  stateOf(
                      tables.stream()
                          .filter(table -> table.subnets().contains(subnet))
                          .map(RouteTable::id)
                          .findFirst()));
    }

    @Override
    public String toString() {
      return "the table of " + subnet.value();
    }
  }

  record AclEntry(NetworkAcl.Id acl, NetworkAcl.Direction direction, int number)
      implements ChangedResource {
    @Override
    public Optional<ResourceState> in(Facts facts) {
      return one(facts.layers().acls(), acl -> acl.id().equals(this.acl)).map(this::in);
    }

    private ResourceState in(NetworkAcl acl) {
      return stateOf(
          acl.entries().stream()
              .filter(entry -> entry.direction() == direction && entry.ruleNumber() == number)
              .map(entry -> new EntryContent(entry.action(), entry.cidr()))
              .findFirst());
    }

    @Override
    public String toString() {
      return "entry %d of %s".formatted(number, acl.value());
    }
  }

  /// The source and the ports of a group rule; -1 if the rule has no ports.
  record RuleContent(SecurityGroup.Source source, int from, int to) {

    /// A rule for all protocols: its ports have no meaning, whether they are given or not.
    public static RuleContent ofAllProtocols(SecurityGroup.Source source) {
      return new RuleContent(source, -1, -1);
    }

    public static RuleContent of(SecurityGroup.Rule rule) {
      return rule.protocol() < 0
          ? ofAllProtocols(rule.source())
          : new RuleContent(rule.source(), rule.from(), rule.to());
    }
  }

  /// The action and the CIDR of a network ACL entry.
  record EntryContent(NetworkAcl.Action action, Prefix cidr) {}

  private static <T> Optional<T> one(Fact<List<T>> fact, Predicate<T> asked) {
    return fact.asKnown().flatMap(objects -> objects.stream().filter(asked).findFirst());
  }

  private static Optional<ResourceState> of(
      Facts facts, NetworkInterface.Id id, Function<NetworkInterface, ResourceState> state) {
    return one(
            facts.attachments().interfaces(), networkInterface -> networkInterface.id().equals(id))
        .map(state);
  }

  private static ResourceState presentIf(boolean isPresent) {
    return isPresent ? ResourceState.PRESENT : ResourceState.ABSENT;
  }

  private static <T> ResourceState stateOf(Optional<T> properties) {
    return properties.<ResourceState>map(ResourceState.With::new).orElse(ResourceState.ABSENT);
  }
}
