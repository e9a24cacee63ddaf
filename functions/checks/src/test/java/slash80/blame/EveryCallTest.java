package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/// Tests that each call which template.yaml forwards is modelled and tried, harmless, or left to
/// the names of its resources for a reason that stands here. A call that AWS adds is none of these.
class EveryCallTest {
  private static final Path PROJECT = Path.of(System.getProperty("project.root"));
  private static final String READING = "(Describe|Get|List|Search|Export|Validate).*";

  /// Calls that are not modelled, with the reason. One that names a resource of a finding is named
  /// for it where no other change explains it.
  private static final String LEFT =
      """
      pools of addresses, of which none is an interface's  | Ipam|Byoip|Coip|PublicIpv4Pool|AddressTransfer|AddressAttribute|MoveAddressToVpc|RestoreAddressToClassic
      networks beside the internet, and routes that they propagate | TransitGateway|Vpn|LocalGateway|CarrierGateway|CustomerGateway|RouteServer|VpcPeering|VerifiedAccess|ClassicLink|VgwRoute
      capacity, whose instances have events of their own   | Capacity|Reserved|Hosts$|HostReservation|Spot|Scheduled|PlacementGroup|ModifyFleet|DeleteFleets|Bundle|ConversionTask|Import|ExportTask|MacSystem
      watching, and the health of instances                | TrafficMirror|NetworkInsights|DeclarativePol|Fpga|StatusCheck|InstanceEvent|NetworkPerformance|Diagnostic|ReportInstance|SqlHa|Reachability
      roles, disks, processors and names of instances      | IamInstanceProfile|Enclave|Ebs|SerialConsole|FastLaunch|IdFormat|Credit|CpuOptions|Maintenance|MetadataDefaults|DnsName|AvailabilityZoneGroup|VpcTenancy|InstancePlacement|EncryptionControl|ConfirmProductInstance
      ways out, and networks that no pod is in             | NatGateway|EgressOnlyInternetGateway|Secondary
      AWS PrivateLink, named by its service                | VpcEndpoint
      VPCs and subnets that no node is in yet or any more  | (Create|Delete)(Default)?(Subnet|Vpc)$|DisassociateSecurityGroupVpc
      parts of subnets, of which a deletion names no subnet | SubnetCidrReservation
      interfaces that are named, and who may use them     | TrunkInterface|NetworkInterfacePermission
      what users see of managed instances                  | ModifyManagedResourceVisibility
      access to Kubernetes, and what runs in it            | AccessPolicy|AccessEntry|EncryptionConfig|IdentityProviderConfig|PodIdentity|Capability|CertificateAuthority|Anywhere|FargateProfile|InsightsRefresh|ClusterVersion|CancelUpdate|RegisterCluster|DeregisterCluster
      clusters without a ledger                            | CreateCluster
      certificates and tags of load balancers              | Certificates|TrustStore|ListenerAttributes|AddTags|RemoveTags
      load balancers, named by their ARN                   | SetSubnets|ModifyIpPools|DeleteRule
      an endpoint, named by its id                         | DeleteInstanceConnectEndpoint
      """;

  private static Set<String> operations() {
    return Stream.of(Ec2Client.class, EksClient.class, ElasticLoadBalancingV2Client.class)
        .flatMap(client -> Arrays.stream(client.getMethods()))
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
        .filter(method -> !method.getName().endsWith("Paginator"))
        .map(method -> method.getParameterTypes()[0].getSimpleName().replaceFirst("Request$", ""))
        .filter(name -> !name.matches(READING))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static String sources(String folder, String name) {
    try (var files = Files.list(PROJECT.resolve(folder))) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .map(EveryCallTest::text)
          .collect(Collectors.joining("\n"));
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static Set<String> words(String text) {
    return Pattern.compile("\"([A-Z]\\w+)\"")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What the rule forwards, of these calls.
  private static Set<String> forwarded(Set<String> operations) {
    var excluded =
        Pattern.compile("anything-but: \\{wildcard: \\[(.*)]}")
            .matcher(text(PROJECT.resolve("template.yaml")))
            .results()
            .flatMap(found -> Arrays.stream(found.group(1).split(", ")))
            .map(pattern -> pattern.replace("\"", "").replace("*", ".*"))
            .toList();
    assertTrue(excluded.size() > 3, excluded::toString);
    var left = new TreeSet<>(operations);
    left.removeIf(name -> excluded.stream().anyMatch(name::matches));
    return left;
  }

  private static final String EFFECTS =
      sources("functions/checks/src/main/java/slash80/check/event", ".*Effect.*java");

  private static Set<String> modelled() {
    return Pattern.compile("case ((?:\"[A-Z]\\w+\",?\\s*)+)->")
        .matcher(EFFECTS)
        .results()
        .flatMap(found -> words(found.group(1)).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> harmless() {
    int start = EFFECTS.indexOf("HARMLESS =");
    return words(EFFECTS.substring(start, EFFECTS.indexOf(";", start)));
  }

  private static List<Pattern> left() {
    return LEFT.lines()
        .map(line -> Pattern.compile(line.substring(line.indexOf("| ") + 2).strip()))
        .toList();
  }

  @Test
  void each_modelled_call_is_made_by_the_random_run_or_has_a_case() {
    var untried = modelled();
    untried.removeAll(
        words(sources("functions/checks/src/test/java/slash80/blame", "(?!EveryCall).*[.]java")));
    assertEquals(Set.of(), untried);
  }

  @Test
  void each_call_that_is_forwarded_is_modelled_or_harmless_or_left_for_a_reason() {
    var operations = operations();
    assertTrue(operations.size() > 400, () -> "only " + operations.size());
    var unknown = forwarded(operations);
    unknown.removeAll(modelled());
    unknown.removeAll(harmless());
    var left = left();
    for (var pattern : left) {
      assertTrue(
          unknown.stream().anyMatch(name -> pattern.matcher(name).find()),
          () -> "no call needs " + pattern);
    }
    unknown.removeIf(name -> left.stream().anyMatch(pattern -> pattern.matcher(name).find()));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void each_call_that_settles_late_is_known() {
    var template = text(PROJECT.resolve("template.yaml"));
    var named =
        Pattern.compile("(?m)^ {12,}- ([A-Z][A-Za-z]+)$")
            .matcher(template)
            .results()
            .map(found -> found.group(1))
            .filter(operations()::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(named.size() > 10, named::toString);
    named.removeAll(modelled());
    named.removeAll(harmless());
    // These start instances, which have events of their own.
    assertEquals(Set.of("RequestSpotFleet", "RequestSpotInstances"), named);
  }
}
