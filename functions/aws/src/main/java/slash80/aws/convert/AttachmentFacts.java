package slash80.aws.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Attachments;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.Instance;

/// The instances of one VPC, their interfaces in any VPC, and the other interfaces of that and some
/// more VPCs, converted from AWS's responses.
///
/// @param notes notes for the report about responses that disagree
public record AttachmentFacts(Attachments attachments, List<String> notes) {
  private static final Set<String> ALIVE = Set.of("pending", "running");

  public static AttachmentFacts convert(Vpc.Id vpc, AwsResponses.Attachments responses) {
    return convert(vpc, Set.of(), responses);
  }

  /// @param others the other VPCs whose interfaces matter, whatever they are attached to
  public static AttachmentFacts convert(
      Vpc.Id vpc, Set<Vpc.Id> others, AwsResponses.Attachments responses) {
    var notes = new ArrayList<String>();
    var vpcs = Stream.concat(Stream.of(vpc), others.stream()).map(Vpc.Id::value);
    var interfaces = interfaces(vpc, vpcs.collect(Collectors.toSet()), responses, notes);
    return new AttachmentFacts(
        new Attachments(
            FactList.convert(
                responses.instances(),
                instance -> isAliveIn(vpc, instance),
                InstanceFacts::convert,
                instance -> instance.id().value()),
            interfaces),
        notes);
  }

  /// The ids of the security groups that the interfaces carry.
  public Set<String> carriedGroups() {
    return attachments.interfaces().asKnown().orElse(List.of()).stream()
        .flatMap(networkInterface -> networkInterface.groups().stream())
        .map(group -> group.value())
        .collect(Collectors.toSet());
  }

  private static boolean isAliveIn(Vpc.Id vpc, Instance instance) {
    return vpc.value().equals(instance.vpcId()) && ALIVE.contains(instance.state().nameAsString());
  }

  /// Every interface of these VPCs and of the first one's instances, as DescribeNetworkInterfaces
  /// and DescribeInstances show it together.
  private static Fact<List<NetworkInterface>> interfaces(
      Vpc.Id vpc, Set<String> vpcs, AwsResponses.Attachments responses, List<String> notes) {
    var merge = new InterfaceMerge();
    var instances = responses.instances().asKnown().orElse(List.of());
    var ids =
        instances.stream()
            .filter(instance -> vpc.value().equals(instance.vpcId()))
            .map(Instance::instanceId)
            .collect(Collectors.toSet());
    return responses
        .interfaces()
        .orElse(responses.instances().map(_ -> List.of()))
        .flatMap(
            listed -> {
              try {
                instances.stream()
                    .flatMap(InstanceInterfaces::of)
                    .filter(item -> vpcs.contains(item.vpcId()) || isAttachedToAny(ids, item))
                    .forEach(own -> merge.addOfInstance(InterfaceFacts.convert(own)));
                listed.stream()
                    .filter(item -> vpcs.contains(item.vpcId()) || isAttachedToAny(ids, item))
                    .forEach(item -> merge.addListed(InterfaceFacts.convert(item)));
                var merged = merge.interfaces();
                notes.addAll(responses.interfaces().isPresent() ? merge.notes() : List.of());
                return Fact.known(merged);
              } catch (IllegalArgumentException unclear) {
                return Fact.unread(String.valueOf(unclear.getMessage()));
              }
            });
  }

  private static boolean isAttachedToAny(
      Set<String> instances, software.amazon.awssdk.services.ec2.model.NetworkInterface item) {
    return item.attachment() != null && instances.contains(item.attachment().instanceId());
  }
}
