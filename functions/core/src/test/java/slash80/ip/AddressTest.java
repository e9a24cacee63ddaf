package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      textBlock =
          """
          ::                                       | ::
          ::0                                      | ::
          0::                                      | ::
          0:0:0:0:0:0:0:0                          | ::
          ::0.0.0.0                                | ::
          ::1                                      | ::1
          1::                                      | 1::
          ::0001                                   | ::1
          2001:DB8:0:0:8:800:200C:417A             | 2001:db8::8:800:200c:417a
          2001:0db8:0000:0000:0008:0800:200c:417a  | 2001:db8::8:800:200c:417a
          FF01::101                                | ff01::101
          2001:db8::0:1                            | 2001:db8::1
          1:2:3:4:5:6:7::                          | 1:2:3:4:5:6:7:0
          ::2:3:4:5:6:7:8                          | 0:2:3:4:5:6:7:8
          1:2:3::5:6:7:8                           | 1:2:3:0:5:6:7:8
          2001:db8:0:1:1:1:1:1                     | 2001:db8:0:1:1:1:1:1
          2001:db8::1:1:1:1:1                      | 2001:db8:0:1:1:1:1:1
          2001:0:0:1:0:0:0:1                       | 2001:0:0:1::1
          2001:db8:0:0:1:0:0:1                     | 2001:db8::1:0:0:1
          0:0:1:0:0:0:0:0                          | 0:0:1::
          0:0:0:0:0:1:0:0                          | ::1:0:0
          1:0:0:0:0:0:0:8                          | 1::8
          ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
          8000::8000:0:0:0                         | 8000::8000:0:0:0
          ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255 | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
          0:0:0:0:0:FFFF:129.144.52.38             | ::ffff:129.144.52.38
          ::ffff:192.0.2.1                         | ::ffff:192.0.2.1
          ::FFFF:c000:201                          | ::ffff:192.0.2.1
          ::ffff:0:0                               | ::ffff:0.0.0.0
          ::fffe:192.0.2.1                         | ::fffe:c000:201
          1::ffff:192.0.2.1                        | 1::ffff:c000:201
          ::ffff:0:192.0.2.1                       | ::ffff:0:c000:201
          ::1:ffff:192.0.2.1                       | ::1:ffff:c000:201
          ::13.1.68.3                              | ::d01:4403
          64:ff9b::192.0.2.33                      | 64:ff9b::c000:221
          1:2:3:4:5:6:1.2.3.4                      | 1:2:3:4:5:6:102:304
          1::6:1.2.3.4                             | 1::6:102:304
          0.0.0.0                                  | 0.0.0.0
          192.0.2.1                                | 192.0.2.1
          1.20.0.255                               | 1.20.0.255
          255.255.255.255                          | 255.255.255.255
          """,
      delimiter = '|')
  void is_read_in_every_form_and_written_in_one(String text, String canonical) {
    assertEquals(canonical, Address.parse(text).toString());
    assertEquals(Address.parse(text), Address.parse(canonical));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        ":",
        ":::",
        "::::",
        "1",
        "1:",
        ":1",
        "1:2",
        "12345::",
        "::12345",
        "g::",
        "::g",
        "1::2::3",
        "::1::",
        "1:::2",
        ":1::",
        "::1:",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "::-1",
        "::+1",
        "::0x1",
        "::00001",
        " ::1",
        "::1 ",
        "::1\n",
        "[::1]",
        "::1%eth0",
        "fe80::1%1",
        "::1/128",
        "::١",
        "::１",
        "::ａ",
        "1.2.3.4::",
        "1.2.3.4:5::",
        "::1.2.3.4:5",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::01.2.3.4",
        "::1.2.3.4.",
        "::.1.2.3.4",
        "::1..2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "::ffff:1.2.3.-4",
        "::ffff:0x1.2.3.4",
        "1:2:3:4:5:6:7::1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4",
        "1.2.3",
        "1.2",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4.",
        ".1.2.3.4",
        "256.0.0.1",
        "1.2.3.256",
        "1.2.3.1000",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.04",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.-4",
        "0x1.2.3.4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4\n",
        "1 .2.3.4",
        "1.2.3.a",
        "1,2,3,4",
        "١.2.3.4",
        "1.2.3.４",
        "1.2.3.4/32",
        "3221225985",
        "0xc0000201",
        "localhost",
        "2001:db8::/32",
        "2001:db8::g",
        "2001:db8:::1",
        "http://[::1]/"
      })
  void is_not_guessed(String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    assertTrue(refusal.getMessage().endsWith("\" is not an IP address"), refusal.getMessage());
  }

  @Test
  void a_refused_text_is_quoted_on_one_line_and_cut() {
    assertRefused("\"x\" is not an IP address", "x");
    assertRefused(
        "\"a\\\"b\\\\c\\u000a\\u001b[31m\\u007f\\u202e\\u00e9 ~\" is not an IP address",
        "a\"b\\c\n\u001b[31m\u007f\u202eé ~");
    assertRefused("\"%s\" is not an IP address".formatted("1".repeat(64)), "1".repeat(64));
    assertRefused("\"%s…\" is not an IP address".formatted("1".repeat(64)), "1".repeat(65));
    assertRefused("\"%s…\" is not an IP address".formatted(":".repeat(64)), ":".repeat(1_000_000));
  }

  private static void assertRefused(String message, String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void addresses_stand_in_the_order_of_their_numbers_ipv4_first() {
    List<Address> ordered =
        Stream.of(
                "0.0.0.0",
                "127.255.255.255",
                "128.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "::7fff:ffff:ffff:ffff",
                "::8000:0:0:0",
                "::ffff:ffff:ffff:ffff",
                "0:0:0:1::",
                "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "8000::",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
            .map(Address::parse)
            .toList();
    assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    for (int place = 1; place < ordered.size(); place++) {
      assertTrue(ordered.get(place - 1).compareTo(ordered.get(place)) < 0);
      assertTrue(ordered.get(place).compareTo(ordered.get(place - 1)) > 0);
      assertEquals(0, ordered.get(place).compareTo(Address.parse(ordered.get(place).toString())));
    }
  }

  @Test
  void an_ipv4_address_has_32_bits() {
    assertEquals("255.255.255.255", new Address(IpFamily.IPV4, 0, 0xffff_ffffL).toString());
    assertThrows(
        IllegalArgumentException.class, () -> new Address(IpFamily.IPV4, 0, 0x1_0000_0000L));
    assertThrows(IllegalArgumentException.class, () -> new Address(IpFamily.IPV4, 1, 0));
  }

  @Test
  void the_same_bits_in_two_families_are_two_addresses() {
    assertEquals(false, Address.parse("0.0.0.1").equals(Address.parse("::1")));
  }
}
