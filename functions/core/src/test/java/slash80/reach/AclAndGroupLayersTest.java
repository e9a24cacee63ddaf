package slash80.reach;

import static slash80.facts.World.group;
import static slash80.reach.LayerCase.when;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The network ACL and the security groups, each by itself, in a world where all other layers let
/// everything in to port 22.
final class AclAndGroupLayersTest {

  @TestFactory
  Stream<DynamicTest> the_network_acl() {
    return Stream.of(
        when("an ACL that allows nothing").entries().is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("one that allows IPv4 alone")
            .entries("in 100 allow all 0.0.0.0/0", "out 100 allow all 0.0.0.0/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("a deny before the allow")
            .entries(
                "in 90 deny tcp 22 2600::/12", "in 100 allow all ::/0", "out 100 allow all ::/0")
            .from("2600::1", "latent"),
        when("a deny before the allow")
            .entries(
                "in 90 deny tcp 22 2600::/12", "in 100 allow all ::/0", "out 100 allow all ::/0")
            .from("2610::1", "open"),
        when("a deny after the allow")
            .entries("in 100 allow all ::/0", "in 110 deny all ::/0", "out 100 allow all ::/0")
            .is(Reach.State.OPEN),
        when("a deny of another port")
            .entries("in 90 deny tcp 23 ::/0", "in 100 allow all ::/0", "out 100 allow all ::/0")
            .is(Reach.State.OPEN),
        when("no answer")
            .entries("in 100 allow all ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer to one client port")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 65535 ::/0")
            .is(Reach.State.OPEN),
        when("an answer to server ports, which a client may bind too")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 0-1023 ::/0")
            .is(Reach.State.OPEN),
        when("an answer to port 443 only")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 443 ::/0")
            .is(Reach.State.OPEN),
        when("an answer to port 1 only")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 1 ::/0")
            .is(Reach.State.OPEN),
        when("an answer to port 0 only, which no client binds")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 0 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer to port 443 of half of the internet")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 443 2600::/12")
            .from("2610::1", "latent"),
        when("an answer to port 443 that an earlier entry denies")
            .entries(
                "in 100 allow all ::/0", "out 90 deny tcp 443 ::/0", "out 100 allow tcp 443 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer over UDP")
            .entries("in 100 allow all ::/0", "out 100 allow udp 0-65535 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer to some")
            .entries("in 100 allow all ::/0", "out 100 allow all 2600::/12")
            .from("2600::1", "open"),
        when("an answer to some")
            .entries("in 100 allow all ::/0", "out 100 allow all 2600::/12")
            .from("2610::1", "latent"),
        when("no answer, asked over UDP")
            .rules("udp 53 ::/0")
            .entries("in 100 allow all ::/0")
            .is(Reach.State.OPEN),
        when("a type of ICMPv6")
            .rules("icmpv6 128 ::/0")
            .entries("in 100 allow icmpv6 128 ::/0")
            .is(Reach.State.OPEN),
        when("another type of ICMPv6")
            .rules("icmpv6 128 ::/0")
            .entries("in 100 allow icmpv6 129 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("every type of ICMPv6")
            .rules("icmpv6 128 ::/0")
            .entries("in 100 allow icmpv6 ::/0")
            .is(Reach.State.OPEN),
        when("an unread ACL").world(w -> w.unread.put("acls", "denied")).is(Reach.State.UNKNOWN),
        when("no ACL for the subnet").world(w -> w.acls.clear()).is(Reach.State.UNKNOWN));
  }

  @TestFactory
  Stream<DynamicTest> the_security_groups() {
    return Stream.of(
        when("no rule").rules().is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("no group").eni(e -> e.guardedBy()).is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("IPv4 alone").rules("all 0.0.0.0/0").is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("the group itself").rules("all sg-1").is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("the VPC itself")
            .rules("all 2001:db8:1::/56")
            .is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("every protocol").rules("all ::/0").from("2600::1", "open"),
        when("a range of ports").rules("tcp 20-30 ::/0").from("2600::1", "open"),
        when("all ports").rules("tcp ::/0").from("2600::1", "open"),
        when("another protocol").rules("udp 22 ::/0").from("2600::1", "closed"),
        when("the second of two groups")
            .eni(e -> e.guardedBy("sg-0", "sg-1"))
            .world(w -> w.groups.add(group("sg-0")))
            .is(Reach.State.OPEN),
        when("a list")
            .world(w -> w.list("pl-1", "2600::/12", "10.0.0.0/8"))
            .rules("tcp 22 pl-1")
            .from("2600::1", "open"),
        when("a list")
            .world(w -> w.list("pl-1", "2600::/12", "10.0.0.0/8"))
            .rules("tcp 22 pl-1")
            .from("2610::1", "closed"),
        when("an empty list")
            .world(w -> w.list("pl-1"))
            .rules("tcp 22 pl-1")
            .is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("an unread list")
            .world(w -> w.unreadList("pl-1", "denied"))
            .rules("tcp 22 pl-1")
            .is(Reach.State.UNKNOWN),
        when("an unread list beside what opens all the same")
            .world(w -> w.unreadList("pl-1", "denied"))
            .rules("tcp 22 ::/0", "tcp 22 pl-1")
            .is(Reach.State.OPEN),
        when("a group that was not read").eni(e -> e.guardedBy("sg-9")).is(Reach.State.UNKNOWN),
        when("unread groups").world(w -> w.unread.put("groups", "denied")).is(Reach.State.UNKNOWN));
  }
}
