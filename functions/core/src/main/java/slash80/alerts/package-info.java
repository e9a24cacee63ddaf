/// The words that people read: subject, e-mail, chat card and the JSON documents. Everything that
/// came from a tag, a name or an event is data here, and each medium escapes it. This room decides
/// nothing: it writes down what a delta says.
@NullMarked
package slash80.alerts;

import org.jspecify.annotations.NullMarked;
