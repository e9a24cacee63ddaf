package slash80.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.network.Address;
import slash80.network.Prefix;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.OperatorResponse;

/// The interfaces of a VPC, each as describe-instances and describe-network-interfaces show it
/// together. The two are asked one after the other, so they may disagree: what either shows is
/// held, since a prefix or group that is overlooked is worse than one that is gone, and the
/// disagreement is told.
final class InterfaceMerge {
  private final Vpc.Id vpc;
  private final Map<String, NetworkInterface> ofInstances = new LinkedHashMap<>();
  private final Map<String, NetworkInterface> listed = new LinkedHashMap<>();
  private final Map<String, List<String>> disagreements = new TreeMap<>();

  InterfaceMerge(Vpc.Id vpc) {
    this.vpc = vpc;
  }

  /// What an instance says of its interfaces.
  void add(software.amazon.awssdk.services.ec2.model.Instance instance) {
    for (var own : instance.networkInterfaces()) {
      if (vpc.value().equals(own.vpcId())) {
        ofInstances.put(
            own.networkInterfaceId(), seen(own, new Instance.Id(instance.instanceId())));
      }
    }
  }

  /// What an interface says of itself.
  void add(software.amazon.awssdk.services.ec2.model.NetworkInterface said) {
    if (vpc.value().equals(said.vpcId())) {
      listed.put(said.networkInterfaceId(), seen(said));
    }
  }

  List<NetworkInterface> interfaces() {
    var all = new TreeMap<String, NetworkInterface>(ofInstances);
    listed.forEach((id, seen) -> all.merge(id, seen, this::merged));
    ofInstances.keySet().stream()
        .filter(id -> !listed.containsKey(id))
        .forEach(id -> disagree("the presence", id));
    return List.copyOf(all.values());
  }

  /// What the two did not say alike, after [#interfaces].
  List<String> notes() {
    return disagreements.entrySet().stream()
        .map(
            entry ->
                "describe-instances and describe-network-interfaces disagree on %s of %s: either counts"
                    .formatted(entry.getKey(), some(entry.getValue())))
        .toList();
  }

  private static String some(List<String> ids) {
    return ids.size() == 1 ? ids.getFirst() : ids.getFirst() + " and " + (ids.size() - 1) + " more";
  }

  private void disagree(String what, String id) {
    disagreements.computeIfAbsent(what, _ -> new ArrayList<>()).add(id);
  }

  private NetworkInterface merged(NetworkInterface ofInstance, NetworkInterface listed) {
    var id = listed.id().value();
    if (ofInstance.checksSourceAndDestination() != listed.checksSourceAndDestination()) {
      disagree("the source/destination check", id);
    }
    return new NetworkInterface(
        listed.id(),
        listed.subnet(),
        listed.vpc(),
        listed.interfaceType(),
        listed.description(),
        ofInstance.attachment().or(listed::attachment),
        either("the groups", id, listed.groups(), ofInstance.groups()),
        either("the IPv6 addresses", id, listed.ipv6Addresses(), ofInstance.ipv6Addresses()),
        either("the IPv6 prefixes", id, listed.ipv6Prefixes(), ofInstance.ipv6Prefixes()),
        ipv4(id, listed.ipv4Addresses(), ofInstance.ipv4Addresses()),
        either("the IPv4 prefixes", id, listed.ipv4Prefixes(), ofInstance.ipv4Prefixes()),
        listed.deniesAllIgwTraffic(),
        listed.checksSourceAndDestination() && ofInstance.checksSourceAndDestination(),
        listed.tags(),
        listed.operator().isEmpty() ? ofInstance.operator() : listed.operator());
  }

  private <T> List<T> either(String what, String id, List<T> listed, List<T> ofInstance) {
    if (!new HashSet<>(listed).equals(new HashSet<>(ofInstance))) {
      disagree(what, id);
    }
    var either = new LinkedHashSet<>(listed);
    either.addAll(ofInstance);
    return List.copyOf(either);
  }

  private List<NetworkInterface.Ipv4> ipv4(
      String id, List<NetworkInterface.Ipv4> listed, List<NetworkInterface.Ipv4> ofInstance) {
    if (!new HashSet<>(listed).equals(new HashSet<>(ofInstance))) {
      disagree("the IPv4 addresses", id);
    }
    var either = new LinkedHashMap<Address, NetworkInterface.Ipv4>();
    listed.forEach(one -> either.put(one.address(), one));
    ofInstance.forEach(one -> either.merge(one.address(), one, InterfaceMerge::either));
    return List.copyOf(either.values());
  }

  private static NetworkInterface.Ipv4 either(NetworkInterface.Ipv4 a, NetworkInterface.Ipv4 b) {
    return new NetworkInterface.Ipv4(
        a.address(), a.primary() || b.primary(), a.publicAddress().or(b::publicAddress));
  }

  private static NetworkInterface seen(InstanceNetworkInterface said, Instance.Id instance) {
    var attachment = Optional.ofNullable(said.attachment());
    var addresses =
        all(
            said.privateIpAddresses(),
            one ->
                ipv4(
                    one.privateIpAddress(),
                    one.primary(),
                    one.association() == null ? null : one.association().publicIp()));
    return new NetworkInterface(
        new NetworkInterface.Id(said.networkInterfaceId()),
        new Subnet.Id(said.subnetId()),
        new Vpc.Id(said.vpcId()),
        Optional.ofNullable(said.interfaceType()).orElse("interface"),
        Optional.ofNullable(said.description()).orElse(""),
        attachment.map(
            at ->
                new NetworkInterface.Attachment(
                    instance, number(at.deviceIndex()), number(at.networkCardIndex()))),
        all(said.groups(), group -> new SecurityGroup.Id(group.groupId())),
        all(said.ipv6Addresses(), one -> Address.parse(one.ipv6Address())),
        all(said.ipv6Prefixes(), one -> Prefix.parse(one.ipv6Prefix())),
        orOnly(
            addresses,
            said.privateIpAddress(),
            said.association() == null ? null : said.association().publicIp()),
        all(said.ipv4Prefixes(), one -> Prefix.parse(one.ipv4Prefix())),
        false,
        !Boolean.FALSE.equals(said.sourceDestCheck()),
        Map.of(),
        principal(said.operator()));
  }

  private static NetworkInterface seen(
      software.amazon.awssdk.services.ec2.model.NetworkInterface said) {
    var attachment = Optional.ofNullable(said.attachment()).filter(at -> at.instanceId() != null);
    var addresses =
        all(
            said.privateIpAddresses(),
            one ->
                ipv4(
                    one.privateIpAddress(),
                    one.primary(),
                    one.association() == null ? null : one.association().publicIp()));
    return new NetworkInterface(
        new NetworkInterface.Id(said.networkInterfaceId()),
        new Subnet.Id(said.subnetId()),
        new Vpc.Id(said.vpcId()),
        Optional.ofNullable(said.interfaceTypeAsString()).orElse("interface"),
        Optional.ofNullable(said.description()).orElse(""),
        attachment.map(
            at ->
                new NetworkInterface.Attachment(
                    new Instance.Id(at.instanceId()),
                    number(at.deviceIndex()),
                    number(at.networkCardIndex()))),
        all(said.groups(), group -> new SecurityGroup.Id(group.groupId())),
        all(said.ipv6Addresses(), one -> Address.parse(one.ipv6Address())),
        all(said.ipv6Prefixes(), one -> Prefix.parse(one.ipv6Prefix())),
        orOnly(
            addresses,
            said.privateIpAddress(),
            said.association() == null ? null : said.association().publicIp()),
        all(said.ipv4Prefixes(), one -> Prefix.parse(one.ipv4Prefix())),
        FactsOf.isTrue(said.denyAllIgwTraffic()),
        !Boolean.FALSE.equals(said.sourceDestCheck()),
        FactsOf.tags(said.tagSet()),
        principal(said.operator()));
  }

  private static <A, F> List<F> all(Collection<A> said, Function<A, F> fact) {
    return said.stream().map(fact).toList();
  }

  private static NetworkInterface.Ipv4 ipv4(String address, Boolean primary, String publicIp) {
    return new NetworkInterface.Ipv4(
        Address.parse(address),
        FactsOf.isTrue(primary),
        Optional.ofNullable(publicIp).map(Address::parse));
  }

  /// The list of private addresses, or the one that is said outside of it.
  private static List<NetworkInterface.Ipv4> orOnly(
      List<NetworkInterface.Ipv4> addresses, String only, String publicIp) {
    return addresses.isEmpty() && only != null ? List.of(ipv4(only, true, publicIp)) : addresses;
  }

  private static int number(Integer said) {
    return said == null ? 0 : said;
  }

  private static String principal(OperatorResponse operator) {
    return operator == null ? "" : Optional.ofNullable(operator.principal()).orElse("");
  }
}
