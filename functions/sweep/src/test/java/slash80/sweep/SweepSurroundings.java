package slash80.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;

/// Everything that a sweep asks besides EKS: a bucket without ledgers, queues that take everything,
/// a member in every list of accounts, a role for everyone, a trail and a rule that are on.
final class SweepSurroundings implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final String member;
  private final List<JsonNode> sent = new CopyOnWriteArrayList<>();

  SweepSurroundings(String member) throws IOException {
    this.member = member;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void forget() {
    sent.clear();
  }

  /// The accounts that the messages to a queue are about, the review apart.
  Set<String> accountsOf(String queue) {
    var accounts = new TreeSet<String>();
    events(queue).stream()
        .filter(event -> !isReview(event))
        .forEach(event -> accounts.add(event.path("account").asText()));
    return accounts;
  }

  boolean isReviewed() {
    return events("checks").stream().anyMatch(SweepSurroundings::isReview);
  }

  private static boolean isReview(JsonNode event) {
    return event.path("detail-type").asText().equals("Sites Review");
  }

  private List<JsonNode> events(String queue) {
    return sent.stream()
        .filter(call -> call.path("QueueUrl").asText().endsWith(queue))
        .flatMap(call -> StreamSupport.stream(call.path("Entries").spliterator(), false))
        .map(entry -> tree(entry.path("MessageBody").asText()))
        .toList();
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException broken) {
      throw new AssertionError(text, broken);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      if (target != null) {
        send(exchange, 200, called(target.substring(target.lastIndexOf('.') + 1), body));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        send(exchange, 200, "");
      } else if (exchange.getRequestMethod().equals("GET")) {
        got(exchange);
      } else {
        send(exchange, 200, ROLE);
      }
    }
  }

  private String called(String operation, String body) {
    return switch (operation) {
      case "SendMessageBatch" -> {
        sent.add(tree(body));
        yield "{\"Successful\":[],\"Failed\":[]}";
      }
      case "GetQueueAttributes" -> "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"0\"}}";
      case "ListAccounts" ->
          "{\"Accounts\":[{\"Id\":\"%s\",\"State\":\"ACTIVE\"}]}".formatted(member);
      case "GetParametersByPath" ->
          "{\"Parameters\":[{\"Name\":\"/slash80/accounts/1\",\"Value\":\"%s\"}]}"
              .formatted(member);
      case "DescribeTrails" ->
          "{\"trailList\":[{\"Name\":\"all\",\"TrailARN\":\"arn\",\"IsMultiRegionTrail\":true}]}";
      case "GetTrailStatus" -> "{\"IsLogging\":true}";
      case "GetEventSelectors" ->
          "{\"EventSelectors\":[{\"IncludeManagementEvents\":true,\"ReadWriteType\":\"All\"}]}";
      case "ListRuleNamesByTarget" -> "{\"RuleNames\":[\"rule\"]}";
      case "DescribeRule" -> "{\"State\":\"ENABLED\"}";
      default -> throw new AssertionError(operation);
    };
  }

  private void got(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    if (String.valueOf(uri.getQuery()).contains("list-type=2")) {
      send(exchange, 200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    } else if (uri.getPath().equals("/lists/accounts.txt")) {
      send(exchange, 200, member);
    } else if (uri.getPath().endsWith("accounts.json")) {
      send(
          exchange,
          200,
          "{\"at\":\"2026-11-26T08:00:00Z\",\"accounts\":[\"%s\"]}".formatted(member));
    } else {
      send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static final String ROLE =
      """
      <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId>\
      <SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>\
      <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
      </AssumeRoleResponse>
      """;

  @Override
  public void close() {
    server.stop(0);
  }
}
