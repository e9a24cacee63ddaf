package slash80.judge;

import slash80.rule.Finding;

/// A finding that is not reported, and its exemption. An exemption of some packets has a finding
/// about these packets only.
public record Exempted(Finding finding, Exemption exemption) {}
