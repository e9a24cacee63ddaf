package slash80.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.alerts.FindingGroup;
import slash80.network.Names;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

class FindingCardTest {
  @ParameterizedTest
  @CsvSource({
    "https://docs.aws.amazon.com/vpc, true",
    "http://docs.aws.amazon.com/vpc, false",
    "https://docs.aws.amazon.com.example.com/, false",
    "javascript:alert(1)//https://docs.aws.amazon.com/, false"
  })
  void only_aws_documentation_is_linked_to(String see, boolean isLinked) {
    var finding =
        new Finding(
            "r",
            Family.INGRESS,
            Severity.LOW,
            "cluster",
            "s",
            Optional.empty(),
            "t",
            "d",
            "",
            "",
            see,
            "",
            List.of(),
            Optional.empty(),
            Optional.empty());
    var card =
        new FindingCard(
            new FindingGroup(List.of(finding)),
            List.of(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Names.NONE,
            "",
            "");
    assertEquals(isLinked, card.isDocumented());
  }
}
