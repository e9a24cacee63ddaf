package slash80.blame;

import java.util.Map;
import java.util.Optional;

/// The association of a subnet with a route table or network ACL, or of an interface with a public
/// address, that a call ended, and the one that it made. Calls that end or replace an association
/// do not name its subnet or interface.
///
/// @param ended its id; empty where the call ended none
/// @param made its id; empty where the call made none, or does not say
public record Association(Optional<String> ended, Optional<String> made) {
  /// The start of the id of an association with a route table, of which every VPC has one.
  private static final String OF_TABLE = "rtbassoc-";

  /// The subnet, or what else was associated.
  ///
  /// @param now the associations that stand after the call
  Optional<String> holder(Memory memory, Map<String, String> now) {
    return ended.flatMap(memory::of).or(() -> made.flatMap(id -> Optional.ofNullable(now.get(id))));
  }

  /// Whether it belongs to nothing that the memory knows, though associations are remembered: a
  /// subnet of a VPC that nobody reads.
  boolean isElsewhere(Memory memory) {
    return ended.filter(id -> memory.of(id).isEmpty()).isPresent() && memory.holds(OF_TABLE);
  }

  /// The memory with the association that the call made, which a later call may end.
  Memory noted(Memory memory, String holder) {
    return made.map(id -> memory.and(id, holder)).orElse(memory);
  }
}
