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

/// The place in the facts where a call's change shows.
public sealed interface Location {

  /// The state in these facts; empty if they do not cover this resource.
  Optional<ObservedState> in(Facts facts);

  /// The same trace for all expectations about one resource.
  default Location about() {
    return this;
  }

  record GroupRule(SecurityGroup.Id group, String rule) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return one(facts.layers().groups(), group -> group.id().equals(this.group)).flatMap(this::in);
    }

    /// The facts may hold rules without ids.
    private Optional<ObservedState> in(SecurityGroup group) {
      var found =
          group.ingress().stream()
              .filter(otherRule -> otherRule.id().equals(Optional.of(rule)))
              .findFirst();
      if (found.isPresent()) {
        return found.map(Admission::of).map(ObservedState.As::new);
      }
      boolean areAllNamed = group.ingress().stream().allMatch(rule -> rule.id().isPresent());
      return areAllNamed ? Optional.of(ObservedState.GONE) : Optional.empty();
    }

    @Override
    public String toString() {
      return rule + " of " + group.value();
    }
  }

  /// `ModifySecurityGroupRules` does not say the direction, so a rule that is not found may be an
  /// egress rule.
  record ModifiedRule(SecurityGroup.Id group, String rule) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return about().in(facts).filter(seen -> !seen.equals(ObservedState.GONE));
    }

    @Override
    public Location about() {
      return new GroupRule(group, rule);
    }

    @Override
    public String toString() {
      return about().toString();
    }
  }

  record HeldAddress(NetworkInterface.Id holder, Address address) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return of(
          facts,
          holder,
          networkInterface -> isThere(networkInterface.ipv6Addresses().contains(address)));
    }

    @Override
    public String toString() {
      return address + " of " + holder.value();
    }
  }

  record HeldPrefix(NetworkInterface.Id holder, Prefix prefix) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return of(
          facts,
          holder,
          networkInterface -> isThere(networkInterface.ipv6Prefixes().contains(prefix)));
    }

    @Override
    public String toString() {
      return prefix + " of " + holder.value();
    }
  }

  /// Any public IPv4 address of an interface.
  record PublicIpv4(NetworkInterface.Id holder) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return of(
          facts,
          holder,
          networkInterface -> isThere(!networkInterface.publicIpv4Addresses().isEmpty()));
    }

    @Override
    public String toString() {
      return "the public IPv4 of " + holder.value();
    }
  }

  record Groups(NetworkInterface.Id carrier) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return of(
          facts,
          carrier,
          networkInterface -> new ObservedState.As(Set.copyOf(networkInterface.groups())));
    }

    @Override
    public String toString() {
      return "the groups of " + carrier.value();
    }
  }

  record Route(RouteTable.Id table, Prefix destination) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return one(facts.layers().routeTables(), table -> table.id().equals(this.table))
          .map(this::in);
    }

    private ObservedState in(RouteTable table) {
      return so(
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
  record TableOf(Subnet.Id subnet) implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return facts
          .layers()
          .routeTables()
          .asKnown()
          .map(
              tables ->
                  so(
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
      implements Location {
    @Override
    public Optional<ObservedState> in(Facts facts) {
      return one(facts.layers().acls(), acl -> acl.id().equals(this.acl)).map(this::in);
    }

    private ObservedState in(NetworkAcl acl) {
      return so(
          acl.entries().stream()
              .filter(entry -> entry.direction() == direction && entry.ruleNumber() == number)
              .map(entry -> new Entry(entry.action(), entry.cidr()))
              .findFirst());
    }

    @Override
    public String toString() {
      return "entry %d of %s".formatted(number, acl.value());
    }
  }

  /// The source and the ports of a group rule; -1 if the rule has no ports.
  record Admission(SecurityGroup.Source source, int from, int to) {

    /// The ports of a rule for all protocols have no meaning, whether they are given or not.
    public static Admission of(SecurityGroup.Rule rule) {
      return rule.protocol() < 0
          ? new Admission(rule.source(), -1, -1)
          : new Admission(rule.source(), rule.from(), rule.to());
    }
  }

  /// The action and the CIDR of a network ACL entry.
  record Entry(NetworkAcl.Action action, Prefix cidr) {}

  private static <T> Optional<T> one(Fact<List<T>> fact, Predicate<T> asked) {
    return fact.asKnown().flatMap(objects -> objects.stream().filter(asked).findFirst());
  }

  private static Optional<ObservedState> of(
      Facts facts, NetworkInterface.Id id, Function<NetworkInterface, ObservedState> state) {
    return one(
            facts.attachments().interfaces(), networkInterface -> networkInterface.id().equals(id))
        .map(state);
  }

  private static ObservedState isThere(boolean isThere) {
    return isThere ? ObservedState.THERE : ObservedState.GONE;
  }

  private static <T> ObservedState so(Optional<T> how) {
    return how.<ObservedState>map(ObservedState.As::new).orElse(ObservedState.GONE);
  }
}
