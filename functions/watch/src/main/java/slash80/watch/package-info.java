/// The Lambda function `watch`: a queue of EventBridge events in, checks of clusters out. It reads
/// the environment, builds the services, and answers with the messages of a batch that failed. All
/// decisions are made in the modules below.
@NullMarked
package slash80.watch;

import org.jspecify.annotations.NullMarked;
