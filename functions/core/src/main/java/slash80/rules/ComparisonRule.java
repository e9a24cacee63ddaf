package slash80.rules;

import slash80.facts.NetworkInterface;

/// A rule that compares an interface with every other interface of the VPC. A partial read can find
/// a violation, but cannot prove that there is none.
interface ComparisonRule extends Rule<NetworkInterface> {}
