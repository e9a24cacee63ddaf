package slash80.facts;

/// The mode of VPC block public access in a region or subnet: `InternetGatewayBlockMode`
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-block-public-access-options.html).
public enum BlockMode {
  OFF,
  BLOCK_BIDIRECTIONAL,
  BLOCK_INGRESS
}
