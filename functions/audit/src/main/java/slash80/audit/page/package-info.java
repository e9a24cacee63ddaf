/// Reports as one HTML file that loads nothing from elsewhere and runs no script. Templates escape
/// everything that comes from the account. The page shows findings, nodes by subnet and what the
/// internet can reach.
@NullMarked
package slash80.audit.page;

import org.jspecify.annotations.NullMarked;
