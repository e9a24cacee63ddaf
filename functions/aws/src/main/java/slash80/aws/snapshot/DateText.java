package slash80.aws.snapshot;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a date and time in every form that has one meaning: as the AWS CLI prints it, as programs
/// in Python or Go write what they got from AWS, and in seconds since 1970. A text without a zone
/// counts as UTC, which AWS uses everywhere.
final class DateText {
  /// The year 10000: a larger number is not in seconds.
  private static final BigDecimal END = new BigDecimal("253402300800");

  private static final BigDecimal START = END.negate();

  /// The date and the time of day as in RFC 3339, with a zone after them or without. Go writes the
  /// offset and the name of the zone.
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-?(\\d\\d)-?(\\d\\d)[Tt ]+(\\d\\d):?(\\d\\d)(?::?(\\d\\d)(?:[.,](\\d{1,30}))?)?"
              + " *([Zz]|UTC|GMT|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?(?: +(?:UTC|GMT|Z))?");

  private static final String CLI = "dddd-dd-ddTdd:dd:dd+00:00";

  /// Fewer digits could be a day, such as 20260222.
  private static final Pattern SECONDS = Pattern.compile("\\d{9,12}(?:\\.\\d{1,20})?");

  private DateText() {}

  /// @param isZoned whether the text said its zone
  record Moment(Instant at, boolean isZoned) {}

  /// The moment that a text says; empty when it says none, or could mean several.
  static Optional<Moment> read(String text) {
    var said = text.strip();
    try {
      if (isOfCli(said)) {
        return Optional.of(ofCli(said));
      }
      if (SECONDS.matcher(said).matches()) {
        return seconds(new BigDecimal(said));
      }
      var iso = ISO.matcher(said);
      return Optional.of(iso.matches() ? iso(iso) : new Moment(worded(said), true));
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /// Whether a text has the form `2026-02-22T05:31:21+00:00`, in which the CLI prints nearly every
  /// date: it is read without a pattern.
  private static boolean isOfCli(String said) {
    if (said.length() != CLI.length()) {
      return false;
    }
    for (int at = 0; at < CLI.length(); at++) {
      boolean isDigit = said.charAt(at) >= '0' && said.charAt(at) <= '9';
      if (CLI.charAt(at) == 'd' ? !isDigit : said.charAt(at) != CLI.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  private static Moment ofCli(String said) {
    var local =
        LocalDateTime.of(
            Integer.parseInt(said, 0, 4, 10),
            Integer.parseInt(said, 5, 7, 10),
            Integer.parseInt(said, 8, 10, 10),
            Integer.parseInt(said, 11, 13, 10),
            Integer.parseInt(said, 14, 16, 10),
            Integer.parseInt(said, 17, 19, 10));
    return new Moment(local.toInstant(ZoneOffset.UTC), true);
  }

  /// Seconds since 1970; empty when they lie outside the years of a calendar.
  static Optional<Moment> seconds(BigDecimal seconds) {
    if (seconds.precision() - seconds.scale() > 18 || seconds.scale() > 30) {
      return Optional.empty();
    }
    if (seconds.compareTo(START) < 0 || seconds.compareTo(END) >= 0) {
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
