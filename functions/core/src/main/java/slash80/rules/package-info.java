/// The rules, one class each, named by the sentence that is true of every good cluster. Each class
/// holds its card, its judgement and the command that fixes what it finds. A rule does no
/// arithmetic and reads no AWS API: it asks the `Network`.
@NullMarked
package slash80.rules;

import org.jspecify.annotations.NullMarked;
