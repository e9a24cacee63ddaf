package slash80.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that gives no answer, in one of several ways.
public final class BlackHole implements AutoCloseable {

  /// A way of giving no answer.
  public enum Way {
    /// Accepts connections, and never sends a byte.
    NEVER_ANSWERS,
    /// Never accepts a connection: its queue of connections is full.
    NEVER_ACCEPTS,
    /// Sends a byte of its answer now and then, and never the last one.
    TRICKLES,
    /// Sends the head of its answer and a part of the rest.
    STALLS
  }

  private static final int QUEUE = 1;

  private final ServerSocket server;
  private final List<Socket> held = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private BlackHole(ServerSocket server) {
    this.server = server;
  }

  public static BlackHole that(Way way) throws IOException {
    var hole = new BlackHole(new ServerSocket(0, QUEUE, InetAddress.getLoopbackAddress()));
    switch (way) {
      case NEVER_ACCEPTS -> hole.fill();
      case NEVER_ANSWERS -> hole.serve(_ -> {});
      case TRICKLES -> hole.serve(BlackHole::trickle);
      case STALLS -> hole.serve(BlackHole::begin);
    }
    return hole;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// The number of connections that were accepted.
  public int accepted() {
    return accepted.get();
  }

  /// The system drops what does not fit into the queue, and one connection more fits than it says.
  private void fill() throws IOException {
    var waiting = new ArrayList<Socket>();
    for (int i = 0; i <= QUEUE; i++) {
      var socket = new Socket();
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 1000);
      waiting.add(socket);
    }
    held.addAll(waiting);
  }

  private interface Answer {
    void to(Socket socket) throws IOException, InterruptedException;
  }

  private void serve(Answer answer) {
    Thread.startVirtualThread(
        () -> {
          while (!server.isClosed()) {
            try {
              var socket = server.accept();
              accepted.incrementAndGet();
              held.add(socket);
              Thread.startVirtualThread(() -> answer(answer, socket));
            } catch (IOException _) {
              return; // it was closed
            }
          }
        });
  }

  private static void answer(Answer answer, Socket socket) {
    try {
      answer.to(socket);
    } catch (IOException | InterruptedException _) {
      // the caller has gone
    }
  }

  private static void begin(Socket socket) throws IOException {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n ";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static void trickle(Socket socket) throws IOException, InterruptedException {
    begin(socket);
    while (true) {
      Thread.sleep(100);
      socket.getOutputStream().write(' ');
      socket.getOutputStream().flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : held) {
      socket.close();
    }
  }
}
