package slash80.blame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.CidrAssociation;
import slash80.facts.Facts;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.Prefix;

/// The steps that change the attributes and ranges of subnets.
public final class SubnetSteps {
  private SubnetSteps() {}

  /// An attribute of a subnet that was switched on or off.
  public record SubnetSet(Subnet.Id subnet, Attribute attribute, boolean on) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.subnets(
          after, shown -> Optional.of(shown.id().equals(subnet) ? before(shown) : shown));
    }

    private Subnet before(Subnet shown) {
      boolean isIpv6 = attribute == Attribute.ASSIGNS_IPV6;
      boolean now = isIpv6 ? shown.assignsIpv6OnCreation() : shown.mapsPublicIpv4OnLaunch();
      return now != on
          ? shown
          : new Subnet(
              shown.id(),
              shown.vpc(),
              shown.owner(),
              shown.ranges(),
              isIpv6 ? !on : shown.assignsIpv6OnCreation(),
              isIpv6 ? shown.mapsPublicIpv4OnLaunch() : !on,
              shown.blockMode(),
              shown.tags());
    }
  }

  /// The attributes of subnets that rules judge.
  public enum Attribute {
    ASSIGNS_IPV6,
    MAPS_PUBLIC_IPV4
  }

  /// An address range that a subnet got or lost.
  public record RangeOf(Subnet.Id subnet, Prefix range, boolean given) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.subnets(
          after, shown -> Optional.of(shown.id().equals(subnet) ? before(shown) : shown));
    }

    private Subnet before(Subnet shown) {
      return new Subnet(
          shown.id(),
          shown.vpc(),
          shown.owner(),
          SubnetSteps.before(shown.ranges(), range, given),
          shown.assignsIpv6OnCreation(),
          shown.mapsPublicIpv4OnLaunch(),
          shown.blockMode(),
          shown.tags());
    }
  }

  /// An address range that a VPC got or lost.
  public record RangeOfVpc(Vpc.Id vpc, Prefix range, boolean given) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.layers(
          after,
          at ->
              FactsEdit.vpc(
                  at,
                  at.vpc()
                      .map(
                          shown ->
                              shown.id().equals(vpc)
                                  ? new Vpc(vpc, SubnetSteps.before(shown.ranges(), range, given))
                                  : shown)));
    }
  }

  /// The ranges as they were: without the one that was given, or with the one that was taken.
  private static List<CidrAssociation> before(
      List<CidrAssociation> now, Prefix range, boolean given) {
    var own = now.stream().filter(held -> held.cidr().equals(range)).findFirst();
    boolean isHeld =
        own.filter(held -> held.associated().asKnown().filter(in -> in).isPresent()).isPresent();
    if (!given && isHeld) {
      return now; // another call gave it again
    }
    var before = new ArrayList<>(now);
    own.ifPresent(before::remove);
    if (!given) {
      before.add(CidrAssociation.associated(range));
    }
    return before;
  }
}
