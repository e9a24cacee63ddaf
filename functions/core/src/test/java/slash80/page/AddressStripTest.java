package slash80.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.NodeFixture;
import slash80.ip.Prefix;
import slash80.judge.Policy;
import slash80.judge.RuleBook;
import slash80.network.Scope;

/// The strip of a subnet's range: where each /80 lies, what is reserved and what is spoilt. A strip
/// is 1000 wide.
class AddressStripTest {
  private static final String RANGE = "2001:db8:0:1::/64";
  private static final Pattern BAND =
      Pattern.compile("class=\"band (\\w+)\" x=\"([0-9.]+)\" y=\"8\" width=\"([0-9.]+)\"");
  private static final Pattern TICK =
      Pattern.compile("<g class=\"(\\w+)\"><path class=\"tick\" d=\"(M[^\"]*)\"");

  private static List<AddressStrip> strips(ClusterFixture cluster) {
    var network = cluster.build();
    var judgement = RuleBook.judge(network, Scope.whole(), Policy.NONE);
    return NodeMap.of(network, judgement, judgement.findings()).strips().getFirst().addresses();
  }

  private static AddressStrip strip(ClusterFixture cluster) {
    var strips = strips(cluster);
    assertEquals(1, strips.size());
    return strips.getFirst();
  }

  private static String drawing(AddressStrip strip) {
    var html = new Html();
    strip.write(html);
    return html.whole();
  }

  /// Two ends of the range, so that all of it is drawn.
  private static ClusterFixture whole(NodeFixture... more) {
    var nodes = Arrays.copyOf(more, more.length + 2);
    nodes[more.length] = node("i-first").holding("2001:db8:0:1:1::/80");
    nodes[more.length + 1] = node("i-last").holding("2001:db8:0:1:fffe::/80");
    return subnet("a", RANGE, nodes).inCluster();
  }

  /// The middle of the 80-bit block N of 65,536 lies at (N + 0.5) / 65.536.
  @ParameterizedTest(name = "{0} lies at {1}")
  @CsvSource({
    "2001:db8:0:1:2::/80,    0.0",
    "2001:db8:0:1:4000::/80, 250.0",
    "2001:db8:0:1:8000::/80, 500.0",
    "2001:db8:0:1:a001::/80, 625.0",
    "2001:db8:0:1:c000::/80, 750.0",
    "2001:db8:0:1:ffff::/80, 1000.0"
  })
  void a_prefix_lies_in_its_place_of_the_64(String prefix, String place) {
    var strip = strip(whole(node("i-n").holding(prefix)));
    assertEquals(RANGE, strip.shown().toString());
    assertTrue(
        drawing(strip)
            .contains("d=\"M%s 12v16\"/><title>%s i-n: ok</title>".formatted(place, prefix)),
        drawing(strip));
  }

  @Test
  void reservations_are_bands_as_wide_as_they_are() {
    var strip =
        strip(
            whole()
                .reserving("a", "2001:db8:0:1:8000::/66", "prefix")
                .reserving("a", "2001:db8:0:1:4000::/67", "explicit"));
    assertEquals(
        List.of("PREFIXES 500.0 250.0", "KEPT 250.0 125.0"),
        BAND.matcher(drawing(strip))
            .results()
            .map(found -> found.group(1) + " " + found.group(2) + " " + found.group(3))
            .toList());
    assertTrue(drawing(strip).contains("2001:db8:0:1:8000::/66 "), drawing(strip));
    assertTrue(drawing(strip).contains(": reserved for prefixes</title>"), drawing(strip));
    assertTrue(drawing(strip).contains(": reserved, no prefixes</title>"), drawing(strip));
  }

  @Test
  void the_smallest_reservation_can_be_seen() {
    var strip = strip(whole().reserving("a", "2001:db8:0:1:8000::/80", "prefix"));
    assertTrue(drawing(strip).contains("x=\"500.0\" y=\"8\" width=\"2.0\""), drawing(strip));
  }

  @Test
  void a_block_with_a_single_address_is_spoilt_once() {
    var strip =
        strip(
            whole()
                .with(
                    networkInterface("x")
                        .inSubnet("a")
                        .withIpv6("2001:db8:0:1:8000::5", "2001:db8:0:1:8000:0:0:9")));
    var spoilt =
        strip.marks().stream()
            .filter(mark -> mark.style().equals("SPOILT"))
            .map(mark -> mark.place().toString())
            .filter(place -> place.contains(":8000:"))
            .toList();
    assertEquals(List.of("2001:db8:0:1:8000::/80"), spoilt);
    assertTrue(
        drawing(strip)
            .contains("d=\"M500.0 30v6\"/><title>2001:db8:0:1:8000::/80: spoilt by an address<"),
        drawing(strip));
  }

  @Test
  void a_faulty_prefix_is_taller_and_has_the_colour_and_words_of_its_node() {
    var strip =
        strip(
            whole(
                node("i-one").holding("2001:db8:0:1:8000::/80"),
                node("i-two").holding("2001:db8:0:1:8000::/80")));
    var ticks =
        TICK.matcher(drawing(strip))
            .results()
            .map(found -> found.group(1) + " " + found.group(2))
            .filter(tick -> tick.contains("M500.0"))
            .toList();
    assertEquals(List.of("CRITICAL M500.0 0v28", "CRITICAL M500.0 0v28"), ticks);
    assertTrue(
        drawing(strip).contains("<title>2001:db8:0:1:8000::/80 i-two: 1 CRITICAL</title>"),
        drawing(strip));
  }

  /// Neighbours lie on top of each other in a range of 2^64 addresses.
  @Test
  void the_worst_of_neighbours_is_drawn_last() {
    var marks =
        Stream.of("HIGH", "LOW", "CRITICAL", "MEDIUM")
            .map(
                severity ->
                    new AddressStrip.Mark(
                        AddressStrip.Kind.FAULTY,
                        Prefix.parse("2001:db8:0:1:8000::/80"),
                        severity,
                        severity))
            .toList();
    var range = Prefix.parse(RANGE);
    assertEquals(
        List.of("LOW", "MEDIUM", "HIGH", "CRITICAL"),
        TICK.matcher(drawing(new AddressStrip(range, range, marks, "")))
            .results()
            .map(found -> found.group(1))
            .toList());
  }

  @Test
  void a_small_part_is_shown_large_and_says_so() {
    var strip =
        strip(
            subnet(
                    "a",
                    RANGE,
                    node("i-1").withIpv6("2001:db8:0:1:8003::5").holding("2001:db8:0:1:8000::/80"),
                    node("i-2").withIpv6("2001:db8:0:1:8003::6").holding("2001:db8:0:1:800f::/80"))
                .inCluster());
    assertEquals("2001:db8:0:1:8000::/76", strip.shown().toString());
    var drawing = drawing(strip);
    assertTrue(drawing.contains("2001:db8:0:1:8000::/76, a part of the range; 2 × /80"), drawing);
    assertTrue(drawing.contains("d=\"M31.3 12v16\"/><title>2001:db8:0:1:8000::/80 i-1"), drawing);
    assertTrue(drawing.contains("d=\"M968.8 12v16\"/><title>2001:db8:0:1:800f::/80 i-2"), drawing);
    assertTrue(
        drawing.contains("d=\"M218.8 30v6\"/><title>2001:db8:0:1:8003::/80: spoilt"), drawing);
  }

  @Test
  void what_lies_outside_the_range_is_not_drawn_but_said() {
    var strip = strip(whole(node("i-n").holding("2001:db8:0:7:1::/80")));
    assertFalse(drawing(strip).contains("2001:db8:0:7:1::/80 i-n"), drawing(strip));
    assertTrue(
        drawing(strip).contains(", 2001:db8:0:7:1::/80 of a node lies outside<"), drawing(strip));
  }

  @Test
  void each_range_of_a_subnet_has_its_own_strip() {
    var strips =
        strips(
            subnet("a", RANGE, node("i-n").holding("2001:db8:0:9:8000::/80"))
                .withIpv6Range("2001:db8:0:9::/64")
                .inCluster());
    assertEquals(
        List.of(RANGE, "2001:db8:0:9::/64"),
        strips.stream().map(strip -> strip.range().toString()).toList());
    assertFalse(drawing(strips.getFirst()).contains("i-n: "));
    assertTrue(drawing(strips.getLast()).contains("2001:db8:0:9:8000::/80 i-n: "));
  }

  @Test
  void the_caption_counts_the_prefixes_and_the_room() {
    var drawing = drawing(strip(whole().reserving("a", "2001:db8:0:1:8000::/72", "prefix")));
    assertTrue(drawing.contains("2 × /80, 256 of 256 blocks are free"), drawing);
  }
}
