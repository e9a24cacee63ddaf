package slash80.judge;

import slash80.rule.Finding;

/// A finding that is not told, and the exemption that says so. Where the exemption speaks of some
/// packets only, the finding is about those.
public record Exempted(Finding finding, Exemption exemption) {}
