/// Resolution of a change to the clusters, and the nodes of them, that must be checked again. Only
/// an event that is proven to concern no IPv6 cluster is dropped. The ledger answers for resources
/// that are already gone.
@NullMarked
package slash80.check.scope;

import org.jspecify.annotations.NullMarked;
