package slash80.aws.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The socket of a call, which takes a connection when it connects. Java's HTTP client connects it
/// and then begins the handshake; a connection that has waited has its handshake behind it. Only
/// what the client uses is here, beside what every socket of TLS must have.
final class EarlySocket extends SSLSocket {
  private final EarlyConnections connections;
  private EarlyConnections.@Nullable Connection taken;

  EarlySocket(EarlyConnections connections) {
    this.connections = connections;
  }

  @Override
  public void connect(SocketAddress address) throws IOException {
    connect(address, 0);
  }

  @Override
  public void connect(SocketAddress address, int timeout) throws IOException {
    taken = connections.connect((InetSocketAddress) address, timeout);
  }

  /// A second handshake would only change the keys.
  @Override
  public void startHandshake() throws IOException {
    if (taken != null && !taken.isSecure()) {
      socket().startHandshake();
    }
  }

  private SSLSocket socket() {
    if (taken == null) {
      throw new IllegalStateException("the socket is not connected");
    }
    return taken.socket();
  }

  @Override
  public void close() throws IOException {
    if (taken != null) {
      socket().close();
    }
  }

  @Override
  public boolean isConnected() {
    return taken != null && socket().isConnected();
  }

  @Override
  public boolean isClosed() {
    return taken != null && socket().isClosed();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return socket().getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket().getOutputStream();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket().getInetAddress();
  }

  @Override
  public int getPort() {
    return socket().getPort();
  }

  @Override
  public void setSoTimeout(int milliseconds) throws SocketException {
    socket().setSoTimeout(milliseconds);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket().getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean isOn) throws SocketException {
    socket().setTcpNoDelay(isOn);
  }

  @Override
  public SSLSession getSession() {
    return socket().getSession();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return socket().getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    socket().setSSLParameters(parameters);
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    socket().addHandshakeCompletedListener(listener);
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    socket().removeHandshakeCompletedListener(listener);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return socket().getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return socket().getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    socket().setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return socket().getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return socket().getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    socket().setEnabledProtocols(protocols);
  }

  @Override
  public boolean getUseClientMode() {
    return socket().getUseClientMode();
  }

  @Override
  public void setUseClientMode(boolean isClient) {
    socket().setUseClientMode(isClient);
  }

  @Override
  public boolean getNeedClientAuth() {
    return socket().getNeedClientAuth();
  }

  @Override
  public void setNeedClientAuth(boolean isNeeded) {
    socket().setNeedClientAuth(isNeeded);
  }

  @Override
  public boolean getWantClientAuth() {
    return socket().getWantClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean isWanted) {
    socket().setWantClientAuth(isWanted);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return socket().getEnableSessionCreation();
  }

  @Override
  public void setEnableSessionCreation(boolean isEnabled) {
    socket().setEnableSessionCreation(isEnabled);
  }
}
