/// Writing of a snapshot from a live account, for `./slash80 capture`. It records each SDK response
/// on its way and writes it as the AWS CLI would print it. It reads through `live` and writes
/// through `snapshot`.
@NullMarked
package slash80.aws.capture;

import org.jspecify.annotations.NullMarked;
