package slash80.rules;

import static slash80.rules.Card.medium;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Network;
import slash80.facts.Subnet;

/// A prefix needs a whole /80 block of the subnet: a single address in a block spoils it, and
/// addresses that EC2 chooses lie anywhere.
final class NodeSubnetHasRoomForPrefixes implements Rule<Subnet> {

  @Override
  public Card card() {
    return medium("A node subnet has room for the prefixes of more nodes")
        .risk("A node that finds no free /80 block gets no prefix: its pods stay pending.")
        .fix("Add a node subnet; where prefixes are reserved, reserve a wider range for them.")
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
                  "%s has %,d free /80 blocks left of %,d, and %,d are wanted",
                  subnet.id(), room.free(), room.blocks(), wanted)
              .at(subnet.id(), "%,d free /80 blocks".formatted(room.free()));
    };
  }
}
