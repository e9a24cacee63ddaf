package slash80.aws.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import slash80.aws.StubbedAnswer;
import slash80.aws.StubbedAnswer.Protocol;
import slash80.aws.StubbedCall;
import slash80.aws.convert.AcceleratorFacts;
import slash80.aws.convert.PlainResponse;
import slash80.aws.live.StubbedAws.Fault;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeVpcBlockPublicAccessOptionsResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.ListClustersResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/// Answers calls from a snapshot's folder. It filters and pages as AWS does, and refuses the calls
/// that AWS refuses.
public final class StubbedContent {

  /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
  private static final int VALUES = 200;

  /// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
  private static final int TAGGED_AT_ONCE = 20;

  /// The response of AWS for an account that never set the option
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html).
  private static final SdkPojo NEVER_BLOCKED =
      DescribeVpcBlockPublicAccessOptionsResponse.builder()
          .vpcBlockPublicAccessOptions(options -> options.internetGatewayBlockMode("off"))
          .build();

  private final SnapshotFolder folder;

  public StubbedContent(SnapshotFolder folder) {
    this.folder = folder;
  }

  /// A refusal in the words of AWS.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    Refused(String code) {
      super(code);
      this.code = code;
    }
  }

  /// A resource that a call lists.
  ///
  /// @param inner the resource
  /// @param listed the item of the list: the resource, or a reservation with only this instance
  private record Element(SdkPojo inner, SdkPojo listed) {}

  public StubbedAnswer list(String action, Map<String, String> parameters, Protocol protocol) {
    try {
      var call = StubbedCall.of(action).orElseThrow(() -> new Refused("InvalidAction"));
      var command = command(action);
      return StubbedAnswer.of(
          protocol, action.replace("Classic", ""), response(call, command, parameters));
    } catch (Refused refused) {
      return StubbedAnswer.error(protocol, 400, refused.code);
    }
  }

  private static CliCommand command(String action) {
    if (action.startsWith("DescribeClassic")) {
      return action.endsWith("Tags")
          ? CliCommand.DESCRIBE_CLASSIC_TAGS
          : CliCommand.DESCRIBE_CLASSIC_LOAD_BALANCERS;
    }
    return CliCommand.named(action.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase()).orElseThrow();
  }

  public StubbedAnswer failed(String action, Fault fault, Protocol protocol) {
    boolean isEc2 = protocol == Protocol.EC2;
    return switch (fault) {
      case THROTTLED ->
          isEc2
              ? StubbedAnswer.error(protocol, 503, "RequestLimitExceeded")
              : StubbedAnswer.error(protocol, 400, "ThrottlingException");
      case BROKEN -> StubbedAnswer.error(protocol, 500, "InternalError");
      case DENIED ->
          StubbedAnswer.error(
              protocol, 403, isEc2 ? "UnauthorizedOperation" : "AccessDeniedException");
      case NOT_FOUND ->
          protocol == Protocol.REST_JSON
              ? StubbedAnswer.error(protocol, 404, "ResourceNotFoundException")
              : StubbedAnswer.error(protocol, 400, StubbedCall.of(action).orElseThrow().gone());
      case EMPTY ->
          StubbedAnswer.of(
              protocol, action, (SdkPojo) ((Buildable) command(action).response()).build());
    };
  }

  public StubbedAnswer clusters(Map<String, String> parameters) {
    var names =
        folder.pages(CliCommand.DESCRIBE_CLUSTER).stream()
            .map(page -> ((DescribeClusterResponse) page.response()).cluster().name())
            .distinct()
            .toList();
    var page = page(names, parameters, "maxResults", "nextToken", 1, 100, 100);
    var said = ListClustersResponse.builder().clusters(page.elements());
    page.next().ifPresent(said::nextToken);
    return StubbedAnswer.of(Protocol.REST_JSON, "ListClusters", said.build());
  }

  /// `/clusters/demo/node-groups`
  public StubbedAnswer nodeGroups() {
    var groups = folder.pages(CliCommand.DESCRIBE_NODEGROUP).stream();
    var names = groups.flatMap(page -> names(page).stream().map(String::valueOf)).toList();
    var said = ListNodegroupsResponse.builder().nodegroups(names).build();
    return StubbedAnswer.of(Protocol.REST_JSON, "ListNodegroups", said);
  }

  /// `/clusters/demo`, `/clusters/demo/addons/vpc-cni`.
  public StubbedAnswer ofCluster(String action, List<String> path) {
    var name = action.equals("DescribeCluster") ? path.get(2) : path.getLast();
    return folder.pages(command(action)).stream()
        .filter(page -> names(page).contains(name))
        .findFirst()
        .map(page -> StubbedAnswer.of(Protocol.REST_JSON, action, page.response()))
        .orElse(StubbedAnswer.error(Protocol.REST_JSON, 404, "ResourceNotFoundException"));
  }

  private static List<Object> names(SnapshotFolder.Page page) {
    return Stream.of("cluster/name", "addon/addonName", "nodegroup/nodegroupName")
        .flatMap(path -> valuesAt(page.response(), List.of(path.split("/"))))
        .toList();
  }

  private SdkPojo response(StubbedCall call, CliCommand command, Map<String, String> parameters) {
    if (call.elements().isEmpty()) {
      return folder.pages(command).stream()
          .findFirst()
          .map(SnapshotFolder.Page::response)
          .orElse(NEVER_BLOCKED);
    }
    var found = found(call, command, parameters);
    boolean isMarked = parameters.containsKey("PageSize") || parameters.containsKey("Marker");
    var size = isMarked || call.unasked() == 400 ? "PageSize" : "MaxResults";
    var token = size.equals("PageSize") ? "Marker" : "NextToken";
    var page =
        page(found, parameters, size, token, call.smallest(), call.largest(), call.unasked());
    var response = command.response();
    set(response, call.path().getFirst(), page.elements().stream().map(Element::listed).toList());
    page.next()
        .ifPresent(next -> set(response, token.equals("Marker") ? "NextMarker" : token, next));
    return built(response);
  }

  private List<Element> found(
      StubbedCall call, CliCommand command, Map<String, String> parameters) {
    var elements = elements(call, command, parameters);
    var ids = numbered(parameters, call.ids());
    if (call.id().equals("ResourceArn")) {
      return tags(elements, ids);
    }
    if (!ids.isEmpty()) {
      if (parameters.containsKey("MaxResults")) {
        throw new Refused("InvalidParameterCombination");
      }
      var named = elements.stream().filter(element -> matches(element, call.id(), ids)).toList();
      if (named.size() < new HashSet<>(ids).size()) {
        throw new Refused(call.gone());
      }
      return named;
    }
    boolean withHidden = "true".equals(parameters.get("IncludeManagedResources"));
    return elements.stream()
        .filter(element -> withHidden || !isHidden(element))
        .filter(element -> passes(element, call, parameters))
        .toList();
  }

  /// The resources of EKS Auto Mode are hidden unless the call asks for them
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-managed-instances.html).
  private static boolean isHidden(Element element) {
    return valuesAt(element.inner(), List.of("Operator", "Managed")).anyMatch(Boolean.TRUE::equals);
  }

  private List<Element> elements(
      StubbedCall call, CliCommand command, Map<String, String> parameters) {
    var about = parameters.getOrDefault(call.about(), "");
    if (call.isAboutOne() && command.isNamedByFile()) {
      var pages =
          folder.pages(command).stream().filter(page -> page.about().equals(name(about))).toList();
      if (pages.isEmpty() && !exists(about)) {
        throw new Refused(call.gone());
      }
      return pages.stream().flatMap(page -> elements(call, page.response())).toList();
    }
    var elements = folder.pages(command).stream().flatMap(page -> elements(call, page.response()));
    if (command.response() instanceof PlainResponse && call.isAboutOne()) {
      return elements
          .filter(element -> AcceleratorFacts.parent(arn(element)).equals(about))
          .toList();
    }
    if (command == CliCommand.DESCRIBE_RULES) {
      var prefix = about.replace(":listener/", ":listener-rule/") + "/";
      return elements.filter(element -> ruleArn(element).startsWith(prefix)).toList();
    }
    return call.isAboutOne() && !about.isEmpty()
        ? elements.filter(element -> matches(element, call.about(), List.of(about))).toList()
        : elements.toList();
  }

  private static String arn(Element element) {
    return AcceleratorFacts.arn((PlainResponse) element.inner());
  }

  private static String ruleArn(Element element) {
    return ((Rule) element.inner()).ruleArn();
  }

  private static Stream<Element> elements(StubbedCall call, SdkPojo response) {
    var outer = valuesAt(response, List.of(call.path().getFirst())).map(SdkPojo.class::cast);
    if (call.path().size() == 1) {
      return outer.map(sdkPojo -> new Element(sdkPojo, sdkPojo));
    }
    var inner = call.path().getLast();
    return outer.flatMap(
        sdkPojo ->
            valuesAt(sdkPojo, List.of(inner))
                .map(SdkPojo.class::cast)
                .map(only -> new Element(only, with(sdkPojo, inner, List.of(only)))));
  }

  /// Calls name load balancers and target groups by ARN; the files are named after them.
  private static String name(String about) {
    var words = about.split("/");
    return about.startsWith("arn:") ? words[words.length - 2] : about;
  }

  private boolean exists(String about) {
    return Stream.of("DescribeSubnets", "DescribeTargetGroups", "DescribeLoadBalancers")
        .anyMatch(
            action -> {
              var call = StubbedCall.of(action).orElseThrow();
              return elements(call, command(action), Map.of()).stream()
                  .anyMatch(element -> matches(element, call.id(), List.of(about)));
            });
  }

  private List<Element> tags(List<Element> elements, List<String> arns) {
    if (arns.size() > TAGGED_AT_ONCE) {
      throw new Refused("ValidationError");
    }
    var found = new ArrayList<Element>();
    for (var arn : arns) {
      var tagged =
          elements.stream()
              .filter(element -> matches(element, "ResourceArn", List.of(arn)))
              .toList();
      if (tagged.isEmpty() && !exists(arn)) {
        throw new Refused("LoadBalancerNotFound");
      }
      var none = TagDescription.builder().resourceArn(arn).tags(List.of()).build();
      found.add(tagged.isEmpty() ? new Element(none, none) : tagged.getFirst());
    }
    return found;
  }

  private static boolean passes(Element element, StubbedCall call, Map<String, String> parameters) {
    for (int n = 1; parameters.containsKey("Filter.%d.Name".formatted(n)); n++) {
      var name = parameters.get("Filter.%d.Name".formatted(n));
      var values = numbered(parameters, "Filter.%d.Value".formatted(n));
      if (values.size() > VALUES) {
        throw new Refused("FilterLimitExceeded");
      }
      boolean passes =
          name.startsWith("tag:")
              ? isTagged(element, name.substring(4), values)
              : matches(element, pathOf(call, name), values);
      if (!passes) {
        return false;
      }
    }
    return true;
  }

  private static String pathOf(StubbedCall call, String filter) {
    return Optional.ofNullable(call.filters().get(filter))
        .orElseThrow(() -> new Refused("InvalidParameterValue"));
  }

  private static boolean isTagged(Element element, String key, List<String> values) {
    return Stream.of("Tags", "TagSet")
        .flatMap(tags -> valuesAt(element.inner(), List.of(tags)))
        .map(SdkPojo.class::cast)
        .filter(tag -> valuesAt(tag, List.of("Key")).anyMatch(key::equals))
        .flatMap(tag -> valuesAt(tag, List.of("Value")))
        .anyMatch(value -> isAnyOf(value.toString(), values));
  }

  private static boolean matches(Element element, String path, Collection<String> values) {
    return valuesAt(element.inner(), List.of(path.split("/")))
        .anyMatch(value -> isAnyOf(value.toString(), values));
  }

  /// `*` and `?` stand for any characters, and for any one.
  private static boolean isAnyOf(String said, Collection<String> values) {
    return values.stream()
        .anyMatch(
            value ->
                value.equals(said)
                    || ((value.contains("*") || value.contains("?"))
                        && said.matches(
                            Pattern.quote(value)
                                .replace("*", "\\E.*\\Q")
                                .replace("?", "\\E.\\Q"))));
  }

  private record Page<T>(List<T> elements, Optional<String> next) {}

  private static <T> Page<T> page(
      List<T> objects,
      Map<String, String> parameters,
      String sizeName,
      String tokenName,
      int smallest,
      int largest,
      int unasked) {
    var asked = Optional.ofNullable(parameters.get(sizeName)).map(Integer::parseInt);
    if (asked.filter(size -> size < smallest || size > largest).isPresent()) {
      throw new Refused("InvalidParameterValue");
    }
    int size = asked.orElse(unasked == 0 ? Integer.MAX_VALUE : unasked);
    int from = Optional.ofNullable(parameters.get(tokenName)).map(StubbedContent::from).orElse(0);
    int to = (int) Math.min((long) from + size, objects.size());
    return new Page<>(
        objects.subList(from, to), to < objects.size() ? Optional.of(token(to)) : Optional.empty());
  }

  private static String token(int from) {
    var text = ("from " + from).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(text);
  }

  private static int from(String token) {
    var text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    return Integer.parseInt(text.replace("from ", ""));
  }

  /// `InstanceId.1`, `ResourceArns.member.1`.
  private static List<String> numbered(Map<String, String> parameters, String name) {
    return IntStream.iterate(1, n -> n + 1)
        .mapToObj(
            n -> parameters.getOrDefault(name + "." + n, parameters.get(name + ".member." + n)))
        .takeWhile(Objects::nonNull)
        .toList();
  }

  private static Stream<Object> valuesAt(SdkPojo pojo, List<String> path) {
    var found =
        pojo.sdkFields().stream()
            .filter(field -> field.memberName().equals(path.getFirst()))
            .map(field -> field.getValueOrDefault(pojo))
            .filter(Objects::nonNull)
            .flatMap(
                value -> value instanceof Collection<?> list ? list.stream() : Stream.of(value))
            .map(Object.class::cast);
    return path.size() == 1
        ? found
        : found.flatMap(value -> valuesAt((SdkPojo) value, path.subList(1, path.size())));
  }

  private static SdkPojo with(SdkPojo pojo, String member, Object value) {
    var builder = (SdkPojo) ((ToCopyableBuilder<?, ?>) pojo).toBuilder();
    set(builder, member, value);
    return built(builder);
  }

  private static void set(SdkPojo builder, String member, Object value) {
    Set.copyOf(builder.sdkFields()).stream()
        .filter(field -> field.memberName().equals(member))
        .forEach(field -> field.set(builder, value));
  }

  private static SdkPojo built(SdkPojo builder) {
    return (SdkPojo) ((Buildable) builder).build();
  }
}
