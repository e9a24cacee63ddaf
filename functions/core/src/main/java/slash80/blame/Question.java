package slash80.blame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.ip.PacketSet;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// A finding whose author is looked for.
///
/// @param open the open packets that are new, or gone; empty for a finding without packets
/// @param latent the same of the packets that are one change from open
/// @param bySeverity whether the severity alone is new
/// @param mayFollow whether the opposite change may stand behind it too: what closes an interface
///   leaves it one change from open
public record Question(
    String rule,
    String subject,
    Optional<String> node,
    Turn turn,
    Optional<PacketSet> open,
    Optional<PacketSet> latent,
    boolean bySeverity,
    boolean mayFollow) {

  /// The direction of a change.
  public enum Turn {
    OPENED,
    RESOLVED
  }

  public String id() {
    return rule + "/" + subject;
  }

  /// A question about a finding that is new.
  ///
  /// @param isFollowing whether another finding about its subject has ended
  public static Question opened(Finding finding, boolean isFollowing) {
    return new Question(
        finding.rule(),
        finding.subject(),
        finding.node(),
        Turn.OPENED,
        finding.open(),
        finding.latent(),
        false,
        isFollowing || !isOneChangeFromOpen(finding));
  }

  /// A question about a finding that is worse than it was.
  ///
  /// @param before the packets that were open before, and those that were one change from open
  public static Question worse(
      Finding finding,
      Optional<PacketSet> before,
      Optional<PacketSet> latentBefore,
      boolean isFollowing) {
    var open = fresh(finding.open(), before);
    var latent = fresh(finding.latent(), latentBefore);
    boolean isMore = open.isPresent() || latent.isPresent();
    return new Question(
        finding.rule(),
        finding.subject(),
        finding.node(),
        Turn.OPENED,
        isMore ? open : finding.open(),
        isMore ? latent : finding.latent(),
        !isMore,
        isFollowing || !isOneChangeFromOpen(finding));
  }

  private static boolean isOneChangeFromOpen(Finding finding) {
    return finding.open().isEmpty() && finding.latent().isPresent();
  }

  private static Optional<PacketSet> fresh(Optional<PacketSet> now, Optional<PacketSet> before) {
    return now.map(
            packets ->
                before
                    .filter(known -> known.family() == packets.family())
                    .map(packets::difference)
                    .orElse(packets))
        .filter(packets -> !packets.isEmpty());
  }

  /// The rest of the finding among these findings.
  Answer among(Map<String, Finding> findings) {
    var finding = findings.get(id());
    if (finding == null) {
      return new Answer(List.of(), Optional.empty());
    }
    var packets =
        Stream.of(common(open, finding.open()), common(latent, finding.latent()))
            .flatMap(Optional::stream)
            .toList();
    boolean isOfPackets = open.isPresent() || latent.isPresent();
    return new Answer(
        packets,
        bySeverity || !isOfPackets
            ? Optional.of(bySeverity ? finding.severity() : Severity.LOW)
            : Optional.empty());
  }

  /// Whether these findings are as the check found them: with all the packets asked about, or with
  /// none where the finding has ended.
  boolean isAnsweredBy(Map<String, Finding> findings) {
    var answer = among(findings);
    var asked =
        Stream.of(open, latent)
            .flatMap(Optional::stream)
            .filter(packets -> !packets.isEmpty())
            .toList();
    return switch (turn) {
      case OPENED -> asked.isEmpty() ? !answer.isNothing() : answer.packets().equals(asked);
      case RESOLVED -> answer.isNothing();
    };
  }

  private static Optional<PacketSet> common(Optional<PacketSet> asked, Optional<PacketSet> found) {
    return asked
        .flatMap(
            packets ->
                found
                    .filter(other -> other.family() == packets.family())
                    .map(packets::intersection))
        .filter(packets -> !packets.isEmpty());
  }

  /// The rest of a finding: the packets asked for, and the severity of one that is not asked for by
  /// its packets.
  record Answer(List<PacketSet> packets, Optional<Severity> severity) {
    boolean isNothing() {
      return packets.isEmpty() && severity.isEmpty();
    }
  }
}
