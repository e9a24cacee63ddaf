package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import slash80.facts.Facts;
import slash80.facts.RandomEntrances;
import slash80.facts.RandomWorld;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.network.Parameters;

/// Whether security groups may admit the internet, asked of them rule by rule, compared with all
/// packets that they admit together.
class MayAdmitTest {
  private static final int NETWORKS = 400;
  private static final int FEW = 20;

  @Test
  void groups_may_admit_the_internet_where_they_admit_some_packet_of_it_at_most() {
    var seen = new TreeMap<String, Integer>();
    for (long seed = 1; seed <= NETWORKS; seed++) {
      var made = new RandomWorld(seed);
      compare("seed " + seed, made.facts(), seen);
      compare("seed %d, partly unread".formatted(seed), made.blinded(), seen);
      compare("seed %d, two VPCs".formatted(seed), new RandomEntrances(seed).facts(), seen);
    }
    for (var family : IpFamily.values()) {
      for (var answer : List.of("surely", "perhaps", "never")) {
        assertTrue(seen.getOrDefault(family + " " + answer, 0) > FEW, "too few: " + seen);
      }
    }
  }

  private static void compare(String which, Facts facts, Map<String, Integer> seen) {
    var network = new Network(facts, Parameters.DEFAULTS);
    for (var asked : facts.attachments().interfaces().asKnown().orElse(List.of())) {
      for (var family : IpFamily.values()) {
        var admitted = network.admitted(asked, family);
        boolean isNever = admitted.atMost().isEmpty();
        assertEquals(!isNever, network.mayAdmit(asked, family), which + ": " + asked.id());
        var answer = isNever ? "never" : admitted.surely().isEmpty() ? "perhaps" : "surely";
        seen.merge(family + " " + answer, 1, Integer::sum);
      }
    }
  }
}
