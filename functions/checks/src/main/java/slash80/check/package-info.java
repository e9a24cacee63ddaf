/// The handling of one batch of events: read each event, resolve the clusters that it concerns, and
/// check each cluster once. A check reads the account, judges it, claims what is new in the ledger
/// and publishes it. Nothing here depends on Lambda or on a framework.
@NullMarked
package slash80.check;

import org.jspecify.annotations.NullMarked;
