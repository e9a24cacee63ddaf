package slash80.facts;

import java.util.List;
import slash80.network.Prefix;

/// A route table (`ec2:DescribeRouteTables`).
///
/// @param main whether subnets without a table of their own use it
/// @param subnets the subnets that are associated with it explicitly
/// @param gateways the internet gateways that it is associated with: their ingress goes by it
public record RouteTable(
    Id id,
    Vpc.Id vpc,
    boolean main,
    List<Subnet.Id> subnets,
    List<InternetGateway.Id> gateways,
    List<Route> routes) {
  public RouteTable {
    subnets = List.copyOf(subnets);
    gateways = List.copyOf(gateways);
    routes = List.copyOf(routes);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  /// One route.
  ///
  /// @param blackhole its state is `blackhole`: when it wins, the packet is dropped
  /// @param propagated it came from a virtual private gateway (`EnableVgwRoutePropagation`)
  public record Route(
      Destination destination, Target target, boolean blackhole, boolean propagated) {}

  public sealed interface Destination {
    record Cidr(Prefix prefix) implements Destination {
      @Override
      public String toString() {
        return prefix.toString();
      }
    }

    record PrefixListId(PrefixList.Id id) implements Destination {
      @Override
      public String toString() {
        return id.toString();
      }
    }
  }

  public sealed interface Target {
    /// Within the VPC.
    record Local() implements Target {
      @Override
      public String toString() {
        return "local";
      }
    }

    record Igw(InternetGateway.Id id) implements Target {
      @Override
      public String toString() {
        return id.toString();
      }
    }

    /// An egress-only internet gateway: outbound connections only.
    record EgressOnly(String id) implements Target {
      @Override
      public String toString() {
        return id;
      }
    }

    /// A VPC endpoint (`vpce-…`), such as a Gateway Load Balancer's or a firewall's.
    record Endpoint(String id) implements Target {
      @Override
      public String toString() {
        return id;
      }
    }

    /// An interface, such as an appliance's.
    record Interface(NetworkInterface.Id id) implements Target {
      @Override
      public String toString() {
        return id.toString();
      }
    }

    /// Anything else: a NAT, transit or virtual private gateway, a peering, …
    record Other(String id) implements Target {
      @Override
      public String toString() {
        return id;
      }
    }
  }
}
