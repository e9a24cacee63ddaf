package slash80.audit;

import java.util.ArrayList;
import java.util.List;
import slash80.alerts.Plain;

/// Rows under headings, each column as wide as its widest cell; the last one may run on.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    rows.add(java.util.Arrays.stream(cells).map(Plain::text).toList());
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines(Style style) {
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder("  ");
      for (int column = 0; column < row.size(); column++) {
        var isLast = column == row.size() - 1;
        line.append(isLast ? row.get(column) : padded(row.get(column), width(column)) + "  ");
      }
      var text = line.toString().stripTrailing();
      lines.add(lines.isEmpty() ? style.faint(text) : text);
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }
}
