package slash80.aws.policy;

import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import slash80.aws.BadInput;
import slash80.judge.Policy;
import slash80.judge.RetiredRules;
import slash80.network.Parameters;

/// Reads a policy from YAML or JSON. The code walks the nodes of the text and fills no class by
/// reflection, so a native executable needs no registration.
public final class PolicyText {
  private PolicyText() {}

  /// The policy of a text. [BadInput] has one sentence for each mistake. An empty text is a policy
  /// that changes nothing.
  ///
  /// @param name the name of the file, for messages
  /// @param usual the values of parameters that the file does not set
  public static Policy read(String name, String text, Parameters usual) {
    return read(name, text, usual, RetiredRules.CURRENT);
  }

  static Policy read(String name, String text, Parameters usual, RetiredRules retired) {
    var mistakes = new Problems(name);
    var names = new RetiredNames(name, retired);
    var policy =
        root(name, text)
            .map(names::replaced)
            .map(node -> policy(node, usual, mistakes))
            .orElse(Policy.with(usual));
    if (mistakes.count() > 0) {
      throw new BadInput(mistakes.sentences());
    }
    for (String note : names.notes()) {
      policy = policy.noting(note);
    }
    return policy;
  }

  private static Policy policy(Node root, Parameters usual, Problems mistakes) {
    var checking = new SchemaCheck(mistakes);
    checking.check(PolicySchema.POLICY, root, "");
    return new PolicyReader(mistakes, checking, usual).policy(root);
  }

  private static Optional<Node> root(String name, String text) {
    var options = new LoaderOptions();
    try {
      var parser = new ParserImpl(new StreamReader(spaced(text)), options);
      return Optional.ofNullable(new Composer(parser, new Scalars(), options).getSingleNode());
    } catch (MarkedYAMLException broken) {
      throw new BadInput(sentence(name, broken), broken);
    } catch (YAMLException broken) {
      throw new BadInput(
          "%s: expected YAML or JSON, found other text (%s)"
              .formatted(name, String.valueOf(broken.getMessage()).lines().findFirst().orElse("")),
          broken);
    }
  }

  private static String sentence(String name, MarkedYAMLException broken) {
    var mark = broken.getProblemMark();
    return "%s:%d: expected YAML or JSON, found a mistake in column %d: %s"
        .formatted(name, mark.getLine() + 1, mark.getColumn() + 1, broken.getProblem());
  }

  /// Replaces tabs by spaces in JSON. JSON may be indented with tabs, which YAML forbids, and has
  /// no tabs inside its strings.
  private static String spaced(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }
}
