package slash80.blame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.facts.NetworkAcl;
import slash80.facts.Subnet;
import slash80.ip.Prefix;

/// The steps that change network ACLs and their subnets.
public final class AclSteps {
  private AclSteps() {}

  /// The entry that a call left behind.
  public record Left(NetworkAcl.Action action, Prefix cidr) {}

  /// An entry that was made, replaced or deleted.
  ///
  /// @param left the entry after it; empty where it was deleted
  /// @param existed whether there was an entry with its number before
  public record EntrySet(
      NetworkAcl.Id acl,
      NetworkAcl.Direction direction,
      int number,
      Optional<Left> left,
      boolean existed)
      implements Step {
    @Override
    public boolean isGuess() {
      return existed;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.acls(
          after,
          acls ->
              FactsEdit.each(
                  acls,
                  shown -> Optional.of(shown.id().equals(acl) ? before(shown, leaning) : shown)));
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(acl.value())
          .filter(_ -> existed)
          .<Step>map(
              text -> {
                var was =
                    MemoryText.lines(text).map(MemoryText::entry).filter(this::isOwn).toList();
                return new Recalled(this, facts -> before(facts, was));
              })
          .orElse(this);
    }

    private Facts before(Facts after, List<NetworkAcl.Entry> was) {
      return FactsEdit.acls(
          after,
          acls ->
              FactsEdit.each(
                  acls, shown -> Optional.of(shown.id().equals(acl) ? before(shown, was) : shown)));
    }

    private NetworkAcl before(NetworkAcl shown, Leaning leaning) {
      return before(shown, existed ? any(number, direction, leaning) : List.of());
    }

    private NetworkAcl before(NetworkAcl shown, List<NetworkAcl.Entry> was) {
      var own = shown.entries().stream().filter(this::isOwn).toList();
      boolean isThere =
          left.map(made -> own.stream().anyMatch(entry -> isLeft(entry, made)))
              .orElseGet(own::isEmpty);
      if (!isThere) {
        return shown;
      }
      var entries = new ArrayList<>(shown.entries());
      entries.removeAll(own);
      entries.addAll(was);
      return new NetworkAcl(acl, shown.vpc(), shown.subnets(), entries, shown.associations());
    }

    private boolean isOwn(NetworkAcl.Entry entry) {
      return entry.ruleNumber() == number && entry.direction() == direction;
    }

    private static boolean isLeft(NetworkAcl.Entry entry, Left left) {
      return entry.action() == left.action() && entry.cidr().equals(left.cidr());
    }
  }

  /// A subnet that got a network ACL. The call names the association, and the ACL but not the
  /// subnet.
  ///
  /// @param subnet where the association is known
  public record AclOf(NetworkAcl.Id acl, Optional<Subnet.Id> subnet, Association association)
      implements Step {
    @Override
    public boolean isVague() {
      return true;
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      var known = acls(after).stream().map(NetworkAcl::id).collect(Collectors.toSet());
      var moved = new HashMap<Subnet.Id, NetworkAcl.Id>();
      var holder = subnet.isEmpty() ? holder(memory, after) : subnet;
      if (!holder.equals(subnet)) {
        return new AclOf(acl, holder, association).recalled(after, memory);
      }
      if (subnet.isEmpty() && association.isElsewhere(memory)) {
        return new Recalled(this, facts -> facts);
      }
      for (var shown : acls(after)) {
        for (var id : shown.subnets()) {
          boolean isOther = subnet.filter(own -> !own.equals(id)).isPresent();
          var was = memory.of(Memory.aclOf(id.value())).map(NetworkAcl.Id::new);
          if (!isOther && was.filter(known::contains).isEmpty()) {
            return this;
          }
          if (!isOther && shown.id().equals(acl) && !acl.equals(was.get())) {
            moved.put(id, was.get());
          }
        }
      }
      return new Recalled(this, facts -> before(facts, moved));
    }

    private Optional<Subnet.Id> holder(Memory memory, Facts after) {
      var now = new HashMap<String, String>();
      acls(after).forEach(shown -> now.putAll(shown.associations()));
      return association.holder(memory, now).map(Subnet.Id::new);
    }

    @Override
    public Memory noted(Memory memory) {
      return subnet.map(id -> association.noted(memory, id.value())).orElse(memory);
    }

    private static List<NetworkAcl> acls(Facts facts) {
      return facts.layers().acls().asKnown().orElse(List.of());
    }

    private Facts before(Facts after, Map<Subnet.Id, NetworkAcl.Id> moved) {
      return FactsEdit.acls(
          after,
          acls -> {
            var back = new HashMap<>(moved);
            acls.asKnown().stream()
                .flatMap(List::stream)
                .filter(shown -> shown.id().equals(acl))
                .forEach(shown -> back.keySet().retainAll(shown.subnets()));
            return FactsEdit.each(acls, shown -> Optional.of(before(shown, back)));
          });
    }

    private NetworkAcl before(NetworkAcl shown, Map<Subnet.Id, NetworkAcl.Id> back) {
      var subnets = new ArrayList<>(shown.subnets());
      if (shown.id().equals(acl)) {
        subnets.removeAll(back.keySet());
      }
      back.forEach(
          (subnet, was) -> {
            if (was.equals(shown.id())) {
              subnets.add(subnet);
            }
          });
      return new NetworkAcl(
          shown.id(), shown.vpc(), subnets, shown.entries(), shown.associations());
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.acls(
          after,
          acls -> {
            var moved =
                acls.asKnown().stream()
                    .flatMap(List::stream)
                    .filter(shown -> shown.id().equals(acl))
                    .filter(shown -> !shown.subnets().isEmpty())
                    .findFirst();
            if (moved.isEmpty()) {
              return acls;
            }
            var shown = moved.get();
            var entries =
                Stream.of(NetworkAcl.Direction.values())
                    .flatMap(direction -> any(1, direction, leaning).stream())
                    .toList();
            var without =
                FactsEdit.each(
                    acls,
                    other ->
                        Optional.of(
                            other.id().equals(acl)
                                ? new NetworkAcl(
                                    acl,
                                    other.vpc(),
                                    List.<Subnet.Id>of(),
                                    other.entries(),
                                    other.associations())
                                : other));
            return FactsEdit.with(
                without,
                new NetworkAcl(
                    new NetworkAcl.Id("acl-before"), shown.vpc(), shown.subnets(), entries));
          });
    }
  }

  private static List<NetworkAcl.Entry> any(
      int number, NetworkAcl.Direction direction, Leaning leaning) {
    var action =
        switch (leaning) {
          case CLOSED -> NetworkAcl.Action.DENY;
          case OPEN -> NetworkAcl.Action.ALLOW;
        };
    return GroupSteps.EVERYWHERE.stream()
        .map(
            cidr ->
                new NetworkAcl.Entry(
                    number, direction, action, -1, Optional.empty(), Optional.empty(), cidr))
        .toList();
  }
}
