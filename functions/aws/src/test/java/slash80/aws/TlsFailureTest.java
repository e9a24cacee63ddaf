package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.http.PromptHttpClient;
import slash80.aws.live.LiveAccount;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

/// Tests calls to servers whose TLS is at fault, and to servers that only lose connections.
final class TlsFailureTest {
  @TempDir private Path folder;
  private Certificates certificates;

  @BeforeEach
  void setUp() {
    certificates = new Certificates(folder);
  }

  @Test
  void a_certificate_that_nobody_signed_ends_the_call_at_the_first_try() throws Exception {
    try (var server = TlsServer.with(Certificates.context(certificates.key("self-signed")))) {
      assertOneTry(
          server,
          List.of(),
          "the certificate of the server is not trusted: a proxy that opens TLS");
    }
  }

  @Test
  void so_does_a_certificate_of_another_host() throws Exception {
    var store = certificates.key("other-host", "-ext", "san=dns:example.org");
    try (var server = TlsServer.with(Certificates.context(store))) {
      assertOneTry(
          server,
          List.of(Certificates.trust(store)),
          "the certificate of the server is not for this host: No subject alternative names");
    }
  }

  @Test
  void so_does_a_certificate_that_has_expired() throws Exception {
    assertOneTryWithDates(
        "the certificate of the server has expired", "-startdate", "-10d", "-validity", "5");
  }

  @Test
  void so_does_a_certificate_of_the_future() throws Exception {
    assertOneTryWithDates(
        "the certificate of the server is not valid yet: check this machine's clock",
        "-startdate",
        "+5d");
  }

  /// The dates of a certificate count if another one signed it.
  private void assertOneTryWithDates(String sentence, String... dates) throws Exception {
    var authority = certificates.key("authority", "-ext", "bc:c");
    var signed = certificates.signed("host", "authority", dates);
    try (var server = TlsServer.with(Certificates.context(signed))) {
      assertOneTry(server, List.of(Certificates.trust(authority)), sentence);
    }
  }

  @Test
  void so_does_a_server_without_tls() throws Exception {
    for (String answer : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n")) {
      try (var server = TlsServer.saying(answer)) {
        assertOneTry(server, List.of(), "the server does not speak TLS: expected an https address");
      }
    }
  }

  @Test
  void so_does_a_server_with_no_protocol_in_common() throws Exception {
    var context = Certificates.context(certificates.key("elliptic"));
    try (var server = TlsServer.with(context, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLSv1.2")) {
      assertOneTry(
          server,
          List.of(),
          "TLS failed: (handshake_failure) Received fatal alert: handshake_failure");
    }
  }

  @Test
  void a_connection_that_is_lost_in_the_handshake_is_made_again() throws Exception {
    try (var server = TlsServer.hangingUp()) {
      assertThrows(SdkClientException.class, () -> call(server, List.of()));
      assertTrue(server.accepted() > 1, server.accepted() + " tries");
    }
  }

  @Test
  void a_trusted_server_is_called() throws Exception {
    var store = certificates.key("good", "-ext", "san=ip:127.0.0.1");
    try (var server = TlsServer.with(Certificates.context(store))) {
      call(server, List.of(Certificates.trust(store)));
    }
  }

  /// As the command line and the functions call: the account's patience is for throttling.
  @Test
  void an_account_says_it_in_one_sentence() throws Exception {
    try (var server = TlsServer.with(Certificates.context(certificates.key("self-signed")));
        var _ = SdkSettings.at(server.endpoint())) {
      var failure =
          assertThrows(ReadInterrupted.class, () -> LiveAccount.in("us-east-2").clusters());

      var sentence =
          "eks:ListClusters: 127.0.0.1:%d: the certificate of the server is not trusted: a proxy that opens TLS needs its certificate in Java's trust store"
              .formatted(server.endpoint().getPort());
      assertTrue(failure.getMessage().startsWith(sentence), failure.getMessage());
      assertEquals(1, server.accepted());
    }
  }

  /// A service without a client of the SDK, which would try again.
  @Test
  void so_does_the_list_of_an_organization() throws Exception {
    try (var server = TlsServer.with(Certificates.context(certificates.key("self-signed")));
        var _ = SdkSettings.at(server.endpoint())) {
      var organizations = AwsClients.in("us-east-2").organizations();

      var failure =
          assertThrows(
              SdkClientException.class, () -> organizations.call("ListAccounts", Map.of()));

      assertTrue(
          failure.getMessage().contains("the certificate of the server is not trusted"),
          failure.getMessage());
      assertEquals(1, server.accepted());
    }
  }

  private static void assertOneTry(TlsServer server, List<TrustManager> trusted, String sentence) {
    var failure = assertThrows(SdkClientException.class, () -> call(server, trusted));
    assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
    assertEquals(1, server.accepted(), sentence);
  }

  /// A call with the retries that the SDK makes of itself.
  private static void call(TlsServer server, List<TrustManager> trusted) {
    var http = UrlConnectionHttpClient.builder();
    if (!trusted.isEmpty()) {
      http.tlsTrustManagersProvider(() -> trusted.toArray(TrustManager[]::new));
    }
    try (var client =
        EksClient.builder()
            .region(Region.US_EAST_2)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .endpointOverride(server.endpoint())
            .httpClient(new PromptHttpClient(http.build()))
            .build()) {
      client.listClusters();
    }
  }
}
