package slash80.aws.convert;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import slash80.facts.EndpointService;
import slash80.facts.Fact;
import slash80.facts.InstanceConnectEndpoint;
import slash80.facts.NetworkInterface;
import slash80.facts.OtherEntrances;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.Ec2InstanceConnectEndpoint;

/// Converts the ways in beside internet gateways and load balancers.
public final class EntranceFacts {
  private static final Set<String> GONE =
      Set.of("delete-in-progress", "delete-complete", "delete-failed", "create-failed");

  /// States of an endpoint service that leads nowhere
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceConfiguration.html).
  private static final Set<String> GONE_SERVICES = Set.of("Deleted", "Failed");

  private EntranceFacts() {}

  public static OtherEntrances convert(EntranceResponses responses) {
    return new OtherEntrances(
        responses.accelerators(), services(responses), instanceConnectEndpoints(responses));
  }

  private static Fact<List<EndpointService>> services(EntranceResponses responses) {
    return FactList.convert(
        responses.endpointServices(),
        service -> !GONE_SERVICES.contains(String.valueOf(service.serviceStateAsString())),
        service ->
            new EndpointService(
                service.serviceId(),
                Optional.ofNullable(service.serviceName()).orElse(service.serviceId()),
                service.networkLoadBalancerArns().stream().sorted().toList()),
        EndpointService::id);
  }

  /// An endpoint that could not be deleted may still be in use, but AWS does not say so; its
  /// interfaces show it as long as they stand.
  private static Fact<List<InstanceConnectEndpoint>> instanceConnectEndpoints(
      EntranceResponses responses) {
    return FactList.convert(
        responses.instanceConnectEndpoints(),
        endpoint -> !GONE.contains(String.valueOf(endpoint.stateAsString())),
        EntranceFacts::instanceConnectEndpoint,
        InstanceConnectEndpoint::id);
  }

  private static InstanceConnectEndpoint instanceConnectEndpoint(
      Ec2InstanceConnectEndpoint endpoint) {
    return new InstanceConnectEndpoint(
        endpoint.instanceConnectEndpointId(),
        new Vpc.Id(endpoint.vpcId()),
        new Subnet.Id(endpoint.subnetId()),
        endpoint.securityGroupIds().stream().map(SecurityGroup.Id::new).toList(),
        endpoint.networkInterfaceIds().stream().map(NetworkInterface.Id::new).toList(),
        Boolean.TRUE.equals(endpoint.preserveClientIp()));
  }
}
