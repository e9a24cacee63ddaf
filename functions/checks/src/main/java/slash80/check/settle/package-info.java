/// Waiting for EC2's eventual consistency. A call says what must be true after it, and a read that
/// still shows the old state is made again after a second or two. If the account still shows the
/// old state, it is judged as it is, and the message is delivered again while its event is young.
@NullMarked
package slash80.check.settle;

import org.jspecify.annotations.NullMarked;
