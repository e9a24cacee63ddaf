package slash80.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

class PrefixListTest {
  private static PrefixList list(String id, String... entries) {
    return new PrefixList(
        new PrefixList.Id(id), Arrays.stream(entries).map(Prefix::parse).toList());
  }

  @Test
  void has_the_addresses_of_each_family_and_works_them_out_once() {
    var list = list("pl-1", "2001:db8::/32", "192.0.2.0/24", "192.0.3.0/24");
    for (var family : IpFamily.values()) {
      var own = list.entries().stream().filter(entry -> entry.family() == family).toList();
      assertEquals(AddressSet.of(family, own), list.addresses(family));
      assertSame(list.addresses(family), list.addresses(family));
    }
    assertEquals(AddressSet.none(IpFamily.IPV4), list("pl-1", "::/0").addresses(IpFamily.IPV4));
  }

  @Test
  void is_equal_to_a_list_with_its_id_and_entries_alone() {
    var list = list("pl-1", "2001:db8::/32");
    list.addresses(IpFamily.IPV6);
    assertEquals(list, list("pl-1", "2001:db8::/32"));
    assertEquals(list.hashCode(), list("pl-1", "2001:db8::/32").hashCode());
    for (var other : List.of(list("pl-2", "2001:db8::/32"), list("pl-1"), list("pl-1", "::/0"))) {
      assertNotEquals(list, other);
    }
    assertEquals("PrefixList[id=pl-1, entries=[2001:db8::/32]]", list.toString());
  }
}
