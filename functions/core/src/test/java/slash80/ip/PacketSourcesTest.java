package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Compares the sources of services with the sources of the set restricted to those services.
final class PacketSourcesTest {

  @Test
  void sources_of_services_are_those_of_the_set_within_them() {
    Dice.rolls(1_000, PacketSourcesTest::assertSame);
  }

  private static void assertSame(Dice dice) {
    var family = dice.family();
    var parts =
        dice.some(
            8, () -> PacketSet.of(services(dice, family), AddressSet.of(dice.prefix(family))));
    var set = PacketSet.union(family, parts);
    var services = services(dice, family).union(services(dice, family));
    assertEquals(set.within(services).sources(), set.sourcesOf(services));
  }

  private static ServiceSet services(Dice dice, IpFamily family) {
    return dice.oneIn(8)
        ? ServiceSet.all(family)
        : ServiceSet.of(family, dice.protocol(), dice.ports());
  }
}
