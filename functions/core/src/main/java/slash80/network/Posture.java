package slash80.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Vpc;
import slash80.ip.PacketSet;
import slash80.reach.FamilyPosture;

/// The common ground of all interfaces that the internet's packets reach alike: the layers in front
/// of them, what the policy allows them to be open to, and the ports that load balancers need on
/// them. A cluster of ten thousand nodes has some hundred postures, so questions about packets are
/// asked of a posture, and answered once.
public final class Posture {
  private final Map<Question<?>, Object> answers = new HashMap<>();

  Posture() {}

  /// Everything that the answers depend on. Interfaces that name the same groups in another order
  /// have postures of their own: where groups were not read, the first gives the reason.
  record Key(
      Vpc.Id vpc,
      FamilyPosture ipv4,
      FamilyPosture ipv6,
      List<SecurityGroup.Id> groups,
      PacketSet allowedOverIpv4,
      PacketSet allowedOverIpv6,
      ClientPorts clientPortsOverIpv4,
      ClientPorts clientPortsOverIpv6) {

    /// Counts what differs most: every interface looks its posture up by this.
    @Override
    public int hashCode() {
      return 31 * ipv4.hashCode() + ipv6.hashCode();
    }
  }

  /// A question whose answer is the same for all interfaces of a posture. Equal questions have
  /// equal answers, so a question is a record or an enum.
  @FunctionalInterface
  public interface Question<T> {

    /// @param any any interface of the posture
    T answer(NetworkInterface any, Network network);
  }

  /// The kept answer, or one that is worked out now.
  @SuppressWarnings("unchecked")
  <T> T answer(Question<T> question, NetworkInterface any, Network network) {
    var known = (T) answers.get(question);
    if (known != null) {
      return known;
    }
    T answer = question.answer(any, network);
    answers.put(question, answer);
    return answer;
  }
}
