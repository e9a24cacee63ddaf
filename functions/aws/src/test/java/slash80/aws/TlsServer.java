package slash80.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    var isSilent = new AtomicBoolean(true);
    return new TlsServer(
        plain(),
        (socket, requests) -> {
          if (isSilent.getAndSet(false)) {
            while (socket.getInputStream().read() >= 0) {}
            return;
          }
          var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
          secure.setUseClientMode(false);
          noClusters(secure, requests);
        });
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
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
