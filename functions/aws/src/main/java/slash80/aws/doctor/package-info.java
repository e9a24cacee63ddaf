/// The look at a deployed stack: whether an event can become an alert, from the trail to the
/// subscriber, and the functions' own marks of that. Each look is a call that only reads, and each
/// answer is a line with its fix. A test message is sent through the real queue on demand.
@NullMarked
package slash80.aws.doctor;

import org.jspecify.annotations.NullMarked;
