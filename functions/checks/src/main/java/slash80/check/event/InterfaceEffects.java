package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.blame.Effect;
import slash80.blame.InterfaceSteps;
import slash80.blame.Step;
import slash80.blame.SubnetSteps;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// Reads calls and notifications about instances, interfaces, subnets and tags.
final class InterfaceEffects {
  private InterfaceEffects() {}

  static Optional<List<Step>> of(String call, JsonNode request, JsonNode response) {
    return switch (call) {
      case "RunInstances", "CreateFleet", "CreateNetworkInterface" ->
          EffectReader.known(made(response));
      case "StartInstances" -> EffectReader.known(made(request));
      case "AttachNetworkInterface" ->
          EffectReader.known(
              ids(request).stream()
                  .filter(id -> id.startsWith("eni-"))
                  .<Step>map(id -> new InterfaceSteps.Made(Set.of(id)))
                  .toList());
      case "DetachNetworkInterface" ->
          EffectReader.known(
              EffectReader.present(request, "attachmentId").stream()
                  .<Step>map(InterfaceSteps.Detached::new)
                  .toList());
      case "TerminateInstances", "StopInstances", "DeleteNetworkInterface" ->
          EffectReader.known(removed(request));
      case "ModifyNetworkInterfaceAttribute" ->
          Optional.of(attribute(request, EffectReader.text(request, "networkInterfaceId")));
      case "ModifyInstanceAttribute" ->
          Optional.of(attribute(request, EffectReader.text(request, "instanceId")));
      case "AssignIpv6Addresses", "AssignPrivateIpAddresses" ->
          EffectReader.known(held(request, response, true));
      case "UnassignIpv6Addresses", "UnassignPrivateIpAddresses" ->
          EffectReader.known(held(request, request, false));
      case "AssociateAddress" -> EffectReader.known(given(request, response));
      case "DisassociateAddress" ->
          Optional.of(
              List.of(
                  new InterfaceSteps.PublicAddress(
                      Set.of(), false, EffectReader.association(request, response))));
      case "ModifySubnetAttribute" -> Optional.of(subnet(request));
      case "ResetNetworkInterfaceAttribute" ->
          Optional.of(reset(request, EffectReader.text(request, "networkInterfaceId")));
      case "ResetInstanceAttribute" ->
          Optional.of(reset(request, EffectReader.text(request, "instanceId")));
      case "AssociateSubnetCidrBlock", "AssociateVpcCidrBlock" ->
          EffectReader.known(range(request, response, true));
      case "DisassociateSubnetCidrBlock", "DisassociateVpcCidrBlock" ->
          EffectReader.known(range(request, response, false));
      case "CreateTags" -> EffectReader.known(tags(request, true));
      case "DeleteTags" -> EffectReader.known(tags(request, false));
      default -> Optional.empty();
    };
  }

  /// The effect of an event without a caller: an instance that started or ended.
  static Effect ofNotification(String kind, JsonNode detail) {
    var instances =
        ids(detail).stream().filter(id -> id.startsWith("i-")).collect(Collectors.toSet());
    String state = detail.path("state").asText("");
    boolean hasStarted =
        kind.equals("EC2 Instance Launch Successful")
            || state.equals("pending")
            || state.equals("running");
    if (instances.isEmpty()) {
      return new Effect.Unknown();
    }
    return new Effect.Steps(
        List.of(
            hasStarted
                ? new InterfaceSteps.Made(instances)
                : new InterfaceSteps.Removed(instances)));
  }

  private static List<Step> made(JsonNode tree) {
    var ids = nodes(tree);
    return ids.isEmpty() ? List.of() : List.of(new InterfaceSteps.Made(ids));
  }

  private static List<Step> removed(JsonNode tree) {
    var ids = nodes(tree);
    return ids.isEmpty() ? List.of() : List.of(new InterfaceSteps.Removed(ids));
  }

  private static Set<String> nodes(JsonNode tree) {
    return ids(tree).stream()
        .filter(id -> id.startsWith("i-") || id.startsWith("eni-"))
        .collect(Collectors.toSet());
  }

  private static Set<String> ids(JsonNode tree) {
    return MentionedResources.in(tree).all();
  }

  /// One attribute of an interface or instance. Others than these are of no rule's concern.
  private static List<Step> attribute(JsonNode request, String holder) {
    var groups =
        Stream.of("groupSet", "groups")
            .flatMap(
                key -> CloudTrailFields.elements(CloudTrailFields.field(request, key)).stream())
            .map(InterfaceEffects::group)
            .filter(id -> !id.isEmpty())
            .map(SecurityGroup.Id::new)
            .collect(Collectors.toSet());
    var check = CloudTrailFields.field(request, "sourceDestCheck");
    var steps = new ArrayList<Step>();
    if (!groups.isEmpty()) {
      steps.add(new InterfaceSteps.GroupsSet(holder, groups));
    }
    if (!check.isMissingNode()) {
      steps.add(new InterfaceSteps.CheckSet(holder, flag(check)));
    }
    return steps;
  }

  private static String group(JsonNode element) {
    return element.isTextual() ? element.textValue() : EffectReader.text(element, "groupId");
  }

  /// A flag, which most calls wrap into `{"value": …}`.
  private static boolean flag(JsonNode node) {
    return node.isObject() ? CloudTrailFields.isTrue(node, "value") : node.asBoolean(false);
  }

  /// The addresses and prefixes in a request or response, whatever their keys.
  private static List<Step> held(JsonNode request, JsonNode tree, boolean given) {
    var holder = EffectReader.text(request, "networkInterfaceId");
    var blocks = new ArrayList<Prefix>();
    collect(tree, blocks);
    return holder.isEmpty() || blocks.isEmpty()
        ? List.of()
        : List.of(new InterfaceSteps.Held(new NetworkInterface.Id(holder), blocks, given));
  }

  private static void collect(JsonNode tree, List<Prefix> blocks) {
    if (tree.isTextual()) {
      block(tree.textValue()).ifPresent(blocks::add);
    }
    tree.forEach(child -> collect(child, blocks));
  }

  private static Optional<Prefix> block(String text) {
    if (!text.contains(":") && !text.contains(".")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.contains("/")
              ? Prefix.parse(text)
              : new Prefix(Address.parse(text), text.contains(":") ? 128 : 32));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // other texts, such as a namespace
    }
  }

  private static List<Step> given(JsonNode request, JsonNode response) {
    var holders =
        Stream.of("networkInterfaceId", "instanceId")
            .map(key -> EffectReader.text(request, key))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    return holders.isEmpty()
        ? List.of()
        : List.of(
            new InterfaceSteps.PublicAddress(
                holders, true, EffectReader.association(request, response)));
  }

  private static List<Step> subnet(JsonNode request) {
    var id = new Subnet.Id(EffectReader.text(request, "subnetId"));
    var steps = new ArrayList<Step>();
    var ipv6 = CloudTrailFields.field(request, "assignIpv6AddressOnCreation");
    var ipv4 = CloudTrailFields.field(request, "mapPublicIpOnLaunch");
    if (!ipv6.isMissingNode()) {
      steps.add(new SubnetSteps.SubnetSet(id, SubnetSteps.Attribute.ASSIGNS_IPV6, flag(ipv6)));
    }
    if (!ipv4.isMissingNode()) {
      steps.add(new SubnetSteps.SubnetSet(id, SubnetSteps.Attribute.MAPS_PUBLIC_IPV4, flag(ipv4)));
    }
    return steps;
  }

  /// The range of a subnet or VPC. A call that takes one names its association alone, and its
  /// response says the rest.
  private static List<Step> range(JsonNode request, JsonNode response, boolean given) {
    var trees =
        List.of(
            CloudTrailFields.field(response, "ipv6CidrBlockAssociation"),
            CloudTrailFields.field(response, "cidrBlockAssociation"),
            request);
    var cidr = first(trees, "ipv6CidrBlock").or(() -> first(trees, "cidrBlock"));
    var subnet = first(List.of(request, response), "subnetId");
    var vpc = first(List.of(request, response), "vpcId");
    if (cidr.isEmpty()) {
      return List.of(); // AWS chooses it, and the response does not say it yet
    }
    var range = Prefix.parse(cidr.get());
    return subnet
        .<Step>map(id -> new SubnetSteps.RangeOf(new Subnet.Id(id), range, given))
        .or(() -> vpc.map(id -> new SubnetSteps.RangeOfVpc(new Vpc.Id(id), range, given)))
        .stream()
        .toList();
  }

  private static Optional<String> first(List<JsonNode> trees, String key) {
    return trees.stream()
        .map(tree -> EffectReader.text(tree, key))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /// The attribute that rules judge, as it is by default: the check of source and destination is on
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetNetworkInterfaceAttribute.html).
  /// An interface has no other one to reset; an instance has its kernel and disk too.
  private static List<Step> reset(JsonNode request, String holder) {
    var attribute = EffectReader.text(request, "attribute");
    return holder.isEmpty() || !(attribute.isEmpty() || attribute.equals("sourceDestCheck"))
        ? List.of()
        : List.of(new InterfaceSteps.CheckSet(holder, true));
  }

  private static List<Step> tags(JsonNode request, boolean added) {
    var ids =
        CloudTrailFields.elements(CloudTrailFields.field(request, "resourcesSet")).stream()
            .map(element -> EffectReader.text(element, "resourceId"))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    var tags = new HashMap<String, String>();
    CloudTrailFields.elements(CloudTrailFields.field(request, "tagSet"))
        .forEach(tag -> tags.put(EffectReader.text(tag, "key"), EffectReader.text(tag, "value")));
    return ids.isEmpty() ? List.of() : List.of(new InterfaceSteps.Tagged(ids, tags, added));
  }
}
