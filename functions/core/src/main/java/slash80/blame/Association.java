package slash80.blame;

import java.util.Map;
import java.util.Optional;

/// The association of a subnet with a route table or network ACL that a call ended, and the one
/// that it made. Calls that end or replace an association do not name its subnet.
///
/// @param ended its id; empty where the call ended none
/// @param made its id; empty where the call made none, or does not say
public record Association(Optional<String> ended, Optional<String> made) {
  /// The kinds of associations, the starts of their ids.
  static final String OF_TABLE = "rtbassoc-";

  static final String OF_ACL = "aclassoc-";

  /// The subnet, or what else was associated.
  ///
  /// @param now the associations that stand after the call
  Optional<String> holder(Memory memory, Map<String, String> now) {
    return ended.flatMap(memory::of).or(() -> made.flatMap(id -> Optional.ofNullable(now.get(id))));
  }

  /// Whether it belongs to nothing that the memory knows, though associations are remembered: a
  /// subnet of a VPC that nobody reads.
  ///
  /// @param kind the start of its id
  boolean isElsewhere(Memory memory, String kind) {
    return ended.filter(id -> memory.of(id).isEmpty()).isPresent() && memory.holds(kind);
  }

  /// The memory with the association that the call made, which a later call may end.
  Memory noted(Memory memory, String holder) {
    return made.map(id -> memory.and(id, holder)).orElse(memory);
  }
}
