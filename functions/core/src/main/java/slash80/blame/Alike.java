package slash80.blame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.ip.PacketSet;

/// Questions, of which those about interfaces that stand alike are asked once: the thousand nodes
/// behind one security group in one subnet were opened by one call. An interface that a change
/// names is asked about by itself.
///
/// @param groups the questions, those that have one answer together
record Alike(List<List<Question>> groups) {

  private record Likeness(
      String rule,
      Question.Turn turn,
      Optional<PacketSet> open,
      Optional<PacketSet> latent,
      Object place,
      boolean mayFollow) {}

  static Alike of(Facts facts, List<Effect> effects, List<Question> questions) {
    var interfaces = new HashMap<String, NetworkInterface>();
    facts.attachments().interfaces().asKnown().orElse(List.of()).stream()
        .forEach(shown -> interfaces.put(shown.id().value(), shown));
    var named = named(effects);
    var groups = new LinkedHashMap<Likeness, List<Question>>();
    for (var question : questions) {
      boolean isOwn =
          named.contains(question.subject()) || question.node().filter(named::contains).isPresent();
      Object place =
          Optional.ofNullable(interfaces.get(question.subject()))
              .filter(shown -> !isOwn && shown.publicIpv4Addresses().isEmpty())
              .<Object>map(shown -> List.of(shown.subnet(), shown.groups(), shown.interfaceType()))
              .orElse(question.subject());
      var likeness =
          new Likeness(
              question.rule(),
              question.turn(),
              question.open(),
              question.latent(),
              place,
              question.mayFollow());
      groups.computeIfAbsent(likeness, _ -> new ArrayList<>()).add(question);
    }
    return new Alike(List.copyOf(groups.values()));
  }

  /// The instances, interfaces and other resources that changes name.
  static Set<String> named(List<Effect> effects) {
    var named = new HashSet<String>();
    for (var effect : effects) {
      if (effect instanceof Effect.Steps(var steps)) {
        steps.forEach(step -> named.addAll(step.nodes()));
      } else if (effect instanceof Effect.Weighed(var findings)) {
        findings.forEach(id -> named.add(id.substring(id.indexOf('/') + 1)));
      }
    }
    return named;
  }

  List<Question> firsts() {
    return groups.stream().map(List::getFirst).toList();
  }

  /// The answers to all questions, from those to the first of each group.
  SortedMap<String, SortedSet<Integer>> spread(Map<String, SortedSet<Integer>> answers) {
    var spread = new TreeMap<String, SortedSet<Integer>>();
    for (var group : groups) {
      var answer = answers.getOrDefault(group.getFirst().id(), new TreeSet<>());
      group.forEach(question -> spread.put(question.id(), answer));
    }
    return spread;
  }
}
