package slash80.facts;

import java.util.Map;

/// An exclusion from VPC block public access
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-block-public-access-exclusions.html).
///
/// @param resource the id of the subnet or VPC that it names
/// @param mode `allow-bidirectional` or `allow-egress`, as AWS writes it
/// @param state AWS's state; in force when `create-complete` or `update-complete`
public record PublicAccessExclusion(
    String id, String resource, String mode, String state, Map<String, String> tags)
    implements Subject {
  public PublicAccessExclusion {
    tags = Map.copyOf(tags);
  }

  /// Whether the exclusion lets the internet in to its subnet or VPC.
  public boolean admitsTheInternet() {
    return mode.equals("allow-bidirectional")
        && (state.equals("create-complete") || state.equals("update-complete"));
  }

  @Override
  public String subjectType() {
    return "public-access-exclusion";
  }

  @Override
  public String subjectId() {
    return id;
  }
}
