package slash80.facts;

import java.util.List;
import java.util.Map;
import slash80.ip.Prefix;

/// A route table (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-route-tables.html).
///
/// @param main whether subnets without a table of their own use it
/// @param subnets the subnets that are explicitly associated with it
/// @param gateways the internet gateways that are associated with it: it routes packets that come
///   in through them
/// @param associations the subnet or gateway of each association by its id, or `MAIN`: calls that
///   end or replace an association name its id alone
public record RouteTable(
    Id id,
    Vpc.Id vpc,
    boolean main,
    List<Subnet.Id> subnets,
    List<InternetGateway.Id> gateways,
    List<Route> routes,
    Map<String, String> associations) {
  /// The association that makes a table the main one of its VPC.
  public static final String MAIN = "main";

  public RouteTable {
    subnets = List.copyOf(subnets);
    gateways = List.copyOf(gateways);
    routes = List.copyOf(routes);
    associations = Map.copyOf(associations);
  }

  /// A table whose associations nobody asks for.
  public RouteTable(
      Id id,
      Vpc.Id vpc,
      boolean main,
      List<Subnet.Id> subnets,
      List<InternetGateway.Id> gateways,
      List<Route> routes) {
    this(id, vpc, main, subnets, gateways, routes, Map.of());
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  /// One route.
  ///
  /// @param carries whether it carries the packets it wins to its target: a route in the state
  ///   `blackhole` drops them; unread in a state for which AWS documents no traffic, such as
  ///   `filtered` (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html)
  /// @param propagated nobody made it by a call: it came from a virtual private gateway
  ///   (`EnableVgwRoutePropagation`) or a route server (`Advertisement`)
  public record Route(
      Destination destination, Target target, Fact<Boolean> carries, boolean propagated) {

    /// Whether its target is gone, so that it drops the packets it wins.
    public boolean isBlackhole() {
      return carries.equals(Fact.known(false));
    }
  }

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

    /// Any other target: a NAT, transit or virtual private gateway, a peering connection, …
    record Other(String id) implements Target {
      @Override
      public String toString() {
        return id;
      }
    }
  }
}
