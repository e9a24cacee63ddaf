/// The commands of `./slash80`, such as audit, replay and doctor. Each parses its options, reads an
/// account or a snapshot, and hands the result to `text`, `page` or JSON. Exit codes are 0, 1 for
/// findings, and 2 for bad input or use.
@NullMarked
package slash80.audit.command;

import org.jspecify.annotations.NullMarked;
