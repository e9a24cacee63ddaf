package slash80.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import slash80.facts.NetworkInterface;
import slash80.facts.World;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;

/// The overlaps between the addresses and prefixes of a VPC's interfaces.
final class OverlapsTest {

  @Test
  void overlaps_are_of_prefixes_with_prefixes_and_addresses_inside_them() {
    var world = new World();
    world.interfaces.add(
        World.eni("eni-1").holding("2001:db8:1:1:a::/80", "2001:db8:1:1::5").made());
    world.interfaces.add(World.eni("eni-2").holding("2001:db8:1:1:a::/80").made());
    world.interfaces.add(World.eni("eni-3").holding("2001:db8:1:1:a::7", "2001:db8:1:1::5").made());
    world.interfaces.add(World.eni("eni-4").holding("2001:db8:1:1::/64").made());
    world.interfaces.add(World.eni("eni-5").holding("2001:db8:1:2:a::/80").made());
    var network = world.network();
    assertEquals(
        List.of(
            "2001:db8:1:1::5/128 eni-4 2001:db8:1:1::/64",
            "2001:db8:1:1:a::/80 eni-2 2001:db8:1:1:a::/80",
            "2001:db8:1:1:a::/80 eni-3 2001:db8:1:1:a::7/128",
            "2001:db8:1:1:a::/80 eni-4 2001:db8:1:1::/64"),
        texts(network, world.interfaces.get(0)).stream().sorted().toList());
    assertEquals(List.of(), texts(network, world.interfaces.get(4)));
  }

  private static List<String> texts(Network network, NetworkInterface networkInterface) {
    return network.overlapsOf(networkInterface).stream()
        .map(overlap -> overlap.own() + " " + overlap.other() + " " + overlap.others())
        .toList();
  }

  @Test
  void overlaps_are_those_that_comparing_everything_finds() {
    for (long seed = 1; seed <= 200; seed++) {
      var random = new Random(seed);
      var world = new World();
      for (int i = 0; i < 12; i++) {
        var held =
            random
                .ints(3, 0, 8)
                .mapToObj(
                    n ->
                        random.nextBoolean()
                            ? "2001:db8:1:1::%x".formatted(n)
                            : "2001:db8:1:1::%x/%d".formatted(n, 125 + random.nextInt(3)))
                .distinct()
                .toArray(String[]::new);
        world.interfaces.add(World.eni("eni-" + i).holding(held).made());
      }
      var network = world.network();
      for (var networkInterface : world.interfaces) {
        assertEquals(
            naive(world, networkInterface),
            texts(network, networkInterface).stream().sorted().toList(),
            "seed " + seed + " " + networkInterface.id());
      }
    }
  }

  private static List<String> naive(World world, NetworkInterface networkInterface) {
    var found = new ArrayList<String>();
    for (var other : world.interfaces) {
      for (var own : networkInterface.held(IpFamily.IPV6)) {
        for (var others : other.held(IpFamily.IPV6)) {
          boolean delegated = own.length() < 128 || others.length() < 128;
          boolean together = AddressSet.of(own).overlaps(AddressSet.of(others));
          if (other != networkInterface && delegated && together) {
            found.add(own + " " + other.id() + " " + others);
          }
        }
      }
    }
    return found.stream().distinct().sorted().toList();
  }
}
