package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Compares the reading and writing of addresses and blocks with the IPAddress library in strict
/// mode and with the JDK.
final class AddressOracleTest {
  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowSingleSegment(false)
          .allowPrefix(false)
          .allowMask(false)
          .allowPrefixOnly(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .allowUnlimitedLeadingZeros(false)
          .allowBinary(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowEmptyZone(false)
          .allowBase85(false)
          .allowBinary(false)
          .allowUnlimitedLeadingZeros(false)
          .getEmbeddedIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .allowUnlimitedLeadingZeros(false)
          .allowBinary(false)
          .getEmbeddedIPv4AddressParentBuilder()
          .getParentBuilder()
          .toParams();

  @Test
  void every_written_address_reads_back_and_is_what_the_others_read() {
    Dice.rolls(
        5_000,
        dice -> {
          Address address = dice.address(dice.family());
          assertEquals(address, Address.parse(address.toString()));
          assertEquals(Optional.of(Numbers.number(address)), jdk(address.toString()));
          assertEquals(canonical(address), address.toString());
        });
  }

  /// The library writes IPv4-mapped addresses in groups; see [AddressText] why we do not.
  private static String canonical(Address address) {
    IPAddress theirs = new IPAddressString(spelled(address)).getAddress();
    return theirs.isIPv6() && theirs.toIPv6().isIPv4Mapped()
        ? theirs.toIPv6().toMixedString()
        : theirs.toCanonicalString();
  }

  private static String spelled(Address address) {
    BigInteger number = Numbers.number(address);
    return address.family() == IpFamily.IPV4
        ? "%d.%d.%d.%d"
            .formatted(
                part(number, 24, 8), part(number, 16, 8), part(number, 8, 8), part(number, 0, 8))
        : "%x:%x:%x:%x:%x:%x:%x:%x"
            .formatted(
                part(number, 112, 16),
                part(number, 96, 16),
                part(number, 80, 16),
                part(number, 64, 16),
                part(number, 48, 16),
                part(number, 32, 16),
                part(number, 16, 16),
                part(number, 0, 16));
  }

  private static int part(BigInteger number, int shift, int bits) {
    return number.shiftRight(shift).intValue() & (1 << bits) - 1;
  }

  @Test
  void every_way_to_write_an_address_is_read() {
    Dice.rolls(
        5_000,
        dice -> {
          Address address = dice.address(IpFamily.IPV6);
          assertEquals(address, Address.parse(written(dice, address)));
        });
  }

  /// A form that RFC 4291 allows: padded groups, either case, `::` for any zeros, a dotted tail.
  private static String written(Dice dice, Address address) {
    var text = new StringBuilder();
    String[] groups = spelled(address).split(":");
    boolean hasGap = false;
    int end = dice.oneIn(2) ? 8 : 6;
    for (int group = 0; group < end; group++) {
      if (!hasGap && groups[group].equals("0") && dice.oneIn(2)) {
        hasGap = true;
        text.append(text.isEmpty() || text.charAt(text.length() - 1) != ':' ? "::" : ":");
        while (group + 1 < end && groups[group + 1].equals("0") && dice.oneIn(2)) {
          group++;
        }
      } else {
        String digits = "0".repeat(dice.below(5 - groups[group].length())) + groups[group];
        text.append(dice.oneIn(2) ? digits.toUpperCase() : digits).append(group < 7 ? ":" : "");
      }
    }
    if (end == 6) {
      BigInteger tail = Numbers.number(address);
      text.append(
          "%d.%d.%d.%d"
              .formatted(part(tail, 24, 8), part(tail, 16, 8), part(tail, 8, 8), part(tail, 0, 8)));
    }
    return text.toString();
  }

  @Test
  void a_mutated_address_is_read_as_the_others_read_it_or_refused() {
    int[] seen = new int[2];
    Dice.rolls(
        30_000,
        dice -> {
          Address address = dice.address(dice.family());
          String text =
              address.family() == IpFamily.IPV6 ? written(dice, address) : address.toString();
          seen[agreeOnAddress(dice.mutated(text))]++;
        });
    assertTrue(Math.min(seen[0], seen[1]) > 0 || Long.getLong("seed") != null, "both kinds occur");
  }

  /// 1 when it is an address, 0 when not.
  private static int agreeOnAddress(String text) {
    Optional<BigInteger> ours = ours(text);
    assertEquals(library(text), ours.isPresent(), () -> "the library on " + SafeText.quoted(text));
    ours.ifPresent(number -> assertEquals(jdk(text), ours, () -> "the JDK on " + text));
    return ours.isPresent() ? 1 : 0;
  }

  private static Optional<BigInteger> ours(String text) {
    try {
      return Optional.of(Numbers.number(Address.parse(text)));
    } catch (IllegalArgumentException refusal) {
      return Optional.empty();
    }
  }

  /// The library cuts white space off either end; the grammar has none.
  private static boolean library(String text) {
    return text.equals(text.trim()) && new IPAddressString(text, STRICT).isValid();
  }

  /// The JDK makes IPv4 of an IPv4-mapped address, so we compare with the mapping put back.
  private static Optional<BigInteger> jdk(String text) {
    try {
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      var number = new BigInteger(1, bytes);
      boolean isMapped = bytes.length == 4 && text.contains(":");
      return Optional.of(isMapped ? number.add(BigInteger.valueOf(0xffff_0000_0000L)) : number);
    } catch (IllegalArgumentException refusal) {
      return Optional.empty();
    }
  }
}
