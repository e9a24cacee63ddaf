package slash80.aws.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Connections that are opened before a call needs them, each on a thread of its own. The first
/// call to a host goes over the connection that waits for it, and no request was sent before: AWS
/// sees connections, and not one call more. A connection that cannot be opened is forgotten, and
/// the call opens its own, and tells what is wrong.
public final class EarlyConnections extends SSLSocketFactory {
  /// The longest wait for a connection while it is opened, and for its handshake.
  private static final Duration OPENING = Duration.ofSeconds(2);

  /// The longest time that all calls together wait for connections that are being opened: several
  /// silent servers delay an event no more than one.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Java, too, keeps a connection without a call for so long.
  private static final Duration IDLE = Duration.ofSeconds(5);

  private record Opened(SSLSocket socket, Instant at) {}

  /// @param isSecure whether its handshake is over
  record Connection(SSLSocket socket, boolean isSecure) {}

  private final Supplier<SSLSocketFactory> maker;
  private @Nullable SSLSocketFactory made;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<Opened>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong patience = new AtomicLong(PATIENCE.toNanos());

  /// @param maker gives what makes the sockets; asked once, by the first connection
  public EarlyConnections(Supplier<SSLSocketFactory> maker, InstantSource clock) {
    this.maker = maker;
    this.clock = clock;
  }

  /// What makes the sockets of every client of the SDK. The certificates that Java trusts are read.
  public static SSLSocketFactory sockets() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private synchronized SSLSocketFactory usual() {
    if (made == null) {
      made = maker.get();
    }
    return made;
  }

  /// Opens a connection to each of the addresses that speak https.
  public void open(Collection<URI> addresses) {
    for (var address : addresses) {
      if ("https".equals(address.getScheme())) {
        int port = address.getPort() < 0 ? 443 : address.getPort();
        waiting.computeIfAbsent(name(address.getHost(), port), _ -> opening(address, port));
      }
    }
  }

  /// Waits until no connection is being opened any more.
  public void await() {
    for (var opening : waiting.values()) {
      try {
        opening.join();
      } catch (CompletionException _) {
        // a call opens its own
      }
    }
  }

  /// A connection for one call, which takes one of these.
  ///
  /// @param silence the longest wait for the next byte
  public HttpURLConnection connection(URI address, Duration opening, Duration silence) {
    try {
      var connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout((int) opening.toMillis());
      connection.setReadTimeout((int) silence.toMillis());
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(this);
      }
      return connection;
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private CompletableFuture<Opened> opening(URI address, int port) {
    var opened = new CompletableFuture<Opened>();
    Thread.ofPlatform()
        .daemon()
        .name("early connection to " + address.getHost())
        .start(() -> complete(opened, address.getHost(), port));
    return opened;
  }

  private void complete(CompletableFuture<Opened> opened, String host, int port) {
    try {
      opened.complete(opened(new InetSocketAddress(host, port)));
    } catch (IOException | RuntimeException | Error failed) {
      opened.completeExceptionally(failed);
    }
  }

  private Opened opened(InetSocketAddress address) throws IOException {
    var socket = connected(address, (int) OPENING.toMillis());
    try {
      socket.setSoTimeout((int) OPENING.toMillis());
      socket.startHandshake();
      return new Opened(socket, clock.instant());
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  /// A socket that will ask for a certificate of this host, as Java's HTTP client does.
  private SSLSocket connected(InetSocketAddress address, int timeout) throws IOException {
    var plain = new Socket();
    try {
      plain.connect(address, timeout);
      plain.setTcpNoDelay(true);
      var host = address.getHostString();
      var socket = (SSLSocket) usual().createSocket(plain, host, address.getPort(), true);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      return socket;
    } catch (IOException | RuntimeException failed) {
      plain.close();
      throw failed;
    }
  }

  /// The connection that waits for a call to this address, or a new one.
  Connection connect(InetSocketAddress address, int timeout) throws IOException {
    var early = waiting.remove(name(address.getHostString(), address.getPort()));
    var taken = early == null ? Optional.<SSLSocket>empty() : taken(early);
    return taken.isPresent()
        ? new Connection(taken.get(), true)
        : new Connection(connected(address, timeout), false);
  }

  private Optional<SSLSocket> taken(CompletableFuture<Opened> early) throws IOException {
    long begun = System.nanoTime();
    try {
      var opened = early.get(Math.max(0, patience.get()), TimeUnit.NANOSECONDS);
      if (isFresh(opened) && isSilent(opened.socket())) {
        return Optional.of(opened.socket());
      }
      close(opened);
    } catch (TimeoutException _) {
      var _ = early.thenAccept(EarlyConnections::close);
    } catch (ExecutionException _) {
      // the call tries again, and tells what is wrong
    } catch (InterruptedException _) {
      var _ = early.thenAccept(EarlyConnections::close);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for a connection");
    } finally {
      patience.addAndGet(begun - System.nanoTime());
    }
    return Optional.empty();
  }

  private boolean isFresh(Opened opened) {
    return Duration.between(opened.at(), clock.instant()).abs().compareTo(IDLE) < 0;
  }

  /// Whether the server has neither ended the connection nor said anything that a call would take
  /// for its answer. Java's client looks in the same way before it uses one that it has kept.
  private static boolean isSilent(SSLSocket socket) {
    try {
      socket.setSoTimeout(1);
      int _ = socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException _) {
      return true; // the client that takes it sets its own time
    } catch (IOException _) {
      return false;
    }
  }

  private static void close(Opened opened) {
    try {
      opened.socket().close();
    } catch (IOException _) {
      // it is of no use any more
    }
  }

  private static String name(String host, int port) {
    return host + ":" + port;
  }

  @Override
  public Socket createSocket() {
    return new EarlySocket(this);
  }

  // ---- Not asked by Java's HTTP client unless a proxy stands between ----

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean closes)
      throws IOException {
    return usual().createSocket(socket, host, port, closes);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return usual().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return usual().createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return usual().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return usual().createSocket(host, port, local, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return usual().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return usual().getSupportedCipherSuites();
  }
}
