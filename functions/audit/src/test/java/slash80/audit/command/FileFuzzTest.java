package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BadInput;
import slash80.aws.Damage;
import slash80.aws.Door;
import slash80.aws.snapshot.Snapshot;
import slash80.network.Network;
import slash80.network.Parameters;

/// Tests the files that only the command line reads, with random damage: events in the forms in
/// which people have them, and questions about packets.
final class FileFuzzTest {
  private static final int LONGEST = 1024 * 1024;
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");

  @TempDir private Path folder;

  @Test
  void a_damaged_file_of_events_is_read_or_refused() throws IOException {
    var event = Files.readString(EVENTS.resolve("ec2-create-route.json"));
    var record =
        event.substring(
            event.indexOf("\"detail\":") + "\"detail\":".length(), event.lastIndexOf('}'));
    var file = folder.resolve("events.json");
    var fates =
        new Door(
                "file of events",
                LONGEST,
                text -> EventFile.read(Files.write(file, Damage.bytes(text))))
            .damaged(
                List.of(
                    event,
                    "[" + event + "]",
                    "{\"Records\": [" + record + "]}",
                    Files.readString(EVENTS.resolve("sqs-batch.json"))));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }

  @Test
  void a_damaged_question_about_a_packet_is_answered_or_refused() throws IOException {
    var snapshot = Snapshot.open(EVENTS.resolve("account"));
    var networks =
        snapshot.clusters().stream()
            .map(one -> new Network(snapshot.read(one, snapshot.at()), Parameters.DEFAULTS))
            .toList();
    var queries = new PacketQueries(networks);
    var file = folder.resolve("packets.jsonl");
    var fates =
        new Door(
                "question about a packet",
                LONGEST,
                text -> {
                  var asked = Damage.bytes(text.replaceAll("[\\n\\r]", " "));
                  var answers = queries.answers(Files.write(file, asked));
                  assertTrue(answers.lines().count() <= 1, answers);
                })
            .damaged(
                List.of(
                    "{\"to\": \"i-02ebad56ad05a4ff0\", \"from\": \"2001:db8::1\", \"protocol\":"
                        + " \"tcp\", \"port\": 22}",
                    "{\"to\": \"eni-0f000000000000003\", \"from\": \"192.0.2.1\", \"protocol\": 17,"
                        + " \"port\": \"53\"}"));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }

  /// The words that a shell gives the program: each is a whole command line. None has a folder,
  /// which damage could make another one.
  @Test
  void damaged_command_lines_are_done_or_refused() throws IOException {
    var fates =
        new Door(
                "command line",
                2_000,
                text -> {
                  var run = CommandRun.of(text.split(" "));
                  assertEquals(-1, run.err().indexOf("\tat "), run.err());
                  if (run.code() == Slash80.BAD) {
                    throw new BadInput(run.err().strip());
                  }
                })
            .damaged(
                List.of(
                    "rules interface-closed-to-ipv6-internet",
                    "rules --format json",
                    "reach no-folder --help",
                    "rules --help"));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }
}
