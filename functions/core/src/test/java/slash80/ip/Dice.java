package slash80.ip;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Seeded chance for tests: addresses, blocks and services, most of them where arithmetic goes
/// wrong. A failure names the seed; `-Dseed=N` rolls that one alone.
final class Dice {
  private static final String CHARACTERS =
      "0123456789abcdefABCDEF::::....//g%[]- +x_*\t\n\u0661\u00e9";

  private static final long FIRST_SEED = 80_000_000L;

  private final Random random;

  private Dice(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static void rolls(int times, Consumer<Dice> check) {
    boolean isGiven = Long.getLong("seed") != null;
    for (int roll = 0; roll < (isGiven ? 1 : times); roll++) {
      long seed = isGiven ? Long.getLong("seed") : FIRST_SEED + roll;
      try {
        check.accept(new Dice(seed));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed %d: %s".formatted(seed, failure.getMessage()), failure);
      }
    }
  }

  /// From 0 to below `bound`.
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int chances) {
    return below(chances) == 0;
  }

  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  <T> List<T> some(int most, Supplier<T> supplier) {
    var arrayList = new ArrayList<T>();
    for (int left = below(most + 1); left > 0; left--) {
      arrayList.add(supplier.get());
    }
    return arrayList;
  }

  IpFamily family() {
    return of(List.of(IpFamily.values()));
  }

  /// Any address; often one beside a power of two, the middle or an end of the line.
  Address address(IpFamily family) {
    BigInteger end = BigInteger.ONE.shiftLeft(family.bits());
    BigInteger number =
        switch (below(4)) {
          case 0 -> new BigInteger(family.bits(), random);
          case 1 -> BigInteger.ONE.shiftLeft(below(family.bits() + 1)).add(nudge());
          case 2 -> new BigInteger(8, random).shiftLeft(family.bits() - 8).add(nudge());
          default -> sparse(family);
        };
    return Numbers.address(family, number.mod(end));
  }

  private BigInteger nudge() {
    return BigInteger.valueOf(below(5) - 2);
  }

  /// A number with many groups of zeros: what `::` is for.
  private BigInteger sparse(IpFamily family) {
    BigInteger number = BigInteger.ZERO;
    for (int shift = 0; shift < family.bits(); shift += 16) {
      BigInteger group = oneIn(2) ? BigInteger.ZERO : new BigInteger(1 + below(16), random);
      number = number.or(group.shiftLeft(shift));
    }
    return number;
  }

  Prefix prefix(IpFamily family) {
    int length = oneIn(2) ? below(9) : below(family.bits() + 1);
    return new Prefix(address(family), length);
  }

  AddressSet addresses(IpFamily family) {
    return AddressSet.of(family, some(5, () -> prefix(family)));
  }

  int protocol() {
    List<Integer> beside = List.of(0, 1, 2, 5, 6, 7, 16, 17, 18, 47, 57, 58, 59, 254, 255);
    return oneIn(4) ? below(256) : of(beside);
  }

  int port() {
    List<Integer> beside = List.of(0, 1, 21, 22, 23, 80, 128, 254, 255, 256, 443, 65534, 65535);
    return oneIn(4) ? below(65_536) : of(beside);
  }

  PortRange ports() {
    int number = port();
    int other = port();
    return new PortRange(Math.min(number, other), Math.max(number, other));
  }

  /// A text with one or two characters put in, taken out or replaced.
  String mutated(String text) {
    var mutated = new StringBuilder(text);
    for (int left = 1 + below(2); left > 0; left--) {
      int place = below(mutated.length() + 1);
      String character = "" + CHARACTERS.charAt(below(CHARACTERS.length()));
      int end = Math.min(place + 1, mutated.length());
      switch (below(3)) {
        case 0 -> mutated.insert(place, character);
        case 1 -> mutated.delete(place, end);
        default -> mutated.replace(place, end, character);
      }
    }
    return mutated.toString();
  }
}
