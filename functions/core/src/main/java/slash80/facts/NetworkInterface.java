package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// An elastic network interface, as describe-network-interfaces
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-network-interfaces.html) and
/// describe-instances together report it. The interface holds an address or prefix if either call
/// says so.
///
/// @param interfaceType `interface`, `trunk`, `branch`, … as AWS writes it
/// @param ipv6Prefixes the prefixes delegated to it, in AWS's order (the CNI uses the first)
/// @param deniesAllIgwTraffic `DenyAllIgwTraffic`: the internet gateway is closed to it
/// @param operator the service that manages it (`Operator.Principal`), or [#FARGATE] where Amazon
///   EKS requested it for a pod on AWS Fargate; empty when none does
public record NetworkInterface(
    Id id,
    Subnet.Id subnet,
    Vpc.Id vpc,
    String interfaceType,
    String description,
    Optional<Attachment> attachment,
    List<SecurityGroup.Id> groups,
    List<Address> ipv6Addresses,
    List<Prefix> ipv6Prefixes,
    List<Ipv4> ipv4Addresses,
    List<Prefix> ipv4Prefixes,
    boolean deniesAllIgwTraffic,
    boolean checksSourceAndDestination,
    Map<String, String> tags,
    String operator)
    implements Subject {

  /// The tag of a pod's own interface; its value is the id of the trunk that carries the interface.
  public static final String TRUNK_TAG = "vpcresources.k8s.aws/trunk-eni-id";

  /// The operator of an interface that Amazon EKS requested for a pod on AWS Fargate.
  public static final String FARGATE = "fargate";

  /// The tag of the interfaces that EKS makes, whose value says what for.
  private static final String MADE_BY_EKS = "eks:eni:owner";

  /// The interface types of load balancers.
  public static final Set<String> LOAD_BALANCER_TYPES =
      Set.of("load_balancer", "network_load_balancer", "gateway_load_balancer");

  /// The beginning of the description of a load balancer's interface.
  static final String OF_LOAD_BALANCER = "ELB ";

  public NetworkInterface {
    groups = List.copyOf(groups);
    ipv6Addresses = List.copyOf(ipv6Addresses);
    ipv6Prefixes = List.copyOf(ipv6Prefixes);
    ipv4Addresses = List.copyOf(ipv4Addresses);
    ipv4Prefixes = List.copyOf(ipv4Prefixes);
    tags = Map.copyOf(tags);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  /// The attachment of an interface to an instance.
  ///
  /// @param id that the call names which ends it
  public record Attachment(
      Instance.Id instance, int deviceIndex, int networkCardIndex, Optional<String> id) {
    /// An attachment whose id nobody asks for.
    public Attachment(Instance.Id instance, int deviceIndex, int networkCardIndex) {
      this(instance, deviceIndex, networkCardIndex, Optional.empty());
    }
  }

  /// A private IPv4 address, and the public one that AWS maps to it.
  ///
  /// @param association the id of the association with an Elastic IP address, which the call that
  ///   ends it names
  public record Ipv4(
      Address address,
      boolean primary,
      Optional<Address> publicAddress,
      Optional<String> association) {
    /// An address whose association nobody asks for.
    public Ipv4(Address address, boolean primary, Optional<Address> publicAddress) {
      this(address, primary, publicAddress, Optional.empty());
    }

    /// The address as describe-instances shows it.
    public Ipv4 withoutAssociation() {
      return new Ipv4(address, primary, publicAddress);
    }
  }

  /// The trunk that carries the interface; empty unless it is a pod's own.
  public Optional<Id> trunk() {
    return Optional.ofNullable(tags.get(TRUNK_TAG)).map(Id::new);
  }

  /// Whether a node's CNI made the interface, and nothing has it any more: no packet arrives there.
  public boolean isLeftByNode() {
    return attachment.isEmpty() && tags.containsKey("node.k8s.amazonaws.com/instance_id");
  }

  /// Whether the interface is a load balancer's.
  public boolean isOfLoadBalancer() {
    return isOfLoadBalancer(interfaceType, description);
  }

  /// Whether an interface of this type and description is a load balancer's. The interfaces of
  /// Classic Load Balancers have only the description.
  public static boolean isOfLoadBalancer(String interfaceType, String description) {
    return LOAD_BALANCER_TYPES.contains(interfaceType) || description.startsWith(OF_LOAD_BALANCER);
  }

  /// Whether the interface is a Classic Load Balancer's. Application load balancers' descriptions
  /// begin alike and go on with their ARN's end: `ELB app/web/50dc6c495c0c9188`.
  public boolean isOfClassicLoadBalancer() {
    return isOfClassicLoadBalancer(interfaceType, description);
  }

  /// The same for an interface of this type and description.
  public static boolean isOfClassicLoadBalancer(String interfaceType, String description) {
    return interfaceType.equals("interface")
        && description.startsWith(OF_LOAD_BALANCER)
        && description.indexOf('/') < 0;
  }

  /// The name of the Classic Load Balancer that the interface is of.
  public String classicLoadBalancer() {
    return description.substring(OF_LOAD_BALANCER.length());
  }

  /// Whether the interface is AWS Global Accelerator's: one stands in each subnet with an endpoint
  /// that receives its clients' own addresses
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
  public boolean isOfAccelerator() {
    return isOfAccelerator(interfaceType);
  }

  /// The same for an interface of this type.
  public static boolean isOfAccelerator(String interfaceType) {
    return interfaceType.equals("global_accelerator_managed");
  }

  /// Whether EKS made the interface for a pod on AWS Fargate. One sign suffices: some have no
  /// description and no tag, and only who requested them tells.
  public boolean isOfFargate() {
    return description.startsWith("fargate-")
        || FARGATE.equals(tags.get(MADE_BY_EKS))
        || operator.equals(FARGATE);
  }

  /// Whether the interface is an EC2 Instance Connect Endpoint's. AWS does not document a type of
  /// its own, and its description names it.
  public boolean isOfInstanceConnectEndpoint() {
    return isOfInstanceConnectEndpoint(interfaceType, description);
  }

  /// The same for an interface of this type and description.
  public static boolean isOfInstanceConnectEndpoint(String interfaceType, String description) {
    return interfaceType.equals("ec2_instance_connect_endpoint")
        || description.startsWith("EC2 Instance Connect Endpoint");
  }

  /// The addresses (as /128 or /32) and the prefixes of a family that the interface holds.
  public List<Prefix> held(IpFamily family) {
    var held = new ArrayList<Prefix>();
    switch (family) {
      case IPV6 -> {
        ipv6Addresses.forEach(address -> held.add(new Prefix(address, 128)));
        held.addAll(ipv6Prefixes);
      }
      case IPV4 -> {
        ipv4Addresses.forEach(ipv4 -> held.add(new Prefix(ipv4.address(), 32)));
        held.addAll(ipv4Prefixes);
      }
    }
    return List.copyOf(held);
  }

  /// The addresses that the interface holds and the first of each prefix, over both families.
  public List<Address> firstAddresses() {
    return Stream.of(IpFamily.values())
        .flatMap(family -> held(family).stream())
        .map(Prefix::first)
        .toList();
  }

  /// Whether the interface is its instance's primary one: device 0 on network card 0.
  public boolean isPrimary() {
    return attachment.filter(at -> at.deviceIndex() == 0 && at.networkCardIndex() == 0).isPresent();
  }

  /// The IPv4 addresses and prefixes beside the primary address: those that pods could be given.
  public List<Prefix> spareIpv4() {
    var spare = new ArrayList<Prefix>();
    ipv4Addresses.stream()
        .filter(ipv4 -> !ipv4.primary())
        .forEach(ipv4 -> spare.add(new Prefix(ipv4.address(), 32)));
    spare.addAll(ipv4Prefixes);
    return List.copyOf(spare);
  }

  /// Whether a public IPv4 address leads to the interface.
  public boolean hasPublicIpv4() {
    for (var ipv4 : ipv4Addresses) {
      if (ipv4.publicAddress().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// The public IPv4 addresses that lead to the interface.
  public List<Address> publicIpv4Addresses() {
    return ipv4Addresses.stream().flatMap(ipv4 -> ipv4.publicAddress().stream()).toList();
  }

  @Override
  public String subjectType() {
    return "network-interface";
  }

  @Override
  public String subjectId() {
    return id.value();
  }
}
