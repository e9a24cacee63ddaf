/// The content of reports about a whole cluster, before it becomes text, a page or JSON. It counts,
/// compares two judgements for a what-if, and finds the words for nodes, openings and entrances.
/// The terminal, the page and the command line's other formats take their words from here.
@NullMarked
package slash80.report;

import org.jspecify.annotations.NullMarked;
