package slash80.alerts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.FindingEvents.Happening;
import slash80.alerts.FindingEvents.Matter;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;

/// A message for an incoming webhook of Slack, in Block Kit. A header has at most 150 characters,
/// another text 3,000, and a message 50 blocks
/// (https://docs.slack.dev/reference/block-kit/blocks/section-block). Text from outside stands in
/// code spans, and `verbatim` keeps Slack from making links and mentions of it.
final class SlackMessage {
  private static final int HEADER = 150;
  private static final int WORDS = 400;
  private static final int NAME = 120;
  private static final int LISTED = 5;
  private static final int COMMAND = 2_900;

  private SlackMessage() {}

  /// @param more how many changes of the same alert have no message of their own
  static Map<String, Object> of(Matter matter, Judgement judgement, int more) {
    var blocks = new ArrayList<Map<String, Object>>();
    var title = Mrkdwn.bare(matter.headline(), HEADER);
    blocks.add(Map.of("type", "header", "text", plain(title)));
    blocks.add(section(happened(matter)));
    if (matter.happening() != Happening.RESOLVED) {
      blocks.add(section(fix(matter)));
      path(matter).ifPresent(path -> blocks.add(section(path)));
    }
    if (more > 0) {
      blocks.add(section("And %s in the same alert: see the e-mail.".formatted(changes(more))));
    }
    blocks.add(Map.of("type", "context", "elements", List.of(mrkdwn(place(matter, judgement)))));
    var message = new LinkedHashMap<String, Object>();
    message.put("text", title);
    message.put("blocks", List.copyOf(blocks));
    return message;
  }

  private static String changes(int more) {
    return TextFormat.count(more, "more change");
  }

  private static String happened(Matter matter) {
    var group = matter.group();
    var text = new StringBuilder();
    text.append(Mrkdwn.code(group.first().detail(), WORDS)).append('\n');
    if (matter.happening() == Happening.WORSE) {
      text.append("Worse than before\n");
    }
    if (matter.remaining() > 0) {
      text.append(
          "%s of this rule and cause %s open\n"
              .formatted(
                  TextFormat.count(matter.remaining(), "other finding"),
                  matter.remaining() == 1 ? "is" : "are"));
    }
    matter.changedBy().forEach(origin -> text.append(changed(origin)));
    if (matter.isByNobody()) {
      text.append("Changed by ").append(CallWords.NOBODY).append('\n');
    }
    var subjects = group.subjects();
    text.append("On ")
        .append(
            String.join(
                ", ",
                subjects.stream().limit(LISTED).map(name -> Mrkdwn.code(name, NAME)).toList()));
    if (subjects.size() > LISTED) {
      text.append(" and %s more".formatted(TextFormat.number(subjects.size() - (long) LISTED)));
    }
    return text.toString();
  }

  private static String changed(ChangeOrigin origin) {
    var who = origin.who().isEmpty() ? "" : " by " + Mrkdwn.code(origin.who(), 2 * NAME);
    var call = CallWords.of(origin.call());
    var way = call.isEmpty() ? "" : " (" + Mrkdwn.bare(call, 2 * NAME) + ")";
    return "Changed with %s%s at %s%s\n"
        .formatted(Mrkdwn.code(origin.what(), NAME), who, TextFormat.moment(origin.at()), way);
  }

  /// A command that is too long is left out, never cut.
  private static String fix(Matter matter) {
    var remedies = matter.group().remedies();
    var text = new StringBuilder("Fix: ");
    int written = 0;
    for (String remedy : remedies.stream().limit(LISTED).toList()) {
      var code = Mrkdwn.code(remedy, 100_000);
      if (text.length() + code.length() > COMMAND) {
        break;
      }
      text.append(written == 0 ? "" : "\n").append(code);
      written++;
    }
    int left = remedies.size() - written;
    if (written == 0) {
      return "Fix: the command is too long for a message, `./slash80 audit` prints it";
    }
    return left == 0
        ? text.toString()
        : text.append("\nand %s, which `./slash80 audit` prints".formatted(more(left))).toString();
  }

  private static String more(int commands) {
    return TextFormat.count(commands, "more command");
  }

  private static Optional<String> path(Matter matter) {
    var steps = matter.group().evidence();
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Path: "
                + String.join(
                    ", ",
                    steps.stream().limit(LISTED).map(step -> Mrkdwn.code(step, WORDS)).toList()));
  }

  private static String place(Matter matter, Judgement judgement) {
    var cluster = judgement.cluster();
    return "Rule %s, cluster %s, account %s, region %s"
        .formatted(
            Mrkdwn.code(matter.group().first().rule(), NAME),
            Mrkdwn.code(cluster.name(), NAME),
            Mrkdwn.bare(cluster.account(), NAME),
            Mrkdwn.bare(cluster.region(), NAME));
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", mrkdwn(text));
  }

  private static Map<String, Object> mrkdwn(String text) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("type", "mrkdwn");
    tree.put("text", text);
    tree.put("verbatim", true);
    return tree;
  }

  private static Map<String, Object> plain(String text) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("type", "plain_text");
    tree.put("text", text);
    tree.put("emoji", false);
    return tree;
  }
}
