/// The content of the command line's reports, before it becomes text, a page or JSON. It counts,
/// compares two judgements for a what-if, and writes the JSON that the files in `schemas` describe.
/// Both `text` and `page` take their words from here.
@NullMarked
package slash80.audit.report;

import org.jspecify.annotations.NullMarked;
