package slash80.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.node;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import slash80.fixtures.NodeFixture;

/// The names of resources, as people know them.
class NamesTest {
  @Test
  void a_node_has_its_name_tag_its_node_group_and_its_zone() {
    var names =
        names(node("i-1").tagged("Name", "worker-1").tagged("eks:nodegroup-name", "system"));
    assertEquals(Optional.of("worker-1, node group system, us-east-2a"), names.words("i-1"));
    assertEquals("worker-1", names.of("i-1").name());
    assertEquals("system", names.of("i-1").nodeGroup());
    assertEquals("us-east-2a", names.of("i-1").zone());
  }

  @Test
  void a_node_of_karpenter_is_of_its_node_pool() {
    assertEquals(
        "spot", names(node("i-1").tagged("karpenter.sh/nodepool", "spot")).of("i-1").nodeGroup());
  }

  @Test
  void a_node_without_tags_has_its_zone() {
    assertEquals(Optional.of("us-east-2a"), names(node("i-1")).words("i-1"));
    assertEquals(Optional.of("us-east-2c"), names(node("i-1").inZone("us-east-2c")).words("i-1"));
    assertEquals(Optional.empty(), names(node("i-1").inZone("")).words("i-1"));
  }

  @Test
  void an_interface_has_the_names_of_its_node_and_its_own_prefix() {
    var names = names(node("i-1").tagged("Name", "worker-1"));
    assertEquals("worker-1", names.of("eni-i-1").name());
    assertEquals(1, names.of("eni-i-1").prefixes().size());
    assertEquals(names.of("i-1").prefixes(), names.of("eni-i-1").prefixes());
  }

  @Test
  void a_security_group_has_its_name_and_description() {
    var web = group("sg-web").named("web").described("Open to the office");
    assertEquals(
        Optional.of("web, Open to the office"), names(node("i-1").guardedBy(web)).words("sg-web"));
    var same = group("sg-web").named("web").described("web");
    assertEquals(Optional.of("web"), names(node("i-1").guardedBy(same)).words("sg-web"));
    assertEquals(Optional.empty(), names(node("i-1").guardedBy(group("sg-1"))).words("sg-1"));
  }

  @Test
  void a_resource_that_nobody_named_has_no_name() {
    assertEquals(Optional.empty(), names(node("i-1")).words("i-2"));
    assertEquals(Names.Named.UNNAMED, names(node("i-1")).of("i-2"));
  }

  private static Names names(NodeFixture node) {
    return Names.of(node.network());
  }
}
