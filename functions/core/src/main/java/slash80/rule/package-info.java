/// The kernel that every rule is written against: `Rule`, its `Card`, the `Verdict` that it returns
/// and the `Finding` that people read. A verdict is upheld, violated, settling or undecided, and a
/// rule always returns a verdict. The rules themselves are in `slash80.rules`.
@NullMarked
package slash80.rule;

import org.jspecify.annotations.NullMarked;
