package slash80.facts;

/// The internet gateway sends what comes in for a subnet through an appliance first.
///
/// @param table the gateway's own route table, which says so
/// @param appliance the endpoint or interface that it sends it to
public record Inspection(Subnet.Id subnet, RouteTable table, RouteTable.Target appliance) {}
