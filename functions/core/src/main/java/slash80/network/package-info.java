/// One cluster's network: its nodes, pod prefixes, load balancers and what belongs to the cluster.
/// `Network` answers the questions that rules ask, in their words. It reads the facts and asks the
/// layers, and it never calls AWS.
@NullMarked
package slash80.network;

import org.jspecify.annotations.NullMarked;
