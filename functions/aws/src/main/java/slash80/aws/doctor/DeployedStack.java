package slash80.aws.doctor;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import slash80.aws.AwsClients;
import slash80.aws.PlainService;
import slash80.aws.XmlText;
import slash80.rules.ShellCommand;

/// A stack of the template as CloudFormation knows it.
///
/// @param status in CloudFormation's words
/// @param parts by their names in the template
record DeployedStack(
    AwsClients clients,
    String region,
    String name,
    Instant now,
    String status,
    Map<String, Part> parts,
    Map<String, String> parameters) {

  /// A resource of the stack.
  ///
  /// @param id as AWS names it
  record Part(String type, String id) {}

  static DeployedStack read(AwsClients clients, String region, String name, Instant now) {
    var service = clients.cloudFormation();
    var described = service.query("DescribeStacks", Map.of("StackName", name));
    var parameters = new TreeMap<String, String>();
    XmlText.members(described, "Parameters")
        .forEach(
            member ->
                parameters.put(
                    XmlText.first(member, "ParameterKey"),
                    XmlText.first(member, "ParameterValue")));
    return new DeployedStack(
        clients,
        region,
        name,
        now,
        XmlText.first(described, "StackStatus"),
        parts(service, name),
        parameters);
  }

  private static Map<String, Part> parts(PlainService service, String name) {
    var parts = new LinkedHashMap<String, Part>();
    var next = "";
    do {
      var asked = new TreeMap<>(Map.of("StackName", name));
      if (!next.isEmpty()) {
        asked.put("NextToken", next);
      }
      var page = service.query("ListStackResources", asked);
      for (var member : XmlText.members(page, "StackResourceSummaries")) {
        parts.put(
            XmlText.first(member, "LogicalResourceId"),
            new Part(
                XmlText.first(member, "ResourceType"),
                XmlText.first(member, "PhysicalResourceId")));
      }
      var following = XmlText.first(page, "NextToken");
      next = following.equals(next) ? "" : following;
    } while (!next.isEmpty());
    return parts;
  }

  Optional<String> id(String part) {
    return Optional.ofNullable(parts.get(part)).map(Part::id).filter(id -> !id.isEmpty());
  }

  /// The names and ids of the parts of a type.
  Stream<Map.Entry<String, String>> ofType(String type) {
    return parts.entrySet().stream()
        .filter(part -> part.getValue().type().equals(type))
        .map(part -> Map.entry(part.getKey(), part.getValue().id()));
  }

  String parameter(String key) {
    return parameters.getOrDefault(key, "");
  }

  /// The hours between two sweeps.
  int sweepHours() {
    var hours = parameter("SweepHours");
    return hours.matches("[0-9]{1,2}") ? Integer.parseInt(hours) : 1;
  }

  /// The fix of a part that is not as the template makes it.
  String redeployed(String part) {
    return "put %s back; to see what was changed: %s"
        .formatted(
            part,
            ShellCommand.aws("cloudformation", "detect-stack-resource-drift")
                .with("--region", region)
                .with("--stack-name", name)
                .with("--logical-resource-id", part)
                .text());
  }
}
