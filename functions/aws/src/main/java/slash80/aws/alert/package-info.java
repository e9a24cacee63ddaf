/// Publishing of alerts to an SNS topic, with a body for each protocol and the attributes that
/// filter policies use. A message over the size limit is shortened and names the place of the whole
/// digest. Nothing is cut without saying so.
@NullMarked
package slash80.aws.alert;

import org.jspecify.annotations.NullMarked;
