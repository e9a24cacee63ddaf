package slash80.aws.convert;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import slash80.facts.Fact;

/// The responses about single resources, by id or ARN.
///
/// @param missing the reason why there is no response about a resource
public record ByResource<T>(Map<String, Fact<T>> responses, UnaryOperator<String> missing) {
  public ByResource {
    responses = Map.copyOf(responses);
  }

  /// Responses that are all missing for the same reason.
  public static <T> ByResource<T> unread(String why) {
    return new ByResource<>(Map.of(), _ -> why);
  }

  /// The same with other responses.
  ///
  /// @param as makes a response of its resource and the one before
  public <R> ByResource<R> as(BiFunction<String, Fact<T>, Fact<R>> as) {
    var others = new HashMap<String, Fact<R>>();
    responses.forEach((resource, response) -> others.put(resource, as.apply(resource, response)));
    return new ByResource<>(others, missing);
  }

  /// The response about one resource, or the reason why there is none.
  Fact<T> about(String resource) {
    var response = responses.get(resource);
    return response == null ? Fact.unread(missing.apply(resource)) : response;
  }
}
