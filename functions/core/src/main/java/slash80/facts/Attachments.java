package slash80.facts;

import java.util.List;

/// The instances of one VPC and the interfaces attached to them. A list is unread as a whole when
/// its call failed.
///
/// @param interfaces every known interface of the VPC, those of other services among them
public record Attachments(
    Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {}
