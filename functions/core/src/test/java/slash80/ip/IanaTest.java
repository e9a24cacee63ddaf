package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IanaTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, beyond",
    "2000::, unallocated",
    "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, unallocated",
    "2001:200::, allocated",
    "2001:db8::1, allocated",
    "2001:fff:ffff:ffff:ffff:ffff:ffff:ffff, allocated",
    "2001:1000::, unallocated",
    "2001:5fff:ffff:ffff:ffff:ffff:ffff:ffff, allocated",
    "2001:6000::, unallocated",
    "2002:c000:201::1, unallocated",
    "2003:3fff:ffff:ffff:ffff:ffff:ffff:ffff, allocated",
    "2003:4000::, unallocated",
    "2410::1, allocated",
    "2420::, unallocated",
    "2600:1f16:11e6:8604:2c9a::1, allocated",
    "2620:1ff:ffff:ffff:ffff:ffff:ffff:ffff, allocated",
    "2620:200::, unallocated",
    "263f:ffff:ffff:ffff:ffff:ffff:ffff:ffff, allocated",
    "2a1f::, allocated",
    "2a20::, unallocated",
    "2c0f::, allocated",
    "3fff::1, unallocated",
    "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, unallocated",
    "4000::, beyond",
    "64:ff9b::808:808, beyond",
    "::ffff:8.8.8.8, beyond",
    "fd00::1, beyond",
    "fe80::1, beyond",
    "ff02::1, beyond"
  })
  void an_ipv6_address_is_allocated_unallocated_or_beyond_the_internet(String text, String where) {
    Address address = Address.parse(text);
    assertEquals(!where.equals("beyond"), Iana.globalUnicastIpv6().contains(address));
    assertEquals(where.equals("allocated"), Iana.allocatedIpv6().contains(address));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0.255.255.255, special",
    "1.0.0.0, global",
    "9.255.255.255, global",
    "10.0.0.0, special",
    "11.0.0.0, global",
    "100.63.255.255, global",
    "100.64.0.0, special",
    "100.127.255.255, special",
    "100.128.0.0, global",
    "127.0.0.1, special",
    "169.254.172.1, special",
    "172.15.255.255, global",
    "172.16.0.0, special",
    "172.31.255.255, special",
    "172.32.0.0, global",
    "191.255.255.255, global",
    "192.0.0.8, special",
    "192.0.0.9, global",
    "192.0.0.10, global",
    "192.0.0.11, special",
    "192.0.1.0, global",
    "192.0.2.1, special",
    "192.31.196.1, global",
    "192.52.193.1, global",
    "192.88.99.1, special",
    "192.88.100.0, global",
    "192.168.0.1, special",
    "192.169.0.0, global",
    "192.175.48.1, global",
    "198.17.255.255, global",
    "198.18.0.0, special",
    "198.19.255.255, special",
    "198.20.0.0, global",
    "198.51.100.7, special",
    "203.0.113.7, special",
    "223.255.255.255, global",
    "224.0.0.0, special",
    "239.255.255.255, special",
    "240.0.0.0, special",
    "255.255.255.255, special"
  })
  void an_ipv4_address_is_global_or_special(String address, String where) {
    assertEquals(where.equals("global"), Iana.globalIpv4().contains(Address.parse(address)));
  }

  @Test
  void the_tables_have_the_sizes_that_the_registries_add_up_to() {
    BigInteger block = BigInteger.ONE.shiftLeft(128 - 23);
    assertEquals(BigInteger.ONE.shiftLeft(125), Iana.globalUnicastIpv6().size());
    // eight /12; seventeen /23; three /22; two /19; three /20; one /18: counted in /23
    long blocks = 8 * 2048 + 17 + 3 * 2 + 2 * 16 + 3 * 8 + 32;
    assertEquals(block.multiply(BigInteger.valueOf(blocks)), Iana.allocatedIpv6().size());
    assertEquals(BigInteger.valueOf(3_702_258_434L), Iana.globalIpv4().size());
  }

  @Test
  void what_is_allocated_is_a_small_part_of_the_internet() {
    assertTrue(Iana.globalUnicastIpv6().containsAll(Iana.allocatedIpv6()));
    assertTrue(Iana.allocatedIpv6().isAtLeast(64, Iana.globalUnicastIpv6()));
    assertFalse(Iana.allocatedIpv6().isAtLeast(63, Iana.globalUnicastIpv6()));
  }
}
