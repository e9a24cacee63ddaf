/// Addresses, prefixes, ports and packets as sets, with exact arithmetic over 32 and 128 bits. A
/// question such as "does this admit the internet?" is asked of a set here and never of a CIDR's
/// text. This room knows nothing of AWS or of clusters.
@NullMarked
package slash80.ip;

import org.jspecify.annotations.NullMarked;
