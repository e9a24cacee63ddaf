package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static slash80.blame.AccountChecks.account;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;

/// Tests that what a ledger remembers of an account is what the account had.
class MemoryTest {
  private static final Facts FACTS = account();
  private static final Memory MEMORY = Memory.of(FACTS);

  @Test
  void rules_entries_and_routes_are_read_back_as_they_were() {
    for (var group : FACTS.layers().groups().asKnown().orElseThrow()) {
      for (var rule : group.ingress()) {
        var id = rule.id().orElseThrow();
        assertEquals(rule, MemoryText.rule(id, MEMORY.of(id).orElseThrow()));
      }
    }
    for (var acl : FACTS.layers().acls().asKnown().orElseThrow()) {
      var text = MEMORY.of(acl.id().value()).orElseThrow();
      assertEquals(acl.entries(), MemoryText.lines(text).map(MemoryText::entry).toList());
    }
    for (var table : FACTS.layers().routeTables().asKnown().orElseThrow()) {
      var text = MEMORY.of(table.id().value()).orElseThrow();
      assertEquals(
          MemoryText.lasting(table), MemoryText.lines(text).map(MemoryText::route).toList());
    }
  }

  @Test
  void every_interface_has_its_groups() {
    for (var shown : FACTS.attachments().interfaces().asKnown().orElseThrow()) {
      assertEquals(Set.copyOf(shown.groups()), Set.copyOf(MEMORY.groups(shown.id()).orElseThrow()));
    }
  }

  @Test
  void the_subnet_of_an_association_is_remembered_by_its_id() {
    assertEquals("subnet-0c0de0000000086f0", MEMORY.of("rtbassoc-0c0de0000000086f0").orElseThrow());
    assertEquals("main", MEMORY.of("rtbassoc-0c0de00000000000a").orElseThrow());
    assertEquals("subnet-0c0de0000000086f0", MEMORY.of("aclassoc-0c0de0000000086f0").orElseThrow());
  }

  @Test
  void a_check_of_a_part_changes_what_it_read_and_keeps_the_rest() {
    var before = new Memory(new TreeMap<>(Map.of("groups sg-1", "eni-1 eni-2", "mode", "OFF")));
    var part = new Memory(new TreeMap<>(Map.of("groups sg-2", "eni-2")));
    var after = before.with(part);
    assertEquals("OFF", after.of("mode").orElseThrow());
    assertEquals(List.of(new SecurityGroup.Id("sg-1")), groups(after, "eni-1"));
    assertEquals(List.of(new SecurityGroup.Id("sg-2")), groups(after, "eni-2"));
    assertFalse(after.groups(new NetworkInterface.Id("eni-3")).isPresent());
  }

  private static List<SecurityGroup.Id> groups(Memory memory, String holder) {
    return memory.groups(new NetworkInterface.Id(holder)).orElseThrow();
  }
}
