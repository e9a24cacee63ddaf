package slash80.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.TextFormat;
import slash80.facts.Fact;
import slash80.facts.Subnet;
import slash80.facts.SubnetReservation;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.network.PrefixCapacity;
import slash80.rule.Severity;

/// The IPv6 range of a subnet as a strip: each delegated /80 in its place, the reservations, and
/// the blocks that a single address has spoilt. Where everything lies in a small part of the range,
/// the strip shows that part.
///
/// @param shown the part of the range that is drawn
/// @param remarks the room for further prefixes, and what lies outside of the subnet, in words
record AddressStrip(Prefix range, Prefix shown, List<Mark> marks, String remarks) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 44;
  private static final int BLOCK = 80;
  private static final int FEW = 400;
  private static final double BITS_64 = 0x1p64;

  /// The order of colours: places in a range of 2^64 lie on top of each other, and the worst is to
  /// be seen.
  private static final Comparator<String> MILDEST_FIRST =
      Comparator.comparingInt(AddressStrip::severity).thenComparing(Comparator.naturalOrder());

  /// The kinds of places in a range, in the order in which they are drawn.
  enum Kind {
    PREFIXES("reserved for prefixes"),
    KEPT("reserved, no prefixes"),
    SPOILT("spoilt by an address"),
    WELL("a node's /80"),
    FAULTY("a /80 of a node with a finding");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    private boolean isBand() {
      return this == PREFIXES || this == KEPT;
    }

    private boolean isHeld() {
      return this == WELL || this == FAULTY;
    }
  }

  /// A place in the range.
  ///
  /// @param style its colour
  record Mark(Kind kind, Prefix place, String style, String words) {}

  static List<AddressStrip> of(Subnet subnet, List<NodeMap.Tile> tiles, Network network) {
    var marks = new ArrayList<Mark>();
    var reservations =
        network.facts().delegation().reservations().getOrDefault(subnet.id(), unread()).asKnown();
    reservations.orElse(List.of()).forEach(reservation -> marks.add(reservation(reservation)));
    marks.addAll(spoilt(subnet, network));
    for (var tile : tiles) {
      boolean isFaulty = tile.state().compareTo(NodeMap.State.LOW) <= 0;
      for (var prefix : tile.held()) {
        marks.add(
            new Mark(
                isFaulty ? Kind.FAULTY : Kind.WELL,
                prefix,
                tile.state().name(),
                "%s %s: %s".formatted(prefix, tile.node(), tile.words())));
      }
    }
    var ranges = subnet.rangesInUse(IpFamily.IPV6).asKnown().orElse(List.of());
    var words =
        Stream.of(
                network.roomForPrefixes(subnet).map(AddressStrip::words).asKnown().orElse(""),
                reservations.isEmpty() ? "its reservations were not read" : "",
                outside(ranges, marks))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return ranges.stream().map(range -> of(range, marks, words)).toList();
  }

  private static int severity(String style) {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.name().equals(style))
        .mapToInt(Severity::ordinal)
        .findFirst()
        .orElse(-1);
  }

  private static Fact<List<SubnetReservation>> unread() {
    return Fact.unread("not read");
  }

  private static AddressStrip of(Prefix range, List<Mark> marks, String remarks) {
    var inside =
        marks.stream()
            .filter(mark -> range.contains(mark.place()))
            .sorted(Comparator.comparing(Mark::kind))
            .toList();
    return new AddressStrip(range, part(range, inside), inside, remarks);
  }

  /// The prefixes of the subnet's nodes that the subnet does not have.
  private static String outside(List<Prefix> ranges, List<Mark> marks) {
    var outside =
        marks.stream()
            .filter(mark -> mark.kind().isHeld())
            .map(Mark::place)
            .filter(place -> ranges.stream().noneMatch(range -> range.contains(place)))
            .distinct()
            .toList();
    return outside.isEmpty()
        ? ""
        : outside.size() == 1
            ? "%s of a node lies outside".formatted(outside.getFirst())
            : "%s prefixes of nodes lie outside".formatted(TextFormat.number(outside.size()));
  }

  private static String words(PrefixCapacity room) {
    return "%,d of %,d blocks are free".formatted(room.free(), room.blocks());
  }

  private static Mark reservation(SubnetReservation reservation) {
    var kind = reservation.isForPrefixes() ? Kind.PREFIXES : Kind.KEPT;
    return new Mark(
        kind,
        reservation.cidr(),
        kind.name(),
        "%s %s: %s".formatted(reservation.cidr(), reservation.id(), kind.words));
  }

  /// The blocks in which an interface has a single address: EC2 takes no prefix from them.
  private static List<Mark> spoilt(Subnet subnet, Network network) {
    Set<Prefix> blocks = new LinkedHashSet<>();
    for (var networkInterface : network.interfacesIn(subnet).asKnown().orElse(List.of())) {
      networkInterface.ipv6Addresses().forEach(address -> blocks.add(block(address)));
    }
    return blocks.stream()
        .map(
            block ->
                new Mark(
                    Kind.SPOILT,
                    block,
                    Kind.SPOILT.name(),
                    "%s: %s".formatted(block, Kind.SPOILT.words)))
        .toList();
  }

  private static Prefix block(Address address) {
    return new Prefix(
        new Address(address.family(), address.high(), address.low() & 0xffff_0000_0000_0000L),
        BLOCK);
  }

  /// The smallest part that holds all marks, if it is much smaller than the range.
  private static Prefix part(Prefix range, List<Mark> marks) {
    if (marks.isEmpty()) {
      return range;
    }
    var part = marks.getFirst().place();
    while (part.length() > range.length() + 4) {
      var candidate = part;
      if (marks.stream().allMatch(mark -> candidate.contains(mark.place()))
          && part.length() < BLOCK - 3) {
        return part;
      }
      part = wider(part);
    }
    return range;
  }

  private static Prefix wider(Prefix prefix) {
    int length = prefix.length() - 1;
    var first = prefix.first();
    return length >= 64
        ? new Prefix(
            new Address(first.family(), first.high(), first.low() & ~(1L << (127 - length))),
            length)
        : new Prefix(new Address(first.family(), first.high() & ~(1L << (63 - length)), 0), length);
  }

  /// The distance of an address from the beginning of the strip.
  private double offset(Address address) {
    var first = shown.first();
    long high = address.high() - first.high();
    double low = unsigned(address.low()) - unsigned(first.low());
    return (high * BITS_64 + low) / Math.pow(2, 128.0 - shown.length()) * WIDTH;
  }

  private static double unsigned(long bits) {
    return (bits >>> 1) * 2.0 + (bits & 1);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  void write(Html html) {
    html.open("figure", "class", "addresses");
    html.open(
        "svg",
        "viewBox",
        "0 0 %d %d".formatted(WIDTH, HEIGHT),
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        "The addresses of %s: %s".formatted(range, summary()));
    html.open("rect", "class", "ground", "y", "8", "width", "1000", "height", "28");
    marks.stream().filter(mark -> mark.kind().isBand()).forEach(mark -> writeBand(html, mark));
    boolean isTitled = marks.size() <= FEW;
    for (var kind : List.of(Kind.SPOILT, Kind.WELL, Kind.FAULTY)) {
      marks.stream()
          .filter(mark -> mark.kind() == kind)
          .collect(
              Collectors.groupingBy(
                  Mark::style, () -> new TreeMap<>(MILDEST_FIRST), Collectors.toList()))
          .forEach((style, alike) -> writeTicks(html, style, alike, isTitled));
    }
    html.end();
    html.open("figcaption");
    html.element("span", shown.first().toString()).text(" ");
    html.element(
        "span", (shown.equals(range) ? "" : shown + ", a part of the range; ") + summary());
    html.text(" ").element("span", shown.last().toString());
    html.end().end();
  }

  private String summary() {
    var delegated =
        marks.stream()
            .filter(mark -> mark.place().length() == BLOCK)
            .filter(mark -> mark.kind().isHeld())
            .count();
    var words = TextFormat.number(delegated) + " × /80";
    return remarks.isEmpty() ? words : words + ", " + remarks;
  }

  private void writeBand(Html html, Mark mark) {
    double from = offset(mark.place().first());
    double to = Math.max(offset(mark.place().last()), from + 2);
    html.open("g")
        .open(
            "rect",
            "class",
            "band " + mark.style(),
            "x",
            number(from),
            "y",
            "8",
            "width",
            number(to - from),
            "height",
            "28");
    html.element("title", mark.words()).close();
  }

  /// Lines keep their width when the strip is narrow. Of very many, the well ones share one path.
  private void writeTicks(Html html, String style, List<Mark> alike, boolean isTitled) {
    if (isTitled || (alike.getFirst().kind() == Kind.FAULTY && alike.size() <= FEW)) {
      for (var mark : alike) {
        html.open("g", "class", style).open("path", "class", "tick", "d", line(mark));
        html.element("title", mark.words()).close();
      }
    } else {
      var lines = alike.stream().map(this::line).distinct().collect(Collectors.joining());
      html.open("g", "class", style).open("path", "class", "tick", "d", lines).close();
    }
  }

  private String line(Mark mark) {
    var middle = (offset(mark.place().first()) + offset(mark.place().last())) / 2;
    var length =
        switch (mark.kind()) {
          case SPOILT -> "30v6";
          case FAULTY -> "0v28";
          default -> "12v16";
        };
    return "M%s %s".formatted(number(middle), length);
  }

  static void writeLegend(Html html, Stream<AddressStrip> strips) {
    strips
        .flatMap(strip -> strip.marks().stream())
        .map(Mark::kind)
        .distinct()
        .sorted()
        .forEach(
            kind -> {
              html.element("span", "", "class", "sample " + kind);
              html.text(" " + kind.words + " ");
            });
  }
}
