package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.http.EarlyConnections;
import slash80.aws.http.PromptHttpClient;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

/// Tests connections that are opened before a call needs them.
@Timeout(60)
final class EarlyConnectionsTest {
  @TempDir private Path folder;
  private KeyStore good;
  private Instant now = Instant.parse("2026-11-27T08:00:00Z");

  @BeforeEach
  void setUp() throws Exception {
    good = new Certificates(folder).key("good", "-ext", "san=ip:127.0.0.1");
  }

  @Test
  void the_first_call_goes_over_the_connection_that_waits() throws Exception {
    try (var server = TlsServer.with(Certificates.context(good))) {
      var early = opened(server, good);
      assertEquals(0, server.requests(), "AWS sees no request before the first call");
      call(early, server);
      assertEquals(1, server.requests());
      assertEquals(1, server.accepted());
    }
  }

  @Test
  void the_next_call_opens_its_own_if_the_first_has_taken_it() throws Exception {
    try (var server = TlsServer.with(Certificates.context(good))) {
      var early = opened(server, good);
      call(early, server);
      call(early, server); // the server has ended the first connection
      assertEquals(2, server.requests());
      assertEquals(2, server.accepted());
    }
  }

  @Test
  void a_connection_that_has_waited_for_long_is_not_used() throws Exception {
    try (var server = TlsServer.with(Certificates.context(good))) {
      var early = opened(server, good);
      now = now.plusSeconds(6); // the process was frozen meanwhile
      call(early, server);
      assertEquals(1, server.requests());
      assertEquals(2, server.accepted());
    }
  }

  @Test
  void a_server_that_does_not_answer_the_handshake_delays_a_call_for_a_second() throws Exception {
    try (var server = TlsServer.silentAtFirst(Certificates.context(good))) {
      var early = new EarlyConnections(() -> trusting(good), () -> now);
      early.open(List.of(server.endpoint()));
      await(server);
      var begun = System.nanoTime();
      call(early, server);
      assertEquals(1, server.requests());
      var took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.toSeconds() < 12, "waited " + took);
    }
  }

  @Test
  void several_such_servers_delay_the_calls_together_for_a_second() throws Exception {
    var servers = new ArrayList<TlsServer>();
    try {
      for (int i = 0; i < 9; i++) {
        servers.add(TlsServer.tricklingAtFirst(Certificates.context(good)));
      }
      var early = new EarlyConnections(() -> trusting(good), () -> now);
      early.open(servers.stream().map(TlsServer::endpoint).toList());
      var begun = System.nanoTime();
      for (var server : servers) {
        await(server);
        assertEquals(200, post(early, server));
      }
      var took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.toSeconds() < 7, "waited " + took);
    } finally {
      for (var server : servers) {
        server.close();
      }
    }
  }

  @Test
  void a_connection_whose_handshake_has_no_end_is_closed() throws Exception {
    try (var server = TlsServer.silentAtFirst(Certificates.context(good))) {
      var early = opened(server, good);
      while (server.ended() == 0) {
        Thread.sleep(5);
      }
      assertEquals(200, post(early, server));
    }
  }

  /// Java's client repeats no POST, so the call would fail, or have the answer of nobody's call.
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"})
  void a_connection_that_its_server_has_ended_is_not_used(String words) throws Exception {
    try (var server = TlsServer.endingAtFirst(Certificates.context(good), words)) {
      var early = opened(server, good);
      while (server.ended() == 0) {
        Thread.sleep(5);
      }
      assertEquals(200, post(early, server));
      assertEquals(1, server.requests());
      assertEquals(2, server.accepted());
    }
  }

  /// An early connection is silent about what is wrong, and its certificate is checked as well.
  @Test
  void a_certificate_of_another_host_is_told_by_the_call() throws Exception {
    var other = new Certificates(folder).key("other", "-ext", "san=dns:example.org");
    try (var server = TlsServer.with(Certificates.context(other))) {
      var early = new EarlyConnections(() -> trusting(other), () -> now);
      early.open(List.of(server.endpoint()));
      await(server);
      var failure = assertThrows(SdkClientException.class, () -> call(early, server));
      var sentence = "the certificate of the server is not for this host";
      assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
      assertEquals(0, server.requests());
    }
  }

  @Test
  void a_certificate_that_nobody_signed_is_told_by_the_call() throws Exception {
    try (var server = TlsServer.with(Certificates.context(good))) {
      var early = new EarlyConnections(EarlyConnections::sockets, () -> now);
      early.open(List.of(server.endpoint()));
      await(server);
      var failure = assertThrows(SdkClientException.class, () -> call(early, server));
      var sentence = "the certificate of the server is not trusted";
      assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
      assertEquals(0, server.requests());
    }
  }

  @Test
  void nothing_is_opened_to_an_address_without_tls() throws Exception {
    try (var server = TlsServer.hangingUp()) {
      var early = new EarlyConnections(() -> trusting(good), () -> now);
      early.open(List.of(URI.create("http://127.0.0.1:" + server.endpoint().getPort())));
      Thread.sleep(100);
      assertEquals(0, server.accepted());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-2, ledgers",
    "us-east-2, led.gers",
    "us-east-1, ledgers",
    "us-east-1, led.gers",
    "eu-central-1, ledgers",
    "cn-north-1, ledgers",
    "us-gov-west-1, ledgers"
  })
  void the_hosts_are_those_that_the_clients_call(String region, String bucket) {
    var called = new TreeSet<String>();
    AwsClients.rehearse(
        new Hosts(called),
        () -> {
          var clients = AwsClients.in(region);
          fails(() -> clients.ec2().describeVpcs());
          fails(() -> clients.eks().listClusters());
          fails(() -> clients.loadBalancing().describeLoadBalancers());
          fails(() -> clients.sns().listTopics());
          fails(() -> clients.ssm().getParameter(it -> it.name("policy")));
          fails(() -> clients.s3().getObject(object -> object.bucket(bucket).key("ledger")));
        });

    var early =
        AwsClients.in(region)
            .early(EnumSet.allOf(AwsClients.Host.class), Optional.of(bucket))
            .stream()
            .map(URI::getHost)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(called, early);
  }

  private static void fails(Runnable call) {
    assertThrows(SdkClientException.class, call::run);
  }

  /// Notes the hosts that are called.
  private record Hosts(TreeSet<String> called) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      called.add(request.httpRequest().host());
      throw SdkClientException.create("noted");
    }

    @Override
    public void close() {}
  }

  /// Waits until the handshake is over.
  private EarlyConnections opened(TlsServer server, KeyStore trusted) throws Exception {
    var early = new EarlyConnections(() -> trusting(trusted), () -> now);
    early.open(List.of(server.endpoint()));
    early.await();
    return early;
  }

  private static void await(TlsServer server) throws InterruptedException {
    while (server.accepted() == 0) {
      Thread.sleep(5);
    }
  }

  private static SSLSocketFactory trusting(KeyStore store) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {Certificates.trust(store)}, null);
      return context.getSocketFactory();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// One POST as the SDK sends it, without its retries.
  private static int post(EarlyConnections early, TlsServer server) throws Exception {
    var call = early.connection(server.endpoint(), Duration.ofSeconds(2), Duration.ofSeconds(12));
    call.setDoOutput(true);
    call.setFixedLengthStreamingMode(4);
    try (var body = call.getOutputStream()) {
      body.write("body".getBytes(StandardCharsets.UTF_8));
    }
    return call.getResponseCode();
  }

  private static void call(EarlyConnections early, TlsServer server) {
    try (var client =
        EksClient.builder()
            .region(Region.US_EAST_2)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .endpointOverride(server.endpoint())
            .httpClient(
                new PromptHttpClient(
                    AwsClients.through(early, Duration.ofSeconds(2), Duration.ofSeconds(12))))
            .build()) {
      client.listClusters();
    }
  }
}
