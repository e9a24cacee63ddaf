package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Compares sets of addresses with sets of bits: the line of a family is cut into a few pieces at
/// awkward places, and each set holds some of the pieces.
final class AddressAlgebraTest {

  /// The starts of the pieces; the last reaches to the end of the line.
  private record Pieces(IpFamily family, List<BigInteger> starts) {

    static Pieces cut(Dice dice) {
      IpFamily family = dice.family();
      var starts = new TreeSet<>(List.of(BigInteger.ZERO));
      dice.some(24, () -> dice.address(family)).forEach(cut -> starts.add(Numbers.number(cut)));
      return new Pieces(family, List.copyOf(starts));
    }

    int count() {
      return starts.size();
    }

    Address first(int piece) {
      return Numbers.address(family, starts.get(piece));
    }

    Address last(int piece) {
      return Numbers.address(family, end(piece).subtract(BigInteger.ONE));
    }

    private BigInteger end(int piece) {
      return piece + 1 < count() ? starts.get(piece + 1) : Numbers.end(family);
    }

    BitSet some(Dice dice) {
      var held = new BitSet();
      int chances = 1 + dice.below(4);
      for (int piece = 0; piece < count(); piece++) {
        held.set(piece, dice.oneIn(chances));
      }
      return held;
    }

    AddressSet set(BitSet held, Dice dice) {
      List<AddressSet> ranges = new ArrayList<>();
      held.stream().forEach(piece -> ranges.add(AddressSet.range(first(piece), last(piece))));
      Collections.shuffle(ranges, new Random(dice.below(1000)));
      return dice.oneIn(2)
          ? AddressSet.union(family, ranges)
          : ranges.stream().reduce(AddressSet.none(family), AddressSet::union);
    }

    BigInteger size(BitSet held) {
      return held.stream()
          .mapToObj(piece -> end(piece).subtract(starts.get(piece)))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }
  }

  @Test
  void sets_do_what_bits_do() {
    Dice.rolls(
        3_000,
        dice -> {
          Pieces pieces = Pieces.cut(dice);
          BitSet here = pieces.some(dice);
          BitSet there = pieces.some(dice);
          AddressSet addresses = pieces.set(here, dice);
          AddressSet other = pieces.set(there, dice);
          var union = (BitSet) here.clone();
          union.or(there);
          var intersection = (BitSet) here.clone();
          intersection.and(there);
          var difference = (BitSet) here.clone();
          difference.andNot(there);
          var complement = (BitSet) here.clone();
          complement.flip(0, pieces.count());
          check(pieces, union, addresses.union(other), dice);
          check(pieces, intersection, addresses.intersection(other), dice);
          check(pieces, difference, addresses.difference(other), dice);
          check(pieces, complement, addresses.complement(), dice);
          assertEquals(difference.isEmpty(), other.containsAll(addresses));
          assertEquals(!intersection.isEmpty(), addresses.overlaps(other));
          checkParts(dice, pieces.size(intersection), addresses, pieces.size(there), other);
        });
  }

  /// A set holds the pieces it should, whole and no other, and is written in the one way there is.
  private static void check(Pieces pieces, BitSet held, AddressSet set, Dice dice) {
    for (int piece = 0; piece < pieces.count(); piece++) {
      assertEquals(held.get(piece), set.contains(pieces.first(piece)));
      assertEquals(held.get(piece), set.contains(pieces.last(piece)));
    }
    AddressSet again = pieces.set(held, dice);
    assertEquals(again, set);
    assertEquals(again.hashCode(), set.hashCode());
    assertEquals(held.isEmpty(), set.isEmpty());
    assertEquals(pieces.size(held), set.size());
    assertEquals(blocks(pieces, held), set.prefixes().stream().map(Prefix::toString).toList());
    if (!held.isEmpty()) {
      assertEquals(pieces.first(held.nextSetBit(0)), set.first());
    }
  }

  /// The library's shortest blocks of each run of pieces.
  private static List<String> blocks(Pieces pieces, BitSet held) {
    var blocks = new ArrayList<String>();
    for (int from = held.nextSetBit(0); from >= 0; ) {
      int to = held.nextClearBit(from);
      IPAddress first = new IPAddressString(pieces.first(from).toString()).getAddress();
      IPAddress last = new IPAddressString(pieces.last(to - 1).toString()).getAddress();
      for (IPAddress block : first.spanWithPrefixBlocks(last)) {
        blocks.add(
            Prefix.parse(block.getLower().withoutPrefixLength() + "/" + block.getPrefixLength())
                .toString());
      }
      from = held.nextSetBit(to);
    }
    return blocks;
  }

  private static void checkParts(
      Dice dice, BigInteger common, AddressSet addresses, BigInteger size, AddressSet whole) {
    if (size.signum() == 0) {
      assertEquals(0.0, addresses.partOf(whole));
      return;
    }
    double share =
        new BigDecimal(common).divide(new BigDecimal(size), MathContext.DECIMAL128).doubleValue();
    assertEquals(share, addresses.partOf(whole), share * 1e-15);
    assertEquals(common.equals(size), addresses.partOf(whole) == 1.0);
    assertEquals(common.signum() == 0, addresses.partOf(whole) == 0.0);
    long denominator = 1 + dice.below(dice.oneIn(2) ? 8 : 100_000);
    boolean isAtLeast = common.multiply(BigInteger.valueOf(denominator)).compareTo(size) >= 0;
    assertEquals(isAtLeast, addresses.isAtLeast(denominator, whole));
  }

  @Test
  void the_laws_of_sets_hold() {
    Dice.rolls(
        3_000,
        dice -> {
          IpFamily family = dice.family();
          AddressSet a = dice.addresses(family);
          AddressSet b = dice.addresses(family);
          AddressSet c = dice.addresses(family);
          assertEquals(a, a.complement().complement());
          assertEquals(a.union(b).complement(), a.complement().intersection(b.complement()));
          assertEquals(a.intersection(b).complement(), a.complement().union(b.complement()));
          assertEquals(a.difference(b), a.intersection(b.complement()));
          assertEquals(a.union(b), b.union(a));
          assertEquals(a.intersection(b.union(c)), a.intersection(b).union(a.intersection(c)));
          assertEquals(a, a.difference(b).union(a.intersection(b)));
          assertEquals(AddressSet.union(family, List.of(a, b, c)), a.union(b).union(c));
          assertEquals(a, AddressSet.of(family, a.prefixes()));
          assertEquals(a.union(b).size().add(a.intersection(b).size()), a.size().add(b.size()));
        });
  }

  @Test
  void blocks_are_those_of_the_shortest_list() {
    Dice.rolls(
        3_000,
        dice -> {
          IpFamily family = dice.family();
          AddressSet set = dice.addresses(family).difference(dice.addresses(family));
          int length = dice.below(family.bits() + 1);
          BigInteger blocks =
              set.prefixes().stream()
                  .filter(prefix -> prefix.length() <= length)
                  .map(prefix -> BigInteger.TWO.pow(length - prefix.length()))
                  .reduce(BigInteger.ZERO, BigInteger::add);
          assertEquals(blocks, set.blocks(length));
          assertEquals(set.size(), set.blocks(family.bits()));
        });
  }

  @Test
  void a_block_is_spoilt_by_one_address() {
    Dice.rolls(
        300,
        dice -> {
          AddressSet left = AddressSet.of(Prefix.parse("2001:db8:0:1:30::/76"));
          var spoilt = new TreeSet<Long>();
          for (int taken = dice.below(20); taken > 0; taken--) {
            long block = 0x30 + dice.below(16);
            spoilt.add(block);
            long within = dice.oneIn(3) ? 0 : dice.oneIn(2) ? 0xffff_ffff_ffffL : dice.below(99);
            var address = new Address(IpFamily.IPV6, 0x2001_0db8_0000_0001L, block << 48 | within);
            left = left.difference(AddressSet.of(new Prefix(address, 128)));
          }
          assertEquals(BigInteger.valueOf(16 - spoilt.size()), left.blocks(80));
        });
  }
}
