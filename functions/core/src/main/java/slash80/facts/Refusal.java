package slash80.facts;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// A call that IAM does not allow: somebody has to grant a permission before it is answered. What
/// is not there, and what is asked too often, is no refusal.
///
/// @param action as policies name it, such as `ec2:DescribeRouteTables`
/// @param code in AWS's words, such as `UnauthorizedOperation`
/// @param principal the ARN of who was refused, where AWS says it
public record Refusal(String action, String code, Optional<String> principal)
    implements Comparable<Refusal> {
  private static final Comparator<Refusal> ORDER =
      Comparator.comparing(Refusal::action)
          .thenComparing(Refusal::code)
          .thenComparing(refusal -> refusal.principal().orElse(""));

  private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9]+");

  /// What an ARN of a session is made of
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
  private static final Pattern ROLE = Pattern.compile(":assumed-role/([A-Za-z0-9_+=,.@-]{1,64})/");

  public Refusal {
    if (!ACTION.matcher(action).matches()) {
      throw new IllegalArgumentException("\"%s\" is no action of IAM".formatted(action));
    }
  }

  /// The words that an unread fact gives as its reason.
  @Override
  public String toString() {
    return action + ": " + code;
  }

  /// Whether a reason, which may be several in one text, is this refusal's.
  public boolean explains(String because) {
    return because.contains(toString());
  }

  /// The role that needs the permission, where AWS says who was refused.
  public Optional<String> role() {
    return principal.map(ROLE::matcher).filter(found -> found.find()).map(found -> found.group(1));
  }

  @Override
  public int compareTo(Refusal other) {
    return ORDER.compare(this, other);
  }
}
