package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PacketSetTest {
  private static final IpFamily IPV6 = IpFamily.IPV6;

  private static AddressSet from(String prefix) {
    return AddressSet.of(Prefix.parse(prefix));
  }

  private static PacketSet tcp(int first, int last, String source) {
    return PacketSet.of(ServiceSet.of(IPV6, 6, new PortRange(first, last)), from(source));
  }

  private static PacketSet any(int protocol, String source) {
    return PacketSet.of(ServiceSet.of(IPV6, protocol), from(source));
  }

  private static void assertBoxes(PacketSet set, String... boxes) {
    assertEquals("[" + String.join(", ", boxes) + "]", set.toString());
  }

  @Test
  void a_set_is_written_as_boxes() {
    assertBoxes(PacketSet.none(IPV6));
    assertBoxes(PacketSet.all(IPV6), "-1 all from [::/0]");
    assertBoxes(PacketSet.from(from("2000::/3")), "-1 all from [2000::/3]");
    assertBoxes(tcp(22, 22, "::/0"), "tcp 22 from [::/0]");
    assertEquals(
        List.of(new PacketSet.Box("tcp", "22", from("::/0"))), tcp(22, 22, "::/0").boxes());
  }

  @Test
  void equal_sources_share_a_box_and_others_stand_in_the_order_of_the_ports() {
    assertBoxes(
        PacketSet.union(
            IPV6,
            List.of(
                any(17, "2001:db8::/32"),
                tcp(443, 443, "::/0"),
                tcp(80, 80, "2001:db8::/32"),
                tcp(22, 22, "::/0"),
                any(58, "::/0"))),
        "tcp 22,443 from [::/0]",
        "tcp 80 from [2001:db8::/32]",
        "udp all from [2001:db8::/32]",
        "icmpv6 all from [::/0]");
  }

  @Test
  void a_wider_source_takes_in_a_narrower_one_where_they_meet() {
    assertBoxes(
        tcp(0, 100, "2001:db8::/32").union(tcp(50, 200, "::/0")),
        "tcp 0-49 from [2001:db8::/32]",
        "tcp 50-200 from [::/0]");
  }

  @Test
  void halves_of_the_line_and_of_the_space_make_everything() {
    List<PacketSet> quarters = new ArrayList<>();
    for (ServiceSet half : List.of(ServiceSet.of(IPV6, 6), ServiceSet.of(IPV6, 6).complement())) {
      quarters.add(PacketSet.of(half, from("::/1")));
      quarters.add(PacketSet.of(half, from("8000::/1")));
    }
    assertEquals(PacketSet.all(IPV6), PacketSet.union(IPV6, quarters));
    assertEquals(PacketSet.all(IPV6).hashCode(), PacketSet.union(IPV6, quarters).hashCode());
  }

  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void none_and_all_are_the_ends_of_the_algebra(IpFamily family) {
    PacketSet none = PacketSet.none(family);
    PacketSet packets = PacketSet.all(family);
    assertTrue(none.isEmpty() && !packets.isEmpty());
    assertEquals(packets, none.complement());
    assertEquals(none, packets.complement());
    assertEquals(none, PacketSet.union(family, List.of()));
    assertEquals(none, PacketSet.of(ServiceSet.none(family), AddressSet.all(family)));
    assertEquals(none, PacketSet.of(ServiceSet.all(family), AddressSet.none(family)));
    assertEquals(packets, PacketSet.of(ServiceSet.all(family), AddressSet.all(family)));
    assertEquals(ServiceSet.none(family), none.services());
    assertEquals(AddressSet.none(family), none.sources());
    assertEquals(ServiceSet.all(family), packets.services());
    assertEquals(AddressSet.all(family), packets.sources());
    assertEquals(Optional.empty(), none.sample());
    assertEquals(family, none.family());
    assertTrue(packets.containsAll(none) && none.containsAll(none) && !none.containsAll(packets));
  }

  @Test
  void packets_of_two_families_are_never_equal_nor_put_together() {
    PacketSet ipv4 = PacketSet.all(IpFamily.IPV4);
    PacketSet ipv6 = PacketSet.all(IPV6);
    assertNotEquals(ipv4, ipv6);
    assertNotEquals(ipv4.hashCode(), ipv6.hashCode());
    assertNotEquals(PacketSet.none(IpFamily.IPV4), PacketSet.none(IPV6));
    assertNotEquals((Object) ipv4, "0.0.0.0/0");
    assertFalse(ipv6.contains(new Packet(Address.parse("10.0.0.1"), 6, 22)));
    assertThrows(IllegalArgumentException.class, () -> ipv4.union(ipv6));
    assertThrows(IllegalArgumentException.class, () -> ipv4.within(ServiceSet.none(IPV6)));
    assertThrows(IllegalArgumentException.class, () -> ipv4.within(AddressSet.none(IPV6)));
    assertThrows(
        IllegalArgumentException.class,
        () -> PacketSet.union(IPV6, List.of(PacketSet.none(IpFamily.IPV4))));
    assertThrows(IllegalArgumentException.class, () -> PacketSet.union(IPV6, List.of(ipv6, ipv4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> PacketSet.of(ServiceSet.all(IPV6), AddressSet.all(IpFamily.IPV4)));
  }

  @ParameterizedTest(name = "protocol {0}, port {1}")
  @CsvSource({"-1,0", "256,0", "6,-1", "6,65536", "58,256"})
  void what_is_no_service_has_no_sources(int protocol, int port) {
    assertEquals(AddressSet.none(IPV6), PacketSet.all(IPV6).sourcesOf(protocol, port));
    assertFalse(PacketSet.all(IPV6).contains(new Packet(Address.parse("::1"), protocol, port)));
  }

  @Test
  void a_sample_speaks_a_protocol_that_people_know() {
    assertEquals("::/6/0", sample(PacketSet.all(IPV6)));
    assertEquals("2000::/6/22", sample(tcp(22, 80, "2000::/3").union(any(0, "::/0"))));
    assertEquals("2000::/17/0", sample(any(17, "2000::/3").union(any(58, "::/0"))));
    assertEquals("2000::/58/0", sample(any(58, "2000::/3").union(any(47, "::/0"))));
    assertEquals("2000::/47/0", sample(any(47, "2000::/3").union(any(59, "::/0"))));
  }

  private static String sample(PacketSet set) {
    Packet packet = set.sample().orElseThrow();
    return "%s/%d/%d".formatted(packet.source(), packet.protocol(), packet.port());
  }

  @Test
  void services_are_told_apart_by_their_sources() {
    PacketSet set =
        tcp(22, 22, "::/0").union(tcp(443, 443, "2001:db8::/32")).union(any(47, "::/0"));
    List<AddressSet> asked = new ArrayList<>();
    ServiceSet wide =
        set.servicesWhere(
            sources -> {
              asked.add(sources);
              return sources.equals(from("::/0"));
            });
    assertEquals("[tcp 22, 47 all]", wide.toString());
    assertEquals(List.of(from("::/0"), from("2001:db8::/32")), asked, "each set of sources once");
  }

  @Test
  void a_part_can_be_taken_by_source_and_by_service() {
    PacketSet set = tcp(20, 30, "2000::/3").union(any(17, "::/0"));
    assertBoxes(
        set.within(from("2001:db8::/32")),
        "tcp 20-30 from [2001:db8::/32]",
        "udp all from [2001:db8::/32]");
    assertBoxes(
        set.within(ServiceSet.of(IPV6, 6, new PortRange(25, 99))), "tcp 25-30 from [2000::/3]");
    assertEquals(PacketSet.none(IPV6), set.within(ServiceSet.none(IPV6)));
    assertEquals(set, set.within(ServiceSet.all(IPV6)));
  }

  /// As large as AWS lets a group be, and then some: each rule another port, all from one list.
  @Test
  void rules_that_share_a_prefix_list_share_its_set() {
    AddressSet list =
        AddressSet.of(
            IPV6,
            IntStream.range(0, 1_000)
                .mapToObj(
                    part ->
                        new Prefix(new Address(IPV6, 0x2001_0db8_0000_0000L | part << 1, 0), 64))
                .toList());
    List<PacketSet> rules =
        IntStream.range(0, 2_000)
            .mapToObj(
                rule ->
                    PacketSet.of(ServiceSet.of(IPV6, 6, new PortRange(2 * rule, 2 * rule)), list))
            .toList();
    PacketSet group = PacketSet.union(IPV6, rules);
    assertEquals(1, group.boxes().size());
    assertEquals(list, group.sources());
    assertEquals(list, group.sourcesOf(6, 3_998));
    assertTrue(group.sourcesOf(6, 3_999).isEmpty());
  }

  @Test
  void nested_rules_unite_to_what_each_port_may_see() {
    List<PacketSet> rules =
        IntStream.range(0, 300)
            .mapToObj(rule -> tcp(rule, 1_000 - rule, "2001:db8:%x::/48".formatted(2 * rule)))
            .toList();
    PacketSet group = PacketSet.union(IPV6, rules);
    for (int port : new int[] {0, 1, 299, 300, 500, 701, 702, 999, 1_000, 1_001}) {
      long admitted =
          IntStream.range(0, 300).filter(rule -> rule <= port && port <= 1_000 - rule).count();
      assertEquals(admitted, group.sourcesOf(6, port).prefixes().size(), "port " + port);
    }
    assertEquals(group, rules.stream().reduce(PacketSet.none(IPV6), PacketSet::union));
  }
}
