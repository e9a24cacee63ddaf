package slash80.reach;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.PrefixList;
import slash80.facts.SecurityGroup;
import slash80.facts.Trilean;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// Whether security groups admit an entrance's own packets to a protocol and port: by a rule that
/// names one of its groups, or the ranges of its addresses.
record OriginAdmission(VpcIndex vpc, Origin origin, IpFamily family, int protocol, int port) {

  /// Whether any rule of some groups admits the entrance.
  Fact<Boolean> by(List<SecurityGroup.Id> groups) {
    return by(groups, this::names);
  }

  /// Whether a rule of some groups names a group of the entrance as its source: it admits whatever
  /// the entrance sends on, from its clients' own addresses too
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html).
  Fact<Boolean> byOwnGroups(List<SecurityGroup.Id> groups) {
    return by(groups, this::namesGroup);
  }

  private Fact<Boolean> by(
      List<SecurityGroup.Id> groups, Function<SecurityGroup.Source, Fact<Boolean>> admits) {
    var answers = new ArrayList<Fact<Boolean>>();
    for (var id : groups) {
      switch (vpc.group(id)) {
        case Unread<SecurityGroup>(var why) -> answers.add(Fact.unread(why));
        case Known<SecurityGroup>(var group) ->
            group.ingress().stream()
                .filter(rule -> rule.services(family).contains(protocol, port))
                .forEach(rule -> answers.add(admits.apply(rule.source())));
      }
    }
    return Trilean.any(answers);
  }

  private Fact<Boolean> namesGroup(SecurityGroup.Source source) {
    return source instanceof SecurityGroup.Source.Group ? names(source) : Fact.known(false);
  }

  /// The first rule that surely admits the entrance.
  Optional<PacketTrace.Step> step(List<SecurityGroup.Id> groups) {
    return step(groups, this::names);
  }

  /// The first rule that surely admits whatever the entrance sends on.
  Optional<PacketTrace.Step> stepByOwnGroups(List<SecurityGroup.Id> groups) {
    return step(groups, this::namesGroup);
  }

  private Optional<PacketTrace.Step> step(
      List<SecurityGroup.Id> groups, Function<SecurityGroup.Source, Fact<Boolean>> admits) {
    for (var id : groups) {
      for (var group : vpc.group(id).asKnown().stream().toList()) {
        for (var rule : group.ingress()) {
          if (rule.services(family).contains(protocol, port)
              && admits.apply(rule.source()).equals(Fact.known(true))) {
            var source = text(rule.source());
            return Optional.of(
                new PacketTrace.Step(
                    Layer.SECURITY_GROUP,
                    id.value(),
                    source,
                    "%s admits %s"
                        .formatted(rule.id().map("rule "::concat).orElse("a rule"), source)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String text(SecurityGroup.Source source) {
    return switch (source) {
      case SecurityGroup.Source.Group(var id) -> id.value();
      case SecurityGroup.Source.Cidr(var prefix) -> prefix.toString();
      case SecurityGroup.Source.PrefixListId(var id) -> id.value();
    };
  }

  private Fact<Boolean> names(SecurityGroup.Source source) {
    return switch (source) {
      case SecurityGroup.Source.Group(var id) -> Fact.known(origin.groups().contains(id));
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == family ->
          holds(List.of(prefix));
      case SecurityGroup.Source.Cidr _ -> Fact.known(false);
      case SecurityGroup.Source.PrefixListId(var id) ->
          vpc.prefixList(id)
              .map(PrefixList::entries)
              .flatMap(
                  entries ->
                      holds(entries.stream().filter(entry -> entry.family() == family).toList()));
    };
  }

  private Fact<Boolean> holds(List<Prefix> blocks) {
    if (blocks.stream().anyMatch(block -> block.length() == 0)) {
      return Fact.known(true);
    }
    var addresses = origin.addresses(family);
    if (!addresses.isEmpty()) {
      return Fact.known(
          blocks.stream().anyMatch(block -> addresses.stream().anyMatch(block::contains)));
    }
    var ranges = origin.ranges(family);
    if (blocks.stream().anyMatch(block -> ranges.stream().anyMatch(block::contains))) {
      return Fact.known(true);
    }
    boolean mayHold =
        blocks.stream()
            .anyMatch(block -> ranges.isEmpty() || ranges.stream().anyMatch(block::overlaps));
    return mayHold ? Fact.unread("the entrance's address was not read") : Fact.known(false);
  }
}
