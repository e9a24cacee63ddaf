package slash80.ip;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;

/// A set of places on a line of unsigned 128-bit numbers, kept as the sorted places at which being
/// in the set begins or ends: it begins at the first cut, ends before the second, begins again at
/// the third. A set that reaches the end of the line has no last cut, so no number beyond the line
/// is ever needed, and the complement only adds or drops a cut at 0. There is one list of cuts for
/// each set: equal sets are equal lists.
final class Cuts {
  /// How many times more cuts a set has when the other's ranges are looked up in it.
  private static final int FEW = 8;

  static final Cuts NONE = new Cuts(new long[0]);
  static final Cuts ALL = new Cuts(new long[] {0, 0});

  /// The cuts, two longs each, the high 64 bits first.
  private final long[] cuts;

  /// The hash code, computed on first use as String does: sets are keys of maps.
  private int hash;

  private Cuts(long[] cuts) {
    this.cuts = cuts;
  }

  /// The places from one on to the end of the line.
  static Cuts from(long high, long low) {
    return new Cuts(new long[] {high, low});
  }

  /// The places from one to before another, which is greater.
  static Cuts between(long fromHigh, long fromLow, long toHigh, long toLow) {
    return new Cuts(new long[] {fromHigh, fromLow, toHigh, toLow});
  }

  static int compare(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order != 0 ? order : Long.compareUnsigned(low, otherLow);
  }

  /// The union of many sets: single ranges are laid in a row, others merged in pairs like the runs
  /// of a merge sort.
  static Cuts union(Collection<Cuts> sets) {
    Cuts[] all = sets.toArray(Cuts[]::new);
    return switch (all.length) {
      case 0 -> NONE;
      case 1 -> all[0];
      case 2 -> all[0].union(all[1]);
      default -> {
        if (areRanges(all)) {
          yield joined(all);
        }
        Cuts[] distinct = new LinkedHashSet<>(sets).toArray(Cuts[]::new);
        yield union(distinct, 0, distinct.length);
      }
    };
  }

  private static Cuts union(Cuts[] sets, int from, int to) {
    if (to - from == 1) {
      return sets[from];
    }
    int middle = (from + to) >>> 1;
    return union(sets, from, middle).union(union(sets, middle, to));
  }

  private static boolean areRanges(Cuts[] sets) {
    for (Cuts set : sets) {
      if (set.count() != 1 && set.count() != 2) {
        return false;
      }
    }
    return true;
  }

  /// The union of single ranges: in the order of their begins, each is joined to the one before it
  /// where the two meet.
  private static Cuts joined(Cuts[] ranges) {
    Arrays.sort(ranges, Cuts::compareBegins);
    long[] row = new long[4 * ranges.length];
    int length = 0;
    for (Cuts range : ranges) {
      if (length == 0 || range.compare(0, row[length - 2], row[length - 1]) > 0) {
        System.arraycopy(range.cuts, 0, row, length, range.cuts.length);
        length += range.cuts.length;
      } else if (range.count() == 1) {
        length -= 2;
      } else if (range.compare(1, row[length - 2], row[length - 1]) > 0) {
        row[length - 2] = range.high(1);
        row[length - 1] = range.low(1);
      }
      if (length % 4 == 2) {
        break; // the last one reaches the end of the line
      }
    }
    return new Cuts(Arrays.copyOf(row, length));
  }

  private static int compareBegins(Cuts range, Cuts other) {
    return range.compare(0, other.high(0), other.low(0));
  }

  /// Compares a cut with a place.
  private int compare(int cut, long high, long low) {
    return compare(high(cut), low(cut), high, low);
  }

  boolean isEmpty() {
    return cuts.length == 0;
  }

  boolean isAll() {
    return equals(ALL);
  }

  /// The number of cuts.
  int count() {
    return cuts.length / 2;
  }

  long high(int cut) {
    return cuts[2 * cut];
  }

  long low(int cut) {
    return cuts[2 * cut + 1];
  }

  boolean contains(long high, long low) {
    return (cutsUpTo(high, low) & 1) == 1;
  }

  private int cutsUpTo(long high, long low) {
    int below = 0;
    int above = count();
    while (below < above) {
      int middle = (below + above) >>> 1;
      if (compare(high(middle), low(middle), high, low) <= 0) {
        below = middle + 1;
      } else {
        above = middle;
      }
    }
    return below;
  }

  Cuts complement() {
    boolean holdsZero = count() > 0 && cuts[0] == 0 && cuts[1] == 0;
    if (holdsZero) {
      return new Cuts(Arrays.copyOfRange(cuts, 2, cuts.length));
    }
    long[] complement = new long[cuts.length + 2];
    System.arraycopy(cuts, 0, complement, 2, cuts.length);
    return new Cuts(complement);
  }

  Cuts union(Cuts other) {
    if (isEmpty() || other.isAll() || equals(other)) {
      return other;
    }
    return other.isEmpty() || isAll() ? this : merge(other, HERE | THERE | BOTH);
  }

  Cuts intersection(Cuts other) {
    if (isEmpty() || other.isAll() || equals(other)) {
      return this;
    }
    if (other.isEmpty() || isAll()) {
      return other;
    }
    if (other.count() * FEW < count()) {
      return within(other);
    }
    return count() * FEW < other.count() ? other.within(this) : merge(other, BOTH);
  }

  /// The part of this set that is within a set of far fewer ranges: each range is found by halving,
  /// and what lies in it is copied. It is this set itself where all of it is within.
  private Cuts within(Cuts few) {
    int added = 0;
    int copied = 0;
    for (int cut = 0; cut < few.count(); cut += 2) {
      int from = few.beginsIn(this, cut);
      int to = few.endsIn(this, cut);
      copied += to - from;
      added += (from & 1) + (few.ends(cut) ? to & 1 : 0);
    }
    if (added == 0 && copied == count()) {
      return this;
    }
    return added + copied == 0 ? NONE : within(few, new long[2 * (added + copied)]);
  }

  private Cuts within(Cuts few, long[] within) {
    int length = 0;
    for (int cut = 0; cut < few.count(); cut += 2) {
      int from = few.beginsIn(this, cut);
      int to = few.endsIn(this, cut);
      if ((from & 1) == 1) {
        within[length++] = few.high(cut);
        within[length++] = few.low(cut);
      }
      System.arraycopy(cuts, 2 * from, within, length, 2 * (to - from));
      length += 2 * (to - from);
      if (few.ends(cut) && (to & 1) == 1) {
        within[length++] = few.high(cut + 1);
        within[length++] = few.low(cut + 1);
      }
    }
    return new Cuts(within);
  }

  /// Whether the range that begins at a cut ends before the end of the line.
  private boolean ends(int cut) {
    return cut + 1 < count();
  }

  /// The number of another set's cuts up to the begin of a range.
  private int beginsIn(Cuts many, int cut) {
    return many.cutsUpTo(high(cut), low(cut));
  }

  /// The number of another set's cuts before the end of a range.
  private int endsIn(Cuts many, int cut) {
    return ends(cut) ? many.cutsBefore(high(cut + 1), low(cut + 1)) : many.count();
  }

  private int cutsBefore(long high, long low) {
    int upTo = cutsUpTo(high, low);
    return upTo > 0 && high(upTo - 1) == high && low(upTo - 1) == low ? upTo - 1 : upTo;
  }

  /// Whether no place of another set lies outside this set: the walk ends at the first that does.
  boolean holds(Cuts other) {
    return isAll() || equals(other) || isNowhere(other, THERE);
  }

  /// Whether any place is in both sets: the walk ends at the first.
  boolean overlaps(Cuts other) {
    if (isEmpty() || other.isEmpty()) {
      return false;
    }
    return isAll() || other.isAll() || !isNowhere(other, BOTH);
  }

  Cuts difference(Cuts other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    return other.isAll() || equals(other) ? NONE : merge(other, HERE);
  }

  /// The places of a result, by the sets that they are in: a bit for each case.
  private static final int HERE = 1 << 1;

  private static final int THERE = 1 << 2;
  private static final int BOTH = 1 << 3;

  /// Whether a place after so many cuts of the two sets is wanted.
  private static boolean isWanted(int wanted, int here, int there) {
    return (wanted >> ((here & 1) | (there & 1) << 1) & 1) == 1;
  }

  /// One walk over the cuts of both sets; the result has a cut wherever being wanted changes. Where
  /// one set has no more cuts, either all cuts of the other are such or none is.
  private Cuts merge(Cuts other, int wanted) {
    long[] merged = new long[cuts.length + other.cuts.length];
    int length = 0;
    int here = 0;
    int there = 0;
    boolean in = false;
    while (here < count() && there < other.count()) {
      int order = compare(high(here), low(here), other.high(there), other.low(there));
      long high = order <= 0 ? high(here) : other.high(there);
      long low = order <= 0 ? low(here) : other.low(there);
      here += order <= 0 ? 1 : 0;
      there += order >= 0 ? 1 : 0;
      if (isWanted(wanted, here, there) != in) {
        merged[length++] = high;
        merged[length++] = low;
        in = !in;
      }
    }
    Cuts rest = here < count() ? this : other;
    int from = 2 * (here < count() ? here : there);
    boolean changes =
        here < count()
            ? isWanted(wanted, 0, there) != isWanted(wanted, 1, there)
            : isWanted(wanted, here, 0) != isWanted(wanted, here, 1);
    if (changes) {
      System.arraycopy(rest.cuts, from, merged, length, rest.cuts.length - from);
      length += rest.cuts.length - from;
    }
    return length == 0 ? NONE : new Cuts(Arrays.copyOf(merged, length));
  }

  /// Whether nothing is wanted, in one walk without a result.
  private boolean isNowhere(Cuts other, int wanted) {
    int here = 0;
    int there = 0;
    while (here < count() || there < other.count()) {
      int order = orderOfNext(here, other, there);
      here += order <= 0 ? 1 : 0;
      there += order >= 0 ? 1 : 0;
      if (isWanted(wanted, here, there)) {
        return false;
      }
    }
    return true;
  }

  /// Compares the next cuts of two sets: negative when this set's comes first, positive when the
  /// other's does.
  private int orderOfNext(int here, Cuts other, int there) {
    if (there == other.count()) {
      return -1;
    }
    if (here == count()) {
      return 1;
    }
    return compare(high(here), low(here), other.high(there), other.low(there));
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Cuts that && Arrays.equals(cuts, that.cuts));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(cuts);
    }
    return hash;
  }
}
