package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slash80.aws.live.FleetAccounts;

/// Tests calls on a class path without the service file of the HTTP client, as in a native
/// executable. A client that has to look up its HTTP client fails there at its first call.
final class AwsClientsTest {
  private static final String SERVICE_FILE =
      "META-INF/services/software.amazon.awssdk.http.SdkHttpService";
  private static final Pattern BUILT =
      Pattern.compile("\\b\\w+Client\\s*\\.\\s*(builder|create)\\s*\\(");

  private HttpServer server;
  private SdkSettings settings;

  /// A server that denies every call. A client without an HTTP client does not even get a denial.
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(403, -1);
          }
        });
    server.start();
    settings = SdkSettings.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    settings.close();
    server.stop(0);
  }

  @Test
  void a_client_needs_no_service_file() throws Exception {
    var answers = withoutServiceFile(Clients.class);

    assertEquals(
        Set.of("ec2", "eks", "load balancing", "s3", "sns", "sqs", "ssm", "sts"), answers.keySet());
    answers.forEach(
        (service, answer) ->
            assertEquals("403", answer.replaceAll(".*Status Code: (\\d+).*", "$1"), service));
  }

  @Test
  void an_account_needs_no_service_file() throws Exception {
    assertEquals(
        Map.of(
            "own account",
            "eks:ListClusters: HTTP 403",
            "account of a role",
            "sts:AssumeRole of arn:aws:iam::444455556666:role/slash80-member: HTTP 403"),
        withoutServiceFile(Accounts.class));
  }

  @Test
  void no_other_class_builds_a_client() throws IOException {
    var builders = new ArrayList<String>();
    for (var file : sources()) {
      if (!file.endsWith("AwsClients.java")) {
        BUILT
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> builders.add(file.getFileName() + ": " + found.group()));
      }
    }

    assertEquals(List.of(), builders);
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of(System.getProperty("project.root"), "functions"))) {
      return files
          .filter(file -> file.toString().matches(".*/src/main/java/.*\\.java"))
          .sorted()
          .toList();
    }
  }

  /// The responses to some calls. All classes are loaded again, because the SDK asks its own class
  /// loader and caches the result.
  @SuppressWarnings("unchecked")
  private static Map<String, String> withoutServiceFile(
      Class<? extends Supplier<Map<String, String>>> calls) throws Exception {
    var loader = new WithoutServiceFile();
    var before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try (loader) {
      var constructor = loader.loadClass(calls.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      return ((Supplier<Map<String, String>>) constructor.newInstance()).get();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static String answer(Runnable call) {
    try {
      call.run();
      return "done";
    } catch (RuntimeException failed) {
      return failed.getMessage();
    }
  }

  /// One call by each client.
  static final class Clients implements Supplier<Map<String, String>> {
    @Override
    public Map<String, String> get() {
      var clients = AwsClients.in("us-east-2");
      var answers = new TreeMap<String, String>();
      answers.put("ec2", answer(() -> clients.ec2().describeVpcs()));
      answers.put("eks", answer(() -> clients.eks().listClusters()));
      answers.put("load balancing", answer(() -> clients.loadBalancing().describeLoadBalancers()));
      answers.put("s3", answer(() -> clients.s3().listBuckets()));
      answers.put("sns", answer(() -> clients.sns().listTopics()));
      answers.put("sqs", answer(() -> clients.sqs().listQueues()));
      answers.put("ssm", answer(() -> clients.ssm().getParameter(request -> request.name("x"))));
      answers.put("sts", answer(() -> clients.sts().getCallerIdentity()));
      return answers;
    }
  }

  /// A first call to each kind of account.
  static final class Accounts implements Supplier<Map<String, String>> {
    @Override
    public Map<String, String> get() {
      var home = new AccountRegion("111122223333", "us-east-2");
      var member = new AccountRegion("444455556666", "us-east-2");
      var fleet =
          new Fleet(home, Set.of(), Set.of(member.account()), Optional.of("slash80-member"));
      var accounts = FleetAccounts.live(fleet);
      return Map.of(
          "own account", answer(() -> accounts.of(home, Instant.MAX).clusters()),
          "account of a role", answer(() -> accounts.of(member, Instant.MAX).clusters()));
    }
  }

  /// Loads the class path again, without the service file.
  private static final class WithoutServiceFile extends URLClassLoader {
    WithoutServiceFile() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() {
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(entry -> url(Path.of(entry)))
          .toArray(URL[]::new);
    }

    private static URL url(Path entry) {
      try {
        return entry.toUri().toURL();
      } catch (MalformedURLException impossible) {
        throw new IllegalArgumentException(impossible);
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE_FILE) ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }
}
