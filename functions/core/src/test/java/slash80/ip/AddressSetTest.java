package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AddressSetTest {

  private static AddressSet set(String... prefixes) {
    List<Prefix> parsed = Stream.of(prefixes).map(Prefix::parse).toList();
    return AddressSet.of(parsed.getFirst().family(), parsed);
  }

  private static AddressSet range(String first, String last) {
    return AddressSet.range(Address.parse(first), Address.parse(last));
  }

  @Test
  void pieces_that_cover_everything_are_everything() {
    AddressSet everything = AddressSet.all(IpFamily.IPV6);
    assertEquals(everything, set("::/0"));
    assertEquals(everything, set("::/1", "8000::/1"));
    assertEquals(everything, set("8000::/1", "::/2", "4000::/2", "4000::/3"));
    assertEquals(everything, AddressSet.of(IpFamily.IPV6, sixteenths()));
    assertEquals(everything, set("::/1").union(set("8000::/1")));
    assertEquals(everything, range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    assertEquals(everything.hashCode(), set("::/1", "8000::/1").hashCode());
    assertEquals(AddressSet.all(IpFamily.IPV4), set("128.0.0.0/1", "0.0.0.0/1"));
  }

  private static List<Prefix> sixteenths() {
    return IntStream.range(0, 16)
        .mapToObj(part -> new Prefix(new Address(IpFamily.IPV6, (long) part << 60, 0), 4))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::/64, 80, 65536",
    "2001:db8::/80, 80, 1",
    "2001:db8::/81, 80, 0",
    "2001:db8::/128, 128, 1",
    "::/0, 0, 1",
    "::/0, 64, 18446744073709551616",
    "8000::/1, 0, 0",
    "192.0.2.0/24, 28, 16",
    "255.255.255.240/28, 32, 16"
  })
  void aligned_blocks_are_counted(String prefix, int length, BigInteger blocks) {
    assertEquals(blocks, set(prefix).blocks(length));
  }

  @Test
  void a_block_counts_where_it_begins_only() {
    AddressSet shifted = range("2001:db8:0:0:0:8000::", "2001:db8:0:0:1:7fff:ffff:ffff");
    assertEquals(AddressSet.of(Prefix.parse("2001:db8::/80")).size(), shifted.size());
    assertEquals(BigInteger.ZERO, shifted.blocks(80));
    assertEquals(BigInteger.ZERO, AddressSet.none(IpFamily.IPV6).blocks(80));
    assertEquals(
        BigInteger.ONE, shifted.union(range("2001:db8::", "2001:db8::8000:0:0")).blocks(80));
  }

  @Test
  void the_two_families_are_never_equal_nor_put_together() {
    AddressSet ipv4 = AddressSet.all(IpFamily.IPV4);
    AddressSet ipv6 = AddressSet.all(IpFamily.IPV6);
    assertNotEquals(ipv4, ipv6);
    assertNotEquals(AddressSet.none(IpFamily.IPV4), AddressSet.none(IpFamily.IPV6));
    assertThrows(IllegalArgumentException.class, () -> ipv4.union(ipv6));
    assertThrows(IllegalArgumentException.class, () -> ipv4.intersection(ipv6));
    assertThrows(IllegalArgumentException.class, () -> ipv4.difference(ipv6));
    assertThrows(
        IllegalArgumentException.class, () -> AddressSet.union(IpFamily.IPV4, List.of(ipv6)));
    assertThrows(
        IllegalArgumentException.class,
        () -> AddressSet.of(IpFamily.IPV6, List.of(Prefix.parse("10.0.0.0/8"))));
    assertFalse(ipv6.contains(Address.parse("10.0.0.1")));
    assertFalse(ipv4.contains(Address.parse("::1")));
    assertEquals(IpFamily.IPV4, ipv4.union(ipv4).family());
  }

  @Test
  void a_range_goes_forward_within_one_family() {
    assertEquals(BigInteger.ONE, range("::1", "::1").size());
    assertThrows(IllegalArgumentException.class, () -> range("::2", "::1"));
    assertThrows(IllegalArgumentException.class, () -> range("1.0.0.0", "::1"));
  }

  @ParameterizedTest(name = "{0} to {1} is {2}")
  @CsvSource(
      textBlock =
          """
          ::               | ::       | ::/128
          ::               | ::1      | ::/127
          ::1              | ::2      | ::1/128 ::2/128
          ::1              | ::7      | ::1/128 ::2/127 ::4/126
          ::ffff:ffff:ffff:ffff | 0:0:0:1:: | ::ffff:ffff:ffff:ffff/128 0:0:0:1::/128
          ::               | ::ffff:ffff:ffff:ffff | ::/64
          0:0:0:1::        | 0:0:0:1:ffff:ffff:ffff:ffff | 0:0:0:1::/64
          ::8000:0:0:0     | ::ffff:ffff:ffff:ffff | ::8000:0:0:0/65
          7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 8000:: | 7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128 8000::/128
          8000::           | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 8000::/1
          ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127
          0.0.0.0          | 255.255.255.255 | 0.0.0.0/0
          127.255.255.255  | 128.0.0.0 | 127.255.255.255/32 128.0.0.0/32
          255.255.255.253  | 255.255.255.255 | 255.255.255.253/32 255.255.255.254/31
          10.0.0.0         | 10.0.2.255 | 10.0.0.0/23 10.0.2.0/24
          """,
      delimiter = '|')
  void a_range_is_the_fewest_blocks(String first, String last, String blocks) {
    AddressSet set = range(first, last);
    assertEquals(blocks, String.join(" ", set.prefixes().stream().map(Prefix::toString).toList()));
    assertEquals(set, set(blocks.split(" ")));
    assertEquals(first, set.first().toString());
    assertTrue(set.contains(Address.parse(last)));
  }

  @Test
  void neighbours_and_overlaps_make_one_range() {
    assertEquals("[2001:db8::/31]", set("2001:db9::/32", "2001:db8::/32").toString());
    assertEquals("[2001:db8::/32]", set("2001:db8::/32", "2001:db8:1::/48").toString());
    assertEquals(
        "[2001:db8::/32, 2001:dba::/32]", set("2001:dba::/32", "2001:db8::/32").toString());
    assertEquals("[]", AddressSet.of(IpFamily.IPV6, List.of()).toString());
    assertEquals(AddressSet.none(IpFamily.IPV6), AddressSet.union(IpFamily.IPV6, List.of()));
  }

  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void none_and_all_are_the_ends_of_the_algebra(IpFamily family) {
    AddressSet none = AddressSet.none(family);
    AddressSet addresses = AddressSet.all(family);
    assertEquals(addresses, none.complement());
    assertEquals(none, addresses.complement());
    assertEquals(BigInteger.ZERO, none.size());
    assertEquals(BigInteger.ONE.shiftLeft(family.bits()), addresses.size());
    assertEquals(List.of(), none.prefixes());
    assertTrue(none.isEmpty() && !addresses.isEmpty());
    assertTrue(
        addresses.containsAll(none) && none.containsAll(none) && !none.containsAll(addresses));
    assertFalse(addresses.overlaps(none) || none.overlaps(none));
    assertTrue(addresses.overlaps(addresses));
    assertThrows(NoSuchElementException.class, none::first);
  }

  @Test
  void a_part_is_exact_at_its_ends() {
    AddressSet addresses = AddressSet.all(IpFamily.IPV6);
    AddressSet otherAddresses = set("2001:db8::1/128");
    assertEquals(1.0, addresses.partOf(addresses));
    assertEquals(1.0, addresses.partOf(otherAddresses));
    assertEquals(1.0, set("::/1", "8000::/1").partOf(set("2000::/3")));
    assertEquals(0.0, AddressSet.none(IpFamily.IPV6).partOf(addresses));
    assertEquals(0.0, set("::/3").partOf(set("2000::/3")));
    assertEquals(0.5, set("2000::/4").partOf(set("2000::/3")));
    assertEquals(0.5, set("::/0").difference(set("3000::/4")).partOf(set("2000::/3")));
    assertEquals(Math.nextDown(1.0), addresses.difference(otherAddresses).partOf(addresses));
    assertEquals(Math.scalb(1.0, -128), otherAddresses.partOf(addresses));
    assertEquals(0.0, addresses.partOf(AddressSet.none(IpFamily.IPV6)));
  }

  @ParameterizedTest(name = "1/{0}")
  @CsvSource({"1,0", "2,1", "256,8", "65536,16", "4611686018427387904,62"})
  void a_threshold_is_exact_to_the_last_address(long denominator, int length) {
    AddressSet addresses = AddressSet.all(IpFamily.IPV6);
    AddressSet part = AddressSet.of(new Prefix(Address.parse("::"), length));
    AddressSet last =
        AddressSet.of(new Prefix(new Prefix(Address.parse("::"), length).last(), 128));
    AddressSet next = set("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
    assertTrue(part.isAtLeast(denominator, addresses));
    assertFalse(part.difference(last).isAtLeast(denominator, addresses));
    assertTrue(part.difference(last).union(next).isAtLeast(denominator, addresses));
  }

  @Test
  void only_what_lies_in_the_whole_counts() {
    AddressSet whole = set("2000::/3");
    assertFalse(set("::/3", "8000::/1").isAtLeast(Long.MAX_VALUE, whole));
    assertTrue(set("::/2").isAtLeast(1, whole));
    assertFalse(AddressSet.none(IpFamily.IPV6).isAtLeast(1, AddressSet.none(IpFamily.IPV6)));
    assertThrows(IllegalArgumentException.class, () -> whole.isAtLeast(0, whole));
  }

  @Test
  void a_set_can_be_a_key() {
    assertEquals(set("::/1").hashCode(), set("::/2", "4000::/2").hashCode());
    assertNotEquals(set("::/1"), set("::/2"));
    assertNotEquals((Object) set("::/1"), "::/1");
    assertNotEquals(set("::/1").hashCode(), set("::/2").hashCode());
    assertNotEquals(set("::/0").hashCode(), set("0.0.0.0/0").hashCode());
  }
}
