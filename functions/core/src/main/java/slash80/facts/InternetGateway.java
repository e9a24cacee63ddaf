package slash80.facts;

import java.util.List;

/// An internet gateway and the VPCs it is attached to
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-internet-gateways.html).
public record InternetGateway(Id id, List<Vpc.Id> attachedTo) {
  public InternetGateway {
    attachedTo = List.copyOf(attachedTo);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }
}
