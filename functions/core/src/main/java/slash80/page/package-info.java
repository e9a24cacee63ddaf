/// Reports as one HTML file that loads nothing from elsewhere, for a browser, a phone or paper. A
/// writer of markup escapes everything that comes from the account, and a strict policy allows the
/// page its own style sheet and one script. The page shows findings first, then what the internet
/// can reach, the address map of each subnet, and the card of each cause.
@NullMarked
package slash80.page;

import org.jspecify.annotations.NullMarked;
