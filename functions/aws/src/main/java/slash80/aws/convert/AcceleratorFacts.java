package slash80.aws.convert;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import slash80.aws.convert.PlainResponse.Shape;
import slash80.facts.Accelerator;
import slash80.facts.Fact;
import slash80.ip.PortRange;
import slash80.ip.SafeText;

/// Converts accelerators of AWS Global Accelerator. The shapes of their responses are those of its
/// API (https://docs.aws.amazon.com/global-accelerator/latest/api/API_Operations.html).
public final class AcceleratorFacts {
  private static final Shape IP_SET =
      Shape.of(
          "IpSet",
          PlainResponse.text("IpFamily"),
          PlainResponse.texts("IpAddresses"),
          PlainResponse.text("IpAddressFamily"));

  private static final Shape ACCELERATOR =
      Shape.of(
          "Accelerator",
          PlainResponse.text("AcceleratorArn"),
          PlainResponse.text("Name"),
          PlainResponse.text("IpAddressType"),
          PlainResponse.bool("Enabled"),
          PlainResponse.objects("IpSets", IP_SET),
          PlainResponse.text("DnsName"),
          PlainResponse.text("Status"),
          PlainResponse.date("CreatedTime"),
          PlainResponse.date("LastModifiedTime"),
          PlainResponse.text("DualStackDnsName"));

  private static final Shape LISTENER =
      Shape.of(
          "AcceleratorListener",
          PlainResponse.text("ListenerArn"),
          PlainResponse.objects(
              "PortRanges",
              Shape.of(
                  "AcceleratorPortRange",
                  PlainResponse.whole("FromPort"),
                  PlainResponse.whole("ToPort"))),
          PlainResponse.text("Protocol"),
          PlainResponse.text("ClientAffinity"));

  private static final Shape ENDPOINT =
      Shape.of(
          "EndpointDescription",
          PlainResponse.text("EndpointId"),
          PlainResponse.whole("Weight"),
          PlainResponse.text("HealthState"),
          PlainResponse.text("HealthReason"),
          PlainResponse.bool("ClientIPPreservationEnabled"));

  private static final Shape GROUP =
      Shape.of(
          "EndpointGroup",
          PlainResponse.text("EndpointGroupArn"),
          PlainResponse.text("EndpointGroupRegion"),
          PlainResponse.objects("EndpointDescriptions", ENDPOINT),
          PlainResponse.number("TrafficDialPercentage"),
          PlainResponse.whole("HealthCheckPort"),
          PlainResponse.text("HealthCheckProtocol"),
          PlainResponse.text("HealthCheckPath"),
          PlainResponse.whole("HealthCheckIntervalSeconds"),
          PlainResponse.whole("ThresholdCount"),
          PlainResponse.objects(
              "PortOverrides",
              Shape.of(
                  "PortOverride",
                  PlainResponse.whole("ListenerPort"),
                  PlainResponse.whole("EndpointPort"))));

  private static final Shape ACCELERATORS = listOf("ListAccelerators", "Accelerators", ACCELERATOR);
  private static final Shape LISTENERS = listOf("ListListeners", "Listeners", LISTENER);
  private static final Shape GROUPS = listOf("ListEndpointGroups", "EndpointGroups", GROUP);

  /// The address types of accelerators; older responses have none
  /// (https://docs.aws.amazon.com/global-accelerator/latest/api/API_Accelerator.html).
  private static final Set<String> ADDRESS_TYPES = Set.of("", "IPV4", "DUAL_STACK");

  /// The protocols of listeners
  /// (https://docs.aws.amazon.com/global-accelerator/latest/api/API_Listener.html).
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP");

  private AcceleratorFacts() {}

  private static Shape listOf(String call, String key, Shape element) {
    return Shape.of(call, PlainResponse.objects(key, element), PlainResponse.text("NextToken"));
  }

  /// An empty response to ListAccelerators.
  public static PlainResponse noAccelerators() {
    return new PlainResponse(ACCELERATORS);
  }

  /// An empty response to ListListeners.
  public static PlainResponse noListeners() {
    return new PlainResponse(LISTENERS);
  }

  /// An empty response to ListEndpointGroups.
  public static PlainResponse noEndpointGroups() {
    return new PlainResponse(GROUPS);
  }

  /// The resources in a response to one of the three calls.
  public static List<PlainResponse> items(PlainResponse response) {
    var key = response.sdkFields().getFirst().memberName();
    return response.each(key);
  }

  /// The token of the next page; empty on the last.
  public static String nextToken(PlainResponse response) {
    return response.said("NextToken");
  }

  /// The ARN of an accelerator, a listener or an endpoint group.
  public static String arn(PlainResponse item) {
    return item.said(item.sdkFields().getFirst().memberName());
  }

  /// The ARN of the accelerator that a listener belongs to, or of the listener that an endpoint
  /// group belongs to: it is the beginning of their own
  /// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglobalaccelerator.html).
  public static String parent(String arn) {
    int last = arn.lastIndexOf('/');
    return last < 0 ? "" : arn.substring(0, Math.max(0, arn.lastIndexOf('/', last - 1)));
  }

  /// Converts accelerators.
  ///
  /// @param listeners finds the listeners of an accelerator by its ARN
  /// @param groups finds the endpoint groups of a listener by its ARN
  public static Fact<List<Accelerator>> convert(
      Fact<List<PlainResponse>> responses,
      Function<String, Fact<List<PlainResponse>>> listeners,
      Function<String, Fact<List<PlainResponse>>> groups) {
    return FactList.convert(
        responses,
        accelerator ->
            new Accelerator(
                arn(accelerator),
                accelerator.said("Name"),
                accelerator.isTrue("Enabled"),
                accelerator.said("IpAddressType"),
                listeners(accelerator, listeners.apply(arn(accelerator)), groups)),
        Accelerator::arn);
  }

  /// Whom the listeners of an accelerator with an unknown address type let in is not known.
  private static Fact<List<Accelerator.Listener>> listeners(
      PlainResponse accelerator,
      Fact<List<PlainResponse>> listeners,
      Function<String, Fact<List<PlainResponse>>> groups) {
    var addressType = accelerator.said("IpAddressType");
    if (!ADDRESS_TYPES.contains(addressType)) {
      return Fact.unread(
          "%s has the address type %s, which is not known"
              .formatted(arn(accelerator), SafeText.quoted(addressType)));
    }
    return FactList.convert(
        listeners,
        listener -> listener(listener, groups.apply(arn(listener))),
        Accelerator.Listener::arn);
  }

  private static Accelerator.Listener listener(
      PlainResponse listener, Fact<List<PlainResponse>> groups) {
    return new Accelerator.Listener(
        arn(listener),
        protocol(listener),
        listener.each("PortRanges").stream()
            .map(range -> new PortRange(port(range, "FromPort"), port(range, "ToPort")))
            .toList(),
        FactList.convert(groups, AcceleratorFacts::group, Accelerator.EndpointGroup::arn));
  }

  /// What a listener of another protocol lets in is not known.
  private static String protocol(PlainResponse listener) {
    var protocol = listener.said("Protocol");
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException(
          "%s has the protocol %s, which is not known"
              .formatted(arn(listener), SafeText.quoted(protocol)));
    }
    return protocol;
  }

  private static Accelerator.EndpointGroup group(PlainResponse group) {
    return new Accelerator.EndpointGroup(
        arn(group),
        group.said("EndpointGroupRegion"),
        group.each("EndpointDescriptions").stream()
            .map(
                endpoint ->
                    new Accelerator.Endpoint(
                        endpoint.said("EndpointId"),
                        endpoint.isTrue("ClientIPPreservationEnabled")))
            .toList(),
        group.each("PortOverrides").stream()
            .map(
                override ->
                    new Accelerator.PortOverride(
                        port(override, "ListenerPort"), port(override, "EndpointPort")))
            .toList());
  }

  private static int port(PlainResponse object, String name) {
    return object
        .count(name)
        .orElseThrow(() -> new IllegalArgumentException(object.name() + " has no " + name));
  }
}
