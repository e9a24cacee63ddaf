package slash80.aws.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import slash80.aws.JsonService;
import slash80.aws.StubbedAnswer;
import slash80.aws.StubbedService;
import slash80.aws.snapshot.SnapshotFolder;
import slash80.aws.snapshot.StubbedContent;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/// A stub of AWS for reading an account: it serves a snapshot's folder over the wire protocols of
/// EC2, EKS and Elastic Load Balancing v2, with their filters, page sizes and errors. It counts the
/// calls, and fails the calls that a test tells it to fail.
public final class StubbedAws implements AutoCloseable {

  /// The way in which a call fails.
  public enum Fault {
    /// The account's API quota is used up.
    THROTTLED,
    /// AWS itself fails.
    BROKEN,
    /// IAM denies the call.
    DENIED,
    /// The resource does not exist; the error code is the call's own.
    NOT_FOUND,
    /// The resource does not show yet: the response is empty, without an error.
    EMPTY
  }

  /// A call that the stub received.
  ///
  /// @param parameters as the query protocols write them: `Filter.1.Name`
  public record Asked(String action, Map<String, String> parameters) {

    /// Whether the call has a filter, ids or a page size.
    public boolean isBounded() {
      return parameters.keySet().stream()
          .anyMatch(name -> !List.of("Action", "Version").contains(name));
    }
  }

  private record Planned(int call, Fault fault) {}

  private static final int EVERY = 0;

  private final HttpServer server;
  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, List<Planned>> faults = new HashMap<>();
  private final Map<String, Fault> faultsOfClusters = new HashMap<>();
  private final CallsInFlight flight = new CallsInFlight();
  private StubbedContent content;

  private StubbedAws(Path folder) throws IOException {
    this.content = new StubbedContent(SnapshotFolder.open(folder));
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("stub-", 0).factory()));
    server.createContext("/", this::handle);
    server.start();
  }

  public static StubbedAws serving(Path folder) {
    try {
      return new StubbedAws(folder);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Serves another folder from now on.
  public synchronized void serve(Path folder) {
    content = new StubbedContent(SnapshotFolder.open(folder));
  }

  /// Fails every call of an action.
  public synchronized void fail(String action, Fault fault) {
    fail(action, EVERY, fault);
  }

  /// Fails one call of an action; the next call is 1.
  public synchronized void fail(String action, int call, Fault fault) {
    int from = call == EVERY ? EVERY : counts.getOrDefault(action, 0) + call;
    faults.computeIfAbsent(action, _ -> new ArrayList<>()).add(new Planned(from, fault));
  }

  /// Fails every call of EKS about a cluster: those about several clusters are in flight together,
  /// so that they have no order.
  public synchronized void failAbout(String cluster, Fault fault) {
    faultsOfClusters.put(cluster, fault);
  }

  /// Stops failing calls.
  public synchronized void mend() {
    faults.clear();
    faultsOfClusters.clear();
  }

  /// The calls that are being answered.
  CallsInFlight flight() {
    return flight;
  }

  /// The calls of each action, with every page and every retry.
  public synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /// The number of all calls.
  public synchronized int calls() {
    return asked.size();
  }

  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// Sets the count of calls to zero.
  public synchronized void forget() {
    asked.clear();
    counts.clear();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// A client that calls the stub.
  public <B extends AwsClientBuilder<B, C>, C> C built(B builder) {
    return built(endpoint(), builder, List.of());
  }

  private static <B extends AwsClientBuilder<B, C>, C> C built(
      URI endpoint, B builder, List<ExecutionInterceptor> listeners) {
    return builder
        .region(Region.of("us-east-2"))
        .endpointOverride(endpoint)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            config ->
                config
                    .executionInterceptors(listeners)
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                            .build()))
        .build();
  }

  /// A reader of the stubbed account.
  public LiveAccount account() {
    return account(InstantSource.system());
  }

  /// A reader of the stubbed account with a clock of its own.
  public LiveAccount account(InstantSource clock) {
    return account(clock, List.of());
  }

  /// A reader of an account that another process serves.
  public static LiveAccount account(URI endpoint, InstantSource clock) {
    return account(endpoint, clock, List.of());
  }

  /// A reader of the stubbed account with listeners to its calls.
  LiveAccount account(InstantSource clock, List<ExecutionInterceptor> listeners) {
    return account(endpoint(), clock, listeners);
  }

  private static LiveAccount account(
      URI endpoint, InstantSource clock, List<ExecutionInterceptor> listeners) {
    var own = CallInterceptors.create(clock);
    var executionInterceptors = heard(listeners, own);
    return new LiveAccount(
        built(endpoint, Ec2Client.builder(), executionInterceptors),
        built(endpoint, EksClient.builder(), executionInterceptors),
        built(endpoint, ElasticLoadBalancingV2Client.builder(), executionInterceptors),
        Optional.of(accelerators(endpoint)),
        LiveAccount.plain(executionInterceptors),
        clock,
        own);
  }

  /// A reader of the stubbed account over an HTTP client of the test.
  public LiveAccount account(InstantSource clock, SdkHttpClient way) {
    var own = CallInterceptors.create(clock);
    var heard = heard(List.of(), own);
    return new LiveAccount(
        built(endpoint(), Ec2Client.builder().httpClient(way), heard),
        built(endpoint(), EksClient.builder().httpClient(way), heard),
        built(endpoint(), ElasticLoadBalancingV2Client.builder().httpClient(way), heard),
        Optional.of(accelerators(endpoint())),
        PlainListener.NONE,
        clock,
        own);
  }

  private static List<ExecutionInterceptor> heard(
      List<ExecutionInterceptor> listeners, CallInterceptors own) {
    return Stream.concat(Stream.of(own.deadline()), own.after(listeners).stream()).toList();
  }

  private static JsonService accelerators(URI endpoint) {
    return StubbedService.globalAccelerator(endpoint);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange;
        var _ = flight.take(exchange.getRemoteAddress())) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      var answer =
          target == null ? answer(exchange.getRequestURI(), body) : accelerators(target, body);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", answer.type());
      answer.error().ifPresent(code -> exchange.getResponseHeaders().add("x-amzn-ErrorType", code));
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /// AWS Global Accelerator takes JSON, and the name of the call in a header.
  private StubbedAnswer accelerators(String target, String body) throws IOException {
    var action = target.replace("GlobalAccelerator_V20180706.", "");
    var parameters = new TreeMap<String, String>();
    new ObjectMapper()
        .readTree(body)
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    var protocol = StubbedAnswer.Protocol.REST_JSON;
    return answered(action, parameters, protocol, now -> now.list(action, parameters, protocol));
  }

  private StubbedAnswer answer(URI asked, String body) {
    var path = asked.getPath();
    if (path.startsWith("/clusters")) {
      return eks(path.split("/"), parameters(asked.getRawQuery()));
    }
    var parameters = parameters(body);
    var protocol =
        parameters.get("Version").equals("2016-11-15")
            ? StubbedAnswer.Protocol.EC2
            : StubbedAnswer.Protocol.QUERY;
    var named = parameters.get("Action");
    var isClassic = parameters.get("Version").equals("2012-06-01");
    var action = isClassic ? named.replace("Describe", "DescribeClassic") : named;
    return answered(action, parameters, protocol, now -> now.list(action, parameters, protocol));
  }

  private StubbedAnswer eks(String[] path, Map<String, String> parameters) {
    var protocol = StubbedAnswer.Protocol.REST_JSON;
    var action =
        path.length == 2
            ? "ListClusters"
            : path.length == 3
                ? "DescribeCluster"
                : path[3].equals("addons")
                    ? "DescribeAddon"
                    : path.length == 4 ? "ListNodegroups" : "DescribeNodegroup";
    var refused = path.length == 2 ? Optional.<Fault>empty() : faultOf(path[2]);
    if (refused.isPresent()) {
      count(action, parameters);
      return content.failed(action, refused.get(), protocol);
    }
    return answered(
        action,
        parameters,
        protocol,
        now ->
            switch (path.length) {
              case 2 -> now.clusters(parameters);
              case 4 -> now.nodeGroups();
              default -> now.ofCluster(action, List.of(path));
            });
  }

  private synchronized Optional<Fault> faultOf(String cluster) {
    return Optional.ofNullable(faultsOfClusters.get(cluster));
  }

  private interface Question {
    StubbedAnswer ask(StubbedContent content);
  }

  private StubbedAnswer answered(
      String action,
      Map<String, String> parameters,
      StubbedAnswer.Protocol protocol,
      Question question) {
    var planned = count(action, parameters);
    return planned
        .map(fault -> content.failed(action, fault, protocol))
        .orElseGet(() -> question.ask(content));
  }

  private synchronized Optional<Fault> count(String action, Map<String, String> parameters) {
    asked.add(new Asked(action, Map.copyOf(parameters)));
    int call = counts.merge(action, 1, Integer::sum);
    return faults.getOrDefault(action, List.of()).stream()
        .filter(planned -> planned.call() == EVERY || planned.call() == call)
        .map(Planned::fault)
        .findFirst();
  }

  private static Map<String, String> parameters(String encoded) {
    var parameters = new TreeMap<String, String>();
    if (encoded != null) {
      for (var pair : encoded.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          var name = decoded(pair.substring(0, equals));
          if (parameters.put(name, decoded(pair.substring(equals + 1))) != null) {
            throw new IllegalArgumentException(name + " stands in the call twice");
          }
        }
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
