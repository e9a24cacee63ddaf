/// The rule book and what a person may change about it: severities, parameters, allowed openings
/// and exemptions. `RuleBook` asks every rule about its subjects and returns a `Judgement`. It has
/// no clock and no I/O, so the same network and policy always give the same findings.
@NullMarked
package slash80.judge;

import org.jspecify.annotations.NullMarked;
