import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import slash80.aws.live.StubbedAws;

/// Serves a snapshot's folder, a topic and a bucket as AWS, for measure_function.py. Each service
/// has an address of its own, as in AWS, so that none uses the connections of another. It prints
/// `NAME=PORT` for each on one line, and `alert TIME` in milliseconds for each alert. A line of
/// standard input forgets all calls and documents, and is answered with the calls until then, the
/// connections that they came over, the full handshakes, which are those that do not resume an
/// earlier session, the handshakes that had begun when the first call came, and the largest number
/// of calls that was in flight.
///
/// Arguments: the folder, the time in milliseconds that each answer and each handshake takes, the
/// names of the services separated by commas, and for https a key store with the password
/// `measured`.
final class MeasuredAws {
  private static final Pattern SERVICE = Pattern.compile("/([a-z0-9-]+)/aws4_request");

  private record Answer(int status, byte[] body, Map<String, String> headers) {
    static Answer of(int status, String body) {
      return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }
  }

  private final StubbedAws account;
  private final long pause;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<String> handshakes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger early = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private MeasuredAws(Path folder, long pause) {
    this.account = StubbedAws.serving(folder);
    this.pause = pause;
  }

  public static void main(String[] arguments) throws Exception {
    var aws = new MeasuredAws(Path.of(arguments[0]), Long.parseLong(arguments[1]));
    var threads = Executors.newCachedThreadPool();
    var addresses = new StringJoiner(" ");
    for (var service : arguments[2].split(",")) {
      var server = aws.server(arguments);
      server.setExecutor(threads);
      server.createContext("/", aws::handle);
      server.start();
      addresses.add(service + "=" + server.getAddress().getPort());
    }
    System.out.println(addresses);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      System.out.println(aws.figures());
    }
    System.exit(0);
  }

  private HttpServer server(String[] arguments) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (arguments.length < 4) {
      return HttpServer.create(address, 0);
    }
    var password = "measured".toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    try (var file = new FileInputStream(arguments[3])) {
      store.load(file, password);
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    var server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            begun.incrementAndGet();
            pause(Long.parseLong(arguments[1]));
            super.configure(parameters);
          }
        });
    return server;
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String figures() {
    var figures =
        "figures %d %d %d %d %d"
            .formatted(calls.get(), connections.size(), handshakes.size(), early.get(), most.get());
    documents.clear();
    connections.clear();
    calls.set(0);
    handshakes.clear();
    begun.set(0);
    early.set(0);
    most.set(0);
    return figures;
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (calls.incrementAndGet() == 1) {
      early.set(begun.get());
    }
    connections.add(exchange.getRemoteAddress());
    if (exchange instanceof HttpsExchange secure) {
      // a session that is resumed keeps its time
      int port = exchange.getLocalAddress().getPort();
      handshakes.add(port + " " + secure.getSSLSession().getCreationTime());
    }
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      pause(pause);
      var answer = answer(exchange, body);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      boolean isEmpty = answer.status() == 304 || answer.body().length == 0;
      exchange.sendResponseHeaders(answer.status(), isEmpty ? -1 : answer.body().length);
      if (!isEmpty) {
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      now.decrementAndGet();
    }
  }

  private Answer answer(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    var signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var service = SERVICE.matcher(signed);
    return switch (service.find() ? service.group(1) : "") {
      case "s3" -> document(exchange, body);
      case "sns" -> topic(new String(body, StandardCharsets.UTF_8));
      default -> ofAccount(exchange, body);
    };
  }

  private static Answer topic(String call) {
    if (call.contains("Action=Publish")) {
      System.out.println("alert " + System.currentTimeMillis());
      return Answer.of(
          200,
          "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");
    }
    return Answer.of(
        403,
        "<ErrorResponse><Error><Code>AuthorizationError</Code><Message>not"
            + " measured</Message></Error></ErrorResponse>");
  }

  private Answer document(HttpExchange exchange, byte[] body) {
    var key = exchange.getRequestURI().getPath();
    var kept = documents.get(key);
    var headers = exchange.getRequestHeaders();
    if (exchange.getRequestMethod().equals("PUT")) {
      var wanted = headers.getFirst("If-Match");
      if (wanted != null && !wanted.equals(version(kept))
          || headers.getFirst("If-None-Match") != null && kept != null) {
        return Answer.of(412, "<Error><Code>PreconditionFailed</Code></Error>");
      }
      var content = headers.containsKey("x-amz-decoded-content-length") ? pieces(body) : body;
      documents.put(key, content);
      return new Answer(200, new byte[0], Map.of("ETag", version(content)));
    }
    if (kept == null) {
      return Answer.of(404, "<Error><Code>NoSuchKey</Code></Error>");
    }
    boolean isKnown = version(kept).equals(headers.getFirst("If-None-Match"));
    return new Answer(isKnown ? 304 : 200, kept, Map.of("ETag", version(kept)));
  }

  private static String version(byte[] content) {
    return content == null ? "" : "\"%08x\"".formatted(Arrays.hashCode(content));
  }

  /// The content of a body in signed pieces
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
  private static byte[] pieces(byte[] body) {
    var content = new ByteArrayOutputStream();
    var text = new String(body, StandardCharsets.ISO_8859_1);
    for (int at = 0; ; ) {
      int end = text.indexOf("\r\n", at);
      int size = Integer.parseInt(text.substring(at, end).split(";")[0], 16);
      if (size == 0) {
        return content.toByteArray();
      }
      content.write(body, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  private Answer ofAccount(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    var call =
        HttpRequest.newBuilder(URI.create(account.endpoint() + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var answer = client.send(call, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.body(), Map.of("Content-Type", "text/xml"));
  }
}
