package slash80.aws.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import slash80.facts.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/// Converts the tags of a resource. A tag without a value has an empty one.
public final class Tags {
  private Tags() {}

  public static Map<String, String> convert(List<Tag> tags) {
    return convert(tags, Tag::key, Tag::value);
  }

  /// The names of the clusters that the tags of an instance name.
  public static Set<String> clusters(List<Tag> tags) {
    return Instance.clusters(convert(tags));
  }

  public static Map<String, String> convertOfBalancer(
      List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag> tags) {
    return Map.copyOf(
        convert(
            tags,
            software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag::key,
            software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag::value));
  }

  private static <T> Map<String, String> convert(
      List<T> tags, Function<T, String> key, Function<T, String> value) {
    var converted = new LinkedHashMap<String, String>();
    tags.forEach(
        tag -> converted.put(key.apply(tag), Optional.ofNullable(value.apply(tag)).orElse("")));
    return converted;
  }
}
