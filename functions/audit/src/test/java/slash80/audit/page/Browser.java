package slash80.audit.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Headless Chromium with one open page, steered by the Chrome DevTools Protocol
/// (https://chromedevtools.github.io/devtools-protocol/).
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("ws://\\S+");
  private static final int SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /// Whatever the page complained about: exceptions, refused resources, lines of its console.
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /// The addresses of everything that the page asked for.
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private CompletableFuture<Void> loaded = new CompletableFuture<>();

  private Browser(Process process, WebSocket.Builder builder, URI page) {
    this.process = process;
    this.socket = builder.buildAsync(page, new Listener()).join();
  }

  /// The browser of this machine; empty where there is none.
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path program, Path profile) throws Exception {
    var process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var address = URI.create(listening(process.errorReader()));
    var client = HttpClient.newHttpClient();
    var list = URI.create("http://%s/json/list".formatted(address.getAuthority()));
    var pages =
        JSON.readTree(
            client
                .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    for (var page : pages) {
      if (page.path("type").asText().equals("page")) {
        var target = URI.create(page.path("webSocketDebuggerUrl").asText());
        var browser = new Browser(process, client.newWebSocketBuilder(), target);
        for (var domain : List.of("Runtime", "Log", "Page", "Network")) {
          browser.call(domain + ".enable", Map.of());
        }
        return browser;
      }
    }
    throw new IllegalStateException("Chromium has no page: " + pages);
  }

  /// The address that Chromium listens at; the rest of its words is read away.
  private static String listening(BufferedReader errors) throws IOException {
    var seen = new ArrayList<String>();
    for (var line = errors.readLine(); line != null; line = errors.readLine()) {
      seen.add(line);
      var address = LISTENING.matcher(line);
      if (address.find()) {
        Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
        return address.group();
      }
    }
    throw new IllegalStateException("Chromium did not start: " + seen);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      message.append(part);
      if (isLast) {
        var text = message.toString();
        message.setLength(0);
        hear(text);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  private void hear(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
    var answer = answers.remove(message.path("id").asInt());
    if (answer != null) {
      answer.complete(message);
      return;
    }
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" ->
          complaints.add(message.path("params").toString());
      case "Network.requestWillBeSent" ->
          requests.add(message.path("params").path("request").path("url").asText());
      case "Page.loadEventFired" -> loaded.complete(null);
      default -> {}
    }
  }

  JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = last.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    var message = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(message, true).join();
    var result = answer.get(SECONDS, TimeUnit.SECONDS);
    if (result.has("error")) {
      throw new IllegalStateException(method + ": " + result);
    }
    return result.path("result");
  }

  /// Opens a file in a window of this width and waits until it is shown.
  void open(Path file, int width, String colours) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    media("screen", colours);
    loaded = new CompletableFuture<>();
    complaints.clear();
    requests.clear();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  /// @param colours `light` or `dark`
  void media(String media, String colours) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  /// The value of an expression of the page.
  JsonNode value(String expression) throws Exception {
    var result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result);
    }
    return result.path("result").path("value");
  }

  /// Presses a key once, as a person does.
  void press(String key, int code) throws Exception {
    for (var type : List.of("rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  /// A picture of a part of the page.
  byte[] picture(int from, int width, int height) throws Exception {
    var clip = Map.of("x", 0, "y", from, "width", width, "height", height, "scale", 1);
    var shot = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
    return Base64.getDecoder().decode(shot.path("data").asText());
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
