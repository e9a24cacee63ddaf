package slash80.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.rules.Judgement.Missing;

/// What grants a permission that is missing: that action, and no other.
final class Grant {
  static final String SEE =
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";

  private Grant() {}

  /// A statement for a policy. What reading asks for knows no resource, but for a cluster and its
  /// add-ons, and describing those takes nothing away
  /// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
  static Map<String, Object> statement(Missing missing) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Effect", "Allow");
    statement.put("Action", missing.action());
    statement.put("Resource", "*");
    return statement;
  }

  /// A command that adds a policy of its own, so that it replaces none. Where AWS does not say who
  /// was refused, `ROLE` stands for the role.
  static String command(Missing missing) {
    return """
    aws iam put-role-policy --role-name %s --policy-name slash80-%s --policy-document \
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}'\
    """
        .formatted(
            missing.refusal().role().orElse("ROLE"),
            missing.action().replace(':', '-'),
            missing.action());
  }

  /// What the command cannot know.
  static String otherwise(Missing missing) {
    String whose =
        missing.refusal().role().isPresent()
            ? ""
            : "ROLE is the role that Slash80 reads the account with. ";
    return whose
        + "Better, bring the stack that made the role up to date. Where the role has the"
        + " permission, a service control policy or a permissions boundary takes it away.";
  }

  /// `ec2:DescribeSubnets is denied`, `ec2:DescribeSubnets and 2 more are denied`.
  static String denied(List<Missing> refused) {
    String first = refused.getFirst().action();
    return refused.size() == 1
        ? first + " is denied"
        : "%s and %s more are denied".formatted(first, Plain.number(refused.size() - 1));
  }
}
