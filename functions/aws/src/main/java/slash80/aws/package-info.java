/// An AWS account as the rest of the code sees it, and what its readers share: clients, ids,
/// errors. and counted calls. Outside this module, only `sweep` imports the AWS SDK, to send its
/// messages. The rooms of this module read an account, convert its answers, keep the ledgers and
/// send the alerts.
@NullMarked
package slash80.aws;

import org.jspecify.annotations.NullMarked;
