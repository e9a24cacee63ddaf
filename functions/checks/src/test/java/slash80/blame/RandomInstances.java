package slash80.blame;

import static slash80.check.Events.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.check.Events;
import slash80.facts.Attachments;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.ip.Prefix;

/// Random calls on instances and subnets, and the events of those that Auto Scaling starts and
/// ends.
final class RandomInstances extends RandomCalls {
  private static final String OF_CLUSTER = "kubernetes.io/cluster/kodekloud";

  RandomInstances(Random dice) {
    super(dice);
  }

  private static List<Instance> instances(Facts facts) {
    return facts.attachments().instances().asKnown().orElseThrow();
  }

  /// An instance with one interface, which are like others but for their ids and prefix.
  private record Twin(Instance instance, NetworkInterface first) {
    Facts addedTo(Facts facts) {
      var attachments = facts.attachments();
      boolean isThere =
          instances(facts).stream().anyMatch(other -> other.id().equals(instance.id()));
      return isThere
          ? facts
          : FactsEdit.parts(
              facts,
              new Attachments(
                  FactsEdit.with(attachments.instances(), instance),
                  FactsEdit.with(attachments.interfaces(), first)),
              facts.balancing());
    }
  }

  private Optional<Twin> twin(Facts facts) {
    var model = any(instances(facts));
    return interfaces(facts).stream()
        .filter(
            shown ->
                shown
                    .attachment()
                    .filter(at -> at.instance().equals(model.id()) && at.deviceIndex() == 0)
                    .isPresent())
        .findFirst()
        .map(shown -> twin(model, shown));
  }

  private Twin twin(Instance model, NetworkInterface of) {
    var id = new Instance.Id("i-" + hex());
    var prefixes =
        switch (dice.nextInt(3)) {
          case 0 -> List.<Prefix>of();
          case 1 -> of.ipv6Prefixes();
          default ->
              of.ipv6Prefixes().stream()
                  .map(
                      prefix ->
                          Prefix.parse(
                              "%s:%x::/80"
                                  .formatted(
                                      String.join(
                                          ":", List.of(prefix.toString().split(":")).subList(0, 4)),
                                      dice.nextInt(0x1000, 0xffff))))
                  .toList();
        };
    return new Twin(
        new Instance(
            id,
            "running",
            model.launched(),
            model.instanceType(),
            model.zone(),
            model.tags(),
            model.operator()),
        new NetworkInterface(
            new NetworkInterface.Id("eni-" + hex()),
            of.subnet(),
            of.vpc(),
            of.interfaceType(),
            of.description(),
            Optional.of(new NetworkInterface.Attachment(id, 0, 0)),
            of.groups(),
            of.ipv6Addresses(),
            prefixes,
            of.ipv4Addresses(),
            of.ipv4Prefixes(),
            of.deniesAllIgwTraffic(),
            of.checksSourceAndDestination(),
            of.tags(),
            of.operator()));
  }

  Move run(Facts facts) {
    return twin(facts)
        .map(
            twin ->
                move(
                    "RunInstances",
                    "{'instancesSet':{'items':[{'minCount':1,'maxCount':1}]},'subnetId':'%s'}"
                        .formatted(twin.first().subnet()),
                    "{'requestId':'r','instancesSet':{'items':[{'instanceId':'%s','subnetId':'%s','vpcId':'%s','networkInterfaceSet':{'items':[{'networkInterfaceId':'%s'}]}}]}}"
                        .formatted(
                            twin.instance().id(),
                            twin.first().subnet(),
                            twin.first().vpc(),
                            twin.first().id()),
                    twin::addedTo))
        .orElseGet(() -> idle(facts));
  }

  /// An instance that Auto Scaling started: two services tell it, no caller is known.
  Move launched(Facts facts) {
    return twin(facts)
        .map(
            twin ->
                dice.nextBoolean()
                    ? new Move(
                        "running", state(twin.instance().id().value(), "running"), twin::addedTo)
                    : new Move(
                        "EC2 Instance Launch Successful",
                        scaling("EC2 Instance Launch Successful", twin.instance().id()),
                        twin::addedTo))
        .orElseGet(() -> idle(facts));
  }

  private static String scaling(String kind, Instance.Id id) {
    return Events.notification(
        "aws.autoscaling",
        kind,
        "{'StatusCode':'InProgress','Description':'An instance: %s','EC2InstanceId':'%s'}"
            .formatted(id, id));
  }

  private static Facts ended(Facts facts, Instance.Id id) {
    var instances =
        FactsEdit.instances(
            facts, instance -> Optional.of(instance).filter(kept -> !kept.id().equals(id)));
    return FactsEdit.interfaces(
        instances,
        shown ->
            Optional.of(shown)
                .filter(
                    kept -> kept.attachment().filter(at -> at.instance().equals(id)).isEmpty()));
  }

  Move terminate(Facts facts) {
    if (instances(facts).size() < 8) {
      return idle(facts);
    }
    var id = any(instances(facts)).id();
    var call = dice.nextBoolean() ? "TerminateInstances" : "StopInstances";
    return move(
        call,
        "{'instancesSet':{'items':[{'instanceId':'%s'}]}}".formatted(id),
        "{'requestId':'r','instancesSet':{'items':[{'instanceId':'%s'}]}}".formatted(id),
        before -> ended(before, id));
  }

  /// An instance that Auto Scaling ended, or that ended itself.
  Move ended(Facts facts) {
    if (instances(facts).size() < 8) {
      return idle(facts);
    }
    var id = any(instances(facts)).id();
    return switch (dice.nextInt(3)) {
      case 0 ->
          new Move(
              "EC2 Instance Terminate Successful",
              scaling("EC2 Instance Terminate Successful", id),
              before -> ended(before, id));
      case 1 -> new Move("stopped", state(id.value(), "stopped"), before -> ended(before, id));
      default ->
          new Move(
              "shutting-down", state(id.value(), "shutting-down"), before -> ended(before, id));
    };
  }

  Move tag(Facts facts) {
    return tags(
        facts,
        "CreateTags",
        now -> {
          var tags = new HashMap<>(now);
          tags.put(OF_CLUSTER, "owned");
          return tags;
        });
  }

  /// A node that no longer belongs to its cluster.
  Move untag(Facts facts) {
    return tags(
        facts,
        "DeleteTags",
        now -> {
          var tags = new HashMap<>(now);
          tags.remove(OF_CLUSTER);
          return tags;
        });
  }

  private Move tags(Facts facts, String call, UnaryOperator<Map<String, String>> edit) {
    var id = any(instances(facts)).id();
    return move(
        call,
        "{'resourcesSet':{'items':[{'resourceId':'%s'}]},'tagSet':{'items':[{'key':'%s','value':'owned'}]}}"
            .formatted(id, OF_CLUSTER),
        "{'requestId':'r','_return':true}",
        before ->
            FactsEdit.instances(
                before,
                now ->
                    Optional.of(
                        now.id().equals(id)
                            ? new Instance(
                                now.id(),
                                now.state(),
                                now.launched(),
                                now.instanceType(),
                                now.zone(),
                                edit.apply(now.tags()),
                                now.operator())
                            : now)));
  }

  /// A second interface that leaves its node. The call names the attachment alone, and the
  /// interface is deleted with it.
  Move detach(Facts facts) {
    var seconds =
        interfaces(facts).stream()
            .filter(shown -> shown.attachment().filter(at -> at.deviceIndex() > 0).isPresent())
            .toList();
    if (seconds.isEmpty()) {
      return idle(facts);
    }
    var second = any(seconds);
    var id = second.id();
    return move(
        "DetachNetworkInterface",
        "{'attachmentId':'%s','force':false}"
            .formatted(
                second
                    .attachment()
                    .flatMap(NetworkInterface.Attachment::id)
                    .orElse("eni-attach-0c0de00000000dead")),
        "{'requestId':'r','_return':true}",
        before ->
            FactsEdit.interfaces(
                before, shown -> Optional.of(shown).filter(kept -> !kept.id().equals(id))));
  }

  /// A second interface of a node.
  Move attach(Facts facts) {
    return twin(facts)
        .map(
            twin -> {
              var holder = any(instances(facts)).id();
              var first = twin.first();
              var attachment = "eni-attach-" + hex();
              var added =
                  new NetworkInterface(
                      first.id(),
                      first.subnet(),
                      first.vpc(),
                      first.interfaceType(),
                      first.description(),
                      Optional.of(
                          new NetworkInterface.Attachment(holder, 1, 0, Optional.of(attachment))),
                      first.groups(),
                      first.ipv6Addresses(),
                      first.ipv6Prefixes(),
                      first.ipv4Addresses(),
                      first.ipv4Prefixes(),
                      first.deniesAllIgwTraffic(),
                      first.checksSourceAndDestination(),
                      first.tags(),
                      first.operator());
              return move(
                  "AttachNetworkInterface",
                  "{'networkInterfaceId':'%s','instanceId':'%s','deviceIndex':1}"
                      .formatted(first.id(), holder),
                  "{'requestId':'r','attachmentId':'%s'}".formatted(attachment),
                  before ->
                      interfaces(before).stream().anyMatch(other -> other.id().equals(first.id()))
                              || instances(before).stream()
                                  .noneMatch(instance -> instance.id().equals(holder))
                          ? before
                          : FactsEdit.parts(
                              before,
                              new Attachments(
                                  before.attachments().instances(),
                                  FactsEdit.with(before.attachments().interfaces(), added)),
                              before.balancing()));
            })
        .orElseGet(() -> idle(facts));
  }

  Move subnet(Facts facts) {
    var shown = any(facts.layers().subnets().asKnown().orElseThrow());
    boolean on = dice.nextBoolean();
    boolean isIpv6 = dice.nextBoolean();
    return move(
        "ModifySubnetAttribute",
        "{'subnetId':'%s','%s':{'value':%s}}"
            .formatted(
                shown.id(), isIpv6 ? "assignIpv6AddressOnCreation" : "mapPublicIpOnLaunch", on),
        "{'requestId':'r','_return':true}",
        before ->
            FactsEdit.subnets(
                before,
                now ->
                    Optional.of(
                        now.id().equals(shown.id())
                            ? new Subnet(
                                now.id(),
                                now.vpc(),
                                now.owner(),
                                now.ranges(),
                                isIpv6 ? on : now.assignsIpv6OnCreation(),
                                isIpv6 ? now.mapsPublicIpv4OnLaunch() : on,
                                now.blockMode(),
                                now.tags())
                            : now)));
  }
}
