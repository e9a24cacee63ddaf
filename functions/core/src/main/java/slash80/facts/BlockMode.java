package slash80.facts;

/// `InternetGatewayBlockMode` of VPC block public access
/// (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html).
public enum BlockMode {
  OFF,
  BLOCK_BIDIRECTIONAL,
  BLOCK_INGRESS
}
