package slash80.rules;

import static java.util.stream.Collectors.joining;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.NetworkInterface;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.reach.DecidingParts;
import slash80.reach.Layer;
import slash80.reach.MatchingRule;
import slash80.reach.PacketTrace;
import slash80.rule.Verdict;

/// The security group rules that admit the internet to an interface.
///
/// @param approach the way that the packets come
/// @param peers the rules that may stay: each of them, and all together, admit too little to count
/// @param deciding the rules that have to be revoked
record ResponsibleRules(
    NetworkInterface networkInterface,
    PacketSet packets,
    Network network,
    Approach approach,
    List<MatchingRule> peers,
    List<MatchingRule> deciding) {
  private static final int MOST_SAMPLES = 8;

  /// The way from the internet to an interface.
  enum Approach {
    GATEWAY {
      @Override
      List<MatchingRule> rules(NetworkInterface to, PacketSet packets, Network network) {
        return network.admissions(to, packets);
      }

      @Override
      PacketTrace trace(NetworkInterface to, Packet packet, Network network) {
        return network.passage(to, packet);
      }
    },
    ACCELERATOR {
      @Override
      List<MatchingRule> rules(NetworkInterface to, PacketSet packets, Network network) {
        return network.entrances().acceleratedAdmissions(to, packets);
      }

      @Override
      PacketTrace trace(NetworkInterface to, Packet packet, Network network) {
        return network.entrances().acceleratedPassage(to, packet);
      }
    };

    abstract List<MatchingRule> rules(NetworkInterface to, PacketSet packets, Network network);

    abstract PacketTrace trace(NetworkInterface to, Packet packet, Network network);
  }

  static ResponsibleRules of(
      NetworkInterface networkInterface, PacketSet packets, Network network) {
    return of(networkInterface, packets, network, Approach.GATEWAY);
  }

  static ResponsibleRules of(
      NetworkInterface networkInterface, PacketSet packets, Network network, Approach approach) {
    var matchingRules = approach.rules(networkInterface, packets, network);
    var wide = new ArrayList<MatchingRule>();
    var narrow = new ArrayList<MatchingRule>();
    for (var matchingRule : matchingRules) {
      (isWide(matchingRule.sources(), network) ? wide : narrow).add(matchingRule);
    }
    return addUp(narrow, packets, network)
        ? new ResponsibleRules(
            networkInterface, packets, network, approach, List.of(), matchingRules)
        : new ResponsibleRules(networkInterface, packets, network, approach, narrow, wide);
  }

  private static boolean isWide(AddressSet sources, Network network) {
    return network.isShareAtLeast(network.parameters().lowShare(), sources);
  }

  /// Whether rules that each admit little together admit the internet.
  private static boolean addUp(List<MatchingRule> narrow, PacketSet packets, Network network) {
    return !admitted(narrow, packets.family())
        .intersection(packets)
        .servicesWhere(sources -> isWide(sources, network))
        .isEmpty();
  }

  /// Adds the groups as the cause.
  Verdict.Violated caused(Verdict.Violated violated) {
    var groups = deciding.stream().map(admission -> admission.group().id().value());
    return violated.causedBy(groups.distinct().sorted().collect(joining(" ")));
  }

  /// Also adds the command that revokes the rules.
  Verdict.Violated revoked(Verdict.Violated violated) {
    return RevokeCommand.of(toRevoke())
        .map(caused(violated)::remedy)
        .orElseGet(() -> caused(violated));
  }

  /// Adds the groups as the cause, and as evidence a packet's path and every rule.
  Verdict.Violated told(Verdict.Violated violated) {
    return along(
        caused(violated),
        samples().stream()
            .map(packet -> approach.trace(networkInterface, packet, network))
            .toList());
  }

  /// Adds the path of the first trace as evidence, and what else the others pass or are stopped by
  /// in the same layers, in the order of the layers: one packet shows one of two rules that admit
  /// everyone only together, and one of two entries of a network ACL.
  static Verdict.Violated along(Verdict.Violated violated, List<PacketTrace> traces) {
    var first = traces.getFirst();
    var steps =
        traces.stream()
            .flatMap(
                trace ->
                    trace.path().stream()
                        .filter(
                            step ->
                                step.layer() == Layer.SECURITY_GROUP
                                    || isAlike(trace, first, step)))
            .sorted(Comparator.comparing(PacketTrace.Step::layer))
            .toList();
    var told = violated;
    for (var step : steps) {
      if (!told.evidence().contains(new Verdict.Evidence(step.at(), step.because()))) {
        told = told.at(step.at(), step.because());
      }
    }
    return told;
  }

  private static boolean isAlike(PacketTrace trace, PacketTrace first, PacketTrace.Step step) {
    return Objects.equals(trace.layers().get(step.layer()), first.layers().get(step.layer()));
  }

  /// The packet that shows the exposure best, one for each other rule that has to be revoked, if
  /// possible from sources that no rule before it admits, and one for each other entry and route
  /// that lets packets through.
  List<Packet> samples() {
    var samples = new ArrayList<Packet>();
    samples.add(sample());
    var told = new ArrayList<MatchingRule>(peers);
    for (var admission : toRevoke().stream().limit(MOST_SAMPLES).toList()) {
      var own = admission.sources().difference(sources(told));
      var admitted =
          PacketSet.of(
              admission.rule().services(packets.family()),
              own.isEmpty() ? admission.sources() : own);
      admitted
          .intersection(packets)
          .sample()
          .or(() -> admitted.within(packets.services()).sample())
          .ifPresent(samples::add);
      told.add(admission);
    }
    parts().stream()
        .filter(part -> samples.stream().noneMatch(part::contains))
        .limit(MOST_SAMPLES)
        .flatMap(part -> part.sample().stream())
        .forEach(samples::add);
    return List.copyOf(samples);
  }

  /// The packets of each entry of the network ACL that lets some in, and of each route that carries
  /// their answers: two halves of the internet may need two. An accelerator's packets need neither.
  private List<PacketSet> parts() {
    if (approach != Approach.GATEWAY) {
      return List.of();
    }
    var subnet = networkInterface.subnet();
    var byEntry =
        network.facts().layersOf(networkInterface.vpc()).acls().asKnown().stream()
            .flatMap(List::stream)
            .filter(acl -> acl.subnets().contains(subnet))
            .flatMap(acl -> DecidingParts.byEntry(acl, packets).stream());
    var byRoute =
        network.internetGatewayRoutes(subnet, packets.family()).asKnown().stream()
            .flatMap(routes -> DecidingParts.byRoute(routes, packets).stream());
    return Stream.concat(byEntry, byRoute).toList();
  }

  /// The packet that shows the exposure best: from the widest block that the widest rule admits, if
  /// possible from sources that no peer's rule admits.
  Packet sample() {
    return deciding.stream()
        .max(Comparator.comparing(ResponsibleRules::size))
        .flatMap(
            widest ->
                packets
                    .within(widest.rule().services(packets.family()))
                    .within(AddressSet.of(widestBlock(widest)))
                    .sample())
        .or(packets::sample)
        .orElseThrow();
  }

  private static BigInteger size(MatchingRule admission) {
    return admission.sources().size();
  }

  private Prefix widestBlock(MatchingRule widest) {
    var strangers = widest.sources().difference(sources(peers));
    return (strangers.isEmpty() ? widest.sources() : strangers)
        .prefixes().stream().min(Comparator.comparingInt(Prefix::length)).orElseThrow();
  }

  private AddressSet sources(List<MatchingRule> admissions) {
    return AddressSet.union(
        packets.family(), admissions.stream().map(MatchingRule::sources).toList());
  }

  /// If two rules only together admit everyone (`::/1` and `8000::/1`), both are revoked, even if
  /// one half holds no routable address today. Rules for the network's own range stay, and so do
  /// rules that add nothing to the whole.
  List<MatchingRule> toRevoke() {
    var everyone = AddressSet.all(packets.family());
    var anyone =
        approach
            .rules(networkInterface, PacketSet.of(packets.services(), everyone), network)
            .stream()
            .sorted(Comparator.comparing(ResponsibleRules::size).reversed())
            .toList();
    var going = deciding.stream().map(MatchingRule::rule).collect(Collectors.toSet());
    var theirs =
        anyone.stream().filter(matchingRule -> going.contains(matchingRule.rule())).toList();
    var elsewhere = anyone.stream().filter(this::isElsewhere).toList();
    var inPieces =
        admitted(theirs)
            .union(admitted(elsewhere))
            .within(packets.services())
            .servicesWhere(everyone::equals);
    var revoked = new ArrayList<>(deciding);
    var reached = admitted(theirs);
    for (var matchingRule : elsewhere) {
      var own = admitted(List.of(matchingRule)).within(inPieces);
      if (!reached.containsAll(own)) {
        revoked.add(matchingRule);
        reached = reached.union(own);
      }
    }
    return revoked;
  }

  private boolean isElsewhere(MatchingRule admission) {
    return !admission.sources().overlaps(network.internet(packets.family()));
  }

  private PacketSet admitted(List<MatchingRule> admissions) {
    return admitted(admissions, packets.family());
  }

  private static PacketSet admitted(List<MatchingRule> admissions, IpFamily family) {
    return PacketSet.union(
        family,
        admissions.stream()
            .map(
                matchingRule ->
                    PacketSet.of(matchingRule.rule().services(family), matchingRule.sources()))
            .toList());
  }
}
