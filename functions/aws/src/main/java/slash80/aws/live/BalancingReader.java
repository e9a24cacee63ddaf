package slash80.aws.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import slash80.aws.Actions.Action;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.Tags;
import slash80.facts.Fact;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// Reads what belongs to load balancers and target groups that are listed already: targets,
/// attributes, listeners and tags. Calls about single resources go out a few at once, one kind
/// after another.
record BalancingReader(BalancingCalls calls, EntranceReader reader) {
  /// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
  private static final int TAGGED_AT_ONCE = 20;

  AwsResponses.Balancing read(
      Fact<List<LoadBalancer>> balancers,
      Fact<List<TargetGroup>> targetGroups,
      OtherVpcBalancers.Found ofOthers) {
    var groupArns = arns(targetGroups, TargetGroup::targetGroupArn);
    var balancerArns = arns(balancers, LoadBalancer::loadBalancerArn);
    var unasked = groupArns.stream().filter(arn -> !ofOthers.targets().containsKey(arn)).toList();
    var targets = each(unasked, calls::targets);
    targets.putAll(ofOthers.targets());
    var attributes = each(groupArns, calls::attributes);
    var tagged = new ArrayList<>(balancerArns);
    tagged.addAll(groupArns);
    var tags = tags(tagged);
    var listeners = each(balancerArns, calls::listeners);
    return new AwsResponses.Balancing(
        balancers,
        targetGroups,
        ClusterReader.byResource(targets, Action.DESCRIBE_TARGET_HEALTH),
        ClusterReader.byResource(attributes, Action.DESCRIBE_TARGET_GROUP_ATTRIBUTES),
        ClusterReader.byResource(listeners, Action.DESCRIBE_LISTENERS),
        reader.rules(targetGroups, listeners),
        ClusterReader.byResource(
            each(balancerArns, calls::balancerAttributes),
            Action.DESCRIBE_LOAD_BALANCER_ATTRIBUTES),
        ClusterReader.byResource(tags, Action.DESCRIBE_TAGS));
  }

  /// Makes one call for each resource. A resource that was deleted meanwhile has an empty response.
  static <T> Map<String, Fact<List<T>>> each(
      Collection<String> arns, Function<String, Fact<Optional<List<T>>>> call) {
    return new TreeMap<>(
        SideBySide.each(arns, arn -> call.apply(arn).map(found -> found.orElse(List.of()))));
  }

  private Map<String, Fact<Map<String, String>>> tags(List<String> arns) {
    var tags = new TreeMap<String, Fact<Map<String, String>>>();
    for (int from = 0; from < arns.size(); from += TAGGED_AT_ONCE) {
      tag(arns.subList(from, Math.min(from + TAGGED_AT_ONCE, arns.size())), tags);
    }
    return tags;
  }

  /// The call fails as a whole when one of its resources was deleted: then each is asked alone.
  private void tag(List<String> arns, Map<String, Fact<Map<String, String>>> tags) {
    switch (calls.tags(arns)) {
      case Fact.Known<Optional<List<TagDescription>>>(var found) -> {
        if (found.isPresent() || arns.size() == 1) {
          arns.forEach(arn -> tags.put(arn, Fact.known(Map.of())));
          found
              .orElse(List.of())
              .forEach(
                  description ->
                      tags.put(
                          description.resourceArn(),
                          Fact.known(Tags.convertOfBalancer(description.tags()))));
        } else {
          arns.forEach(arn -> tag(List.of(arn), tags));
        }
      }
      case Fact.Unread<Optional<List<TagDescription>>>(var why) ->
          arns.forEach(arn -> tags.put(arn, Fact.unread(why)));
    }
  }

  static <T> Collection<String> arns(Fact<List<T>> resources, Function<T, String> arn) {
    return resources.asKnown().orElse(List.of()).stream().map(arn).toList();
  }
}
