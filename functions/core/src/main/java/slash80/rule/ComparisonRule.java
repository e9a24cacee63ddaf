package slash80.rule;

import slash80.facts.NetworkInterface;

/// A rule that looks at an interface together with every other interface of the VPC. A partial read
/// can find a violation, but cannot prove that there is none.
public interface ComparisonRule extends Rule<NetworkInterface> {}
