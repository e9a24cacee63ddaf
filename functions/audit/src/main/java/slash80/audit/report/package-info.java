/// The command line's reports for programs and for pull requests: JSON, CSV and Markdown. It
/// chooses the findings that are shown, reports on the policy, and writes the JSON that the files
/// in `schemas` describe. The words come from the room `report` of core.
@NullMarked
package slash80.audit.report;

import org.jspecify.annotations.NullMarked;
