package slash80.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A server behind an https address, which counts the connections that it accepts.
final class TlsServer implements AutoCloseable {
  private static final String CLUSTERS =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
          + "{\"clusters\":[]}";

  private final ServerSocket server;
  private final Answer answer;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private TlsServer(ServerSocket server, Answer answer) {
    this.server = server;
    this.answer = answer;
    Thread.startVirtualThread(this::serve);
  }

  private interface Answer {
    void to(Socket socket, AtomicInteger requests) throws IOException;
  }

  /// Answers every request by TLS: there are no clusters.
  static TlsServer with(SSLContext context) throws IOException {
    return new TlsServer(socket(context), TlsServer::noClusters);
  }

  /// The same, with one cipher suite and one protocol, which need not match.
  static TlsServer with(SSLContext context, String suite, String protocol) throws IOException {
    var socket = (SSLServerSocket) socket(context);
    socket.setEnabledCipherSuites(new String[] {suite});
    socket.setEnabledProtocols(new String[] {protocol});
    return new TlsServer(socket, TlsServer::noClusters);
  }

  /// Answers every connection with a line that is not of TLS.
  static TlsServer saying(String line) throws IOException {
    return new TlsServer(
        plain(),
        (socket, _) -> {
          socket.getInputStream().read();
          socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        });
  }

  /// Closes every connection without a word.
  static TlsServer hangingUp() throws IOException {
    return new TlsServer(plain(), (_, _) -> {});
  }

  /// Keeps the first connection open without a word, and answers every other one by TLS.
  static TlsServer silentAtFirst(SSLContext context) throws IOException {
    return first((socket, _) -> readAll(socket), context);
  }

  /// Begins an answer to the first handshake, and goes on with a byte now and then for nine
  /// seconds.
  static TlsServer tricklingAtFirst(SSLContext context) throws IOException {
    return first(
        (socket, _) -> {
          socket.getOutputStream().write(new byte[] {22, 3, 3, 60, 0});
          for (int i = 0; i < 30; i++) {
            socket.getOutputStream().write(2);
            LockSupport.parkNanos(300_000_000);
          }
        },
        context);
  }

  /// Ends the first connection after its handshake, and a few words.
  static TlsServer endingAtFirst(SSLContext context, String words) throws IOException {
    return first(
        (socket, _) -> {
          try (var secure = secure(socket, context)) {
            secure.startHandshake();
            secure.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
          }
        },
        context);
  }

  /// Answers the first connection so, and every other one by TLS.
  private static TlsServer first(Answer answer, SSLContext context) throws IOException {
    var isFirst = new AtomicBoolean(true);
    return new TlsServer(
        plain(),
        (socket, requests) -> {
          if (isFirst.getAndSet(false)) {
            answer.to(socket, requests);
          } else {
            noClusters(secure(socket, context), requests);
          }
        });
  }

  private static void readAll(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {}
  }

  private static SSLSocket secure(Socket socket, SSLContext context) throws IOException {
    var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
    secure.setUseClientMode(false);
    return secure;
  }

  private static ServerSocket socket(SSLContext context) throws IOException {
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static ServerSocket plain() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  URI endpoint() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort());
  }

  int accepted() {
    return accepted.get();
  }

  /// Connections that the server or its caller has ended.
  int ended() {
    return ended.get();
  }

  /// Requests until now.
  int requests() {
    return requests.get();
  }

  private static void noClusters(Socket socket, AtomicInteger requests) throws IOException {
    if (socket.getInputStream().read(new byte[4096]) > 0) {
      requests.incrementAndGet();
      socket.getOutputStream().write(CLUSTERS.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        accepted.incrementAndGet();
        Thread.startVirtualThread(() -> answer(socket));
      } catch (IOException _) {
        // the server was closed
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      answer.to(socket, requests);
    } catch (IOException _) {
      // the caller broke off
    } finally {
      ended.incrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
