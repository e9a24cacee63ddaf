package slash80.aws.policy;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import slash80.aws.BadInput;
import slash80.facts.Parameters;
import slash80.rules.Policy;

/// Reads a policy from YAML, which JSON is a part of.
public final class PolicyText {
  private PolicyText() {}

  /// The policy; [BadInput] has a sentence for every mistake. An empty file is a policy that
  /// changes nothing.
  ///
  /// @param name of the file, for the sentences
  /// @param usual the parameters that the file does not name
  public static Policy read(String name, String text, Parameters usual) {
    var mistakes = new Mistakes(name);
    var root = compose(name, text);
    var policy = root.map(node -> policy(node, usual, mistakes)).orElse(Policy.with(usual));
    if (mistakes.count() > 0) {
      throw new BadInput(mistakes.sentences());
    }
    return policy;
  }

  private static Policy policy(Node root, Parameters usual, Mistakes mistakes) {
    new Checking(mistakes).check(Form.POLICY, root, "");
    return new Reading(mistakes, usual).policy(root);
  }

  private static Optional<Node> compose(String name, String text) {
    try {
      return new Compose(LoadSettings.builder().setLabel(name).build()).composeString(spaced(text));
    } catch (MarkedYamlEngineException broken) {
      throw new BadInput(sentence(name, broken), broken);
    } catch (YamlEngineException broken) {
      throw new BadInput(
          "%s: expected YAML or JSON, found something else (%s)"
              .formatted(name, broken.getMessage()),
          broken);
    }
  }

  private static String sentence(String name, MarkedYamlEngineException broken) {
    var mark = broken.getProblemMark().or(broken::getContextMark);
    return mark.map(
            at ->
                "%s:%d: expected YAML or JSON, found a mistake in column %d: %s"
                    .formatted(name, at.getLine() + 1, at.getColumn() + 1, reason(broken)))
        .orElse("%s: expected YAML or JSON: %s".formatted(name, reason(broken)));
  }

  private static String reason(MarkedYamlEngineException broken) {
    var found = broken.getProblem();
    return found.contains("found ':'")
        ? found + " (inside [ ] an address stands in quotes)"
        : found;
  }

  /// JSON may be indented with tabs, and has none inside its strings; YAML may not.
  private static String spaced(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }
}
