package slash80.reach;

import java.util.List;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;

/// The packets that security groups, or all layers in front of an entrance, admit from the
/// internet.
///
/// @param surely the packets that the facts that were read admit
/// @param atMost those and all packets that unread facts may admit
/// @param unread why the two differ, each reason once; empty when they do not
public record AdmittedPackets(PacketSet surely, PacketSet atMost, List<String> unread) {
  public AdmittedPackets {
    unread = surely.equals(atMost) ? List.of() : unread.stream().distinct().toList();
  }

  public static AdmittedPackets none(IpFamily family) {
    return exactly(PacketSet.none(family));
  }

  public static AdmittedPackets exactly(PacketSet packets) {
    return new AdmittedPackets(packets, packets, List.of());
  }

  static AdmittedPackets of(PacketBounds bounds) {
    return new AdmittedPackets(bounds.surely(), bounds.possibly(), bounds.unread());
  }

  /// The number of ranges of addresses in both sets. They are one object if nothing is unread.
  @SuppressWarnings("ReferenceEquality")
  long ranges() {
    return surely.ranges() + (atMost == surely ? 0 : atMost.ranges());
  }

  public IpFamily family() {
    return surely.family();
  }

  /// The packets of these that ask for one of some services.
  public AdmittedPackets within(ServiceSet services) {
    return new AdmittedPackets(surely.within(services), atMost.within(services), unread);
  }

  /// The packets of these that both admit.
  public AdmittedPackets and(AdmittedPackets other) {
    return new AdmittedPackets(
        surely.intersection(other.surely),
        atMost.intersection(other.atMost),
        both(unread, other.unread));
  }

  /// The packets that either admits.
  public AdmittedPackets or(AdmittedPackets other) {
    return new AdmittedPackets(
        surely.union(other.surely), atMost.union(other.atMost), both(unread, other.unread));
  }

  /// These packets if a condition is true, otherwise none.
  public AdmittedPackets where(Fact<Boolean> condition) {
    return switch (condition) {
      case Fact.Known<Boolean>(var isTrue) -> isTrue ? this : none(family());
      case Fact.Unread<Boolean>(var why) ->
          new AdmittedPackets(PacketSet.none(family()), atMost, both(unread, List.of(why)));
    };
  }

  /// These packets as far as they may be admitted, and none for sure.
  public AdmittedPackets perhaps(String why) {
    return where(Fact.unread(why));
  }

  /// Packets from the same sources to other services.
  ///
  /// @param asked the services that these packets ask for
  public AdmittedPackets sentOn(ServiceSet asked, ServiceSet services) {
    return new AdmittedPackets(
        sentOn(surely, asked, services), sentOn(atMost, asked, services), unread);
  }

  private static PacketSet sentOn(PacketSet packets, ServiceSet asked, ServiceSet services) {
    var sources = packets.within(asked).sources();
    return sources.isEmpty() ? PacketSet.none(packets.family()) : PacketSet.of(services, sources);
  }

  /// Whether none of the internet's packets may be admitted.
  public boolean isEmpty() {
    return atMost.isEmpty();
  }

  /// Whether any packet is admitted; unread where only packets are that unread facts may admit.
  public Fact<Boolean> isAny() {
    if (!surely.isEmpty()) {
      return Fact.known(true);
    }
    return isEmpty() ? Fact.known(false) : Fact.unread(String.join("; ", unread));
  }

  /// The sources of the packets that are surely admitted.
  public AddressSet sources() {
    return surely.sources();
  }

  private static List<String> both(List<String> texts, List<String> more) {
    return Stream.concat(texts.stream(), more.stream()).toList();
  }
}
