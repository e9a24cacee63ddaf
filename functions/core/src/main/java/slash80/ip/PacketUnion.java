package slash80.ip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The union of many packet sets. The line is cut wherever a set changes, and halved again and
/// again: sources that cover a whole stretch are united there once and handed down to its parts. So
/// two thousand rules cost as much as their distinct cells need, instead of every rule for every
/// cell.
final class PacketUnion {
  /// The number of pieces from which on a stretch is halved.
  private static final int FEW = 4;

  private final int end;
  private final int[] starts;
  private final AddressSet[] sources;

  private PacketUnion(IpFamily family, List<Piece> pieces) {
    end = ServiceLine.of(family).end();
    starts = starts(pieces, end);
    sources = new AddressSet[starts.length];
    fill(0, starts.length, pieces, AddressSet.none(family));
  }

  /// The sources of a stretch of the line, from `start` to before `end`.
  record Piece(int start, int end, AddressSet sources) {
    private boolean covers(int from, int to) {
      return start <= from && to <= end;
    }

    private boolean reaches(int from, int to) {
      return start < to && from < end;
    }
  }

  static PacketSet unite(IpFamily family, Collection<PacketSet> sets) {
    var pieces = new ArrayList<Piece>();
    sets.forEach(set -> set.addPieces(family, pieces));
    var union = new PacketUnion(family, pieces);
    return PacketSet.of(family, union.starts, Arrays.asList(union.sources));
  }

  /// The places at which a piece starts or ends, each once, and the start of the line.
  private static int[] starts(List<Piece> pieces, int end) {
    int[] bounds = new int[2 * pieces.size() + 1];
    int bound = 1;
    for (Piece piece : pieces) {
      bounds[bound++] = piece.start();
      bounds[bound++] = piece.end();
    }
    Arrays.sort(bounds);
    int starts = 1;
    for (int place : bounds) {
      if (place > bounds[starts - 1] && place < end) {
        bounds[starts++] = place;
      }
    }
    return Arrays.copyOf(bounds, starts);
  }

  /// Lays the sources of the cells `from` to before `to`, given the pieces that reach into them and
  /// the sources that already cover all of them.
  private void fill(int from, int to, List<Piece> pieces, AddressSet under) {
    int stretchStart = starts[from];
    int stretchEnd = endOf(to - 1);
    var whole = new ArrayList<AddressSet>();
    var parts = new ArrayList<Piece>();
    for (Piece piece : pieces) {
      if (piece.covers(stretchStart, stretchEnd)) {
        whole.add(piece.sources());
      } else if (piece.reaches(stretchStart, stretchEnd)) {
        parts.add(piece);
      }
    }
    AddressSet everywhere = under;
    if (!whole.isEmpty()) {
      whole.add(under);
      everywhere = AddressSet.union(under.family(), whole);
    }
    if (parts.size() <= FEW) {
      layEach(from, to, parts, everywhere);
    } else {
      int middle = (from + to) >>> 1;
      fill(from, middle, parts, everywhere);
      fill(middle, to, parts, everywhere);
    }
  }

  /// Lays the sources of cells into which few pieces reach, one by one.
  private void layEach(int from, int to, List<Piece> pieces, AddressSet under) {
    for (int cell = from; cell < to; cell++) {
      AddressSet laid = under;
      for (Piece piece : pieces) {
        if (piece.covers(starts[cell], endOf(cell))) {
          laid = laid.union(piece.sources());
        }
      }
      sources[cell] = laid;
    }
  }

  private int endOf(int cell) {
    return cell + 1 == starts.length ? end : starts[cell + 1];
  }
}
