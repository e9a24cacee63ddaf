package slash80.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.FindingEvents.Happening;
import slash80.alerts.FindingEvents.Matter;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// An event of PagerDuty's Events API v2, without the routing key, which whoever sends it adds. A
/// summary has at most 1,024 characters, a dedup key 255
/// (https://developer.pagerduty.com/docs/send-alert-event). All findings of one rule and cause are
/// one incident. It is resolved with the last of them.
final class PagerDutyEvent {
  private static final int SUMMARY = 1_024;
  private static final int KEY = 255;
  private static final int LISTED = 20;
  private static final int FIX = 2_000;

  private PagerDutyEvent() {}

  /// Empty while others of the same incident are open.
  static Optional<Map<String, Object>> of(Matter matter, Judgement judgement) {
    var tree = new LinkedHashMap<String, Object>();
    boolean isEnd = matter.happening() == Happening.RESOLVED;
    if (isEnd && matter.remaining() > 0) {
      return Optional.empty();
    }
    tree.put("event_action", isEnd ? "resolve" : "trigger");
    tree.put("dedup_key", key(matter, judgement));
    if (!isEnd) {
      tree.put("client", "Slash80");
      tree.put("payload", payload(matter, judgement));
      var see = matter.group().first().see();
      if (see.matches("https://[A-Za-z0-9./_#?=%-]{1,300}")) {
        tree.put("links", List.of(Map.of("href", see, "text", "AWS documentation")));
      }
    }
    return Optional.of(tree);
  }

  private static String key(Matter matter, Judgement judgement) {
    var cluster = judgement.cluster();
    var key =
        "slash80/%s/%s/%s/%s"
            .formatted(cluster.account(), cluster.region(), cluster.name(), matter.key());
    return key.length() <= KEY && key.matches("[ -~]*")
        ? key
        : "slash80/" + FindingEvents.hash(key);
  }

  private static Map<String, Object> payload(Matter matter, Judgement judgement) {
    var first = matter.group().first();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("summary", TextFormat.text(matter.headline(), SUMMARY));
    tree.put("source", TextFormat.text(judgement.arn(), FindingEvents.ID));
    tree.put("severity", severity(matter.group().severity()));
    tree.put("timestamp", TextFormat.moment(judgement.at()));
    tree.put("component", component(first));
    tree.put("group", TextFormat.text(judgement.cluster().name(), FindingEvents.NAME));
    tree.put("class", first.rule());
    tree.put("custom_details", details(matter));
    return tree;
  }

  private static String component(Finding first) {
    return TextFormat.text(
        first.cause().isEmpty() ? first.subject() : first.cause(), FindingEvents.NAME);
  }

  private static Map<String, Object> details(Matter matter) {
    var first = matter.group().first();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("detail", TextFormat.text(first.detail(), FindingEvents.WORDS));
    tree.put("risk", TextFormat.text(first.risk(), 2 * FindingEvents.WORDS));
    tree.put("fix", fix(matter.group().remedies()));
    tree.put(
        "changed_by",
        matter.isByNobody()
            ? List.of(CallWords.NOBODY)
            : matter.changedBy().stream().map(PagerDutyEvent::changed).toList());
    tree.put("findings", matter.group().findings().size());
    tree.put(
        "on",
        matter.group().subjects().stream()
            .limit(LISTED)
            .map(subject -> TextFormat.text(subject, FindingEvents.NAME))
            .toList());
    return tree;
  }

  /// The commands of the findings, a line each, as many as there is room for.
  private static String fix(List<String> remedies) {
    var text = new StringBuilder();
    int written = 0;
    for (String remedy : remedies) {
      var line = TextFormat.fix(remedy, FIX);
      if (written > 0 && text.length() + line.length() > FIX) {
        break;
      }
      text.append(written == 0 ? "" : "\n").append(line);
      written++;
    }
    int left = remedies.size() - written;
    return left == 0
        ? text.toString()
        : text.append("\nand %s: ./slash80 audit".formatted(TextFormat.count(left, "more command")))
            .toString();
  }

  private static String changed(ChangeOrigin origin) {
    var call = CallWords.of(origin.call());
    return "%s %s%s"
        .formatted(
            TextFormat.text(origin.what(), FindingEvents.NAME),
            TextFormat.text(origin.who(), FindingEvents.WORDS),
            call.isEmpty() ? "" : " (%s)".formatted(call))
        .strip();
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "info";
    };
  }
}
