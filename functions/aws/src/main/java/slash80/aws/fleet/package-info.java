/// The accounts that a fleet checks. They are listed in an organization, in parameters or in an
/// object. `sweep` reads the list and keeps a copy, and `watch` reads the copy.
@NullMarked
package slash80.aws.fleet;

import org.jspecify.annotations.NullMarked;
