/// Reading of a live account through EC2, EKS and Elastic Load Balancing. A scoped read asks only
/// for what the verdicts on some nodes need, in a number of calls that does not grow with the
/// cluster. Every call is counted and has a deadline, and a denied call names its missing
/// permission.
@NullMarked
package slash80.aws.live;

import org.jspecify.annotations.NullMarked;
