package slash80.check.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slash80.alerts.FindingEvents;
import slash80.aws.BadInput;
import slash80.blame.Effect;
import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;

/// Reads an EventBridge event into a [Change]. It reads JSON trees, not classes: an event of an
/// unknown kind is still searched for resource ids, and only an event that is proven to touch no
/// resource is ignored.
public final class EventReader {
  private static final String SCHEDULE = "Scheduled Event";
  private static final String OWN_SOURCE = "slash80.sweep";

  private static final String REVIEW = "Sites Review";

  /// The source and kind of an event that asks for a test alert.
  public static final String TEST_SOURCE = "slash80.try";

  public static final String TEST = "Slash80 Test";

  private static final String TEST_PREFIX = TEST + ": ";

  /// The notifications that are read by more than their resource ids.
  public static final Set<String> KINDS = ChangeOrigin.CHECKS;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// The places of region and account in an ARN.
  private static final int REGION = 3;

  private static final int ACCOUNT = 4;

  private EventReader() {}

  /// Whether the event comes from a schedule and reports no change.
  public static boolean isSweep(Change change) {
    return change.origin().isCheck();
  }

  /// Whether `sweep` asks for an alert about accounts and regions.
  public static boolean isReview(Change change) {
    return change.origin().what().equals(REVIEW);
  }

  /// The mark of a test that somebody began; empty for every other event.
  public static Optional<String> testOf(Change change) {
    var what = change.origin().what();
    return what.startsWith(TEST_PREFIX)
        ? Optional.of(what.substring(TEST_PREFIX.length()))
        : Optional.empty();
  }

  /// BadInput when the text is not an event.
  ///
  /// @param received the time of an event that does not say its time
  public static Change read(String body, Instant received) {
    return read(delivered(parse(body)), received);
  }

  /// The event itself, also of a record about a function that failed on it, and of a record about
  /// such a record. Lambda sends them to a queue
  /// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html);
  /// EventBridge's own dead letters are plain events.
  private static JsonNode delivered(JsonNode message) {
    var event = message;
    while (isRecord(event)) {
      var payload = event.path("requestPayload");
      if (!isRecord(payload) && !payload.has("source") && !payload.has("detail-type")) {
        return schedule(event);
      }
      event = payload;
    }
    return event;
  }

  private static boolean isRecord(JsonNode message) {
    return !message.has("detail-type")
        && (message.has("requestPayload")
            || message.path("requestContext").path("functionArn").isTextual());
  }

  /// The event of the schedule. Somebody may start `sweep` with any payload or none, and it sweeps
  /// everything.
  private static JsonNode schedule(JsonNode failed) {
    var function = failed.path("requestContext").path("functionArn").asText("").split(":", -1);
    boolean isArn = function.length > ACCOUNT;
    return JSON.createObjectNode()
        .put("source", "aws.events")
        .put("detail-type", SCHEDULE)
        .put("account", isArn ? function[ACCOUNT] : "")
        .put("region", isArn ? function[REGION] : "")
        .put("time", failed.path("timestamp").asText(""));
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (StreamConstraintsException broken) {
      throw new BadInput("the message is larger or more deeply nested than any event", broken);
    } catch (JsonProcessingException broken) {
      throw new BadInput(
          "the message is not JSON at line %d, column %d"
              .formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()),
          broken);
    }
  }

  static Change read(JsonNode event, Instant received) {
    String source = event.path("source").asText("");
    String kind = event.path("detail-type").asText("");
    if (source.isEmpty() || kind.isEmpty()) {
      throw new BadInput(
          "the message is not an EventBridge event: it has no source or detail-type");
    }
    var detail = detail(event);
    return detail.has("eventName")
        ? ApiCallReader.read(event, detail, received)
        : notification(event, detail, source, kind, received);
  }

  /// EventBridge Scheduler writes an empty detail as the text `{}`.
  private static JsonNode detail(JsonNode event) {
    var detail = event.path("detail");
    return detail.isTextual() ? parse(detail.textValue()) : detail;
  }

  private static Change notification(
      JsonNode event, JsonNode detail, String source, String kind, Instant received) {
    var impact = impact(event, detail, source, kind);
    return new Change(
        new ChangeOrigin(
            what(detail, source, kind),
            "",
            CloudTrailFields.time(event, "time", received),
            MentionedResources.in(event.path("resources"), detail).all(),
            0,
            CallRecord.NONE,
            effect(source, kind, detail)),
        place(event, detail, "account"),
        place(event, detail, "region"),
        impact,
        NarrowChanges.ofNotification(source, detail, impact),
        List.of());
  }

  private static Effect effect(String source, String kind, JsonNode detail) {
    return switch (source) {
      case "aws.ec2", "aws.autoscaling" -> InterfaceEffects.ofNotification(kind, detail);
      case "aws.eks" -> ClusterEffects.ofNotification(kind, detail);
      default -> new Effect.None();
    };
  }

  private static String what(JsonNode detail, String source, String kind) {
    if (isTest(source, kind)) {
      return TEST_PREFIX + detail.path("test").asText("");
    }
    String state = detail.path("state").asText("");
    return state.isEmpty() ? kind : kind + ": " + state;
  }

  private static boolean isTest(String source, String kind) {
    return source.equals(TEST_SOURCE) && kind.equals(TEST);
  }

  private static Change.Impact impact(JsonNode event, JsonNode detail, String source, String kind) {
    if (kind.equals(SCHEDULE)) {
      return new Change.Impact.WholeRegion("it comes from the schedule");
    }
    if (kind.equals(REVIEW)) {
      return new Change.Impact.None("it asks for no check");
    }
    if (isTest(source, kind)) {
      return new Change.Impact.None("it asks for a test alert");
    }
    return switch (source) {
      case "aws.eks" ->
          MentionedResources.in(event.path("resources"))
              .impactOnCluster(detail.path("clusterName"));
      case FindingEvents.SOURCE -> new Change.Impact.None("it reports findings");
      case OWN_SOURCE -> MentionedResources.in().impactOnCluster(detail.path("cluster"));
      default -> MentionedResources.in(event.path("resources"), detail).impact();
    };
  }

  private static String place(JsonNode event, JsonNode detail, String key) {
    return event.path(key).asText(detail.path(key).asText(""));
  }
}
