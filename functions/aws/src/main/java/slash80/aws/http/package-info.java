/// The connections under all calls to AWS. They can be opened before a call needs them, and an
/// aborted call ends at once. A fault of TLS is told in a sentence.
@NullMarked
package slash80.aws.http;

import org.jspecify.annotations.NullMarked;
