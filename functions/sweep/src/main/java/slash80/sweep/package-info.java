/// The Lambda function `sweep`: once an hour it sends one message for each cluster to the queue of
/// `watch`. So it finds changes that no event reported, because EventBridge delivers on a
/// best-effort basis. It judges nothing itself.
@NullMarked
package slash80.sweep;

import org.jspecify.annotations.NullMarked;
