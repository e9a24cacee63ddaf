package slash80.facts;

import java.util.List;

/// An EC2 Instance Connect Endpoint: whoever IAM admits connects through it to the interfaces of
/// its VPC
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-instance-connect-endpoints.html).
///
/// @param preservesClientAddress `PreserveClientIp`: its targets see the client's address, over
///   IPv4 only
public record InstanceConnectEndpoint(
    String id,
    Vpc.Id vpc,
    Subnet.Id subnet,
    List<SecurityGroup.Id> groups,
    List<NetworkInterface.Id> interfaces,
    boolean preservesClientAddress) {
  public InstanceConnectEndpoint {
    groups = List.copyOf(groups);
    interfaces = List.copyOf(interfaces);
  }
}
