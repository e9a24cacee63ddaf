package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

final class PhrasesTest {

  @Test
  void a_few_things_are_all_named() {
    assertAll(
        () -> assertEquals("1", Phrases.list(List.of(1))),
        () -> assertEquals("1, 2, 3", Phrases.list(List.of(1, 2, 3))),
        () -> assertEquals("1, 2, 3 and 1 more", Phrases.list(List.of(1, 2, 3, 4))),
        () -> assertEquals("a, b and c", Phrases.and(List.of("a", "b", "c"))),
        () -> assertEquals("", Phrases.and(List.of())));
  }

  @Test
  void services_read_as_people_say_them() {
    var everything = ServiceSet.all(IpFamily.IPV6);
    var tcp = ServiceSet.of(IpFamily.IPV6, Protocol.TCP);
    var gre = ServiceSet.of(IpFamily.IPV6, 47);
    assertAll(
        () -> assertEquals("every protocol and port", Phrases.list(everything)),
        () -> assertEquals("all of tcp and protocol 47", Phrases.list(tcp.union(gre))),
        () -> assertEquals("tcp 22", Phrases.list(port(22))),
        () -> assertEquals("tcp 22,80", Phrases.list(port(80).union(port(22)))));
  }

  @Test
  void a_long_list_of_ports_is_cut_and_says_so() {
    var many =
        IntStream.range(0, 100)
            .mapToObj(number -> port(1000 + 2 * number))
            .reduce(ServiceSet.none(IpFamily.IPV6), ServiceSet::union);
    var words = Phrases.list(many);
    assertTrue(words.startsWith("tcp 1000,1002,"), words);
    assertTrue(words.endsWith(" and others"), words);
    assertTrue(words.length() < 120, words);
  }

  private static ServiceSet port(int port) {
    return ServiceSet.of(IpFamily.IPV6, Protocol.TCP, new PortRange(port, port));
  }
}
