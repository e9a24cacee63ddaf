package slash80.audit.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import slash80.audit.report.Json;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import slash80.check.QueueMessage;

/// Reads a file of events in the forms that people have them: EventBridge events, SQS batches of
/// them, CloudTrail's log files (compressed too) and single records, the answers of `aws cloudtrail
/// lookup-events`, and lists of all these.
final class EventFile {
  /// The first two bytes of a compressed file. CloudTrail compresses its log files
  /// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html).
  private static final byte[] COMPRESSED = {0x1f, (byte) 0x8b};

  private static final int LARGEST = 100_000_000;

  /// An event to replay.
  ///
  /// @param isRecord whether CloudTrail recorded it, for whatever account and region
  /// @param account where a record was made
  /// @param region where a record was made
  record Event(QueueMessage message, boolean isRecord, String account, String region) {}

  private final String file;
  private final List<Event> events = new ArrayList<>();
  private final Map<String, Integer> undelivered = new TreeMap<>();

  private EventFile(String file) {
    this.file = file;
  }

  static EventFile read(Path path) {
    var file = new EventFile(InputFile.name(path));
    try (var in = InputFile.open(path)) {
      var bytes = in.readNBytes(LARGEST + 1);
      file.add("", file.json("", isCompressed(bytes) ? file.expanded(bytes) : bytes));
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a file with an EventBridge event (%s)"
              .formatted(file.file, FileFailure.reason(broken)),
          broken);
    }
    if (file.events.isEmpty() && file.undelivered.isEmpty()) {
      throw new BadInput(file.file + ": expected at least one event, found none");
    }
    return file;
  }

  /// The events in order.
  List<Event> events() {
    return List.copyOf(events);
  }

  /// The number of records that EventBridge does not deliver, by the kind of record.
  Map<String, Integer> undelivered() {
    return undelivered;
  }

  private static boolean isCompressed(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == COMPRESSED[0] && bytes[1] == COMPRESSED[1];
  }

  private byte[] expanded(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(LARGEST + 1);
    } catch (ZipException | EOFException broken) {
      throw new BadInput(file + ": expected a whole gzip file, found a damaged one", broken);
    }
  }

  /// @param place within the file; empty for the whole
  private void add(String place, JsonNode read) {
    if (read.isArray()) {
      addAll(place, read);
    } else if (!read.isObject()) {
      throw new BadInput(
          at(place) + ": expected an EventBridge event, found JSON that is not an object");
    } else if (read.has("detail-type") || read.has("requestPayload")) {
      add(new Event(new QueueMessage(at(place), read.toString()), false, "", ""));
    } else if (read.path("Records").isArray()) {
      addAll(within(place, "Records"), read.path("Records"));
    } else if (read.path("Events").isArray()) {
      addAll(within(place, "Events"), read.path("Events"));
    } else if (read.path("CloudTrailEvent").isTextual()) {
      addText(within(place, "CloudTrailEvent"), read.path("CloudTrailEvent").asText());
    } else if (CloudTrailRecord.isRecord(read)) {
      add(place, new CloudTrailRecord(read));
    } else if (read.path("body").isTextual()) {
      addText(within(place, "body"), read.path("body").asText());
    } else {
      throw new BadInput(
          at(place)
              + ": expected an EventBridge event, an SQS message or a CloudTrail record, found an"
              + " object that is none of them");
    }
  }

  private void addAll(String place, JsonNode list) {
    for (int number = 0; number < list.size(); number++) {
      var at = "%s[%d]".formatted(place, number);
      if (list.path(number).isTextual()) {
        addText(at, list.path(number).asText());
      } else {
        add(at, list.path(number));
      }
    }
  }

  /// Adds what a text inside the file holds: the body of a message, or a record.
  private void addText(String place, String text) {
    add(place, json(place, text.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(Event event) {
    events.add(event);
  }

  private void add(String place, CloudTrailRecord record) {
    record
        .undelivered()
        .ifPresentOrElse(
            kind -> undelivered.merge(kind, 1, Integer::sum),
            () ->
                add(
                    new Event(
                        new QueueMessage(at(place), record.event().toString()),
                        true,
                        record.account(),
                        record.region())));
  }

  private JsonNode json(String place, byte[] text) {
    if (text.length > LARGEST) {
      throw new BadInput(
          "%s: expected at most %d MB of events, found more".formatted(file, LARGEST / 1_000_000));
    }
    try {
      return Json.whole(text);
    } catch (StreamConstraintsException tooMuch) {
      throw new BadInput(
          at(place)
              + ": expected an EventBridge event, found JSON that is deeper or longer than any"
              + " event",
          tooMuch);
    } catch (JsonProcessingException notJson) {
      throw new BadInput(
          "%s: expected an EventBridge event, found text that is not JSON at line %d, column %d"
              .formatted(
                  at(place),
                  notJson.getLocation().getLineNr(),
                  notJson.getLocation().getColumnNr()),
          notJson);
    } catch (IOException notText) {
      throw new BadInput(at(place) + ": expected an EventBridge event, found no text", notText);
    }
  }

  private String at(String place) {
    return place.isEmpty() ? file : file + ": " + place;
  }

  private static String within(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }
}
