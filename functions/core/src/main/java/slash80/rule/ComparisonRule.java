package slash80.rule;

import slash80.facts.NetworkInterface;

/// A rule that compares an interface with every other interface of the VPC. A partial read can find
/// a violation, but cannot prove that there is none.
public interface ComparisonRule extends Rule<NetworkInterface> {}
