package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.facts.NetworkInterface;
import slash80.facts.RandomEntrances;
import slash80.ip.AddressSet;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.network.EntranceTarget;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.reach.Entrance;
import slash80.reach.Way;

/// Random accounts: a line of `reach --packets` with `through` says of a packet what the sets of
/// the entrance say. A failure names the seed of its account.
class RandomEntrancesTest {
  private static final int ACCOUNTS = 150;

  @TempDir Path folder;

  private record Question(long seed, Entrance entrance, EntranceTarget target, Packet packet) {
    private String line() {
      return ("{\"through\":\"%s\",\"to\":\"%s\",\"from\":\"%s\",\"protocol\":%d,\"port\":%d}")
          .formatted(
              entrance.id(),
              target.networkInterface(),
              packet.source(),
              packet.protocol(),
              packet.port());
    }
  }

  @Test
  void packets_through_an_entrance_agree_with_its_sets() throws IOException {
    var seen = new TreeMap<String, Integer>();
    for (long seed = 1; seed <= ACCOUNTS; seed++) {
      var made = new RandomEntrances(seed);
      var network = new Network(made.facts(), Parameters.DEFAULTS);
      var questions = questions(seed, made, network);
      var file =
          Files.write(folder.resolve("packets"), questions.stream().map(Question::line).toList());
      var answers = new PacketQueries(List.of(network)).answers(file).lines().toList();
      assertEquals(questions.size(), answers.size(), "seed " + seed);
      for (int place = 0; place < answers.size(); place++) {
        compare(questions.get(place), network, answers.get(place), seen);
      }
    }
    for (var state : List.of("true", "false", "null")) {
      assertTrue(seen.getOrDefault(state, 0) > 100, "too few: " + seen);
    }
  }

  /// Some packets of each account to each target of each entrance: most from what it admits.
  private static List<Question> questions(long seed, RandomEntrances made, Network network) {
    var questions = new ArrayList<Question>();
    for (var entrance : network.entrances().all()) {
      for (var target : EntranceTarget.of(entrance, network)) {
        Stream.concat(
                admitted(entrance).flatMap(set -> set.sample().stream()),
                Stream.of(made.packet(), made.packet()))
            .forEach(packet -> questions.add(new Question(seed, entrance, target, packet)));
      }
    }
    return questions;
  }

  /// The admitted packets of each way, and of each source of them.
  private static Stream<PacketSet> admitted(Entrance entrance) {
    return entrance.ways().stream()
        .map(way -> way.admitted().atMost())
        .distinct()
        .flatMap(
            set ->
                set.sources().prefixes().stream()
                    .limit(3)
                    .map(block -> set.within(AddressSet.of(block))));
  }

  private static void compare(
      Question question, Network network, String line, Map<String, Integer> seen)
      throws IOException {
    var answer = new ObjectMapper().readTree(line).path("delivered");
    var expected = expected(question, network);
    assertEquals(expected, answer.asText(), () -> question + "\n" + line);
    seen.merge(expected, 1, Integer::sum);
  }

  private static String expected(Question question, Network network) {
    var to = networkInterface(question, network);
    var packet = question.packet();
    if (question.entrance().type() == Entrance.Type.INTERNET_GATEWAY) {
      var reach = network.reach(to, packet.source().family());
      if (!network.entrances().isBehind(question.entrance(), to)) {
        return "false";
      }
      return reach.open().union(reach.inspected()).contains(packet)
          ? "true"
          : reach.unknown().contains(packet) ? "null" : "false";
    }
    var answers =
        question.entrance().waysTo(to).stream()
            .filter(way -> way.isFor(packet))
            .map(way -> arrives(way, packet))
            .toList();
    return answers.contains("true") ? "true" : answers.contains("null") ? "null" : "false";
  }

  private static String arrives(Way way, Packet packet) {
    if (way.gates().isEmpty()) {
      return way.arrives().asKnown().map(String::valueOf).orElse("null");
    }
    var sentOn = new Packet(packet.source(), packet.protocol(), way.port().orElse(packet.port()));
    var arriving = way.arriving();
    return arriving.surely().contains(sentOn)
        ? "true"
        : arriving.atMost().contains(sentOn) ? "null" : "false";
  }

  private static NetworkInterface networkInterface(Question question, Network network) {
    return network.interfaces().asKnown().orElseThrow().stream()
        .filter(one -> one.id().equals(question.target().networkInterface()))
        .findFirst()
        .orElseThrow();
  }
}
