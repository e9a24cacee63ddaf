/// Reading of AWS's answers as they come over the wire, in a fraction of the time of the SDK. The
/// SDK still makes the calls: it signs them, repeats them and tells their failures. Every answer
/// that is unusual is left to it.
@NullMarked
package slash80.aws.wire;

import org.jspecify.annotations.NullMarked;
