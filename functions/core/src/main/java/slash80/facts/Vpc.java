package slash80.facts;

import java.util.Comparator;
import java.util.List;

/// A VPC with its address ranges of both families
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpcs.html).
public record Vpc(Id id, List<CidrAssociation> ranges) {
  public Vpc {
    ranges = List.copyOf(ranges);
  }

  public record Id(String value) {
    public static final Comparator<Id> BY_VALUE = Comparator.comparing(Id::value);

    @Override
    public String toString() {
      return value;
    }
  }
}
