package slash80.audit.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import slash80.alerts.TextFormat;

/// Rows under headings, each column as wide as its widest cell. Where the terminal is too narrow,
/// the rows are gathered under the values of one column, and where that is too wide as well, each
/// cell is a line with its heading: no identifier is ever cut. The last column is broken at spaces.
public final class TextTable {
  private static final String MARGIN = "  ";
  private static final int NARROWEST = 20;

  private record Row(List<String> cells, UnaryOperator<String> paint) {
    Row without(int column) {
      var rest = new ArrayList<>(cells);
      rest.remove(column);
      return new Row(rest, paint);
    }
  }

  private final int gathering;
  private final Row headings;
  private final List<Row> rows = new ArrayList<>();

  /// @param gathering the column whose values the rows are gathered under where space is short
  public TextTable(int gathering, String... headings) {
    this.gathering = gathering;
    this.headings = new Row(List.of(headings), UnaryOperator.identity());
  }

  public void row(String... cells) {
    row(UnaryOperator.identity(), cells);
  }

  /// @param paint the colour of the last cell
  void row(UnaryOperator<String> paint, String... cells) {
    rows.add(new Row(Arrays.stream(cells).map(TextFormat::text).toList(), paint));
  }

  public List<String> lines(TextStyle style) {
    return wanted(widths(all(headings, rows))) <= style.width()
        ? flat(headings, rows, MARGIN, style)
        : gathered(style);
  }

  private List<String> gathered(TextStyle style) {
    Map<String, List<Row>> gathered = new LinkedHashMap<>();
    for (var row : rows) {
      gathered
          .computeIfAbsent(row.cells().get(gathering), _ -> new ArrayList<>())
          .add(row.without(gathering));
    }
    var rest = headings.without(gathering);
    var widths = widths(all(rest, rows.stream().map(row -> row.without(gathering)).toList()));
    if (startOf(widths) + Math.min(NARROWEST, widths[widths.length - 1]) > style.width()) {
      return stacked(gathered, rest, style);
    }
    var lines = new ArrayList<String>();
    lines.add(style.faint(MARGIN + headings.cells().get(gathering)));
    lines.addAll(lines(rest, widths, MARGIN + MARGIN, style, style::faint));
    gathered.forEach(
        (value, ofIt) -> {
          lines.add(MARGIN + value);
          ofIt.forEach(
              row -> lines.addAll(lines(row, widths, MARGIN + MARGIN, style, row.paint())));
        });
    return lines;
  }

  private static int startOf(int[] widths) {
    return wanted(widths) - widths[widths.length - 1] + MARGIN.length();
  }

  /// A line for each cell that is not empty.
  private List<String> stacked(Map<String, List<Row>> gathered, Row rest, TextStyle style) {
    var lines = new ArrayList<String>();
    gathered.forEach(
        (value, ofIt) -> {
          lines.add(style.faint(MARGIN + headings.cells().get(gathering)) + MARGIN + value);
          ofIt.forEach(row -> lines.addAll(cells(row, rest, style)));
        });
    return lines;
  }

  private static List<String> cells(Row row, Row headings, TextStyle style) {
    var margin = MARGIN + MARGIN;
    var lines = new ArrayList<String>();
    for (int column = 0; column < row.cells().size(); column++) {
      var heading = headings.cells().get(column);
      var cell = row.cells().get(column);
      boolean fits = margin.length() + heading.length() + 2 + cell.length() <= style.width();
      if (fits && !cell.isEmpty()) {
        lines.add(margin + style.faint(heading) + MARGIN + cell);
      } else if (!cell.isEmpty()) {
        lines.add(margin + style.faint(heading));
        TextFormat.wrap(cell, style.width() - margin.length() - MARGIN.length())
            .forEach(part -> lines.add(margin + MARGIN + part));
      }
    }
    return lines;
  }

  private static List<String> flat(Row headings, List<Row> rows, String margin, TextStyle style) {
    var widths = widths(all(headings, rows));
    var lines = new ArrayList<>(lines(headings, widths, margin, style, style::faint));
    rows.forEach(row -> lines.addAll(lines(row, widths, margin, style, row.paint())));
    return lines;
  }

  private static List<Row> all(Row headings, List<Row> rows) {
    var arrayList = new ArrayList<>(List.of(headings));
    arrayList.addAll(rows);
    return arrayList;
  }

  private static int[] widths(List<Row> rows) {
    var widths = new int[rows.getFirst().cells().size()];
    for (var row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.cells().get(column).length());
      }
    }
    return widths;
  }

  private static int wanted(int[] widths) {
    return Arrays.stream(widths).map(width -> width + MARGIN.length()).sum();
  }

  /// The lines of a row; `paint` is the colour of a heading or of the last cell.
  private static List<String> lines(
      Row row, int[] widths, String margin, TextStyle style, UnaryOperator<String> paint) {
    var start = new StringBuilder(margin);
    for (int column = 0; column < widths.length - 1; column++) {
      var cell = row.cells().get(column);
      start.append(cell).append(" ".repeat(widths[column] - cell.length())).append(MARGIN);
    }
    var room = Math.max(NARROWEST, style.width() - start.length());
    var lines = new ArrayList<String>();
    for (var part : TextFormat.wrap(row.cells().getLast(), room)) {
      var before = lines.isEmpty() ? start.toString() : " ".repeat(start.length());
      lines.add(part.isEmpty() ? before.stripTrailing() : before + paint.apply(part));
    }
    return lines;
  }
}
