package slash80.alerts;

import java.time.Instant;

/// What led to a check: a change in the account, and who made it where that is known.
///
/// @param what the API call or event in AWS's words, such as `AuthorizeSecurityGroupIngress`
/// @param who the principal's ARN, or empty
/// @param at when it happened
public record Origin(String what, String who, Instant at) {}
