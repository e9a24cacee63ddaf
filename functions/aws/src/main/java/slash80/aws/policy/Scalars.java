package slash80.aws.policy;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// What a word without quotes is: a number, a truth value, nothing, or else text, as in JSON. YAML
/// 1.1 would take `on` for a truth value, a date for a moment and `22:30` for a number
/// (https://yaml.org/spec/1.2.2/#102-json-schema).
final class Scalars extends Resolver {
  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, Pattern.compile("^(?:true|false)$"), "tf");
    addImplicitResolver(Tag.INT, Pattern.compile("^-?(?:0|[1-9][0-9]*)$"), "-0123456789");
    addImplicitResolver(
        Tag.FLOAT,
        Pattern.compile("^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$"),
        "-0123456789");
    addImplicitResolver(Tag.NULL, Pattern.compile("^(?:null|~|)$"), "n~\0");
    addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
  }
}
