package slash80.blame;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.InternetGateway;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.PrefixList;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcCni;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// The parts of an account as lines of text, and back. The words of a line are separated by blanks,
/// and the lines of a list by semicolons.
final class MemoryText {
  private static final String NOTHING = "-";
  private static final String UNREAD = "?";

  private MemoryText() {}

  static <T> String lines(List<T> list, Function<T, String> text) {
    return list.stream().map(text).collect(Collectors.joining(";"));
  }

  /// The lines of a list.
  static Stream<String> lines(String text) {
    return Arrays.stream(text.split(";")).filter(line -> !line.isEmpty());
  }

  static Stream<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
  }

  static String prefixes(List<Prefix> prefixes) {
    return prefixes.stream().map(Prefix::toString).collect(Collectors.joining(" "));
  }

  static List<Prefix> prefixes(Stream<String> words) {
    return words.map(Prefix::parse).toList();
  }

  // Rules of security groups

  static String of(SecurityGroup.Rule rule) {
    var source =
        switch (rule.source()) {
          case SecurityGroup.Source.Cidr(var prefix) -> prefix.toString();
          case SecurityGroup.Source.PrefixListId(var list) -> list.value();
          case SecurityGroup.Source.Group(var group) -> group.value();
        };
    return "%d %d %d %s".formatted(rule.protocol(), rule.from(), rule.to(), source);
  }

  static SecurityGroup.Rule rule(String id, String text) {
    var words = text.split(" ");
    var source = words[3];
    return new SecurityGroup.Rule(
        Optional.of(id),
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        source.startsWith("pl-")
            ? new SecurityGroup.Source.PrefixListId(new PrefixList.Id(source))
            : source.startsWith("sg-")
                ? new SecurityGroup.Source.Group(new SecurityGroup.Id(source))
                : new SecurityGroup.Source.Cidr(Prefix.parse(source)));
  }

  // Entries of network ACLs

  static String of(NetworkAcl.Entry entry) {
    return "%d %s %s %d %s %s %s"
        .formatted(
            entry.ruleNumber(),
            entry.direction(),
            entry.action(),
            entry.protocol(),
            entry.ports().map(range -> range.first() + "-" + range.last()).orElse(NOTHING),
            entry.icmpType().map(String::valueOf).orElse(NOTHING),
            entry.cidr());
  }

  static NetworkAcl.Entry entry(String text) {
    var words = text.split(" ");
    return new NetworkAcl.Entry(
        Integer.parseInt(words[0]),
        NetworkAcl.Direction.valueOf(words[1]),
        NetworkAcl.Action.valueOf(words[2]),
        Integer.parseInt(words[3]),
        Optional.of(words[4])
            .filter(word -> !word.equals(NOTHING))
            .map(word -> word.split("-"))
            .map(ends -> new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))),
        Optional.of(words[5]).filter(word -> !word.equals(NOTHING)).map(Integer::valueOf),
        Prefix.parse(words[6]));
  }

  // Routes

  /// The routes of a table that calls make: a gateway's propagated routes come and go without one.
  static List<RouteTable.Route> lasting(RouteTable table) {
    return table.routes().stream()
        .filter(route -> !route.propagated())
        .filter(route -> route.carries().asKnown().isPresent())
        .filter(route -> !(route.target() instanceof RouteTable.Target.Local))
        .toList();
  }

  static String of(RouteTable.Route route) {
    var kind =
        switch (route.target()) {
          case RouteTable.Target.Igw _ -> "gateway";
          case RouteTable.Target.EgressOnly _ -> "egress";
          case RouteTable.Target.Endpoint _ -> "endpoint";
          case RouteTable.Target.Interface _ -> "interface";
          case RouteTable.Target.Local _, RouteTable.Target.Other _ -> "other";
        };
    return "%s %s %s %s".formatted(route.destination(), kind, route.target(), !route.isBlackhole());
  }

  static RouteTable.Route route(String text) {
    var words = text.split(" ");
    var id = words[2];
    var target =
        switch (words[1]) {
          case "gateway" -> new RouteTable.Target.Igw(new InternetGateway.Id(id));
          case "egress" -> new RouteTable.Target.EgressOnly(id);
          case "endpoint" -> new RouteTable.Target.Endpoint(id);
          case "interface" -> new RouteTable.Target.Interface(new NetworkInterface.Id(id));
          default -> new RouteTable.Target.Other(id);
        };
    var destination =
        words[0].startsWith("pl-")
            ? new RouteTable.Destination.PrefixListId(new PrefixList.Id(words[0]))
            : new RouteTable.Destination.Cidr(Prefix.parse(words[0]));
    return new RouteTable.Route(
        destination, target, Fact.known(Boolean.parseBoolean(words[3])), false);
  }

  // Exclusions from block public access

  static String of(PublicAccessExclusion exclusion) {
    return "%s %s %s".formatted(exclusion.resource(), exclusion.mode(), exclusion.state());
  }

  static PublicAccessExclusion exclusion(String id, String text) {
    var words = text.split(" ");
    return new PublicAccessExclusion(id, words[0], words[1], words[2], Map.of());
  }

  // Listeners

  static String of(LoadBalancer.Listener listener, String balancer) {
    return "%s %s %d %s %s"
        .formatted(
            balancer,
            listener.protocol().isEmpty() ? NOTHING : listener.protocol(),
            listener.port(),
            arns(listener.targetGroups()),
            listener.ruleTargetGroups().asKnown().map(MemoryText::arns).orElse(UNREAD));
  }

  private static String arns(List<String> arns) {
    return arns.isEmpty() ? NOTHING : String.join(",", arns);
  }

  private static List<String> parted(String word) {
    return word.equals(NOTHING) ? List.of() : List.of(word.split(","));
  }

  /// The ARN of the load balancer of a listener.
  static String balancer(String text) {
    return text.split(" ")[0];
  }

  static LoadBalancer.Listener listener(String arn, String text) {
    var words = text.split(" ");
    return new LoadBalancer.Listener(
        arn,
        words[1].equals(NOTHING) ? "" : words[1],
        Integer.parseInt(words[2]),
        parted(words[3]),
        words[4].equals(UNREAD) ? Fact.missing("its rules") : Fact.known(parted(words[4])),
        Optional.empty());
  }

  // The add-on

  /// The version and the environment, each on a line; empty where there is no add-on.
  static Fact<String> addon(Optional<VpcCni> addon) {
    return addon
        .map(
            known ->
                known
                    .environment()
                    .map(
                        set ->
                            Stream.concat(
                                    Stream.of(known.version()),
                                    new TreeMap<>(set).entrySet().stream().map(Map.Entry::toString))
                                .collect(Collectors.joining("\n"))))
        .orElseGet(() -> Fact.known(""));
  }

  static Optional<VpcCni> addon(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var lines = text.split("\n");
    var environment = new HashMap<String, String>();
    Arrays.stream(lines)
        .skip(1)
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> environment.put(pair[0], pair[1]));
    return Optional.of(new VpcCni(lines[0], Fact.known(environment)));
  }
}
