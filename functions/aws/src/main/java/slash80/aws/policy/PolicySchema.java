package slash80.aws.policy;

import static slash80.aws.policy.SchemaType.Need.OPTIONAL;
import static slash80.aws.policy.SchemaType.Need.REQUIRED;
import static slash80.aws.policy.SchemaType.Need.WITH_PROTOCOL;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import slash80.aws.policy.SchemaType.Count;
import slash80.aws.policy.SchemaType.Either;
import slash80.aws.policy.SchemaType.Index;
import slash80.aws.policy.SchemaType.Key;
import slash80.aws.policy.SchemaType.Listing;
import slash80.aws.policy.SchemaType.Name;
import slash80.aws.policy.SchemaType.Table;
import slash80.aws.policy.SchemaType.Text;
import slash80.ip.Prefix;
import slash80.judge.RuleBook;
import slash80.rule.Severity;

/// The keys of a policy and their values.
final class PolicySchema {
  static final String RULES_OFF = "rules-off";
  static final String SEVERITIES = "severities";
  static final String PARAMETERS = "parameters";
  static final String ALLOWED_OPENINGS = "allowed-openings";
  static final String EXEMPTIONS = "exemptions";
  static final String IPV6_CLUSTERS = "ipv6-clusters";

  static final String SETTLING_MINUTES = "settling-minutes";
  static final String HIGH_SHARE = "high-share";
  static final String MEDIUM_SHARE = "medium-share";
  static final String LOW_SHARE = "low-share";
  static final String ROOM_FOR_PREFIXES = "room-for-prefixes";
  static final String CRITICAL_TCP_PORTS = "critical-tcp-ports";

  static final String INTERFACES = "interfaces";
  static final String RULE = "rule";
  static final String SUBJECT = "subject";
  static final String PROTOCOL = "protocol";
  static final String PORTS = "ports";
  static final String SOURCES = "sources";
  static final String REASON = "reason";
  static final String OWNER = "owner";
  static final String EXPIRES = "expires";

  static final String ALL = "all";
  static final String ANYWHERE = "anywhere";

  private static final String PORT_RANGE = "^(0|[1-9][0-9]{0,4})-(0|[1-9][0-9]{0,4})$";

  private static final Name RULE_ID =
      new Name(
          "the id of a rule",
          RuleBook.entries().stream().map(entry -> entry.rule().id()).sorted().toList());
  private static final Name SEVERITY =
      new Name(
          "LOW, MEDIUM, HIGH or CRITICAL",
          Arrays.stream(Severity.values()).map(Severity::name).toList());
  private static final Text WORDS = new Text("some words", "\\S", text -> !text.isBlank());
  private static final Text CLUSTER_NAME =
      new Text("the name of a cluster such as prod", "^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$", _ -> true);
  private static final Text SUBJECT_NAME =
      new Text(
          "an id such as eni-0a1, or a tag such as team=edge", "^[^=\\s][^=]*(=.*)?$", _ -> true);
  private static final Text SHARE =
      new Text("a share such as 1/256", "^1/[1-9][0-9]{0,11}$", _ -> true);
  private static final Text DATE =
      new Text(
          "a date such as 2026-12-31",
          "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
          passes(LocalDate::parse));
  private static final Text CIDR =
      new Text(
          "a CIDR block such as 2001:db8::/32",
          "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
          passes(Prefix::parse));
  private static final Count PORT = new Count("a port from 0 to 65535", 0, 65_535);
  private static final Either PORT_OR_RANGE =
      new Either(
          "a port such as 22, or a range such as 8000-8010",
          List.of(PORT, new Text(PORT.expected(), PORT_RANGE, PolicySchema::isRange)));
  private static final Listing PORT_LIST = new Listing("a list of ports", PORT_OR_RANGE);
  private static final Either PORTS_OF_PROTOCOL =
      new Either(
          "a list of ports such as [22, 8000-8010], or all",
          List.of(new Name("all", List.of(ALL)), PORT_LIST));
  private static final Either BLOCKS =
      new Either(
          "a list of CIDR blocks, or anywhere",
          List.of(
              new Name("anywhere", List.of(ANYWHERE)), new Listing("a list of CIDR blocks", CIDR)));
  private static final Either PROTOCOL_NAME =
      new Either(
          "tcp, udp, icmp, icmpv6 or a number from 0 to 255",
          List.of(
              new Name("tcp, udp, icmp, icmpv6", List.of("tcp", "udp", "icmp", "icmpv6")),
              new Count("a number from 0 to 255", 0, 255)));

  private static final Table PARAMETER_TABLE =
      new Table(
          "a mapping of parameters",
          List.of(
              new Key(
                  SETTLING_MINUTES,
                  OPTIONAL,
                  new Count("a number of minutes from 0 to 1440", 0, 1_440),
                  "The time after its launch during which a node is not checked."),
              new Key(
                  HIGH_SHARE,
                  OPTIONAL,
                  SHARE,
                  "From this share of the internet on, an opening is HIGH, or CRITICAL on a"
                      + " critical port."),
              new Key(
                  MEDIUM_SHARE,
                  OPTIONAL,
                  SHARE,
                  "From this share of the internet on, an opening is MEDIUM."),
              new Key(
                  LOW_SHARE,
                  OPTIONAL,
                  SHARE,
                  "From this share of the internet on, an opening is LOW; less is a named peer and"
                      + " no finding."),
              new Key(
                  ROOM_FOR_PREFIXES,
                  OPTIONAL,
                  new Count("a number of /80 blocks", 0, 1L << 48),
                  "The number of free /80 blocks that a node subnet should have."),
              new Key(
                  CRITICAL_TCP_PORTS,
                  OPTIONAL,
                  PORT_LIST,
                  "The TCP ports that make a wide opening CRITICAL, in place of the usual ones.")));

  private static final Table ALLOWED_OPENING =
      new Table(
          "a mapping with interfaces, protocol, ports and sources",
          List.of(
              new Key(
                  INTERFACES,
                  REQUIRED,
                  SUBJECT_NAME,
                  "The interfaces that may be open: an id, or a tag key=value of the interface or"
                      + " of its instance."),
              new Key(PROTOCOL, REQUIRED, PROTOCOL_NAME, "The protocol that may be open."),
              new Key(
                  PORTS,
                  REQUIRED,
                  PORTS_OF_PROTOCOL,
                  "The ports of the protocol, or the types of ICMP."),
              new Key(SOURCES, REQUIRED, BLOCKS, "The addresses that may connect."),
              new Key(REASON, OPTIONAL, WORDS, "The reason for the opening.")));

  private static final Table EXEMPTION =
      new Table(
          "a mapping with rule, subject, reason, owner and expires",
          List.of(
              new Key(RULE, REQUIRED, RULE_ID, "The rule whose finding is exempted."),
              new Key(
                  SUBJECT,
                  REQUIRED,
                  SUBJECT_NAME,
                  "The subject of the finding: its id, or a tag key=value."),
              new Key(
                  PROTOCOL,
                  OPTIONAL,
                  PROTOCOL_NAME,
                  "For rules about openings: only packets of this protocol are exempted."),
              new Key(
                  PORTS,
                  WITH_PROTOCOL,
                  PORTS_OF_PROTOCOL,
                  "The ports of the protocol, or the types of ICMP."),
              new Key(
                  SOURCES,
                  OPTIONAL,
                  BLOCKS,
                  "For rules about openings: only packets from these addresses are exempted."),
              new Key(REASON, REQUIRED, WORDS, "The reason why the finding may stay open."),
              new Key(
                  OWNER,
                  REQUIRED,
                  WORDS,
                  "The person or team that is responsible for the exemption."),
              new Key(EXPIRES, REQUIRED, DATE, "The last day of the exemption, in UTC.")));

  static final Table POLICY =
      new Table(
          "a mapping with the keys of a policy",
          List.of(
              new Key("$schema", OPTIONAL, WORDS, "The place of this schema, for editors."),
              new Key(
                  RULES_OFF,
                  OPTIONAL,
                  new Listing("a list of rules", RULE_ID),
                  "The rules that are not evaluated."),
              new Key(
                  SEVERITIES,
                  OPTIONAL,
                  new Index(RULE_ID, SEVERITY),
                  "The severity of every finding of a rule."),
              new Key(PARAMETERS, OPTIONAL, PARAMETER_TABLE, "The thresholds of the rules."),
              new Key(
                  IPV6_CLUSTERS,
                  OPTIONAL,
                  new Listing("a list of cluster names", CLUSTER_NAME),
                  "The clusters whose pods should use IPv6: one that uses IPv4 is HIGH, any other"
                      + " LOW."),
              new Key(
                  ALLOWED_OPENINGS,
                  OPTIONAL,
                  new Listing("a list of openings", ALLOWED_OPENING),
                  "Intended openings to the internet, which the rules about openings leave out."),
              new Key(
                  EXEMPTIONS,
                  OPTIONAL,
                  new Listing("a list of exemptions", EXEMPTION),
                  "Findings that are listed apart and not alerted until a date.")));

  private PolicySchema() {}

  private static boolean isRange(String text) {
    int hyphen = text.indexOf('-');
    int first = Integer.parseInt(text.substring(0, hyphen));
    int last = Integer.parseInt(text.substring(hyphen + 1));
    return first <= last && last <= PORT.most();
  }

  /// Whether a reader accepts a text.
  private static Predicate<String> passes(Consumer<String> reader) {
    return text -> {
      try {
        reader.accept(text);
        return true;
      } catch (DateTimeException | IllegalArgumentException unreadable) {
        return false;
      }
    };
  }
}
