package slash80.aws.policy;

import java.time.Instant;
import java.util.Optional;

/// Keeps the last good policy outside the function, so that a function that starts while Systems
/// Manager is down knows it.
public interface PolicyCopy {
  /// Keeps nothing: only the running function remembers the policy.
  PolicyCopy NONE =
      new PolicyCopy() {
        @Override
        public Optional<Kept> read() {
          return Optional.empty();
        }

        @Override
        public void keep(Kept policy) {}
      };

  /// The text of a policy, and when it was read from Systems Manager.
  record Kept(String text, Instant at) {}

  /// The policy that was kept last; empty if there is none or it cannot be read.
  Optional<Kept> read();

  /// Keeps a policy if possible. A failure is not reported: it matters only if Systems Manager
  /// fails too, and then the messages fail.
  void keep(Kept policy);
}
