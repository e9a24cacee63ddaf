package slash80.reach;

import java.util.Map;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.Packet;

/// A place where connections come in: an entrance has one in each of its subnets.
public sealed interface Gate {

  /// The packets from the internet that come in here.
  AdmittedPackets letIn(IpFamily family);

  PacketTrace trace(Packet packet);

  /// The same place without the groups of the target that stands there: they are the target's, not
  /// the entrance's. A load balancer's own groups are its.
  default Gate withoutTargetGroups() {
    return this;
  }

  /// A place that the internet gateway delivers to.
  ///
  /// @param at the interface that stands there, or one that stands for it
  record BehindGateway(EntranceLayers layers, NetworkInterface at, Guard guard) implements Gate {
    @Override
    public AdmittedPackets letIn(IpFamily family) {
      return layers.throughGateway(at, guard, family);
    }

    @Override
    public PacketTrace trace(Packet packet) {
      return layers.traceThroughGateway(at, guard, packet);
    }
  }

  /// A place that AWS Global Accelerator delivers to.
  record BehindAccelerator(EntranceLayers layers, NetworkInterface at, Guard guard)
      implements Gate {
    @Override
    public AdmittedPackets letIn(IpFamily family) {
      return layers.throughAccelerator(at, guard, family);
    }

    @Override
    public Gate withoutTargetGroups() {
      return new BehindAccelerator(layers, at, new Guard.Nobody());
    }

    @Override
    public PacketTrace trace(Packet packet) {
      return layers.traceThroughAccelerator(at, guard, packet);
    }
  }

  /// A place whose subnet was not read: the scheme of its load balancer decides.
  ///
  /// @param admits whether the scheme admits the internet, by family
  record ByScheme(
      EntranceLayers layers, NetworkInterface at, Guard guard, Map<IpFamily, Boolean> admits)
      implements Gate {
    public ByScheme {
      admits = Map.copyOf(admits);
    }

    @Override
    public AdmittedPackets letIn(IpFamily family) {
      return layers.admitted(guard, family).where(isOpen(family));
    }

    @Override
    public PacketTrace trace(Packet packet) {
      var trace = layers.traceGroups(at, guard, packet);
      var open = isOpen(packet.source().family());
      return trace
          .with(Layer.ADDRESS, open)
          .with(Layer.PUBLIC_ACCESS_BLOCK, Fact.known(true))
          .with(Layer.ROUTE, open)
          .with(Layer.NETWORK_ACL, Fact.known(true));
    }

    private Fact<Boolean> isOpen(IpFamily family) {
      return Fact.known(admits.getOrDefault(family, false));
    }
  }
}
