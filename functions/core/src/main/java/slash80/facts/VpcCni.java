package slash80.facts;

import java.util.Map;

/// The `vpc-cni` add-on of a cluster, where EKS manages it (`eks:DescribeAddon`).
///
/// @param version `v1.20.1-eksbuild.3`, …
/// @param environment the environment variables that its configuration sets (`env` of its
///   configuration values, which are JSON or YAML), by name; unread when the values are neither
public record VpcCni(String version, Fact<Map<String, String>> environment) {}
