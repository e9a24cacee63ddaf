package slash80.aws.live;

import java.util.List;
import java.util.Optional;
import slash80.aws.Actions.Action;
import slash80.facts.Fact;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/// The calls to Elastic Load Balancing. The API filters only by id, and within one resource only
/// listeners come in pages. A resource may be deleted before it is asked for by ARN.
final class BalancingCalls {
  private final ElasticLoadBalancingV2Client balancing;

  BalancingCalls(ElasticLoadBalancingV2Client balancing) {
    this.balancing = balancing;
  }

  Fact<List<LoadBalancer>> loadBalancers() {
    return loadBalancers(Integer.MAX_VALUE).map(Optional::orElseThrow);
  }

  /// Every load balancer; empty when the list has more pages than this.
  Fact<Optional<List<LoadBalancer>>> loadBalancers(int pages) {
    return CallRunner.of(
        Action.DESCRIBE_LOAD_BALANCERS,
        () -> {
          var read =
              balancing.describeLoadBalancersPaginator(request -> request.pageSize(400)).stream()
                  .limit(pages)
                  .toList();
          return Optional.of(read.stream().flatMap(page -> page.loadBalancers().stream()).toList())
              .filter(_ -> isLast(read.getLast().nextMarker()));
        });
  }

  Fact<List<TargetGroup>> targetGroups() {
    return targetGroups(Integer.MAX_VALUE).map(Optional::orElseThrow);
  }

  /// Every target group; empty when the list has more pages than this.
  Fact<Optional<List<TargetGroup>>> targetGroups(int pages) {
    return CallRunner.of(
        Action.DESCRIBE_TARGET_GROUPS,
        () -> {
          var read =
              balancing.describeTargetGroupsPaginator(request -> request.pageSize(400)).stream()
                  .limit(pages)
                  .toList();
          return Optional.of(read.stream().flatMap(page -> page.targetGroups().stream()).toList())
              .filter(_ -> isLast(read.getLast().nextMarker()));
        });
  }

  private static boolean isLast(String nextMarker) {
    return nextMarker == null || nextMarker.isEmpty();
  }

  Fact<Optional<LoadBalancer>> loadBalancer(String arn) {
    return first(
        CallRunner.ofOne(
            Action.DESCRIBE_LOAD_BALANCERS,
            () ->
                balancing
                    .describeLoadBalancers(request -> request.loadBalancerArns(arn))
                    .loadBalancers()));
  }

  Fact<Optional<TargetGroup>> targetGroup(String arn) {
    return first(
        CallRunner.ofOne(
            Action.DESCRIBE_TARGET_GROUPS,
            () ->
                balancing
                    .describeTargetGroups(request -> request.targetGroupArns(arn))
                    .targetGroups()));
  }

  Fact<Optional<List<Listener>>> listeners(String balancer) {
    return CallRunner.ofOne(
        Action.DESCRIBE_LISTENERS,
        () ->
            balancing
                .describeListenersPaginator(
                    request -> request.loadBalancerArn(balancer).pageSize(400))
                .listeners()
                .stream()
                .toList());
  }

  Fact<Optional<List<Rule>>> rules(String listener) {
    return CallRunner.ofOne(
        Action.DESCRIBE_RULES,
        () ->
            balancing
                .describeRulesPaginator(request -> request.listenerArn(listener).pageSize(400))
                .rules()
                .stream()
                .toList());
  }

  Fact<Optional<List<LoadBalancerAttribute>>> balancerAttributes(String balancer) {
    return CallRunner.ofOne(
        Action.DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
        () ->
            balancing
                .describeLoadBalancerAttributes(request -> request.loadBalancerArn(balancer))
                .attributes());
  }

  Fact<Optional<List<TargetHealthDescription>>> targets(String group) {
    return CallRunner.ofOne(
        Action.DESCRIBE_TARGET_HEALTH,
        () ->
            balancing
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions());
  }

  Fact<Optional<List<TargetGroupAttribute>>> attributes(String group) {
    return CallRunner.ofOne(
        Action.DESCRIBE_TARGET_GROUP_ATTRIBUTES,
        () ->
            balancing
                .describeTargetGroupAttributes(request -> request.targetGroupArn(group))
                .attributes());
  }

  Fact<Optional<List<TagDescription>>> tags(List<String> arns) {
    return CallRunner.ofOne(
        Action.DESCRIBE_TAGS,
        () -> balancing.describeTags(request -> request.resourceArns(arns)).tagDescriptions());
  }

  private static <T> Fact<Optional<T>> first(Fact<Optional<List<T>>> answer) {
    return answer.map(found -> found.flatMap(objects -> objects.stream().findFirst()));
  }
}
