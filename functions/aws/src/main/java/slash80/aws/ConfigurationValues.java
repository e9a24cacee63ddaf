package slash80.aws;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import slash80.aws.JsonBytes.Unusual;
import slash80.facts.Fact;

/// The configuration values of an add-on, a text in JSON or YAML
/// (https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html). The nodes of the text are
/// walked and not bound to classes, so a native image needs no registration.
public final class ConfigurationValues {
  /// Longer texts, and values that are nested deeper, have further limits in YAML.
  private static final int LONGEST_USUAL = 1_000;

  private static final int DEEPEST_USUAL = 20;

  private ConfigurationValues() {}

  /// Jackson's mapper, which is made when a text first needs it.
  private static final class Json {
    static final ObjectMapper MAPPER =
        new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /// Reads the `env` of the text, by name; numbers and booleans are taken as text. Unread when the
  /// text cannot be understood, because a part of an environment would pass for all of it.
  public static Fact<Map<String, String>> environment(String text) {
    return usual(text).map(Fact::known).orElseGet(() -> read(text));
  }

  /// The `env` of JSON as it is mostly written, which means the same to every reader. Empty for
  /// other text.
  private static Optional<Map<String, String>> usual(String text) {
    if (text.length() > LONGEST_USUAL || !text.chars().allMatch(ConfigurationValues::isPlain)) {
      return Optional.empty();
    }
    try {
      var in = new JsonBytes(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
      Optional<Map<String, String>> env = Optional.empty();
      in.expect('{');
      boolean isMore = !in.passes('}');
      while (isMore) {
        if (!name(in).equals("env")) {
          in.passValue(JsonBytes.DEEPEST - DEEPEST_USUAL);
        } else if (env.isEmpty()) {
          env = Optional.of(usualTexts(in));
        } else {
          throw new Unusual();
        }
        isMore = in.continues('}');
      }
      in.expectEnd();
      return Optional.of(env.orElse(Map.of()));
    } catch (IOException | Unusual _) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(int character) {
    return (character >= ' ' && character <= '~' && character != '\\') || character == '\n';
  }

  private static String name(JsonBytes in) throws IOException, Unusual {
    in.passText();
    var name = in.text();
    in.expect(':');
    return name;
  }

  private static Map<String, String> usualTexts(JsonBytes in) throws IOException, Unusual {
    var texts = new LinkedHashMap<String, String>();
    in.expect('{');
    boolean isMore = !in.passes('}');
    while (isMore) {
      var name = name(in);
      in.passText();
      if (texts.putIfAbsent(name, in.text()) != null) {
        throw new Unusual();
      }
      isMore = in.continues('}');
    }
    return Map.copyOf(texts);
  }

  private static Fact<Map<String, String>> read(String text) {
    try {
      var env = member(mapping("the text", root(text)), "env");
      return Fact.known(env.isEmpty() ? Map.of() : texts(env.get()));
    } catch (YAMLException | IllegalArgumentException unclear) {
      return Fact.unread(
          "the configuration values of the vpc-cni add-on are neither JSON nor YAML that holds env"
              + " as names and texts");
    }
  }

  private static Optional<Node> root(String text) {
    var options = new LoaderOptions();
    var composer =
        new Composer(
            new ParserImpl(new StreamReader(asYaml(text)), options), new Resolver(), options);
    return Optional.ofNullable(composer.getSingleNode());
  }

  /// JSON without the escape `\/`, which YAML 1.1 does not have; other text unchanged.
  private static String asYaml(String text) {
    try {
      return Json.MAPPER.readTree(text).toString();
    } catch (JsonProcessingException _) {
      return text;
    }
  }

  private static Map<String, String> texts(Node env) {
    var texts = new LinkedHashMap<String, String>();
    for (var entry : mapping("env", Optional.of(env))) {
      if (texts.putIfAbsent(text(entry.getKeyNode()), text(entry.getValueNode())) != null) {
        throw new IllegalArgumentException("a name occurs twice");
      }
    }
    return Map.copyOf(texts);
  }

  private static Optional<Node> member(List<NodeTuple> mapping, String name) {
    var values =
        mapping.stream()
            .filter(entry -> text(entry.getKeyNode()).equals(name))
            .map(NodeTuple::getValueNode)
            .toList();
    if (values.size() > 1) {
      throw new IllegalArgumentException(name + " occurs twice");
    }
    return values.stream().filter(value -> !value.getTag().equals(Tag.NULL)).findFirst();
  }

  /// An absent node and an empty document have no entries.
  private static List<NodeTuple> mapping(String what, Optional<Node> node) {
    return switch (node.orElse(null)) {
      case null -> List.of();
      case MappingNode mapping -> mapping.getValue();
      case Node other when other.getTag().equals(Tag.NULL) -> List.of();
      case Node _ -> throw new IllegalArgumentException(what + " is not an object");
    };
  }

  /// YAML writes booleans in many ways; environment variables have `true` and `false`.
  private static String text(Node node) {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      throw new IllegalArgumentException("expected a text, found a list, an object or nothing");
    }
    if (!scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue();
    }
    return switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> "true";
      default -> "false";
    };
  }
}
