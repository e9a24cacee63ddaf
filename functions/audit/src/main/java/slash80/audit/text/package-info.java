/// Reports for a terminal: tables, colours and widths. Output to a pipe is plain and complete, and
/// lines wrap between words only. Text from the account is made safe before it is printed.
@NullMarked
package slash80.audit.text;

import org.jspecify.annotations.NullMarked;
