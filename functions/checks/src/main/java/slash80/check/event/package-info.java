/// Reading of EventBridge events into a `Change`: what happened, who did it, and which resources
/// the event names. For an event that is not recognised, the ids in its text are used. When in
/// doubt, the whole cluster or region is checked.
@NullMarked
package slash80.check.event;

import org.jspecify.annotations.NullMarked;
