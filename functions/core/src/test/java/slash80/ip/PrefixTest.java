package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrefixTest {

  @ParameterizedTest(name = "{0} is {1} and ends at {2}")
  @CsvSource(
      textBlock =
          """
          ::/0                   | ::/0                | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
          ffff::1/0              | ::/0                | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
          8000::/1               | 8000::/1            | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
          2001:DB8:0:0::1/32     | 2001:db8::/32       | 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
          2001:db8:0:3::/63      | 2001:db8:0:2::/63   | 2001:db8:0:3:ffff:ffff:ffff:ffff
          2001:db8:0:3::1/64     | 2001:db8:0:3::/64   | 2001:db8:0:3:ffff:ffff:ffff:ffff
          2001:db8::ffff:0:0:0/65 | 2001:db8:0:0:8000::/65 | 2001:db8::ffff:ffff:ffff:ffff
          2001:db8::1:2:3:4/80   | 2001:db8:0:0:1::/80 | 2001:db8::1:ffff:ffff:ffff
          ::3/127                | ::2/127             | ::3
          ::3/128                | ::3/128             | ::3
          ::ffff:192.0.2.1/120   | ::ffff:192.0.2.0/120 | ::ffff:192.0.2.255
          0.0.0.0/0              | 0.0.0.0/0           | 255.255.255.255
          255.255.255.255/1      | 128.0.0.0/1         | 255.255.255.255
          192.0.2.77/24          | 192.0.2.0/24        | 192.0.2.255
          10.1.2.3/31            | 10.1.2.2/31         | 10.1.2.3
          10.1.2.3/32            | 10.1.2.3/32         | 10.1.2.3
          """,
      delimiter = '|')
  void is_read_without_its_host_bits(String text, String canonical, String last) {
    Prefix prefix = Prefix.parse(text);
    assertEquals(canonical, prefix.toString());
    assertEquals(Prefix.parse(canonical), prefix);
    assertEquals(last, prefix.last().toString());
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "/",
        "::",
        "::/",
        "/64",
        "/0",
        "::1",
        "10.0.0.1",
        "x/y",
        "::/129",
        "::/200",
        "::/1000",
        "::/4294967296",
        "0.0.0.0/33",
        "0.0.0.0/128",
        "::/-1",
        "::/+1",
        "::/01",
        "::/00",
        "::/064",
        "::/ 64",
        "::/64 ",
        " ::/64",
        "::/64\n",
        "::/6 4",
        "::/0x40",
        "::/6a",
        "::/٦",
        "::/64/64",
        "::/64/",
        "::%1/64",
        "::/64%1",
        "10.0.0.0/255.0.0.0",
        "10/8",
        "10.0.0/24",
        "010.0.0.0/8",
        "sg-0a1/64"
      })
  void is_not_guessed(String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text));
    assertEquals(SafeText.quoted(text) + " is not a CIDR block", refusal.getMessage());
  }

  @Test
  void a_length_that_the_family_has_not_is_refused() {
    Address ipv4 = Address.parse("10.0.0.0");
    Address ipv6 = Address.parse("::");
    assertEquals("10.0.0.0/32", new Prefix(ipv4, 32).toString());
    assertEquals("::/128", new Prefix(ipv6, 128).toString());
    assertThrows(IllegalArgumentException.class, () -> new Prefix(ipv4, 33));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(ipv6, 129));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(ipv6, -1));
  }

  @Test
  void blocks_stand_in_the_order_of_their_addresses_widest_first() {
    List<Prefix> ordered =
        Stream.of("0.0.0.0/0", "0.0.0.0/8", "10.0.0.0/8", "::/0", "::/128", "::1/128", "8000::/1")
            .map(Prefix::parse)
            .toList();
    assertEquals(ordered, ordered.reversed().stream().sorted().toList());
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      textBlock =
          """
          2001:db8::/32  | holds                | 2001:db8::/32
          2001:db8::/32  | holds                | 2001:db8:ffff::/48
          2001:db8::/32  | lies in              | 2001:db8::/31
          2001:db8::/32  | has nothing of       | 2001:db9::/32
          2001:db8::/32  | has nothing of       | 2001:db7:ffff::/48
          ::/0           | has nothing of       | 0.0.0.0/0
          ::/128         | has nothing of       | 0.0.0.0/32
          0.0.0.0/0      | holds                | 255.255.255.255/32
          """,
      delimiter = '|')
  void two_blocks_overlap_when_one_holds_the_other(String text, String relation, String other) {
    Prefix first = Prefix.parse(text);
    Prefix second = Prefix.parse(other);
    assertEquals(relation.equals("holds"), first.contains(second));
    assertEquals(relation.equals("lies in"), second.contains(first) && !first.contains(second));
    assertEquals(!relation.equals("has nothing of"), first.overlaps(second));
    assertEquals(!relation.equals("has nothing of"), second.overlaps(first));
  }

  @Test
  void the_widest_block_between_two_addresses_begins_at_the_first_and_fits() {
    Dice.rolls(
        5_000,
        dice -> {
          IpFamily family = dice.family();
          List<Address> ends =
              Stream.of(dice.address(family), dice.address(family)).sorted().toList();
          Prefix widest = Prefix.widest(ends.getFirst(), ends.getLast());
          assertEquals(ends.getFirst(), widest.first());
          assertEquals(true, widest.last().compareTo(ends.getLast()) <= 0);
          if (widest.length() > 0) {
            var wider = new Prefix(widest.first(), widest.length() - 1);
            boolean fits =
                wider.first().equals(ends.getFirst())
                    && wider.last().compareTo(ends.getLast()) <= 0;
            assertEquals(false, fits, wider + " fits too");
          }
        });
  }

  @Test
  void agrees_with_the_library_and_with_division() {
    Dice.rolls(
        5_000,
        dice -> {
          Prefix prefix = dice.prefix(dice.family());
          Prefix other = dice.prefix(dice.oneIn(10) ? dice.family() : prefix.family());
          IPAddress theirs = new IPAddressString(prefix.toString()).getAddress();
          assertEquals(Numbers.number(prefix.first()), theirs.getLower().getValue());
          assertEquals(Numbers.number(prefix.last()), theirs.getUpper().getValue());
          assertEquals(prefix, Prefix.parse(prefix.toString()));
          boolean holds = prefix.length() <= other.length() && Numbers.holds(prefix, other.first());
          assertEquals(holds, prefix.contains(other));
          Address address = dice.address(dice.oneIn(10) ? dice.family() : prefix.family());
          assertEquals(Numbers.holds(prefix, address), prefix.contains(address));
          assertEquals(Numbers.holds(prefix, other.last()), prefix.contains(other.last()));
        });
  }

  @Test
  void a_mutated_block_is_read_or_refused_and_nothing_else() {
    Dice.rolls(
        20_000,
        dice -> {
          String text = dice.mutated(dice.prefix(dice.family()).toString());
          try {
            Prefix prefix = Prefix.parse(text);
            assertEquals(
                new Prefix(Address.parse(text.substring(0, text.indexOf('/'))), prefix.length()),
                prefix);
            assertEquals(Integer.toString(prefix.length()), text.substring(text.indexOf('/') + 1));
          } catch (IllegalArgumentException refusal) {
            assertEquals(SafeText.quoted(text) + " is not a CIDR block", refusal.getMessage());
          }
        });
  }
}
