/// The changes that stand behind a finding. A `Step` takes a change back in the facts that were
/// read after it, and a `Retrial` judges the account again as it was without the change: a finding
/// that is not there then is the work of that change. Nothing here reads an account or an event.
@NullMarked
package slash80.blame;

import org.jspecify.annotations.NullMarked;
