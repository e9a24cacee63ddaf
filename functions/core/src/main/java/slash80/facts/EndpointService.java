package slash80.facts;

import java.util.List;

/// An endpoint service: AWS PrivateLink leads its consumers to load balancers
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-endpoint-service-configurations.html).
///
/// @param name `com.amazonaws.vpce.us-east-2.vpce-svc-…`
/// @param networkLoadBalancers their ARNs
public record EndpointService(String id, String name, List<String> networkLoadBalancers) {
  public EndpointService {
    networkLoadBalancers = List.copyOf(networkLoadBalancers);
  }
}
