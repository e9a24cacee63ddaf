package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.ip.Address;
import slash80.ip.Prefix;
import slash80.ip.Protocol;

/// Tests the text of addresses, CIDRs and protocols with random damage. What is read is written and
/// read again as the same.
final class AddressFuzzTest {
  private static final int LONGEST = 64 * 1024;

  static Stream<Arguments> doors() {
    return Stream.of(
        Arguments.of(
            "address",
            (Door.Entry)
                text -> assertEquals(Address.parse(text), Address.parse(Address.parse(text) + "")),
            List.of("2001:db8::80", "::ffff:192.0.2.1", "192.0.2.1", "::", "1:2:3:4:5:6:7:8")),
        Arguments.of(
            "CIDR",
            (Door.Entry)
                text -> assertEquals(Prefix.parse(text), Prefix.parse(Prefix.parse(text) + "")),
            List.of("2001:db8:0:1:80::/80", "::/0", "8000::/1", "0.0.0.0/0", "10.0.0.0/16")),
        Arguments.of(
            "protocol",
            (Door.Entry)
                text ->
                    assertEquals(
                        Protocol.parse(text), Protocol.parse(Protocol.name(Protocol.parse(text)))),
            List.of("tcp", "UDP", "icmpv6", "0", "255")));
  }

  @ParameterizedTest
  @MethodSource("doors")
  void damaged_text_is_read_or_refused(String name, Door.Entry entry, List<String> texts) {
    var fates = new Door(name, LONGEST, entry).damaged(texts);
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }
}
