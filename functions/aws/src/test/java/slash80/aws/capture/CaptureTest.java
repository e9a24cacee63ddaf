package slash80.aws.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.Actions;
import slash80.aws.BadInput;
import slash80.aws.BigSnapshot;
import slash80.aws.ReadInterrupted;
import slash80.aws.live.EmulatedAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.WithoutEntrances;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Permissions;

/// Tests that the snapshot of a live account reads as the account itself does.
final class CaptureTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00.123456Z");
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static EmulatedAccount account;
  @TempDir private Path folder;

  @BeforeAll
  static void build() {
    if (System.getenv("SLASH80_EMULATOR") != null) {
      account = EmulatedAccount.afresh();
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void a_capture_reads_as_the_live_account() {
    var live = account.live();
    var cluster = live.clusters().getFirst();
    var progress = new ArrayList<String>();
    var outcome =
        new Capture("here", listener -> account.live(listener))
            .write("demo", folder, AT, progress::add);
    var snapshot = Snapshot.open(folder);
    assertEquals(List.of(), snapshot.warnings());
    assertEquals(Instant.parse("2026-11-23T08:00:00Z"), snapshot.at());
    assertEquals(List.of(cluster), snapshot.clusters());
    assertEquals(
        WithoutEntrances.of(live.read(cluster, AT).heard(Permissions.unasked())),
        WithoutEntrances.of(snapshot.read(cluster, AT)));
    var gateway = Set.of(account.egressOnlyGateway);
    assertEquals(live.vpcsOf(gateway), snapshot.vpcsOf(gateway));
    assertEquals(contents().size() - 1, outcome.files());
    assertTrue(
        progress.contains("ec2 get-subnet-cidr-reservations " + account.subnet),
        progress::toString);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void nothing_is_called_that_is_not_among_the_actions() {
    account.called().clear();
    new Capture("here", listener -> account.live(listener)).write("demo", folder, AT, _ -> {});
    assertTrue(account.called().contains("eks:ListAddons"), () -> "" + account.called());
    assertTrue(Actions.CAPTURING.containsAll(account.called()), () -> "" + account.called());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void a_later_capture_takes_the_place_of_an_earlier_one_and_of_nothing_else() throws IOException {
    var capture = new Capture("here", listener -> account.live(listener));
    var balancer =
        account
            .balancing
            .createLoadBalancer(builder -> builder.name("other").subnets(account.subnet))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    capture.write("demo", folder, AT, _ -> {});
    var first = contents();
    Folders.write(folder, "note.txt", "mine");
    Folders.write(
        folder,
        "describe-nodegroup.main.json",
        "{\"nodegroup\": {\"nodegroupName\": \"main\", \"clusterName\": \"demo\"}}");
    account.balancing.deleteLoadBalancer(builder -> builder.loadBalancerArn(balancer));
    capture.write("demo", folder, AT.plusSeconds(60), _ -> {});
    var second = contents();
    assertTrue(first.containsKey("describe-listeners.other.json"), () -> "" + first.keySet());
    assertTrue(!second.containsKey("describe-listeners.other.json"), () -> "" + second.keySet());
    assertEquals("mine", second.get("note.txt"));
    assertTrue(second.containsKey("describe-nodegroup.main.json"), () -> "" + second.keySet());
    assertEquals(Instant.parse("2026-11-23T08:01:00Z"), Snapshot.open(folder).at());
  }

  @Test
  void a_capture_of_the_example_account_reads_as_the_example() {
    stubbed(
        _ -> {
          assertEquals(List.of(), capture().write("kodekloud", folder, AT, _ -> {}).warnings());
          var example = Snapshot.open(EXAMPLE);
          var captured = Snapshot.open(folder);
          assertEquals(example.clusters(), captured.clusters());
          var cluster = example.clusters().getFirst();
          assertEquals(
              WithoutEntrances.of(example.read(cluster, AT)),
              WithoutEntrances.of(captured.read(cluster, AT)));
        });
  }

  @Test
  void a_refused_command_is_left_out_with_a_warning() {
    stubbed(
        aws -> {
          aws.fail("DescribeSecurityGroupRules", StubbedAws.Fault.DENIED);
          assertEquals(
              List.of(
                  "aws ec2 describe-security-group-rules was refused (UnauthorizedOperation): its"
                      + " output is missing from the snapshot"),
              capture().write("kodekloud", folder, AT, _ -> {}).warnings());
          assertEquals(List.of(), Snapshot.open(folder).warnings());
        });
  }

  @Test
  void nothing_is_written_when_something_needed_is_refused() {
    stubbed(
        aws -> {
          aws.fail("DescribeInstances", StubbedAws.Fault.DENIED);
          assertEquals(
              "aws ec2 describe-instances was refused (UnauthorizedOperation): a snapshot needs its"
                  + " output",
              refusal("kodekloud"));
          assertEquals(Map.of(), contents());
        });
  }

  @Test
  void an_earlier_capture_stays_when_reading_breaks_off() {
    stubbed(
        aws -> {
          capture().write("kodekloud", folder, AT, _ -> {});
          var before = contents();
          aws.fail("DescribeListeners", StubbedAws.Fault.BROKEN);
          assertThrows(
              ReadInterrupted.class, () -> capture().write("kodekloud", folder, AT, _ -> {}));
          assertEquals(before, contents());
        });
  }

  @Test
  void pages_are_written_as_they_came() throws IOException {
    var big = BigSnapshot.write(folder.resolve("big"), 1_001, 10, 2);
    try (var aws = StubbedAws.serving(big)) {
      stubbedBy(aws, () -> capture().write("demo", folder.resolve("captured"), AT, _ -> {}));
    }
    assertTrue(Files.exists(folder.resolve("captured/describe-instances.2.json")));
    var cluster = Snapshot.open(big).clusters().getFirst();
    assertEquals(
        Snapshot.open(big).read(cluster, AT).attachments().instances(),
        Snapshot.open(folder.resolve("captured")).read(cluster, AT).attachments().instances());
  }

  @Test
  void a_missing_cluster_is_named() {
    stubbed(
        _ ->
            assertEquals(
                "expected an EKS cluster named other in us-east-2, found none; the clusters there"
                    + " are kodekloud",
                refusal("other")));
  }

  @Test
  void a_folder_that_holds_anything_else_is_refused_before_anything_is_asked() {
    for (var name : List.of("describe-vpcs.json", "photo.jpg", "captured-at.json")) {
      var other = folder.resolve(name.replace('.', '-'));
      Folders.write(other, name, "{\"at\": \"2026-11-23T08:00:00Z\"}");
      assertEquals(
          other
              + ": expected an empty folder or the snapshot of an earlier capture, found other"
              + " files",
          refused(other));
    }
  }

  @Test
  void a_file_in_place_of_the_folder_is_refused() {
    Folders.write(folder, "file", "");
    var file = folder.resolve("file");
    assertEquals(file + ": expected a folder to write to, found a file", refused(file));
  }

  private static String refused(Path folder) {
    var capture =
        new Capture(
            "nowhere",
            _ -> {
              throw new AssertionError("AWS was asked");
            });
    return assertThrows(BadInput.class, () -> capture.write("demo", folder, AT, _ -> {}))
        .getMessage();
  }

  private Map<String, String> contents() {
    try (var files = Files.list(folder)) {
      var contents = new TreeMap<String, String>();
      for (var file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
      return contents;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Capture capture() {
    return Capture.in(EmulatedAccount.REGION);
  }

  private String refusal(String cluster) {
    return assertThrows(BadInput.class, () -> capture().write(cluster, folder, AT, _ -> {}))
        .getMessage();
  }

  private static void stubbed(Consumer<StubbedAws> test) {
    try (var aws = StubbedAws.serving(EXAMPLE)) {
      stubbedBy(aws, () -> test.accept(aws));
    }
  }

  /// Sets the address of AWS in the environment of the SDK, as a user does.
  private static void stubbedBy(StubbedAws aws, Runnable test) {
    var settings =
        Map.of(
            "aws.endpointUrl", aws.endpoint().toString(),
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test");
    settings.forEach(System::setProperty);
    try {
      test.run();
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }
}
