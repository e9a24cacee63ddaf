package slash80.aws.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import slash80.aws.Actions.Action;
import slash80.aws.JsonService;
import slash80.aws.convert.AcceleratorFacts;
import slash80.aws.convert.ClassicFacts;
import slash80.aws.convert.PlainReader;
import slash80.aws.convert.PlainResponse;
import slash80.facts.Fact;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/// The calls about Classic Load Balancers and accelerators, whose modules of the SDK this project
/// does without. Classic Load Balancers have the endpoint, the names of calls and the permissions
/// of the newer ones, and an older version of the API
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancing.html).
final class EntranceCalls {
  private static final String CLASSIC_VERSION = "2012-06-01";
  private static final int PAGE = 100;
  private static final String TOKEN = "NextToken";

  private final ElasticLoadBalancingV2Client balancing;
  private final Optional<JsonService> accelerators;
  private final CallInterceptors listeners;
  private final PlainListener heard;

  /// @param accelerators empty in a partition without AWS Global Accelerator
  /// @param heard hears every response
  EntranceCalls(
      ElasticLoadBalancingV2Client balancing,
      Optional<JsonService> accelerators,
      CallInterceptors listeners,
      PlainListener heard) {
    this.balancing = balancing;
    this.accelerators = accelerators;
    this.listeners = listeners;
    this.heard = heard;
  }

  /// All Classic Load Balancers.
  Fact<List<PlainResponse>> classicBalancers() {
    return CallRunner.of(
        Action.DESCRIBE_LOAD_BALANCERS,
        () -> {
          var found = new ArrayList<PlainResponse>();
          var marker = "";
          do {
            var page = classicPage(marker);
            found.addAll(ClassicFacts.loadBalancers(page));
            marker = ClassicFacts.nextMarker(page);
          } while (!marker.isEmpty());
          return found;
        });
  }

  private PlainResponse classicPage(String marker) {
    var raw = new RawContent(CLASSIC_VERSION);
    balancing.describeLoadBalancers(
        request ->
            request
                .pageSize(400)
                .marker(marker.isEmpty() ? null : marker)
                .overrideConfiguration(
                    config -> config.putExecutionAttribute(RawContent.WANTED, raw)));
    return heard(
        "",
        PlainReader.read(
            raw.result("DescribeLoadBalancersResult"), ClassicFacts.noLoadBalancers()));
  }

  /// The tags of up to 20 Classic Load Balancers, by name; empty when one was deleted.
  Fact<Optional<List<PlainResponse>>> classicTags(List<String> names) {
    return CallRunner.ofOne(
        Action.DESCRIBE_TAGS,
        () -> {
          var raw = new RawContent(CLASSIC_VERSION);
          balancing.describeTags(
              request ->
                  request.overrideConfiguration(
                      config -> {
                        config.putExecutionAttribute(RawContent.WANTED, raw);
                        for (int number = 1; number <= names.size(); number++) {
                          config.putRawQueryParameter(
                              "LoadBalancerNames.member." + number, names.get(number - 1));
                        }
                      }));
          return ClassicFacts.tagDescriptions(
              heard("", PlainReader.read(raw.result("DescribeTagsResult"), ClassicFacts.noTags())));
        });
  }

  /// Whether the partition has AWS Global Accelerator.
  boolean hasAccelerators() {
    return accelerators.isPresent();
  }

  Fact<List<PlainResponse>> accelerators() {
    return listed(Action.LIST_ACCELERATORS, Map.of(), "", AcceleratorFacts::noAccelerators);
  }

  Fact<List<PlainResponse>> listeners(String accelerator) {
    return listed(
        Action.LIST_LISTENERS,
        Map.of("AcceleratorArn", accelerator),
        accelerator,
        AcceleratorFacts::noListeners);
  }

  Fact<List<PlainResponse>> endpointGroups(String listener) {
    return listed(
        Action.LIST_ENDPOINT_GROUPS,
        Map.of("ListenerArn", listener),
        listener,
        AcceleratorFacts::noEndpointGroups);
  }

  /// All pages of a call. An accelerator or listener that was deleted meanwhile has nothing.
  private Fact<List<PlainResponse>> listed(
      Action action, Map<String, Object> about, String arn, Supplier<PlainResponse> empty) {
    return CallRunner.<List<PlainResponse>>ofOne(
            action,
            () -> {
              var found = new ArrayList<PlainResponse>();
              var token = "";
              do {
                var parameters = new TreeMap<>(about);
                parameters.put("MaxResults", PAGE);
                if (!token.isEmpty()) {
                  parameters.put(TOKEN, token);
                }
                var page = called(action, parameters, empty.get());
                found.addAll(AcceleratorFacts.items(heard(arn, page)));
                token = AcceleratorFacts.nextToken(page);
              } while (!token.isEmpty());
              return found;
            })
        .map(found -> found.orElse(List.of()));
  }

  private PlainResponse called(Action action, Map<String, Object> parameters, PlainResponse empty) {
    var name = action.toString();
    var operation = name.substring(name.indexOf(':') + 1);
    listeners.meter().count(name);
    try {
      var answer = accelerators.orElseThrow().call(operation, parameters);
      listeners.permissions().grant(name);
      answer.list(empty.sdkFields().getFirst().memberName());
      answer.nextToken(TOKEN, parameters.getOrDefault(TOKEN, "").toString());
      return PlainReader.read(answer.members(), empty);
    } catch (AwsServiceException failed) {
      listeners.permissions().record(name, failed);
      heard.hearRefusal(operation, failed);
      throw failed;
    }
  }

  private PlainResponse heard(String about, PlainResponse response) {
    heard.hear(about, response);
    return response;
  }
}
