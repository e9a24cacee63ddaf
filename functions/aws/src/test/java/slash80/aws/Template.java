package slash80.aws;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads template.yaml for tests. A function of CloudFormation is kept as text: `!GetAtt
/// Changes.Arn`.
final class Template {
  static final Path PROJECT = Path.of(System.getProperty("project.root"));

  private final Map<String, Object> root;

  private Template(Map<String, Object> root) {
    this.root = root;
  }

  static Template read() {
    return read("template.yaml");
  }

  /// The template for another account of the fleet.
  static Template ofMember() {
    return read("deploy/member.yaml");
  }

  /// The template for a region whose events go to another region.
  static Template ofForward() {
    return read("deploy/forward.yaml");
  }

  private static Template read(String file) {
    try (Reader reader = Files.newBufferedReader(PROJECT.resolve(file))) {
      return new Template(new Yaml(new Tags()).load(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The resources of a type, by name.
  Map<String, Tree> resources(String type) {
    Map<String, Tree> found = new TreeMap<>();
    new Tree(root)
        .at("Resources")
        .children()
        .forEach(
            (name, resource) -> {
              if (resource.at("Type").text().equals(type)) {
                found.put(name, resource.at("Properties"));
              }
            });
    return found;
  }

  /// The mappings that bring a function the messages of queues, by the queue's name.
  Map<String, Tree> mappings(String function) {
    Map<String, Tree> found = new TreeMap<>();
    resources("AWS::Lambda::EventSourceMapping")
        .values()
        .forEach(
            mapping -> {
              if (mapping.at("FunctionName").text().contains("!Ref " + function + ",")) {
                var queue = mapping.at("EventSourceArn").text();
                found.put(queue.replaceAll("!GetAtt (.*)\\.Arn", "$1"), mapping);
              }
            });
    return found;
  }

  Tree resource(String name) {
    return new Tree(root).at("Resources", name, "Properties");
  }

  /// An attribute of a resource beside its properties.
  String attribute(String resource, String name) {
    return new Tree(root).at("Resources", resource, name).text();
  }

  /// The type of a resource.
  String type(String resource) {
    return attribute(resource, "Type");
  }

  Tree parameter(String name) {
    return new Tree(root).at("Parameters", name);
  }

  Tree globals(String kind) {
    return new Tree(root).at("Globals", kind);
  }

  Tree mapping(String name) {
    return new Tree(root).at("Mappings", name);
  }

  /// The actions that a role may call.
  SortedSet<String> actions(String role) {
    return resource(role).at("Policies").items().stream()
        .flatMap(policy -> policy.at("PolicyDocument", "Statement").items().stream())
        .flatMap(statement -> statement.at("Action").items().stream())
        .map(Tree::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The rules that send to a queue, at first or at last.
  Set<String> senders(String queue) {
    Set<String> senders = new TreeSet<>();
    resources("AWS::Events::Rule")
        .forEach(
            (name, rule) -> {
              if (rule.at("Targets").items().stream().anyMatch(t -> reaches(t, queue))) {
                senders.add("!GetAtt " + name + ".Arn");
              }
            });
    return senders;
  }

  /// The rules from which a queue's policy admits messages.
  Set<String> admitted(String queue) {
    Set<String> admitted = new TreeSet<>();
    for (Tree statement : resource(queue + "Policy").at("PolicyDocument", "Statement").items()) {
      if (statement.at("Effect").text().equals("Allow")) {
        Tree sources = statement.at("Condition", "ArnEquals", "aws:SourceArn");
        sources.items().forEach(source -> admitted.add(unconditional(source.text())));
      }
    }
    return admitted;
  }

  private static boolean reaches(Tree target, String queue) {
    String arn = "!GetAtt " + queue + ".Arn";
    return target.at("Arn").text().equals(arn)
        || target.at("DeadLetterConfig", "Arn").text().equals(arn);
  }

  /// The value of an `!If` whose condition is true.
  private static String unconditional(String source) {
    return source.replaceAll("^!If \\[\\w+, (.*), !Ref AWS::NoValue]$", "$1");
  }

  /// A place in the template.
  record Tree(Object value) {
    Tree at(String... path) {
      Object here = value;
      for (String key : path) {
        if (!(here instanceof Map<?, ?> map) || !map.containsKey(key)) {
          throw new AssertionError("template.yaml has no %s in %s".formatted(key, here));
        }
        here = map.get(key);
      }
      return new Tree(here);
    }

    boolean has(String key) {
      return value instanceof Map<?, ?> map && map.containsKey(key);
    }

    Map<String, Tree> children() {
      Map<String, Tree> children = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, child) -> children.put((String) key, new Tree(child)));
      return children;
    }

    /// The elements of a list. In policies a single element may be written without a list.
    List<Tree> items() {
      return (value instanceof List<?> list ? list.stream() : Stream.of(value))
          .map(Tree::new)
          .toList();
    }

    String text() {
      return String.valueOf(value);
    }

    int number() {
      return (Integer) value;
    }
  }

  private static final class Tags extends SafeConstructor {
    Tags() {
      super(new LoaderOptions());
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return node.getTag().getValue() + " " + argument(node);
            }
          });
    }

    private Object argument(Node node) {
      return switch (node) {
        case ScalarNode scalar -> scalar.getValue();
        case SequenceNode sequence -> constructSequence(sequence);
        case MappingNode mapping -> constructMapping(mapping);
        default -> throw new IllegalArgumentException("a YAML node of kind " + node.getNodeId());
      };
    }
  }
}
