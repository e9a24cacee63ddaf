package slash80.blame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private NetworkAcl before(NetworkAcl shown, Leaning leaning) {
      var own = shown.entries().stream().filter(this::isOwn).toList();
      boolean isThere =
          left.map(made -> own.stream().anyMatch(entry -> isLeft(entry, made)))
              .orElseGet(own::isEmpty);
      if (!isThere) {
        return shown;
      }
      var entries = new ArrayList<>(shown.entries());
      entries.removeAll(own);
      if (existed) {
        entries.addAll(any(number, direction, leaning));
      }
      return new NetworkAcl(acl, shown.vpc(), shown.subnets(), entries);
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
  public record AclOf(NetworkAcl.Id acl) implements Step {
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
                                    acl, other.vpc(), List.<Subnet.Id>of(), other.entries())
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
