package slash80.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A service of AWS that speaks JSON. It answers operations by name or by path, and refuses those
/// that it does not know.
public final class JsonStub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Function<JsonNode, Answer>> operations = new ConcurrentHashMap<>();

  /// The operations that were called, with their service.
  public final List<String> called = new CopyOnWriteArrayList<>();

  /// The headers with the signatures of the calls.
  public final List<String> signatures = new CopyOnWriteArrayList<>();

  /// @param status of HTTP
  /// @param error the header with the type of an error; empty for none
  public record Answer(int status, String body, String error) {
    public Answer(int status, String body) {
      this(status, body, "");
    }

    public static Answer of(String body) {
      return new Answer(200, body.replace('\'', '"'));
    }

    public static Answer refused(String code) {
      return new Answer(400, "{\"__type\":\"com.amazon#%s\",\"message\":\"no\"}".formatted(code));
    }
  }

  public JsonStub() {
    try {
      server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  public JsonStub on(String operation, Function<JsonNode, Answer> answer) {
    operations.put(operation, answer);
    return this;
  }

  public JsonStub on(String operation, String body) {
    return on(operation, _ -> Answer.of(body));
  }

  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// Settings that send all clients here.
  public SdkSettings settings() {
    return SdkSettings.at(address());
  }

  private void answer(HttpExchange exchange) throws IOException {
    var header = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    var target = header == null ? exchange.getRequestURI().getPath() : header;
    called.add(target);
    signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
    var request = JSON.readTree(exchange.getRequestBody());
    var operation = target.substring(target.lastIndexOf('.') + 1); // a path has no full stop
    var answer =
        operations
            .getOrDefault(operation, _ -> Answer.refused("AccessDeniedException"))
            .apply(request);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (!answer.error().isEmpty()) {
      exchange.getResponseHeaders().add("x-amzn-ErrorType", answer.error());
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
