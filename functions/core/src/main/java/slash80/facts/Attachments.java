package slash80.facts;

import java.util.List;

/// The instances of the cluster's VPC and the interfaces attached to them. A list is unread as a
/// whole when its call failed.
///
/// @param interfaces every known interface of the VPC, those of other services among them, and the
///   known interfaces of each other VPC that matters to the cluster: an instance may have one in
///   another VPC of its account
///   (https://aws.amazon.com/about-aws/whats-new/2023/10/multi-vpc-eni-attachments)
public record Attachments(
    Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {}
