package slash80.aws.policy;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// Resolves words without quotes as JSON does: to a number, a boolean, null or text. YAML 1.1 reads
/// `on` as a boolean, a date as a timestamp and `22:30` as a number
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
