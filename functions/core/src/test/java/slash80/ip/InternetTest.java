package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void random_sets_are_written_as_two_intersections_a_block_would_write_them() {
    for (long seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      var blocks = IntStream.range(0, random.nextInt(40)).mapToObj(_ -> block(random)).toList();
      var sources = AddressSet.of(IpFamily.IPV6, blocks);
      var asked = seed % 3 == 0 ? sources.complement() : sources;
      assertEquals(naive(INTERNET, asked), INTERNET.shortest(asked), "seed " + seed);
    }
    var ipv4 = Internet.without(set("11.64.0.0/10"));
    for (long seed = 1; seed <= 300; seed++) {
      var random = new Random(seed);
      var blocks =
          IntStream.range(0, random.nextInt(40))
              .mapToObj(_ -> new Prefix(ipv4(random.nextInt()), random.nextInt(33)))
              .toList();
      var sources = AddressSet.of(IpFamily.IPV4, blocks);
      assertEquals(naive(ipv4, sources), ipv4.shortest(sources), "IPv4, seed " + seed);
    }
  }

  private static Address ipv4(int bits) {
    return new Address(IpFamily.IPV4, 0, Integer.toUnsignedLong(bits));
  }

  private static List<Prefix> naive(Internet internet, AddressSet sources) {
    var inside = sources.intersection(internet.addresses());
    return inside.union(internet.addresses().complement()).prefixes().stream()
        .filter(block -> inside.overlaps(AddressSet.of(block)))
        .map(block -> block.length() == 0 ? block : around(inside, block))
        .toList();
  }

  /// The narrowest block around the part of a set that lies in a block.
  private static Prefix around(AddressSet inside, Prefix block) {
    var held = inside.intersection(AddressSet.of(block)).prefixes();
    int length = block.length();
    while (length < block.family().bits()
        && new Prefix(held.getFirst().first(), length + 1).contains(held.getLast().last())) {
      length++;
    }
    return new Prefix(held.getFirst().first(), length);
  }

  /// A walk for each block would take minutes.
  @Test
  @Timeout(20)
  void a_hundred_thousand_blocks_are_written_in_one_walk() {
    var blocks =
        IntStream.range(0, 100_000)
            .mapToObj(
                n -> new Prefix(new Address(IpFamily.IPV6, 0x2a00L << 48 | (long) n << 17, 0), 48))
            .toList();
    assertEquals(blocks, INTERNET.shortest(AddressSet.of(IpFamily.IPV6, blocks)));
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

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 100%",
    "0.0.0.0/1, 50%",
    "0.0.0.0/2, 25%",
    "0.0.0.0/3, 13%",
    "0.0.0.0/4, 6.3%",
    "0.0.0.0/24, 0.000006%",
    "0.0.0.0/1 128.0.0.0/3, 63%",
    "0.0.0.0/1 128.0.0.0/2 192.0.0.0/3, 88%",
    "0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 224.0.0.0/4 240.0.0.0/5 248.0.0.0/6 252.0.0.0/7, 99%",
    "0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 224.0.0.0/4 240.0.0.0/5 248.0.0.0/6 252.0.0.0/7 254.0.0.0/8,"
        + " more than 99%",
    "0.0.0.0/4 16.0.0.0/5 24.0.0.0/7, 10%",
  })
  void a_share_is_written_with_two_digits(String blocks, String percent) {
    assertEquals(percent, percent(everywhere(blocks)));
  }

  @Test
  void random_shares_are_rounded_as_exact_arithmetic_does() {
    var random = new Random(80);
    for (int round = 0; round < 2_000; round++) {
      var first = new Address(IpFamily.IPV4, 0, 0);
      var last = new Address(IpFamily.IPV4, 0, random.nextLong(1L << random.nextInt(20, 33)));
      var sources = AddressSet.range(first, last);
      var exact = BigDecimal.valueOf(sources.partOf(AddressSet.all(IpFamily.IPV4)));
      var text = exact.movePointRight(2).round(new MathContext(2)).stripTrailingZeros();
      var expected = text.intValue() == 100 ? "more than 99%" : text.toPlainString() + "%";
      assertEquals(expected, percent(sources), sources::toString);
    }
  }

  private static String percent(AddressSet sources) {
    var everything = AddressSet.all(IpFamily.IPV4);
    return new Internet(everything, everything).percent(sources);
  }

  private static AddressSet everywhere(String blocks) {
    return Stream.of(blocks.split(" "))
        .map(InternetTest::set)
        .reduce(AddressSet::union)
        .orElseThrow();
  }

  private static List<String> shortest(AddressSet sources) {
    return INTERNET.shortest(sources).stream().map(Prefix::toString).toList();
  }

  private static AddressSet set(String block) {
    return AddressSet.of(Prefix.parse(block));
  }
}
