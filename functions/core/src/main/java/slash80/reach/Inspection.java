package slash80.reach;

import slash80.facts.RouteTable;
import slash80.facts.Subnet;

/// An ingress route through an appliance: the internet gateway sends packets for a subnet there
/// first.
///
/// @param table the gateway's own route table
/// @param appliance the endpoint or interface that the route leads to
public record Inspection(Subnet.Id subnet, RouteTable table, RouteTable.Target appliance) {}
