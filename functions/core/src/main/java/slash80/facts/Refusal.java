package slash80.facts;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// A call that IAM does not allow, until someone grants the permission. A missing resource or a
/// throttled call is not a refusal.
///
/// @param action as policies write it, such as `ec2:DescribeRouteTables`
/// @param code in AWS's words, such as `UnauthorizedOperation`
/// @param principal the ARN of the refused principal, where AWS gives it
public record Refusal(String action, String code, Optional<String> principal)
    implements Comparable<Refusal> {
  private static final Comparator<Refusal> ORDER =
      Comparator.comparing(Refusal::action)
          .thenComparing(Refusal::code)
          .thenComparing(refusal -> refusal.principal().orElse(""));

  private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9]+");

  /// The format of a session's ARN
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
  private static final Pattern ROLE = Pattern.compile(":assumed-role/([A-Za-z0-9_+=,.@-]{1,64})/");

  public Refusal {
    if (!ACTION.matcher(action).matches()) {
      throw new IllegalArgumentException("\"%s\" is not an IAM action".formatted(action));
    }
  }

  /// The text that an unread fact gives as its reason.
  @Override
  public String toString() {
    return action + ": " + code;
  }

  /// Whether a reason, which may combine several, contains this refusal.
  public boolean explains(String because) {
    return because.contains(toString());
  }

  /// The role that needs the permission, where AWS names the refused principal.
  public Optional<String> role() {
    return principal.map(ROLE::matcher).filter(found -> found.find()).map(found -> found.group(1));
  }

  @Override
  public int compareTo(Refusal other) {
    return ORDER.compare(this, other);
  }
}
