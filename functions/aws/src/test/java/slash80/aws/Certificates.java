package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Keys and certificates for servers of tests, made by Java's keytool in a folder.
final class Certificates {
  private static final char[] PASSWORD = "password".toCharArray();

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /// A key store with a certificate that its own key signed.
  KeyStore key(String name, String... options) throws Exception {
    keytool(name, "-genkeypair", List.of("-keyalg", "EC", "-dname", "CN=" + name), options);
    return opened(name);
  }

  /// A key store with a certificate that another key signed.
  KeyStore signed(String name, String authority, String... dates) throws Exception {
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

  static SSLContext context(KeyStore store) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /// Trusts the certificate of a key store.
  static TrustManager trust(KeyStore store) throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", store.getCertificate(store.aliases().nextElement()));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers()[0];
  }
}
