package slash80.aws.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.Alert;

/// The bodies of one message, a text for each kind of subscriber. A message without room for them
/// is shortened in steps, the longest body first, down to the subject and the place of the whole
/// digest. Each body says that it was shortened.
///
/// @param card for Amazon Q; missing where https subscribers get the document
record MessageBodies(
    String subject,
    String email,
    Optional<Map<String, Object>> card,
    Map<String, Object> document) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The number of causes that a brief document begins with.
  private static final int CAUSES = 100;

  static MessageBodies whole(Alert alert, WebBody web) {
    return new MessageBodies(
        alert.subject(), alert.email(), card(web, alert.card()), alert.document());
  }

  private static Optional<Map<String, Object>> card(WebBody web, Map<String, Object> card) {
    return Optional.of(card).filter(_ -> web == WebBody.CARD);
  }

  /// The least that can be said.
  ///
  /// @param why the reason, in a sentence
  static MessageBodies bare(Alert alert, WebBody web, String why, String place) {
    String sentence = "%s The whole digest is at %s".formatted(why, place);
    return new MessageBodies(
        alert.subject(),
        "%s%n%n%s%n".formatted(alert.subject(), sentence),
        card(web, alert.briefCard(sentence)),
        alert.brief(place, 0));
  }

  /// The bodies of a message of at most so many bytes.
  static MessageBodies shortened(Alert alert, WebBody web, String place, int limit) {
    return new Shortening(alert, web, place).within(limit);
  }

  /// The message of SNS, a JSON object.
  String message() {
    String json = json(document);
    var bodies = new LinkedHashMap<String, Object>();
    bodies.put("default", subject);
    bodies.put("email", email);
    bodies.put("https", card.map(MessageBodies::json).orElse(json));
    bodies.put("sqs", json);
    bodies.put("lambda", json);
    return json(bodies);
  }

  static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// The bytes that a body takes in the message: it is a JSON string there.
  private static int quoted(String body) {
    return bytes(json(body));
  }

  private static final class Shortening {
    private final Alert alert;
    private final WebBody web;
    private final String place;
    private MessageBodies bodies;
    private int letters;
    private int causes = CAUSES;

    Shortening(Alert alert, WebBody web, String place) {
      this.alert = alert;
      this.web = web;
      this.place = place;
      this.letters = alert.email().length();
      this.bodies =
          new MessageBodies(
              alert.subject(), alert.email(), card(web, alert.card()), alert.brief(place, CAUSES));
    }

    MessageBodies within(int limit) {
      var next = Optional.of(bodies);
      while (next.isPresent() && bytes(next.get().message()) > limit) {
        next = shorter();
        next.ifPresent(shorter -> bodies = shorter);
      }
      return next.orElseGet(() -> bare(alert, web, TOO_LONG, place));
    }

    /// Shortens the longest body; empty if it cannot be shortened any further.
    private Optional<MessageBodies> shorter() {
      int email = quoted(bodies.email());
      int card = bodies.card().map(tree -> quoted(json(tree))).orElse(0);
      int documents = (web == WebBody.CARD ? 2 : 3) * quoted(json(bodies.document()));
      if (documents >= email && documents >= card) {
        causes /= 2;
        return with(causes > 0, bodies.email(), bodies.card());
      }
      if (email >= card) {
        letters /= 2;
        return with(letters > 0, head(), bodies.card());
      }
      var brief = card(web, alert.briefCard(TOO_LONG + " The whole digest is at " + place));
      return with(!brief.equals(bodies.card()), bodies.email(), brief);
    }

    private Optional<MessageBodies> with(
        boolean isShorter, String email, Optional<Map<String, Object>> card) {
      return isShorter
          ? Optional.of(new MessageBodies(alert.subject(), email, card, alert.brief(place, causes)))
          : Optional.empty();
    }

    private String head() {
      int end = alert.email().lastIndexOf('\n', letters);
      return "%s%n%nThis mail is cut here: it is over the size limit of SNS. The whole digest is at%n%s%n"
          .formatted(alert.email().substring(0, Math.max(end, 0)), place);
    }
  }

  static final String TOO_LONG = "This alert is over the size limit of SNS.";
}
