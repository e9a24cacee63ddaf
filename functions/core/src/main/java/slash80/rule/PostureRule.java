package slash80.rule;

import slash80.facts.NetworkInterface;

/// A rule whose verdict on an interface follows from the interface's posture
/// ([slash80.network.Posture]). The judgement asks it about one interface of each posture. If that
/// interface breaks the rule, it asks about each of them, because every finding names its own
/// interface and the path to it.
///
/// A rule declares it by implementing this type, and asks about packets through
/// [slash80.network.Network#answer], so that all its interfaces share the work.
public interface PostureRule extends Rule<NetworkInterface> {}
