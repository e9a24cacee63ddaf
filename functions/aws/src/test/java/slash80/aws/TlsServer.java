package slash80.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A server behind an https address, which counts the connections that it accepts.
final class TlsServer implements AutoCloseable {
  private static final String CLUSTERS =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
          + "{\"clusters\":[]}";

  private final ServerSocket server;
  private final AtomicInteger accepted = new AtomicInteger();

  private TlsServer(ServerSocket server, Answer answer) {
    this.server = server;
    Thread.startVirtualThread(() -> serve(answer));
  }

  private interface Answer {
    void to(Socket socket) throws IOException;
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
        socket -> {
          socket.getInputStream().read();
          socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        });
  }

  /// Closes every connection without a word.
  static TlsServer hangingUp() throws IOException {
    return new TlsServer(plain(), _ -> {});
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

  private static void noClusters(Socket socket) throws IOException {
    socket.getInputStream().read(new byte[4096]);
    socket.getOutputStream().write(CLUSTERS.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private void serve(Answer answer) {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        accepted.incrementAndGet();
        answer.to(socket);
      } catch (IOException _) {
        // the caller broke off, or the server was closed
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
