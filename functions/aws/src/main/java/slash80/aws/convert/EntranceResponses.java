package slash80.aws.convert;

import java.util.List;
import slash80.facts.Accelerator;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import software.amazon.awssdk.services.ec2.model.Ec2InstanceConnectEndpoint;
import software.amazon.awssdk.services.ec2.model.ServiceConfiguration;

/// AWS's responses about the ways in beside internet gateways and the load balancers of Elastic
/// Load Balancing v2. The SDK has its classes for Classic Load Balancers and AWS Global Accelerator
/// in modules that this project does without: those responses come as facts.
public record EntranceResponses(
    Fact<List<LoadBalancer>> classicBalancers,
    Fact<List<Accelerator>> accelerators,
    Fact<List<ServiceConfiguration>> endpointServices,
    Fact<List<Ec2InstanceConnectEndpoint>> instanceConnectEndpoints) {

  public static EntranceResponses unread(String why) {
    return new EntranceResponses(
        Fact.unread(why), Fact.unread(why), Fact.unread(why), Fact.unread(why));
  }
}
