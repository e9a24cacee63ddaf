package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.facts.World.route;
import static slash80.reach.LayerCase.when;
import static slash80.reach.ReachLayersTest.blocking;
import static slash80.reach.ReachLayersTest.exclusion;
import static slash80.reach.ReachLayersTest.optionsUnread;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.BlockMode;
import slash80.facts.World;

/// Subnets that another account shares: only their own state of block public access counts.
final class SharedVpcTest {

  @TestFactory
  Stream<DynamicTest> the_own_state_of_a_shared_subnet_alone_counts() {
    return Stream.of(
        when("own options block, another owner's subnet says off")
            .world(blocking(BlockMode.BLOCK_BIDIRECTIONAL))
            .world(sharedSaying(Optional.of(BlockMode.OFF)))
            .is(Reach.State.OPEN),
        when("own options off, another owner's subnet says blocked")
            .world(sharedSaying(Optional.of(BlockMode.BLOCK_INGRESS)))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("own options off, another owner's subnet says nothing")
            .world(sharedSaying(Optional.empty()))
            .is(Reach.State.UNKNOWN),
        when("own options unread, another owner's subnet says nothing")
            .world(optionsUnread(Optional.empty()))
            .world(sharedSaying(Optional.empty()))
            .is(Reach.State.UNKNOWN),
        when("an own exclusion names another owner's VPC, whose subnet says blocked")
            .world(
                blocking(
                    BlockMode.BLOCK_INGRESS,
                    exclusion("vpc-1", "allow-bidirectional", "create-complete")))
            .world(sharedSaying(Optional.of(BlockMode.BLOCK_INGRESS)))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK));
  }

  private static Consumer<World> sharedSaying(Optional<BlockMode> mode) {
    return w -> {
      var own = w.subnets.getFirst();
      w.subnets.set(0, World.shared(mode.map(known -> World.blocked(own, known)).orElse(own)));
    };
  }

  @Test
  void the_report_says_who_shares_the_vpc_and_which_gateways_disagree() {
    var shared =
        when("shared")
            .world(w -> w.instances.add(World.instance("i-1", World.NOW)))
            .world(sharedSaying(Optional.empty()))
            .eni(e -> e.guardedBy("sg-cluster"));
    assertEquals(
        List.of(
            "a note of the reading",
            "vpc-1 is shared by account 444455556666: the interfaces of other accounts in it were"
                + " not seen, so overlaps and free prefixes are checked among the own ones only"),
        shared.network().notes());
    var unlisted =
        when("unlisted")
            .world(w -> w.instances.add(World.instance("i-1", World.NOW)))
            .routes(route("::/0", "igw-2"))
            .eni(e -> e.guardedBy("sg-cluster"));
    assertEquals(
        List.of(
            "a note of the reading",
            "rtb-1 has an active route to igw-2, which no file or call shows attached to vpc-1"),
        unlisted.network().notes());
  }

  @Test
  void the_report_says_when_nothing_tells_of_block_public_access() {
    var silent =
        when("silent")
            .world(w -> w.instances.add(World.instance("i-1", World.NOW)))
            .world(optionsUnread(Optional.empty()))
            .eni(e -> e.guardedBy("sg-cluster"));
    var told =
        when("told")
            .world(w -> w.instances.add(World.instance("i-1", World.NOW)))
            .world(optionsUnread(Optional.of(BlockMode.OFF)))
            .eni(e -> e.guardedBy("sg-cluster"));
    assertEquals(
        List.of(
            "a note of the reading",
            "block public access was not read (denied): treated as off in subnet-1"),
        silent.network().notes());
    assertEquals(List.of("a note of the reading"), told.network().notes());
  }
}
