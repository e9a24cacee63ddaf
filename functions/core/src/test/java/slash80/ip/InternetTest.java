package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InternetTest {
  private static final AddressSet VPC = set("2600:1f16:11e6:8600::/56");
  private static final Internet INTERNET = Internet.without(VPC);

  @Test
  void the_whole_internet_is_written_as_everything() {
    assertEquals(List.of("::/0"), shortest(INTERNET.addresses()));
    assertEquals(List.of("::/0"), shortest(AddressSet.all(IpFamily.IPV6)));
    assertEquals(List.of("::/0"), shortest(set("2000::/3")));
    assertEquals(
        List.of("0.0.0.0/0"),
        Internet.over(IpFamily.IPV4).shortest(Iana.globalIpv4()).stream()
            .map(Prefix::toString)
            .toList());
  }

  @Test
  void what_is_the_vpcs_own_does_not_break_a_block_in_pieces() {
    assertEquals(List.of("2600::/12"), shortest(set("2600::/12")));
    assertEquals(List.of("2600::/12"), shortest(set("2600::/12").difference(VPC)));
  }

  @Test
  void no_block_is_wider_than_it_needs_to_be() {
    assertEquals(List.of("2600:1f16:11e6:8700::/56"), shortest(set("2600:1f16:11e6:8700::/56")));
    assertEquals(
        List.of("11.0.0.0/8"),
        Internet.over(IpFamily.IPV4).shortest(AddressSet.of(Prefix.parse("11.0.0.0/8"))).stream()
            .map(Prefix::toString)
            .toList());
  }

  @Test
  void a_set_that_lies_outside_as_a_whole_is_written_where_nothing_else_is() {
    assertEquals(
        List.of("fd00::/8"),
        INTERNET.written(set("fd00::/8")).stream().map(Prefix::toString).toList());
  }

  @Test
  void sources_outside_of_the_internet_are_not_written() {
    assertEquals(List.of(), shortest(VPC));
    assertEquals(List.of("2001:db8::/32"), shortest(set("2001:db8::/32").union(set("fd00::/8"))));
  }

  @Test
  void random_sets_are_written_exactly_and_in_no_more_blocks_than_they_came_in() {
    for (long seed = 1; seed <= 200; seed++) {
      var random = new Random(seed);
      var blocks = IntStream.range(0, 1 + random.nextInt(12)).mapToObj(_ -> block(random)).toList();
      var sources = AddressSet.of(IpFamily.IPV6, blocks);
      var written = INTERNET.shortest(sources);
      assertEquals(
          sources.intersection(INTERNET.addresses()),
          AddressSet.of(IpFamily.IPV6, written).intersection(INTERNET.addresses()),
          "seed " + seed);
      assertTrue(written.size() <= blocks.size(), "seed " + seed + ": " + written);
      assertEquals(written.stream().sorted().toList(), written, "seed " + seed);
    }
  }

  /// Blocks near each other, near the VPC and at the borders of the internet.
  private static Prefix block(Random random) {
    var near = new String[] {"2600:1f16:11e6:8600::", "2000::", "3fff:ffff::", "2001:db8::"};
    var first = Address.parse(near[random.nextInt(near.length)]);
    var length = 1 + random.nextInt(64);
    var moved = first.high() ^ (random.nextInt(4) * (1L << (64 - length)));
    return new Prefix(new Address(IpFamily.IPV6, moved, 0), length);
  }

  @Test
  void the_share_of_everything_is_one_exactly_and_of_nothing_zero() {
    assertEquals(1.0, INTERNET.share(AddressSet.all(IpFamily.IPV6)));
    assertEquals(0.0, INTERNET.share(VPC));
    var allocated =
        Stream.of("2400::/12", "2600::/12", "2800::/12", "2a00::/12", "2c00::/12")
            .map(InternetTest::set)
            .reduce(AddressSet::union)
            .orElseThrow();
    assertTrue(INTERNET.share(allocated) > 0.5, "most of what is in use");
    assertTrue(allocated.partOf(INTERNET.addresses()) < 0.01, "though little of 2000::/3");
  }

  private static List<String> shortest(AddressSet sources) {
    return INTERNET.shortest(sources).stream().map(Prefix::toString).toList();
  }

  private static AddressSet set(String block) {
    return AddressSet.of(Prefix.parse(block));
  }
}
