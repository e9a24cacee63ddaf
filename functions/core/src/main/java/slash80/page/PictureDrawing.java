package slash80.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import slash80.alerts.TextFormat;
import slash80.reach.Reach;
import slash80.report.ReachWords;

/// Draws ways as a tree from left to right: ways that begin alike share their boxes, and no two
/// lines cross.
final class PictureDrawing {
  private static final int STEP = 196;
  private static final int WIDTH = 160;
  private static final int BOX = 40;
  private static final int ROW = 52;
  private static final int TOP = 30;
  private static final int LETTERS = 21;
  private static final int SMALL_LETTERS = 24;

  /// The end of a text that counts what it leaves out.
  private static final Pattern MORE = Pattern.compile(" \\+\\d{1,9}$");

  private final List<Branch> roots = new ArrayList<>();

  /// A box, and the boxes that packets reach from it.
  private static final class Branch {
    private final ReachPicture.Hop hop;
    private final List<Branch> next = new ArrayList<>();
    private Reach.State state;
    private double middle;

    Branch(ReachPicture.Hop hop, Reach.State state) {
      this.hop = hop;
      this.state = state;
    }

    int x() {
      return hop.column().ordinal() * STEP + 2;
    }
  }

  PictureDrawing(List<ReachPicture.Flow> ways) {
    for (var way : ways) {
      var here = roots;
      for (var hop : way.hops()) {
        here = branch(here, hop, way.state()).next;
      }
    }
  }

  /// The box of a hop; worst ways come first, so its state is that of the worst.
  private static Branch branch(List<Branch> branches, ReachPicture.Hop hop, Reach.State state) {
    return branches.stream()
        .filter(branch -> branch.hop.equals(hop))
        .findFirst()
        .orElseGet(
            () -> {
              var branch = new Branch(hop, state);
              branches.add(branch);
              return branch;
            });
  }

  void write(Html html) {
    int rows = 0;
    for (var root : roots) {
      rows = place(root, rows);
    }
    int width = (ReachPicture.Column.values().length - 1) * STEP + WIDTH + 4;
    html.open("div", "class", "picture", "tabindex", "0", "role", "group", "aria-label", "Picture");
    html.open(
        "svg",
        "viewBox",
        "0 0 %d %d".formatted(width, TOP + rows * ROW),
        "role",
        "img",
        "aria-label",
        "Ways from each entrance to the nodes, and the layer that stops each");
    for (var column : ReachPicture.Column.values()) {
      html.element(
          "text",
          column.title(),
          "class",
          "column",
          "x",
          Integer.toString(column.ordinal() * STEP + 2),
          "y",
          "14");
    }
    roots.forEach(root -> writeLines(html, root, false));
    roots.forEach(root -> writeBoxes(html, root, false));
    html.end().end();
    writeLegend(html);
  }

  /// Gives each way a row, and each box the middle of its ways.
  private static int place(Branch branch, int row) {
    if (branch.next.isEmpty()) {
      branch.middle = TOP + row * (double) ROW + ROW / 2.0;
      return row + 1;
    }
    int below = row;
    for (var next : branch.next) {
      below = place(next, below);
    }
    branch.middle = (branch.next.getFirst().middle + branch.next.getLast().middle) / 2;
    return below;
  }

  private static void writeLines(Html html, Branch from, boolean isStopped) {
    boolean isStoppedHere = isStopped || from.hop.stops();
    for (var to : from.next) {
      double start = from.x() + (double) WIDTH;
      double bend = (to.x() - STEP + WIDTH + to.x()) / 2.0;
      html.open(
          "path",
          "class",
          (isStoppedHere ? "way cut " : "way ") + to.state,
          "d",
          String.format(
              Locale.ROOT,
              "M%.0f %.0fH%.0fC%.0f %.0f %.0f %.0f %d %.0f",
              start,
              from.middle,
              bend - 16,
              bend,
              from.middle,
              bend,
              to.middle,
              to.x(),
              to.middle));
      writeLines(html, to, isStoppedHere);
    }
  }

  private static void writeBoxes(Html html, Branch branch, boolean isStopped) {
    var hop = branch.hop;
    var words = hop.stops() && hop.words().isEmpty() ? "stopped here" : hop.words();
    var style = isStopped && !hop.stops() ? "box cut " : hop.stops() ? "box stops " : "box ";
    var y = branch.middle - BOX / 2.0;
    html.open("g", "class", style + branch.state);
    html.element("title", (hop.title() + " " + words).strip());
    html.open(
        "rect",
        "x",
        Integer.toString(branch.x()),
        "y",
        number(y),
        "width",
        Integer.toString(WIDTH),
        "height",
        Integer.toString(BOX),
        "rx",
        "6");
    // Wide letters are cut at the edge of this frame.
    html.open(
        "svg",
        "x",
        Integer.toString(branch.x()),
        "y",
        number(y),
        "width",
        Integer.toString(WIDTH - 4),
        "height",
        Integer.toString(BOX));
    writeText(html, "name", clipped(hop.title(), LETTERS), words.isEmpty() ? 24 : 17);
    writeText(html, "words", clipped(words, SMALL_LETTERS), 32);
    html.close().end();
    branch.next.forEach(next -> writeBoxes(html, next, isStopped || hop.stops()));
  }

  private static void writeText(Html html, String style, String words, int y) {
    if (!words.isEmpty()) {
      html.element("text", words, "class", style, "x", "8", "y", Integer.toString(y));
    }
  }

  /// The beginning, and how many more there are, as in `a-long-na… +2`.
  private static String clipped(String words, int most) {
    var safe = TextFormat.text(words);
    if (safe.codePointCount(0, safe.length()) <= most) {
      return safe;
    }
    var more = MORE.matcher(safe);
    var end = "…" + (more.find() ? more.group() : "");
    return safe.substring(0, safe.offsetByCodePoints(0, most - end.length())) + end;
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.0f", number);
  }

  private static void writeLegend(Html html) {
    html.open("p", "class", "legend", "aria-hidden", "true");
    for (var state : Reach.State.values()) {
      html.element("span", "", "class", "sample " + state);
      html.text(
          " %s "
              .formatted(
                  state == Reach.State.INSPECTED
                      ? "through a load balancer or a firewall"
                      : ReachWords.state(state)));
    }
    html.end();
  }
}
