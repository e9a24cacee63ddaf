package slash80.blame;

import java.util.Optional;
import slash80.facts.Facts;
import slash80.facts.Subnet;
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

  /// An address range that a subnet got.
  public record RangeOf(Subnet.Id subnet, Prefix range) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.subnets(
          after,
          shown ->
              Optional.of(
                  shown.id().equals(subnet)
                      ? new Subnet(
                          shown.id(),
                          shown.vpc(),
                          shown.owner(),
                          shown.ranges().stream()
                              .filter(held -> !held.cidr().equals(range))
                              .toList(),
                          shown.assignsIpv6OnCreation(),
                          shown.mapsPublicIpv4OnLaunch(),
                          shown.blockMode(),
                          shown.tags())
                      : shown));
    }
  }
}
