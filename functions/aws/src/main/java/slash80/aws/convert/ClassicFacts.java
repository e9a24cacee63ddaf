package slash80.aws.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import slash80.aws.convert.PlainResponse.Shape;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;

/// Converts Classic Load Balancers. The shapes of their responses are those of the API of
/// 2012-06-01
/// (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerDescription.html).
public final class ClassicFacts {
  private static final Shape LISTENER =
      Shape.of(
          "ClassicListener",
          PlainResponse.text("Protocol"),
          PlainResponse.whole("LoadBalancerPort"),
          PlainResponse.text("InstanceProtocol"),
          PlainResponse.whole("InstancePort"),
          PlainResponse.text("SSLCertificateId"));

  private static final Shape LISTENER_DESCRIPTION =
      Shape.of(
          "ListenerDescription",
          PlainResponse.object("Listener", LISTENER),
          PlainResponse.texts("PolicyNames"));

  private static final Shape POLICIES =
      Shape.of(
          "Policies",
          PlainResponse.objects(
              "AppCookieStickinessPolicies",
              Shape.of(
                  "AppCookieStickinessPolicy",
                  PlainResponse.text("PolicyName"),
                  PlainResponse.text("CookieName"))),
          PlainResponse.objects(
              "LBCookieStickinessPolicies",
              Shape.of(
                  "LBCookieStickinessPolicy",
                  PlainResponse.text("PolicyName"),
                  PlainResponse.number("CookieExpirationPeriod"))),
          PlainResponse.texts("OtherPolicies"));

  private static final Shape HEALTH_CHECK =
      Shape.of(
          "HealthCheck",
          PlainResponse.text("Target"),
          PlainResponse.whole("Interval"),
          PlainResponse.whole("Timeout"),
          PlainResponse.whole("UnhealthyThreshold"),
          PlainResponse.whole("HealthyThreshold"));

  private static final Shape LOAD_BALANCER =
      Shape.of(
          "LoadBalancerDescription",
          PlainResponse.text("LoadBalancerName"),
          PlainResponse.text("DNSName"),
          PlainResponse.text("CanonicalHostedZoneName"),
          PlainResponse.text("CanonicalHostedZoneNameID"),
          PlainResponse.objects("ListenerDescriptions", LISTENER_DESCRIPTION),
          PlainResponse.object("Policies", POLICIES),
          PlainResponse.objects(
              "BackendServerDescriptions",
              Shape.of(
                  "BackendServerDescription",
                  PlainResponse.whole("InstancePort"),
                  PlainResponse.texts("PolicyNames"))),
          PlainResponse.texts("AvailabilityZones"),
          PlainResponse.texts("Subnets"),
          PlainResponse.text("VPCId"),
          PlainResponse.objects(
              "Instances", Shape.of("ClassicInstance", PlainResponse.text("InstanceId"))),
          PlainResponse.object("HealthCheck", HEALTH_CHECK),
          PlainResponse.object(
              "SourceSecurityGroup",
              Shape.of(
                  "SourceSecurityGroup",
                  PlainResponse.text("OwnerAlias"),
                  PlainResponse.text("GroupName"))),
          PlainResponse.texts("SecurityGroups"),
          PlainResponse.date("CreatedTime"),
          PlainResponse.text("Scheme"));

  private static final Shape TAG =
      Shape.of("ClassicTag", PlainResponse.text("Key"), PlainResponse.text("Value"));

  private static final Shape LOAD_BALANCERS =
      Shape.of(
          "DescribeLoadBalancers",
          PlainResponse.objects("LoadBalancerDescriptions", LOAD_BALANCER),
          PlainResponse.text("NextMarker"));

  private static final Shape TAG_DESCRIPTIONS =
      Shape.of(
          "DescribeTags",
          PlainResponse.objects(
              "TagDescriptions",
              Shape.of(
                  "ClassicTagDescription",
                  PlainResponse.text("LoadBalancerName"),
                  PlainResponse.objects("Tags", TAG))));

  private ClassicFacts() {}

  /// An empty response to DescribeLoadBalancers.
  public static PlainResponse noLoadBalancers() {
    return new PlainResponse(LOAD_BALANCERS);
  }

  /// The load balancers in a response.
  public static List<PlainResponse> loadBalancers(PlainResponse response) {
    return response.each("LoadBalancerDescriptions");
  }

  /// The marker of the next page; empty on the last.
  public static String nextMarker(PlainResponse response) {
    return response.said("NextMarker");
  }

  /// An empty response to DescribeTags.
  public static PlainResponse noTags() {
    return new PlainResponse(TAG_DESCRIPTIONS);
  }

  /// The name of a load balancer, or of the one that tags are of.
  public static String name(PlainResponse balancer) {
    return balancer.said("LoadBalancerName");
  }

  /// The descriptions of tags in a response.
  public static List<PlainResponse> tagDescriptions(PlainResponse response) {
    return response.each("TagDescriptions");
  }

  /// The VPC of a load balancer; empty for one outside any VPC.
  public static String vpc(PlainResponse balancer) {
    return balancer.said("VPCId");
  }

  /// The beginning of the ARNs of load balancers, as the ARN of a cluster tells it.
  public static String place(String cluster) {
    return cluster.replace(":eks:", ":elasticloadbalancing:").replaceFirst(":cluster/.*", "");
  }

  /// The tags in descriptions, by the load balancer's name.
  public static Map<String, Map<String, String>> tags(List<PlainResponse> descriptions) {
    var tags = new LinkedHashMap<String, Map<String, String>>();
    for (var description : descriptions) {
      tags.put(
          name(description),
          description.each("Tags").stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      tag -> tag.said("Key"), tag -> tag.said("Value"), (first, _) -> first)));
    }
    return tags;
  }

  /// Converts Classic Load Balancers in VPCs. One outside any VPC (EC2-Classic) has no target in
  /// one.
  ///
  /// @param place finds what names the account in ARNs:
  ///   `arn:aws:elasticloadbalancing:REGION:ACCOUNT`
  /// @param tags finds the tags of a load balancer by its name
  public static Fact<List<LoadBalancer>> convert(
      Fact<List<PlainResponse>> responses,
      String place,
      Function<String, Fact<Map<String, String>>> tags) {
    return FactList.convert(
        responses,
        balancer -> !balancer.said("VPCId").isEmpty(),
        balancer -> loadBalancer(balancer, place, tags.apply(name(balancer))),
        LoadBalancer::arn);
  }

  private static LoadBalancer loadBalancer(
      PlainResponse balancer, String place, Fact<Map<String, String>> tags) {
    var arn = place + ":loadbalancer/" + name(balancer);
    return new LoadBalancer(
        arn,
        name(balancer),
        "classic",
        !balancer.said("Scheme").equals("internal"),
        "ipv4",
        new Vpc.Id(balancer.said("VPCId")),
        balancer.listed("Subnets").stream().map(Subnet.Id::new).toList(),
        balancer.listed("SecurityGroups").stream().map(SecurityGroup.Id::new).toList(),
        true,
        balancer.each("Instances").stream()
            .map(instance -> new Instance.Id(instance.said("InstanceId")))
            .toList(),
        Fact.known(
            balancer.each("ListenerDescriptions").stream()
                .flatMap(description -> description.one("Listener"))
                .map(listener -> listener(arn, listener))
                .toList()),
        Fact.known(Map.of()),
        tags);
  }

  /// A listener of a Classic Load Balancer has no ARN.
  private static LoadBalancer.Listener listener(String balancer, PlainResponse listener) {
    int port = listener.count("LoadBalancerPort").orElse(0);
    var protocol = listener.said("Protocol");
    var inside = listener.said("InstanceProtocol");
    return new LoadBalancer.Listener(
        "%s/%s:%d".formatted(balancer, protocol, port),
        transport(protocol),
        port,
        List.of(),
        Fact.known(List.of()),
        listener
            .count("InstancePort")
            .map(
                own ->
                    new LoadBalancer.InstancePort(
                        transport(inside.isEmpty() ? protocol : inside), own)));
  }

  /// `SSL` is TCP with TLS, which the newer API calls `TLS`.
  private static String transport(String protocol) {
    return protocol.equalsIgnoreCase("SSL") ? "TLS" : protocol.toUpperCase(Locale.ROOT);
  }
}
