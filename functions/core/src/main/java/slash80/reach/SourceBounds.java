package slash80.reach;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;

/// The sources that a layer lets through, bounded by what was read.
///
/// @param surely the sources that pass whatever the unread facts are
/// @param possibly those and all sources that may pass
/// @param unread why the two differ, each reason once
record SourceBounds(AddressSet surely, AddressSet possibly, List<String> unread) {
  SourceBounds {
    unread = surely.equals(possibly) ? List.of() : unread.stream().distinct().toList();
  }

  static SourceBounds exactly(AddressSet sources) {
    return new SourceBounds(sources, sources, List.of());
  }

  static SourceBounds all(IpFamily family) {
    return exactly(AddressSet.all(family));
  }

  static SourceBounds none(IpFamily family) {
    return exactly(AddressSet.none(family));
  }

  static SourceBounds unread(IpFamily family, String why) {
    return new SourceBounds(AddressSet.none(family), AddressSet.all(family), List.of(why));
  }

  /// All sources or none, for a layer that does not look at the source.
  static SourceBounds of(IpFamily family, Fact<Boolean> passes) {
    return all(family).where(passes);
  }

  /// These sources if a condition is true, otherwise none.
  SourceBounds where(Fact<Boolean> condition) {
    var none = AddressSet.none(surely.family());
    return switch (condition) {
      case Fact.Known<Boolean>(var isTrue) when isTrue -> this;
      case Fact.Known<Boolean> _ -> exactly(none);
      case Fact.Unread<Boolean>(var why) ->
          new SourceBounds(none, possibly, and(unread, List.of(why)));
    };
  }

  /// The sources that either lets through.
  SourceBounds or(SourceBounds other) {
    return new SourceBounds(
        surely.union(other.surely), possibly.union(other.possibly), and(unread, other.unread));
  }

  /// The sources that both let through.
  SourceBounds and(SourceBounds other) {
    return new SourceBounds(
        surely.intersection(other.surely),
        possibly.intersection(other.possibly),
        and(unread, other.unread));
  }

  private static List<String> and(Collection<String> texts, Collection<String> more) {
    return Stream.concat(texts.stream(), more.stream()).toList();
  }
}
