package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.fixtures.FindingCopy;
import slash80.ledger.Examples;
import slash80.rule.Finding;

/// Tests of the fix of an item whose findings need a command each: no finding is left out without a
/// word.
class FixWordsTest {
  private static Finding bare(int number, String remedy) {
    return FindingCopy.of(Examples.bare("i-" + number)).remedy(remedy).finding();
  }

  private static Item item(Finding... findings) {
    var items = Item.of(List.of(findings));
    assertEquals(1, items.size());
    return items.getFirst();
  }

  @Test
  void findings_without_a_common_cause_have_a_chain_of_their_commands() {
    var item = item(bare(1, "aws ec2 one"), bare(2, "aws ec2 two"), bare(3, "aws ec2 two"));
    assertEquals("aws ec2 one && aws ec2 two", item.fix());
    assertEquals("aws ec2 one && aws ec2 two", EmailLead.fix(item));
  }

  @Test
  void a_sentence_stands_for_all_of_them() {
    assertEquals(
        "Replace the node.", item(bare(1, "Replace the node."), bare(2, "Replace it.")).fix());
  }

  @Test
  void a_long_chain_is_left_to_the_report_and_its_first_command_is_whole() {
    var item =
        item(
            IntStream.range(0, 300)
                .mapToObj(number -> bare(number, "aws ec2 fix --node i-" + number))
                .toArray(Finding[]::new));
    assertEquals("aws ec2 fix --node i-0", EmailLead.fix(item));
    assertEquals(300, item.fixes().size());
    assertTrue(item.fix().length() > 2_000);
  }
}
