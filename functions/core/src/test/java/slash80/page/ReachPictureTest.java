package slash80.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.NodeFixture;

/// The picture of all ways into a cluster. A way is written as its boxes; `!` is after the box that
/// stops it.
class ReachPictureTest {
  private static NodeFixture open(String name) {
    return node(name).guardedBy(group("sg-ssh").opens(tcp(22)).to("::/0"));
  }

  private static ClusterFixture mixed() {
    return cluster(
        "demo",
        subnet("a", "2001:db8:0:1::/64", open("i-1"), open("i-2"), node("i-3"))
            .leavingByInternetGateway(),
        subnet("b", "2001:db8:0:2::/64", node("i-4"), node("i-5")));
  }

  private static List<String> ways(ClusterFixture cluster) {
    return ReachPicture.of(cluster.build()).ways().stream()
        .map(
            way ->
                way.state()
                    + way.hops().stream()
                        .map(
                            hop ->
                                " > "
                                    + hop.title()
                                    + (hop.words().isEmpty() ? "" : " (" + hop.words() + ")")
                                    + (hop.stops() ? " !" : ""))
                        .collect(Collectors.joining()))
        .toList();
  }

  private static List<String> boxes(ReachPicture picture) {
    var html = new Html();
    picture.write(html);
    return Pattern.compile("<text class=\"name\"[^>]*>([^<]*)<")
        .matcher(html.whole())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void each_family_has_its_ways_with_the_nodes_that_are_alike_and_what_stops_the_rest() {
    assertEquals(
        List.of(
            "OPEN > Internet (IPv6) > igw-1 > rtb-a > acl-a > sg-ssh (sg-ssh +1)"
                + " > 2 nodes, tcp 22 (open)",
            "CLOSED > Internet (IPv4) > igw-1 > rtb-a > acl-a > sg-cluster !"
                + " > 3 nodes (no public address) !",
            "CLOSED > Internet (IPv6) > no route to one > rtb-b ! > acl-b > sg-cluster !"
                + " > 2 nodes (closed)",
            "CLOSED > Internet (IPv4) > no route to one > rtb-b ! > acl-b > sg-cluster !"
                + " > 2 nodes (no public address) !",
            "CLOSED > Internet (IPv6) > igw-1 > rtb-a > acl-a > sg-cluster ! > 1 node (closed)"),
        ways(mixed()));
  }

  @Test
  void ways_that_begin_alike_share_their_boxes_until_they_part() {
    var boxes = boxes(ReachPicture.of(mixed().build()));
    assertEquals(2, count(boxes, "Internet"), "one for each family");
    assertEquals(2, count(boxes, "igw-1"), boxes.toString());
    assertEquals(2, count(boxes, "rtb-a"), boxes.toString());
    assertEquals(2, count(boxes, "rtb-b"), boxes.toString());
    assertEquals(5, boxes.stream().filter(box -> box.matches("\\d nodes?.*")).count());
  }

  private static long count(List<String> boxes, String name) {
    return boxes.stream().filter(name::equals).count();
  }

  @Test
  void a_network_acl_that_stops_everything_is_the_box_that_stops() {
    var denied =
        cluster(
            "demo",
            subnet("a", "2001:db8:0:1::/64", open("i-1"))
                .leavingByInternetGateway()
                .denies(everything())
                .to("::/0"));
    assertTrue(
        ways(denied).stream()
            .anyMatch(
                way -> way.startsWith("LATENT > Internet (IPv6) > igw-1 > rtb-a > acl-a ! >")),
        ways(denied).toString());
  }

  @Test
  void a_load_balancer_is_an_entrance_of_its_own() {
    var lets =
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("i-1").opens(tcp(8080)).to("2001:db8:0:f0::/64")))
            .with(
                loadBalancer("web")
                    .with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080))
                    .listening("TCP", 443));
    var ways = ways(lets);
    assertTrue(
        ways.contains(
            "INSPECTED > web (IPv6 network load balancer) > sg-i-1 (sg-i-1 +1)"
                + " > 1 node, tcp 8080 (let in)"),
        ways.toString());
  }

  @Test
  void ways_beyond_the_room_are_counted_and_the_worst_are_drawn() {
    var nodes =
        IntStream.range(0, 40)
            .mapToObj(
                number ->
                    node("i-" + number)
                        .holding("2001:db8:0:1:%x::/80".formatted(number + 1))
                        .guardedBy(group("sg-" + number).opens(tcp(number + 1)).to("::/0")))
            .toArray(NodeFixture[]::new);
    var picture =
        ReachPicture.of(
            cluster("demo", subnet("a", "2001:db8:0:1::/64", nodes).leavingByInternetGateway())
                .build());
    assertEquals(24, picture.ways().size());
    assertEquals(
        List.of("OPEN"),
        picture.ways().stream().map(way -> way.state().name()).distinct().toList());
    var html = new Html();
    picture.write(html);
    assertTrue(
        html.whole().contains("and %d more ways, which are not drawn".formatted(picture.more())));
    assertEquals(17, picture.more(), "and one way over IPv4, which all share");
  }

  @Test
  void a_long_name_of_a_group_leaves_room_for_the_number_of_the_others() {
    var picture =
        ReachPicture.of(
            cluster(
                    "demo",
                    subnet(
                            "a",
                            "2001:db8:0:1::/64",
                            node("i-1")
                                .guardedBy(group("sg-" + "w".repeat(60)).opens(tcp(22)).to("::/0")))
                        .leavingByInternetGateway())
                .build());
    var html = new Html();
    picture.write(html);
    assertTrue(html.whole().contains(">sg-wwwwwwwwwwwwwwwww… +1</text>"), html.whole());
    assertEquals(
        html.whole().split("<svg x=", -1).length - 1,
        boxes(picture).size(),
        "each box has a frame that cuts wide letters");
  }
}
