/// Reading of the policy, from a YAML file or from a parameter of Systems Manager. Each mistake is
/// named with its line, and a policy with a mistake silences nothing. The JSON schema for editors
/// is generated from the same description that checks the text.
@NullMarked
package slash80.aws.policy;

import org.jspecify.annotations.NullMarked;
