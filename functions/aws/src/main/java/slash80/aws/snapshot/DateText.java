package slash80.aws.snapshot;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a date and time in every form that has one meaning: as the AWS CLI prints it, as programs
/// in Python or Go write what they got from AWS, and in seconds since 1970. A text without a zone
/// counts as UTC, which AWS uses everywhere.
final class DateText {
  private static final String USUAL = "dddd-dd-ddTdd:dd:dd";

  /// The zones after a date in the usual form: the AWS CLI prints the first, programs the second.
  private static final Set<String> UTC = Set.of("+00:00", "Z");

  /// Digits of nanoseconds.
  private static final int LONGEST_FRACTION = 9;

  /// The other forms. They take long to prepare, and most snapshots have none of them.
  private static final class Other {
    /// The year 10000: a larger number is not in seconds.
    static final BigDecimal END = new BigDecimal("253402300800");

    static final BigDecimal START = END.negate();

    /// The date and the time of day as in RFC 3339, with a zone after them or without. Go writes
    /// the offset and the name of the zone.
    static final Pattern ISO =
        Pattern.compile(
            "(\\d{4})-?(\\d\\d)-?(\\d\\d)[Tt"
                + " ]+(\\d\\d):?(\\d\\d)(?::?(\\d\\d)(?:[.,](\\d{1,30}))?)?"
                + " *([Zz]|UTC|GMT|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?(?: +(?:UTC|GMT|Z))?");

    /// Fewer digits could be a day, such as 20260222.
    static final Pattern SECONDS = Pattern.compile("\\d{9,12}(?:\\.\\d{1,20})?");
  }

  private DateText() {}

  /// @param isZoned whether the text said its zone
  record Moment(Instant at, boolean isZoned) {}

  /// The moment that a text says; empty when it says none, or could mean several.
  static Optional<Moment> read(String text) {
    var said = text.strip();
    try {
      var usual = usual(said);
      if (usual.isPresent()) {
        return usual;
      }
      if (Other.SECONDS.matcher(said).matches()) {
        return seconds(new BigDecimal(said));
      }
      var iso = Other.ISO.matcher(said);
      return Optional.of(iso.matches() ? iso(iso) : new Moment(worded(said), true));
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /// The moment of a text in the form `2026-02-22T05:31:21+00:00`, in which the CLI prints nearly
  /// every date, also with a fraction or a Z: it is read without a pattern. Empty for other forms.
  private static Optional<Moment> usual(String said) {
    if (said.length() <= USUAL.length()) {
      return Optional.empty();
    }
    for (int at = 0; at < USUAL.length(); at++) {
      if (USUAL.charAt(at) == 'd' ? !isDigit(said, at) : said.charAt(at) != USUAL.charAt(at)) {
        return Optional.empty();
      }
    }
    int zone = USUAL.length();
    if (said.charAt(zone) == '.') {
      zone++;
      while (zone < said.length() && isDigit(said, zone)) {
        zone++;
      }
    }
    int digits = Math.max(0, zone - USUAL.length() - 1);
    boolean isWrong = zone == USUAL.length() + 1 || digits > LONGEST_FRACTION;
    return isWrong || !UTC.contains(said.substring(zone))
        ? Optional.empty()
        : Optional.of(usual(said, digits));
  }

  private static boolean isDigit(String said, int at) {
    return said.charAt(at) >= '0' && said.charAt(at) <= '9';
  }

  private static Moment usual(String said, int digits) {
    int fraction = USUAL.length() + 1;
    var local =
        LocalDateTime.of(
            Integer.parseInt(said, 0, 4, 10),
            Integer.parseInt(said, 5, 7, 10),
            Integer.parseInt(said, 8, 10, 10),
            Integer.parseInt(said, 11, 13, 10),
            Integer.parseInt(said, 14, 16, 10),
            Integer.parseInt(said, 17, 19, 10),
            digits == 0 ? 0 : nanos(said.substring(fraction, fraction + digits)));
    return new Moment(local.toInstant(ZoneOffset.UTC), true);
  }

  /// Seconds since 1970; empty when they lie outside the years of a calendar.
  static Optional<Moment> seconds(BigDecimal seconds) {
    if (seconds.precision() - seconds.scale() > 18 || seconds.scale() > 30) {
      return Optional.empty();
    }
    if (seconds.compareTo(Other.START) < 0 || seconds.compareTo(Other.END) >= 0) {
      return Optional.empty();
    }
    var whole = seconds.toBigInteger();
    var nanos = seconds.subtract(new BigDecimal(whole)).movePointRight(9).longValue();
    return Optional.of(new Moment(Instant.ofEpochSecond(whole.longValueExact(), nanos), true));
  }

  private static Moment iso(Matcher said) {
    var local =
        LocalDateTime.of(
            number(said, 1),
            number(said, 2),
            number(said, 3),
            number(said, 4),
            number(said, 5),
            said.group(6) == null ? 0 : number(said, 6),
            nanos(said.group(7)));
    var zone = said.group(8);
    var offset =
        zone == null || zone.length() == 1 || Character.isLetter(zone.charAt(0))
            ? ZoneOffset.UTC
            : ZoneOffset.of(zone);
    return new Moment(local.toInstant(offset), zone != null);
  }

  private static int number(Matcher said, int group) {
    return Integer.parseInt(said.group(group));
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  /// `Sun, 22 Feb 2026 05:31:21 GMT`, as HTTP headers say it.
  private static Instant worded(String said) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(said, Instant::from);
  }
}
