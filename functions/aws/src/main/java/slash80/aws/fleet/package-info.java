/// The accounts that a fleet checks, where they are listed: in an organization, in parameters or in
/// an object. `sweep` reads them there and keeps a copy, which `watch` reads.
@NullMarked
package slash80.aws.fleet;

import org.jspecify.annotations.NullMarked;
