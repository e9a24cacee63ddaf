package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Subnet;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A prefix needs an entire free /80 block of the subnet. A single address in a block makes it
/// unusable, and EC2 picks addresses anywhere in the subnet.
public final class NodeSubnetHasRoomForPrefixes implements Rule<Subnet> {

  @Override
  public Card card() {
    return medium("A node subnet should have room for the prefixes of more nodes")
        .passes("the subnet has at least 1,024 free /80 blocks")
        .fails("it has fewer")
        .unchecked("subnets, interfaces or reservations could not be read")
        .risk("A node that finds no free /80 block gets no prefix, so its pods stay pending.")
        .fix("Add a node subnet, or widen the range that is reserved for prefixes.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html");
  }

  @Override
  public Verdict judge(Subnet subnet, Network network) {
    var wanted = network.parameters().roomForPrefixes();
    return switch (network.roomForPrefixes(subnet)) {
      case Unread(var why) -> undecided(why);
      case Known(var room) when room.isAtLeast(wanted) -> upheld();
      case Known(var room) ->
          violated(
                  "%s has %,d of %,d /80 blocks free, fewer than %,d",
                  subnet.id(), room.free(), room.blocks(), wanted)
              .at(subnet.id(), "%,d free /80 blocks".formatted(room.free()));
    };
  }
}
