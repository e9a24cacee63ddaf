package slash80.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.judge.Judgement.Missing;
import slash80.rules.ShellCommand;

/// The IAM statement and the command that grant a missing permission: that action and no other.
final class PermissionFix {
  static final String SEE =
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";

  private PermissionFix() {}

  /// A policy statement. Except for a cluster and its add-ons, the actions that reading needs
  /// cannot be limited to a resource, and they change nothing
  /// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
  static Map<String, Object> statement(Missing missing) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Effect", "Allow");
    statement.put("Action", missing.action());
    statement.put("Resource", "*");
    return statement;
  }

  /// A command that adds a policy under a name of its own, so that it replaces none. `ROLE` stands
  /// for the role if AWS did not name it.
  static String command(Missing missing) {
    return ShellCommand.aws("iam", "put-role-policy")
        .with("--role-name", missing.refusal().role().orElse("ROLE"))
        .with("--policy-name", "slash80-" + missing.action().replace(':', '-'))
        .with(
            "--policy-document",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}\
            """
                .formatted(missing.action()))
        .text();
  }

  /// Better or other ways to the permission.
  static String otherwise(Missing missing) {
    String whose =
        missing.refusal().role().isPresent()
            ? ""
            : "ROLE is the role with which Slash80 reads the account. ";
    return whose
        + "It is better to update the stack that made the role. If the role already has the"
        + " permission, a service control policy or a permissions boundary denies it.";
  }

  /// `ec2:DescribeSubnets is denied`, `ec2:DescribeSubnets and 2 more are denied`.
  static String denied(List<Missing> refused) {
    String first = refused.getFirst().action();
    return refused.size() == 1
        ? first + " is denied"
        : "%s and %s more are denied".formatted(first, TextFormat.number(refused.size() - 1));
  }
}
