package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.AccessRefused;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.ManyClusters;
import slash80.aws.ReadInterrupted;
import slash80.aws.SdkSettings;

/// Tests of a member's role that is deleted while an account is open. Its credentials are assumed
/// again shortly before they expire, in the middle of any call: the refusal names the role, and not
/// the call.
final class RoleCredentialsTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");
  private static final AccountRegion MEMBER = new AccountRegion("222233334444", "us-east-2");

  private record Answer(int status, String body) {}

  private static final Answer REFUSAL =
      new Answer(
          403,
          "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User:"
              + " arn:aws:sts::111122223333:assumed-role/watch/x is not authorized to perform:"
              + " sts:AssumeRole</Message></Error></ErrorResponse>");

  private final AtomicReference<Answer> role = new AtomicReference<>();
  private HttpServer sts;
  private StubbedAws account;
  private SdkSettings settings;
  @TempDir private Path folder;

  @BeforeEach
  void serve() throws Exception {
    account = StubbedAws.serving(ManyClusters.write(folder, MEMBER.account(), 1, 1, 0));
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var answer = role.get();
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    sts.start();
    settings =
        SdkSettings.at(
            Map.of(
                "Sts", URI.create("http://127.0.0.1:" + sts.getAddress().getPort()),
                "Ec2", account.endpoint(),
                "Eks", account.endpoint(),
                "ElasticLoadBalancingV2", account.endpoint()));
  }

  @AfterEach
  void close() {
    settings.close();
    account.close();
    sts.stop(0);
  }

  @Test
  void a_role_that_was_deleted_is_named_by_every_call_that_needs_it() throws Exception {
    var opened = opened();
    var cluster = opened.cluster("c1").orElseThrow();
    answering(REFUSAL);

    assertNamed(AccessRefused.class, "AccessDenied", opened::names);
    assertNamed(AccessRefused.class, "AccessDenied", () -> opened.clusters(Set.of("c1")));
    assertNamed(AccessRefused.class, "AccessDenied", () -> opened.read(cluster, Instant.now()));
    assertNamed(AccessRefused.class, "AccessDenied", () -> opened.vpcsOf(List.of("i-0123")));
  }

  @Test
  void a_role_that_cannot_be_assumed_for_a_while_is_no_refusal() throws Exception {
    var opened = opened();
    var cluster = opened.cluster("c1").orElseThrow();
    answering(new Answer(400, REFUSAL.body().replace("AccessDenied", "RegionDisabledException")));

    assertNamed(
        ReadInterrupted.class,
        "RegionDisabledException",
        () -> opened.read(cluster, Instant.now()));
  }

  /// The SDK keeps even such credentials for a second.
  private void answering(Answer answer) throws InterruptedException {
    role.set(answer);
    Thread.sleep(1_500);
  }

  private void assertNamed(Class<? extends ReadInterrupted> type, String code, Executable call) {
    var refusal = assertThrows(ReadInterrupted.class, call);
    assertEquals(type, refusal.getClass());
    assertEquals(
        "sts:AssumeRole of arn:aws:iam::222233334444:role/slash80-member: " + code,
        refusal.getMessage());
  }

  private LiveAccount opened() {
    role.set(granted());
    var fleet = new Fleet(HOME, Set.of(), Set.of(MEMBER.account()), Optional.of("slash80-member"));
    return FleetAccounts.live(fleet).of(MEMBER, Instant.MAX);
  }

  /// Credentials so close to their end that the SDK assumes the role again for every call.
  private static Answer granted() {
    return new Answer(
        200,
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId>"
            + "<SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken><Expiration>"
            + Instant.now().plusSeconds(20)
            + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
  }
}
