package slash80.aws.live;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The way that events of an account and region are expected to take.
///
/// @param target the ARN that the rules send to; empty to look at trails only
/// @param rules the names of the rules in the template that makes them; empty if they are not known
public record EventRoute(String target, Set<String> rules) {
  public EventRoute {
    rules = Set.copyOf(rules);
  }

  /// The expected rules that are not among these. CloudFormation writes the name of the stack
  /// before a name, and random letters after it
  /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html).
  List<String> missing(List<String> found) {
    var missing = new TreeSet<String>();
    for (var rule : rules) {
      var name = Pattern.compile("(.*-)?%s(-[A-Za-z0-9]+)?".formatted(Pattern.quote(rule)));
      if (found.stream().noneMatch(physical -> name.matcher(physical).matches())) {
        missing.add(rule);
      }
    }
    return List.copyOf(missing);
  }
}
