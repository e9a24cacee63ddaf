package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import slash80.facts.Attachments;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// An account where more nodes stand as others do: `i-10` and `i-20` as `i-00`, with addresses of
/// their own.
final class Crowd {
  private Crowd() {}

  /// @param more the number of copies of each node
  /// @param which the nodes that are copied
  static Facts of(Facts facts, int more, Predicate<Instance.Id> which) {
    var attachments = facts.attachments();
    return FactsEdit.parts(
        facts,
        new Attachments(
            attachments
                .instances()
                .map(
                    all ->
                        with(
                            all,
                            more,
                            (one, number) ->
                                Optional.of(one)
                                    .filter(kept -> which.test(kept.id()))
                                    .map(kept -> copy(kept, number)))),
            attachments
                .interfaces()
                .map(
                    all ->
                        with(
                            all,
                            more,
                            (one, number) ->
                                one.attachment()
                                    .filter(at -> which.test(at.instance()))
                                    .map(at -> copy(one, at, number))))),
        facts.balancing());
  }

  private interface Copying<T> {
    Optional<T> copy(T one, int number);
  }

  private static <T> List<T> with(List<T> all, int more, Copying<T> copying) {
    return all.stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.of(one),
                    IntStream.rangeClosed(1, more)
                        .boxed()
                        .flatMap(number -> copying.copy(one, number).stream())))
        .toList();
  }

  private static Instance copy(Instance one, int number) {
    return new Instance(
        new Instance.Id(id(one.id().value(), number)),
        one.state(),
        one.launched(),
        one.instanceType(),
        one.zone(),
        one.tags(),
        one.operator());
  }

  private static NetworkInterface copy(
      NetworkInterface one, NetworkInterface.Attachment at, int number) {
    return new NetworkInterface(
        new NetworkInterface.Id(id(one.id().value(), number)),
        one.subnet(),
        one.vpc(),
        one.interfaceType(),
        one.description(),
        Optional.of(
            new NetworkInterface.Attachment(
                new Instance.Id(id(at.instance().value(), number)),
                at.deviceIndex(),
                at.networkCardIndex())),
        one.groups(),
        one.ipv6Addresses().stream().map(held -> moved(held, number)).toList(),
        one.ipv6Prefixes().stream()
            .map(held -> new Prefix(moved(held.first(), number), held.length()))
            .toList(),
        List.of(),
        List.of(),
        one.deniesAllIgwTraffic(),
        one.checksSourceAndDestination(),
        one.tags(),
        one.operator());
  }

  /// The id of a copy: `i-0e1` is copied to `i-1e1`.
  static String id(String of, int number) {
    return of.replaceFirst("-.", "-" + number);
  }

  /// Another address of the same /64.
  private static Address moved(Address address, int number) {
    return new Address(address.family(), address.high(), address.low() ^ ((long) number << 56));
  }
}
