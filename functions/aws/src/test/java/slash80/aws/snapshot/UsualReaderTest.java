package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.aws.Damage;
import slash80.aws.wire.UsedMembers;
import slash80.aws.wire.UsedParts;
import software.amazon.awssdk.core.SdkPojo;

/// Tests the fast reader against the one that explains: what the first takes, the second reads
/// alike, without a remark.
final class UsualReaderTest {
  private static final Path ACCOUNT = Path.of(System.getProperty("project.root"), "events/account");
  private static final int LONGEST = 1024 * 1024;
  private static final String MODEL = "software/amazon/awssdk/services/ec2/model/";

  @Test
  void both_readers_read_a_damaged_file_alike() throws IOException {
    var seed = Long.getLong("slash80.seed", System.nanoTime());
    var damage = new Damage(seed, LONGEST);
    int taken = 0;
    for (var file : Files.list(ACCOUNT).sorted().toList()) {
      var command = CliCommand.named(file.getFileName().toString().split("\\.")[0]);
      var whole = Files.readString(file);
      for (int round = 0; command.isPresent() && round < 200; round++) {
        var damaged = Damage.bytes(damage.of(whole));
        taken += alike(command.get(), damaged, "seed " + seed + ", " + file) ? 1 : 0;
      }
    }
    assertTrue(taken > 100, "seed " + seed + ": taken " + taken);
  }

  @Test
  void every_file_of_the_example_account_is_usual() throws IOException {
    for (var file : Files.list(ACCOUNT).sorted().toList()) {
      var command = CliCommand.named(file.getFileName().toString().split("\\.")[0]);
      if (command.isPresent()) {
        assertTrue(
            alike(command.get(), Files.readAllBytes(file), file.toString()), () -> "" + file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}{}",
        "{\"Reservations\": [],}",
        "{\"Reservations\": [], \"Reservations\": []}",
        "{\"Reservations\": [{}]}",
        "{\"Reservations\": [null]}",
        "{\"Reservations\": [{\"Instances\": [], \"OwnerId\": 5}]}",
        "{\"Reservations\": [{\"Inst\\u0061nces\": []}]}",
        "{\"Reservations\": [{\"Instances\": [], \"Inst\\u0061nces\": [{}]}]}",
        "{\"Reservations\": [{\"Instances\": [], \"New\": [1, {\"a\": tru}]}]}",
        "{\"Reservations\": [{\"Instances\": [], \"OwnerId\": \"a\nb\"}]}",
        "{\"Reservations\": [{\"Instances\": [], \"OwnerId\": \"\\x\"}]}",
        "{\"Reservations\": [{\"Instances\": [], \"New\": 01}]}",
        "{\"Reservations\": [{\"Instances\": [], \"New\": 1e9}]}",
        "{\"Reservations\": [], \"NewToken\": \"a\"}",
        "{\"Reservations\": []} x",
      })
  void what_is_not_as_programs_print_it_is_left_to_the_other_reader(String text) {
    assertFalse(alike(CliCommand.DESCRIBE_INSTANCES, Damage.bytes(text), text), text);
  }

  @Test
  void texts_are_read_alike_wherever_a_piece_of_the_file_ends() {
    for (int spaces = 0; spaces < 40; spaces++) {
      var text =
          " ".repeat((1 << 16) - spaces - 40)
              + "{\"Reservations\": [{\"OwnerId\": \"\\u00e9\\\"ü😀\", \"Instances\": []}],"
              + " \"NextToken\": \""
              + "é\\n".repeat(70_000)
              + "\"}";
      assertTrue(alike(CliCommand.DESCRIBE_INSTANCES, Damage.bytes(text), "" + spaces));
    }
  }

  @Test
  void an_instance_in_two_files_may_not_differ_in_what_no_rule_uses(@TempDir Path folder) {
    Folders.smallest(folder);
    Folders.change(
        folder,
        "describe-instances.json",
        text -> text.replace("\"i-1\",", "\"i-1\", \"ImageId\": \"ami-1\","));
    var first = ExampleSnapshot.read(folder, "describe-instances.json");
    Folders.write(folder, "describe-instances.2.json", first);
    assertEquals(1, Snapshot.open(folder).clusters().size());
    Folders.write(folder, "describe-instances.2.json", first.replace("ami-1", "ami-2"));
    var refusal = assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
    assertEquals(
        "describe-instances.json: i-1: expected the same content as in"
            + " describe-instances.2.json, found other content",
        refusal);
  }

  @Test
  void every_member_that_the_code_asks_for_is_kept_and_no_other() throws IOException {
    var asked = new TreeMap<String, TreeSet<String>>();
    var classes =
        Path.of(System.getProperty("project.root"), "functions/aws/target/classes/slash80");
    try (var walk = Files.walk(classes)) {
      for (var file : walk.filter(path -> path.toString().endsWith(".class")).toList()) {
        for (var entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof MemberRefEntry member
              && member.owner().asInternalName().startsWith(MODEL)) {
            var owner = member.owner().asInternalName().substring(MODEL.length());
            var name = member.name().stringValue().replaceFirst("AsString$", "");
            asked
                .computeIfAbsent(owner, _ -> new TreeSet<>())
                .add(Character.toUpperCase(name.charAt(0)) + name.substring(1));
          }
        }
      }
    }
    UsedMembers.ofClasses()
        .forEach(
            (name, kept) -> {
              var members = new TreeSet<>(asked.getOrDefault(name, new TreeSet<>()));
              members.removeAll(List.of("Builder", "Copy", "ToBuilder"));
              assertEquals(members, new TreeSet<>(kept), name);
            });
    assertTrue(asked.containsKey("Instance"), "the classes were found");
  }

  /// Whether the fast reader took a text; it may only take what the other reads alike.
  private static boolean alike(CliCommand command, byte[] text, String what) {
    var usual = UsualReader.read(in(text), command.response());
    if (usual.isPresent()) {
      CliJsonConverter.Answer<SdkPojo> whole =
          CliJsonConverter.read("f", in(text), command.response());
      assertEquals(List.of(), whole.notes(), what);
      assertEquals(Map.of(), whole.unknown().getOrDefault("", Map.of()), what);
      UsedParts.compare(whole.response(), usual.get(), what);
    }
    return usual.isPresent();
  }

  private static InputStream in(byte[] text) {
    return new ByteArrayInputStream(text);
  }
}
