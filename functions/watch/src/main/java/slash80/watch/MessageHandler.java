package slash80.watch;

import java.util.List;
import slash80.aws.Deadlines;
import slash80.check.BatchOutcome;
import slash80.check.QueueMessage;

/// Handles a batch of messages: against the live account now, or against a snapshot at the time of
/// the events.
@FunctionalInterface
interface MessageHandler {
  BatchOutcome handle(List<QueueMessage> messages, Deadlines deadlines);
}
