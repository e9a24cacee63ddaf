package slash80.facts;

import java.util.List;

/// A VPC with its address ranges of both families
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpcs.html).
public record Vpc(Id id, List<CidrAssociation> ranges) {
  public Vpc {
    ranges = List.copyOf(ranges);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }
}
