package slash80.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.ledger.Site;
import slash80.ledger.SiteLedger.Notice;
import slash80.ledger.SiteLedger.Review;
import slash80.ledger.SiteTrouble.Kind;

/// The alert about accounts and regions that are not checked, or not soon after a change. It is not
/// about a cluster, so its attributes name the accounts and regions instead.
public final class SiteAlert {
  private static final String SCHEMA = "slash80.sites/1";
  private static final int WIDTH = 78;
  private static final int DETAILS = 300;

  /// The number of sites that an e-mail or document names; the rest is counted.
  private static final int LISTED = 100;

  private static final int IN_A_CARD = 10;

  /// The longest sentence that counts what a card leaves out.
  private static final int COUNTED = 40;

  /// The longest sentence about troubles that have passed.
  private static final int ENDING = 60;

  /// SNS limits a filter, and so the lists that are worth filtering by.
  private static final int IN_AN_ATTRIBUTE = 20;

  private final Review review;
  private final Instant at;

  private SiteAlert(Review review, Instant at) {
    this.review = review;
    this.at = at;
  }

  public static Alert of(Review review, Instant at) {
    var alert = new SiteAlert(review, at);
    var subject = alert.subject();
    return new Alert(
        subject, alert.email(), alert.card(subject), alert.document(), alert.attributes());
  }

  /// The words about a kind of trouble: what is wrong, and what to do.
  private record Words(String what, String fix) {
    static Words of(Kind kind) {
      return switch (kind) {
        case FOREIGN ->
            new Words(
                "sends events, and is not checked",
                "Name the account and the region in the hub's parameters, or delete the stack of"
                    + " forward.yaml there.");
        case REFUSED, CHECK_REFUSED ->
            new Words(
                "cannot be read",
                "Update the stack that makes the member role there (deploy/member.yaml), or the"
                    + " hub's own stack in the hub's account. If it is up to date, a service"
                    + " control policy denies the call.");
        case UNANSWERED ->
            new Words(
                "could not be read for an hour",
                "Look at the health of AWS in that region, and at what else uses up the request"
                    + " rate there.");
        case WITHOUT_TRAIL ->
            new Words(
                "has no trail that logs the calls that change it, so no event reports them",
                "Make a trail that logs management events, or add the account and region to the"
                    + " organization's trail. Until then only the hourly sweep finds changes.");
        case RULE_OFF ->
            new Words(
                "has a rule that is off or missing, so not all events arrive",
                "Enable the rule: aws events enable-rule --name RULE, or deploy its template again."
                    + " Until then only the hourly"
                    + " sweep finds these changes.");
        case WITHOUT_RULES ->
            new Words(
                "sends no events",
                "Deploy forward.yaml there. Without it only the hourly sweep finds changes.");
        case UNEXAMINED ->
            new Words(
                "could not be asked for its trails and rules",
                "Update the stack that makes the member role there (deploy/member.yaml), or leave"
                    + " it so: this is not reported again.");
      };
    }
  }

  private String subject() {
    String words =
        review.standing().isEmpty()
            ? headline(review.passed(), "is checked again", "are checked again")
            : headline(
                review.standing(),
                Words.of(review.standing().getFirst().kind()).what(),
                "are not checked as they should be");
    String line =
        "[%s] Slash80: %s".formatted(severity(), TextFormat.text(words).replaceAll("[^ -~]", "?"));
    return line.length() <= SubjectLine.LONGEST
        ? line
        : line.substring(0, SubjectLine.LONGEST - 3) + "...";
  }

  private static String headline(List<Notice> notices, String one, String many) {
    var sites = notices.stream().map(Notice::site).distinct().toList();
    return sites.size() == 1
        ? sites.getFirst() + " " + one
        : TextFormat.number(sites.size()) + " accounts or regions " + many;
  }

  /// As severe as a missing permission that keeps rules from being checked.
  private String severity() {
    return review.standing().isEmpty() ? "RESOLVED" : "HIGH";
  }

  private String email() {
    var lines = new ArrayList<String>();
    byKind(review.standing())
        .forEach(
            (kind, notices) -> {
              var words = Words.of(kind);
              lines.addAll(
                  TextFormat.wrap("%s %s:".formatted(places(notices), words.what()), WIDTH));
              notices.stream().limit(LISTED).forEach(notice -> lines.add("  " + line(notice)));
              left(notices.size(), LISTED).forEach(lines::add);
              lines.add("");
              lines.addAll(TextFormat.wrap("Fix: " + words.fix(), WIDTH));
              lines.add("");
            });
    if (!review.passed().isEmpty()) {
      lines.add("No longer so:");
      review.passed().stream()
          .limit(LISTED)
          .forEach(
              notice ->
                  lines.add("  %s %s".formatted(notice.site(), Words.of(notice.kind()).what())));
      left(review.passed().size(), LISTED).forEach(lines::add);
      lines.add("");
    }
    lines.add("What stands is sent again after a day. Checked at " + TextFormat.moment(at) + ".");
    return String.join("\n", lines) + "\n";
  }

  private static String places(List<Notice> notices) {
    long sites = notices.stream().map(Notice::site).distinct().count();
    return sites == 1
        ? "This account and region"
        : "Each of these %s accounts and regions".formatted(TextFormat.number(sites));
  }

  private static String line(Notice notice) {
    return "%s, since %s: %s"
        .formatted(
            TextFormat.text(notice.site().toString()),
            TextFormat.moment(notice.trouble().since()),
            TextFormat.text(notice.trouble().because(), DETAILS));
  }

  private static Stream<String> left(int all, int listed) {
    return all > listed
        ? Stream.of("  and %s more".formatted(TextFormat.number(all - listed)))
        : Stream.empty();
  }

  private static Map<Kind, List<Notice>> byKind(List<Notice> notices) {
    var kinds = new EnumMap<Kind, List<Notice>>(Kind.class);
    notices.forEach(
        notice -> kinds.computeIfAbsent(notice.kind().told(), _ -> new ArrayList<>()).add(notice));
    return kinds;
  }

  /// A custom notification, as [ChatCard] writes it.
  private Map<String, Object> card(String subject) {
    var text = new StringBuilder();
    var kinds = byKind(review.standing());
    int left = kinds.size();
    for (var entry : kinds.entrySet()) {
      int room = (ChatCard.DESCRIPTION - ENDING - text.length()) / left--;
      text.append(paragraph(Words.of(entry.getKey()), entry.getValue(), room));
    }
    if (!review.passed().isEmpty()) {
      text.append("No longer so: ")
          .append(TextFormat.count(review.passed().size(), "earlier trouble"))
          .append("\n");
    }
    var content = new LinkedHashMap<String, Object>();
    content.put("textType", "client-markdown");
    content.put(
        "title",
        (review.standing().isEmpty() ? ":white_check_mark: " : ":warning: ")
            + Mrkdwn.bare(subject, 200));
    content.put("description", text.toString());
    var card = new LinkedHashMap<String, Object>();
    card.put("version", "1.0");
    card.put("source", "custom");
    card.put("id", "slash80-sites/" + at);
    card.put("content", content);
    return card;
  }

  /// A kind of trouble in a card: the accounts and regions that fit are named, the rest is counted.
  private static String paragraph(Words words, List<Notice> notices, int room) {
    var begin = "*%s %s*\n".formatted(places(notices), words.what());
    var end = words.fix() + "\n";
    int free = room - begin.length() - end.length() - COUNTED;
    var text = new StringBuilder();
    int named = 0;
    for (var notice : notices.subList(0, Math.min(notices.size(), IN_A_CARD))) {
      var line =
          "%s: %s\n"
              .formatted(
                  Mrkdwn.bare(notice.site().toString(), DETAILS),
                  Mrkdwn.code(notice.trouble().because(), DETAILS / 2));
      if (text.length() + line.length() > free) {
        break;
      }
      text.append(line);
      named++;
    }
    left(notices.size(), named).forEach(more -> text.append(more).append("\n"));
    return begin + text + end;
  }

  private Map<String, Object> document() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", SCHEMA);
    tree.put("kind", "sites");
    tree.put("at", TextFormat.moment(at));
    tree.put("severity", severity());
    tree.put("count", review.standing().size());
    tree.put("standing", trees(review.standing()));
    tree.put("passed", trees(review.passed()));
    return tree;
  }

  private static List<Map<String, Object>> trees(List<Notice> notices) {
    return notices.stream().limit(LISTED).map(SiteAlert::tree).toList();
  }

  private static Map<String, Object> tree(Notice notice) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("account", notice.site().account());
    tree.put("region", notice.site().region());
    tree.put("trouble", notice.kind().told().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    tree.put("because", TextFormat.text(notice.trouble().because(), DETAILS));
    tree.put("since", TextFormat.moment(notice.trouble().since()));
    return tree;
  }

  private Map<String, Object> attributes() {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("severity", severity());
    attributes.put("account", some(Site::account));
    attributes.put("region", some(Site::region));
    return attributes;
  }

  private List<String> some(Function<Site, String> part) {
    return Stream.concat(review.standing().stream(), review.passed().stream())
        .map(Notice::site)
        .map(part)
        .distinct()
        .limit(IN_AN_ATTRIBUTE)
        .toList();
  }
}
