/// The time of a batch, shared among its accounts and regions. Each gets a share of what is left,
/// and a few have theirs beside each other. So one that is slow leaves the others their time.
@NullMarked
package slash80.check.share;

import org.jspecify.annotations.NullMarked;
