package slash80.audit.command;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A small well-built account as files of the AWS CLI, which a case changes before it is audited.
///
/// One IPv6 cluster `harbour`: a node in each of the private subnets `subnet-0a01` to `-0a03`, all
/// guarded by `sg-0c01`, and the application balancer `shop` with `sg-0b01` in the public subnets
/// `subnet-0e01` and `-0e02`. Node 1 is `i-0a01` with `eni-0a01`, and so on.
final class ChangedAccount {
  static final String OWNER = "222233334444";
  private static final Path BASE =
      Path.of(System.getProperty("project.root"), "functions/audit/src/test/resources/account");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();
  private static final Map<String, String> FILES = base();

  private final Map<String, ObjectNode> files = new TreeMap<>();

  ChangedAccount() {
    FILES.forEach((name, text) -> files.put(name, json(text)));
  }

  private static Map<String, String> base() {
    try (var listed = Files.list(BASE)) {
      var files = new TreeMap<String, String>();
      for (var file : listed.toList()) {
        files.put(
            file.getFileName().toString().replaceFirst("\\.json$", ""), Files.readString(file));
      }
      return files;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A tree of this text, in which names need no quotes and values single ones.
  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException broken) {
      throw new AssertionError(text, broken);
    }
  }

  ObjectNode file(String name) {
    return files.get(name);
  }

  void put(String name, String text) {
    files.put(name, json(text));
  }

  void drop(String name) {
    files.remove(name);
  }

  /// Replaces this text by another in every file.
  void replaceEverywhere(String text, String other) {
    files.replaceAll((_, tree) -> json(tree.toString().replace(text, other)));
  }

  /// The one list of a file.
  ArrayNode list(String file) {
    return (ArrayNode) file(file).elements().next();
  }

  private ObjectNode only(String file, String member, String value) {
    return each(file, member, value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + value));
  }

  private Stream<ObjectNode> each(String file, String member, String value) {
    return objects(list(file)).filter(item -> item.path(member).asText().equals(value));
  }

  static Stream<ObjectNode> objects(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(ObjectNode.class::cast);
  }

  static void removeIf(JsonNode list, Predicate<JsonNode> goes) {
    var items = list.elements();
    while (items.hasNext()) {
      if (goes.test(items.next())) {
        items.remove();
      }
    }
  }

  ObjectNode subnet(String id) {
    return only("describe-subnets", "SubnetId", id);
  }

  ObjectNode group(String id) {
    return only("describe-security-groups", "GroupId", id);
  }

  ObjectNode networkInterface(String id) {
    return only("describe-network-interfaces", "NetworkInterfaceId", id);
  }

  ObjectNode table(String id) {
    return only("describe-route-tables", "RouteTableId", id);
  }

  ObjectNode balancer(String name) {
    return only("describe-load-balancers", "LoadBalancerName", name);
  }

  ObjectNode targetGroup(String name) {
    return only("describe-target-groups", "TargetGroupName", name);
  }

  Stream<ObjectNode> instances() {
    return objects(list("describe-instances")).flatMap(all -> objects(all.path("Instances")));
  }

  ObjectNode instance(String id) {
    return instances()
        .filter(instance -> instance.path("InstanceId").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + id));
  }

  Stream<ObjectNode> routes() {
    return objects(list("describe-route-tables")).flatMap(table -> objects(table.path("Routes")));
  }

  Stream<ObjectNode> entries() {
    return objects(list("describe-network-acls").path(0).path("Entries"));
  }

  void removeEntries(Predicate<JsonNode> goes) {
    removeIf(list("describe-network-acls").path(0).path("Entries"), goes);
  }

  void removeRoutes(Predicate<JsonNode> goes) {
    objects(list("describe-route-tables")).forEach(table -> removeIf(table.path("Routes"), goes));
  }

  /// A new group without rules.
  void newGroup(String id, String name) {
    list("describe-security-groups")
        .add(
            json(
                """
                {GroupId: '%s', GroupName: '%s', Description: '', VpcId: 'vpc-0a01', OwnerId: '%s',
                 IpPermissions: [], IpPermissionsEgress: [], Tags: []}\
                """
                    .formatted(id, name, OWNER)));
  }

  /// Lets a group admit a protocol and port from sources: ranges of either family, or groups.
  void rule(String group, String protocol, int port, String... sources) {
    rule(group, protocol, port, port, sources);
  }

  void rule(String group, String protocol, int from, int to, String... sources) {
    var rule = json("{IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: []}");
    rule.put("IpProtocol", protocol);
    if (!protocol.equals("-1")) {
      rule.put("FromPort", from).put("ToPort", to);
    }
    for (var source : sources) {
      if (source.startsWith("sg-")) {
        rule.withArray("UserIdGroupPairs").addObject().put("GroupId", source).put("UserId", OWNER);
      } else if (source.contains(":")) {
        rule.withArray("Ipv6Ranges").addObject().put("CidrIpv6", source);
      } else {
        rule.withArray("IpRanges").addObject().put("CidrIp", source);
      }
    }
    group(group).withArray("IpPermissions").add(rule);
  }

  /// Takes away the rules of a group.
  void closed(String group) {
    group(group).withArray("IpPermissions").removeAll();
  }

  /// Gives an interface these groups and no other.
  void guard(String networkInterface, String... groups) {
    var guards = networkInterface(networkInterface).putArray("Groups");
    List.of(groups).forEach(id -> guards.addObject().put("GroupId", id).put("GroupName", id));
  }

  /// A new interface, in use, with one address of each family.
  ObjectNode newInterface(
      String id, String subnet, String type, String description, String ipv4, String ipv6) {
    var made =
        json(
            """
            {NetworkInterfaceId: '%s', SubnetId: '%s', VpcId: 'vpc-0a01', OwnerId: '%s',
             Status: 'in-use', InterfaceType: '%s', Description: '%s', SourceDestCheck: true,
             DenyAllIgwTraffic: false, RequesterManaged: true, Groups: [], TagSet: [],
             PrivateIpAddress: '%s', Ipv6Prefixes: [],
             PrivateIpAddresses: [{Primary: true, PrivateIpAddress: '%s'}],
             Ipv6Addresses: [{Ipv6Address: '%s', IsPrimaryIpv6: true}]}\
            """
                .formatted(id, subnet, OWNER, type, description, ipv4, ipv4, ipv6));
    list("describe-network-interfaces").add(made);
    return made;
  }

  /// Attaches an interface to an instance.
  static void attach(ObjectNode networkInterface, String instance, int index) {
    networkInterface.set(
        "Attachment",
        json(
            """
            {AttachmentId: 'eni-attach-0f0%d', DeviceIndex: %d, NetworkCardIndex: 0,
             Status: 'attached', AttachTime: '2026-01-05T09:00:00+00:00', InstanceId: '%s',
             InstanceOwnerId: '%s'}\
            """
                .formatted(index, index, instance, OWNER)));
    networkInterface.remove("RequesterManaged");
  }

  /// Gives a subnet the route table with routes to the internet gateway.
  void makePublic(String subnet) {
    objects(list("describe-route-tables"))
        .forEach(
            table ->
                removeIf(
                    table.path("Associations"),
                    association -> association.path("SubnetId").asText().equals(subnet)));
    table("rtb-0e01")
        .withArray("Associations")
        .add(
            json(
                """
                {RouteTableAssociationId: 'rtbassoc-%s', RouteTableId: 'rtb-0e01', SubnetId: '%s',
                 Main: false, AssociationState: {State: 'associated'}}\
                """
                    .formatted(subnet, subnet)));
    subnet(subnet).set("Tags", json("{t: [{Key: 'kubernetes.io/role/elb', Value: '1'}]}").get("t"));
  }

  void makeNodesPublic() {
    Stream.of("subnet-0a01", "subnet-0a02", "subnet-0a03").forEach(this::makePublic);
  }

  void blockPublicAccess(String mode) {
    ((ObjectNode)
            file("describe-vpc-block-public-access-options").path("VpcBlockPublicAccessOptions"))
        .put("InternetGatewayBlockMode", mode)
        .put("State", "update-complete");
  }

  /// Excludes a subnet or VPC (`subnet/subnet-0e01`) from block public access.
  void exclude(String resource) {
    var exclusions = list("describe-vpc-block-public-access-exclusions");
    exclusions.add(
        json(
            """
            {ExclusionId: 'vpcbpa-exclude-0%d', InternetGatewayExclusionMode: 'allow-bidirectional',
             ResourceArn: 'arn:aws:ec2:eu-north-1:%s:%s', State: 'create-complete', Tags: []}\
            """
                .formatted(exclusions.size() + 1, OWNER, resource)));
  }

  /// Makes the balancer `shop` a network balancer of TCP.
  void networkBalancer() {
    replaceEverywhere("/app/shop", "/net/shop");
    balancer("shop").put("Type", "network");
    protocol("TCP");
  }

  /// Makes the balancer `shop` a network balancer that no group guards.
  void networkBalancerWithoutGroups() {
    networkBalancer();
    balancer("shop").remove("SecurityGroups");
  }

  void protocol(String protocol) {
    targetGroup("shop").put("Protocol", protocol);
    ((ObjectNode) list("describe-listeners.shop").path(0)).put("Protocol", protocol);
  }

  void preserveClientAddress(boolean preserved) {
    put(
        "describe-target-group-attributes.shop",
        "{Attributes: [{Key: 'preserve_client_ip.enabled', Value: '%s'}]}".formatted(preserved));
  }

  /// Makes an address the one target of a target group.
  void target(String targetGroup, String address) {
    put(
        "describe-target-health." + targetGroup,
        "{TargetHealthDescriptions: [{Target: {Id: '%s', Port: 8443}, TargetHealth: {State: 'healthy'}}]}"
            .formatted(address));
  }

  /// Makes node 1, by its IPv4 address, the target of `shop`.
  void targetOverIpv4() {
    targetGroup("shop").put("IpAddressType", "ipv4");
    target("shop", "10.40.1.20");
  }

  /// Writes the files, with the interfaces of an instance repeated at the instance.
  void write(Path folder) throws IOException {
    if (files.containsKey("describe-instances")) {
      instances().forEach(this::fillIn);
    }
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey() + ".json"), file.getValue().toString());
    }
  }

  private void fillIn(ObjectNode instance) {
    var attached = instance.putArray("NetworkInterfaces");
    objects(list("describe-network-interfaces"))
        .filter(
            held ->
                held.path("Attachment")
                    .path("InstanceId")
                    .asText()
                    .equals(instance.path("InstanceId").asText()))
        .forEach(held -> attached.add(held.deepCopy().without(List.of("TagSet"))));
  }
}
