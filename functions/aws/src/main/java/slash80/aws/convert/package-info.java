/// Conversion of the SDK's responses into facts. The same code serves live calls and snapshot
/// files, because both arrive as SDK response classes. A response that is missing becomes `Unread`,
/// with the reason that its reader gave.
@NullMarked
package slash80.aws.convert;

import org.jspecify.annotations.NullMarked;
