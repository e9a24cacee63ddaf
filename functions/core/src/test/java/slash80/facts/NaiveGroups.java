package slash80.facts;

import static slash80.facts.NaiveOracle.greatest;
import static slash80.facts.NaiveOracle.holds;
import static slash80.facts.NaiveOracle.known;
import static slash80.facts.NaiveOracle.number;
import static slash80.facts.NaiveOracle.touch;
import static slash80.facts.NaiveOracle.yes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.NaiveOracle.Answer;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Prefix;

/// The security groups that a packet meets at an entrance and behind it, as [NaiveEntrances] walks
/// it.
final class NaiveGroups {

  /// The sender as the next security groups see it.
  ///
  /// @param client whether it has the client's address
  /// @param accelerated whether it came by an accelerator: the group `GlobalAccelerator` names it
  /// @param entrance the load balancer that sent it on, whose groups name it too
  record Sender(boolean client, boolean accelerated, Optional<LoadBalancer> entrance) {}

  private final Facts facts;
  private final Packet packet;
  private final IpFamily family;

  NaiveGroups(Facts facts, Packet packet) {
    this.facts = facts;
    this.packet = packet;
    this.family = packet.source().family();
  }

  Answer guards(LoadBalancer balancer, Sender sender, int port, IpFamily over) {
    if (balancer.isNetworkLoadBalancer() && balancer.groups().isEmpty()) {
      return Answer.YES;
    }
    return admits(balancer.vpc(), balancer.groups(), sender, port, over);
  }

  /// Whether groups of a VPC admit a sender to a port.
  Answer admits(Vpc.Id vpc, List<SecurityGroup.Id> groups, Sender sender, int port, IpFamily over) {
    // Only the protocol, the port and the family count where the sender is not the client.
    var from =
        sender.client() || over == family
            ? packet.source()
            : Address.parse(over == IpFamily.IPV6 ? "::" : "0.0.0.0");
    var oracle =
        new NaiveOracle(
            facts,
            NaiveEntrances.standIn(vpc, null, groups),
            new Packet(from, packet.protocol(), port));
    return oracle.groups(
        source ->
            switch (source) {
              case SecurityGroup.Source.Group(var id) -> isGroupOf(vpc, id, sender);
              case SecurityGroup.Source.Cidr(var block) ->
                  sender.client() ? oracle.isFrom(source) : isAddressOf(sender, block, over);
              case SecurityGroup.Source.PrefixListId(var id) ->
                  sender.client() ? oracle.isFrom(source) : isInList(sender, vpc, id, over);
            });
  }

  private Answer isGroupOf(Vpc.Id vpc, SecurityGroup.Id id, Sender sender) {
    if (sender.entrance().isPresent() && sender.entrance().get().groups().contains(id)) {
      return Answer.YES;
    }
    if (!sender.accelerated()) {
      return Answer.NO;
    }
    for (var group : known(facts.layersOf(vpc).groups())) {
      if (group.id().equals(id)) {
        return yes(group.name().equals("GlobalAccelerator"));
      }
    }
    // A group that the VPC does not list is another's; unread groups may be anything.
    return NaiveOracle.isUnread(facts.layersOf(vpc).groups()) ? Answer.PERHAPS : Answer.NO;
  }

  private Answer isInList(Sender sender, Vpc.Id vpc, PrefixList.Id id, IpFamily over) {
    var list = facts.layersOf(vpc).prefixLists().get(id);
    if (list == null || NaiveOracle.isUnread(list)) {
      return Answer.PERHAPS;
    }
    var answers = new ArrayList<Answer>();
    for (var block : list.asKnown().orElseThrow().entries()) {
      answers.add(isAddressOf(sender, block, over));
    }
    return greatest(answers);
  }

  /// Whether a block holds an address of the load balancer: those of its interfaces, else any of
  /// its subnets' ranges.
  private Answer isAddressOf(Sender sender, Prefix block, IpFamily over) {
    if (block.family() != over) {
      return Answer.NO;
    }
    if (sender.entrance().isEmpty()) {
      // An accelerator without client addresses sends from any address of AWS.
      return block.length() == 0 ? Answer.YES : Answer.PERHAPS;
    }
    var balancer = sender.entrance().get();
    var path = balancer.arn().replaceAll(".*:loadbalancer/", "");
    var answers = new ArrayList<Answer>();
    for (var one : known(facts.attachments().interfaces())) {
      if (one.description().endsWith(" " + path)) {
        for (var held : one.held(over)) {
          answers.add(yes(holds(block, over, number(held.first()))));
        }
      }
    }
    if (!answers.isEmpty()) {
      return greatest(answers);
    }
    return greatest(rangesOf(balancer, block, over));
  }

  private List<Answer> rangesOf(LoadBalancer balancer, Prefix block, IpFamily over) {
    var layers = facts.layersOf(balancer.vpc());
    var answers = new ArrayList<Answer>();
    for (var id : balancer.subnets()) {
      var ranges = new ArrayList<CidrAssociation>();
      for (var subnet : known(layers.subnets())) {
        if (subnet.id().equals(id)) {
          ranges.addAll(subnet.ranges());
        }
      }
      if (ranges.isEmpty()) {
        // A subnet that is not listed lies in the VPC.
        ranges.addAll(layers.vpc().asKnown().map(Vpc::ranges).orElse(List.of()));
      }
      if (ranges.isEmpty()) {
        answers.add(block.length() == 0 ? Answer.YES : Answer.PERHAPS);
      }
      for (var range : ranges) {
        if (range.cidr().family() == over && touch(range.cidr(), block)) {
          boolean whole = block.length() <= range.cidr().length();
          answers.add(whole ? Answer.YES : Answer.PERHAPS);
        }
      }
    }
    return answers;
  }
}
