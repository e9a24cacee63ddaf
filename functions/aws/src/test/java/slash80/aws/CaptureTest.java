package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;

/// Writing a snapshot of a live account: what is read from it is what the account says.
final class CaptureTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00.123456Z");
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
  void what_is_read_from_a_capture_is_what_is_read_live() {
    var live = account.live();
    var cluster = live.clusters().getFirst();
    var said = new ArrayList<String>();
    var outcome =
        new Capture("here", listener -> account.live(listener))
            .write("demo", folder, AT, said::add);
    var snapshot = Snapshot.open(folder);
    assertEquals(List.of(), snapshot.warnings());
    assertEquals(Instant.parse("2026-11-23T08:00:00Z"), snapshot.at());
    assertEquals(List.of(cluster), snapshot.clusters());
    assertEquals(live.read(cluster, AT), snapshot.read(cluster, AT));
    var gateway = Set.of(account.egressOnlyGateway);
    assertEquals(live.vpcsOf(gateway), snapshot.vpcsOf(gateway));
    assertEquals(contents().size() - 1, outcome.files());
    assertTrue(said.contains("ec2 get-subnet-cidr-reservations " + account.subnet), said::toString);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void nothing_is_called_that_is_not_among_the_actions_and_every_action_is_called() {
    account.called().clear();
    new Capture("here", listener -> account.live(listener)).write("demo", folder, AT, _ -> {});
    account.live().clusters();
    account.live().vpcsOf(Set.of(account.elasticAddress));
    assertEquals(Actions.CAPTURING, List.copyOf(account.called()));
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void a_later_capture_takes_the_place_of_an_earlier_one_and_of_nothing_else() throws IOException {
    var capture = new Capture("here", listener -> account.live(listener));
    var balancer =
        account
            .balancing
            .createLoadBalancer(one -> one.name("other").subnets(account.subnet))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    capture.write("demo", folder, AT, _ -> {});
    var first = contents();
    Folders.write(folder, "note.txt", "mine");
    Folders.write(folder, "describe-nodegroup.main.json", "{\"nodegroup\": {}}");
    account.balancing.deleteLoadBalancer(one -> one.loadBalancerArn(balancer));
    capture.write("demo", folder, AT.plusSeconds(60), _ -> {});
    var second = contents();
    assertTrue(first.containsKey("describe-listeners.other.json"), () -> "" + first.keySet());
    assertTrue(!second.containsKey("describe-listeners.other.json"), () -> "" + second.keySet());
    assertEquals("mine", second.get("note.txt"));
    assertTrue(second.containsKey("describe-nodegroup.main.json"), () -> "" + second.keySet());
    assertEquals(Instant.parse("2026-11-23T08:01:00Z"), Snapshot.open(folder).at());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void what_is_refused_is_left_out_and_told() {
    var outcome =
        new Capture(
                "here",
                listener ->
                    account.live(listener, new Refusal(DescribeSecurityGroupRulesRequest.class)))
            .write("demo", folder, AT, _ -> {});
    assertEquals(
        List.of(
            "aws ec2 describe-security-group-rules was refused (UnauthorizedOperation): the"
                + " snapshot does not say what it prints"),
        outcome.warnings());
    assertEquals(1, Snapshot.open(folder).clusters().size());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void nothing_is_written_when_something_needed_is_refused() {
    var capture =
        new Capture(
            "here",
            listener -> account.live(listener, new Refusal(DescribeInstancesRequest.class)));
    assertEquals(
        "aws ec2 describe-instances was refused (UnauthorizedOperation): there is no snapshot"
            + " without what it prints",
        assertThrows(BadInput.class, () -> capture.write("demo", folder, AT, _ -> {}))
            .getMessage());
    assertEquals(Map.of(), contents());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void a_cluster_that_there_is_not_is_told() {
    var capture = new Capture("us-east-2", listener -> account.live(listener));
    assertEquals(
        "expected an EKS cluster named other in us-east-2, found none",
        assertThrows(BadInput.class, () -> capture.write("other", folder, AT, _ -> {}))
            .getMessage());
  }

  @Test
  void a_folder_that_holds_anything_else_is_refused_before_anything_is_asked() {
    for (var name : List.of("describe-vpcs.json", "photo.jpg", "captured-at.json")) {
      var other = folder.resolve(name.replace('.', '-'));
      Folders.write(other, name, "{\"at\": \"2026-11-23T08:00:00Z\"}");
      assertEquals(
          other
              + ": expected an empty folder, or a snapshot that capture wrote before, found"
              + " something else",
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

  /// AWS refuses one kind of call.
  private record Refusal(Class<?> request) implements ExecutionInterceptor {

    private boolean concerns(Context.BeforeExecution context) {
      return request.isInstance(context.request());
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      return concerns(context)
          ? context.httpResponse().toBuilder().statusCode(403).build()
          : context.httpResponse();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      var said =
          "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>";
      return concerns(context)
          ? Optional.of(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)))
          : context.responseBody();
    }
  }
}
