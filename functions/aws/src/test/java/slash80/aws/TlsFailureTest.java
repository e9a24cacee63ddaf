package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.live.LiveAccount;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

/// Tests calls to servers whose TLS is at fault, and to servers that only lose connections.
final class TlsFailureTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path folder;

  @Test
  void a_certificate_that_nobody_signed_ends_the_call_at_the_first_try() throws Exception {
    try (var server = TlsServer.with(context(key("self-signed")))) {
      assertOneTry(
          server,
          List.of(),
          "the certificate of the server is not trusted: a proxy that opens TLS");
    }
  }

  @Test
  void so_does_a_certificate_of_another_host() throws Exception {
    var store = key("other-host", "-ext", "san=dns:example.org");
    try (var server = TlsServer.with(context(store))) {
      assertOneTry(
          server,
          List.of(trust(store)),
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
    var authority = key("authority", "-ext", "bc:c");
    var signed = signed("host", "authority", dates);
    try (var server = TlsServer.with(context(signed))) {
      assertOneTry(server, List.of(trust(authority)), sentence);
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
    var context = context(key("elliptic"));
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
    var store = key("good", "-ext", "san=ip:127.0.0.1");
    try (var server = TlsServer.with(context(store))) {
      call(server, List.of(trust(store)));
    }
  }

  /// As the command line and the functions call: the account's patience is for throttling.
  @Test
  void an_account_says_it_in_one_sentence() throws Exception {
    try (var server = TlsServer.with(context(key("self-signed")));
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
    try (var server = TlsServer.with(context(key("self-signed")));
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

  /// A key store with a certificate that its own key signed.
  private KeyStore key(String name, String... options) throws Exception {
    keytool(name, "-genkeypair", List.of("-keyalg", "EC", "-dname", "CN=" + name), options);
    return opened(name);
  }

  /// A key store with a certificate that another key signed.
  private KeyStore signed(String name, String authority, String... dates) throws Exception {
    var request = folder.resolve(name + ".csr").toString();
    var certificate = folder.resolve(name + ".crt").toString();
    key(name);
    keytool(name, "-certreq", List.of("-file", request));
    var gencert = List.of("-infile", request, "-outfile", certificate, "-ext", "san=ip:127.0.0.1");
    keytool(authority, "-gencert", gencert, dates);
    var root = folder.resolve(authority + ".crt").toString();
    keytool(authority, "-exportcert", List.of("-file", root));
    keytool(name, "-importcert", List.of("-noprompt", "-file", root), "-alias", authority);
    keytool(name, "-importcert", List.of("-noprompt", "-file", certificate));
    return opened(name);
  }

  private void keytool(String name, String task, List<String> settings, String... options)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add(task);
    if (!List.of(options).contains("-alias")) {
      command.addAll(List.of("-alias", name));
    }
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", "password"));
    command.addAll(List.of("-keystore", file(name).toString()));
    command.addAll(settings);
    command.addAll(List.of(options));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private Path file(String name) {
    return folder.resolve(name + ".p12");
  }

  private KeyStore opened(String name) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file(name))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SSLContext context(KeyStore store) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /// Trusts the certificate of a key store.
  private static TrustManager trust(KeyStore store) throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", store.getCertificate(store.aliases().nextElement()));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers()[0];
  }
}
