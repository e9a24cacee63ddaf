/// Records of AWS's answers about one VPC and its cluster, in AWS's own nouns, and the index over
/// them. Each fact is `Known` or `Unread` with the reason, so that nothing that could not be read
/// counts as fine. Records answer questions about themselves only.
@NullMarked
package slash80.facts;

import org.jspecify.annotations.NullMarked;
