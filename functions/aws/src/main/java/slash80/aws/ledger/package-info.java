/// Storage of ledgers: an S3 object replaced by compare-and-swap, a file on a laptop, or memory
/// where nothing has to last. A store returns the version that it read and refuses to replace
/// another one. It keeps whole digests beside the ledger when they are too long for a message.
@NullMarked
package slash80.aws.ledger;

import org.jspecify.annotations.NullMarked;
