package slash80.check.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import slash80.alerts.Origin;
import slash80.aws.BadInput;

/// Reads an EventBridge event into a [Change]. It reads trees, not classes: what it does not know
/// it still reads for the ids in it, and only what is proven to touch nothing is called nothing.
public final class EventReader {
  private static final String SCHEDULE = "Scheduled Event";
  private static final String OWN_SOURCE = "slash80.sweep";

  /// The notifications that are read by more than the ids in them.
  public static final Set<String> KINDS = Set.of(SCHEDULE, "Cluster Check");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private EventReader() {}

  /// Whether a schedule asked, and nothing changed.
  public static boolean isSweep(Change change) {
    return KINDS.contains(change.origin().what());
  }

  /// BadInput when the text is no event.
  ///
  /// @param received when it happened, if it does not say
  public static Change read(String body, Instant received) {
    return read(parse(body), received);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (StreamConstraintsException broken) {
      throw new BadInput("the message nests deeper or holds more than any event", broken);
    } catch (JsonProcessingException broken) {
      throw new BadInput(
          "the message is not JSON at line %d, column %d"
              .formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()),
          broken);
    }
  }

  public static Change read(JsonNode event, Instant received) {
    String source = event.path("source").asText("");
    String kind = event.path("detail-type").asText("");
    if (source.isEmpty() || kind.isEmpty()) {
      throw new BadInput("the message is no event of EventBridge: it has no source or detail-type");
    }
    var detail = detail(event);
    return detail.has("eventName")
        ? ApiCall.read(event, detail, received)
        : notification(event, detail, source, kind, received);
  }

  /// EventBridge Scheduler writes an empty detail as the text `{}`.
  private static JsonNode detail(JsonNode event) {
    var detail = event.path("detail");
    return detail.isTextual() ? parse(detail.textValue()) : detail;
  }

  private static Change notification(
      JsonNode event, JsonNode detail, String source, String kind, Instant received) {
    var concern = concern(event, detail, source, kind);
    return new Change(
        new Origin(
            what(detail, kind),
            "",
            time(event, "time", received),
            Named.in(event.path("resources"), detail).all()),
        place(event, detail, "account"),
        place(event, detail, "region"),
        concern,
        Parts.ofNotification(source, detail, concern),
        List.of());
  }

  private static String what(JsonNode detail, String kind) {
    String state = detail.path("state").asText("");
    return state.isEmpty() ? kind : kind + ": " + state;
  }

  private static Change.Concern concern(
      JsonNode event, JsonNode detail, String source, String kind) {
    if (kind.equals(SCHEDULE)) {
      return new Change.Concern.Everything("it is the schedule's");
    }
    return switch (source) {
      case "aws.eks" -> cluster(detail.path("clusterName"), Named.in(event.path("resources")));
      case OWN_SOURCE -> cluster(detail.path("cluster"), Named.in());
      default -> Named.in(event.path("resources"), detail).concern();
    };
  }

  /// The cluster that an event of EKS names, else those whose ARNs stand in it.
  public static Change.Concern cluster(JsonNode name, Named named) {
    if (name.isTextual() && !name.textValue().isEmpty()) {
      return new Change.Concern.Things(Set.of(), Set.of(), Set.of(name.textValue()));
    }
    return named.clusters().isEmpty()
        ? new Change.Concern.Everything("it names no cluster")
        : new Change.Concern.Things(Set.of(), Set.of(), named.clusters());
  }

  public static String place(JsonNode event, JsonNode detail, String key) {
    return event.path(key).asText(detail.path(key).asText(""));
  }

  /// A time that cannot be read, or lies beyond the years that calendars print, changes no
  /// judgement.
  public static Instant time(JsonNode tree, String key, Instant otherwise) {
    var text = tree.path(key).asText("");
    try {
      return text.startsWith("+") || text.startsWith("-") ? otherwise : Instant.parse(text);
    } catch (DateTimeParseException _) {
      return otherwise;
    }
  }
}
