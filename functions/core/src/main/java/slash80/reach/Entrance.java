package slash80.reach;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.Packet;

/// Something that lets connections into a VPC: whom it admits, its targets, and the source that the
/// targets' security groups see.
///
/// @param id its ARN or id
/// @param name its name, as people write it
/// @param who those whom it lets in
/// @param admits the packets from the internet that it admits, by family, as clients send them
/// @param ways the ways to its targets; none for the internet gateway, which leads to every
///   interface
/// @param notes notes for the report: parts that were not read, what stands in front of it
public record Entrance(
    Type type,
    String id,
    String name,
    String who,
    Map<IpFamily, AdmittedPackets> admits,
    List<Way> ways,
    List<String> notes) {
  public Entrance {
    admits = Map.copyOf(admits);
    ways = List.copyOf(ways);
    notes = notes.stream().distinct().toList();
  }

  /// The kinds of entrance.
  public enum Type {
    INTERNET_GATEWAY("internet-gateway"),
    NETWORK_LOAD_BALANCER("network-load-balancer"),
    APPLICATION_LOAD_BALANCER("application-load-balancer"),
    CLASSIC_LOAD_BALANCER("classic-load-balancer"),
    GATEWAY_LOAD_BALANCER("gateway-load-balancer"),
    GLOBAL_ACCELERATOR("global-accelerator"),
    PRIVATE_LINK("private-link"),
    INSTANCE_CONNECT_ENDPOINT("instance-connect-endpoint");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /// The type of a load balancer, as AWS writes it: `network`.
    public static Type ofLoadBalancer(String type) {
      return Arrays.stream(values())
          .filter(candidate -> candidate.label.equals(type + "-load-balancer"))
          .findFirst()
          .orElse(NETWORK_LOAD_BALANCER);
    }

    /// The name in the JSON output.
    @Override
    public String toString() {
      return label;
    }
  }

  public AdmittedPackets admits(IpFamily family) {
    return Objects.requireNonNull(admits.get(family));
  }

  /// Whether a text names the entrance: its ARN or id, or its type and its name or id, such as
  /// `network-load-balancer/web` or `network/web`.
  public boolean isNamed(String text) {
    return text.equals(id)
        || List.of(name, id).stream()
            .anyMatch(
                own ->
                    text.equals(type + "/" + own)
                        || text.equals(type.toString().replace("-load-balancer", "") + "/" + own));
  }

  /// The ways to an interface.
  public List<Way> waysTo(NetworkInterface target) {
    return ways.stream().filter(way -> way.target().id().equals(target.id())).toList();
  }

  /// The trace of a packet that a client sends to a port of the entrance, to one of its targets;
  /// empty where the entrance does not send such packets there.
  public Optional<EntranceTrace> trace(NetworkInterface target, Packet packet) {
    return waysTo(target).stream()
        .filter(way -> way.isFor(packet))
        .map(way -> way.trace(this, packet))
        .min(EntranceTrace.BEST_FIRST);
  }

  /// Its type and name, by which people and other programs name it: `network-load-balancer/web`.
  public String label() {
    return type + "/" + name;
  }

  /// Whether a text is such a label.
  public static boolean isLabel(String text) {
    return Arrays.stream(Type.values()).anyMatch(type -> text.startsWith(type + "/"));
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
