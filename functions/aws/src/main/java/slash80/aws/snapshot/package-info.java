/// Reading of a snapshot: a folder of AWS CLI output, one file per command. One generic mapping
/// turns that JSON into the SDK's response classes and back. Bad input gets one sentence with the
/// file, the place in it and what was expected.
@NullMarked
package slash80.aws.snapshot;

import org.jspecify.annotations.NullMarked;
