package slash80.aws.alert;

import java.util.Map;
import slash80.facts.Cluster;

/// Keeps the digests that are too long for a message.
@FunctionalInterface
public interface DigestStore {
  /// Stores a digest about a cluster, and returns its place in words that a person can follow. The
  /// same digest is stored once, however often it is sent.
  String store(Cluster.Id cluster, Map<String, Object> digest);
}
