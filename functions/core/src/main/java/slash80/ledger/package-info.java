/// Findings over time: the ledger of one cluster, and the delta between it and a new judgement. A
/// delta is claimed before it is published, so that a crash loses no alert and two checks send it
/// once. The JSON of a ledger is a contract: an older version of the code reads it too.
@NullMarked
package slash80.ledger;

import org.jspecify.annotations.NullMarked;
