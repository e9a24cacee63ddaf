package slash80.aws;

import java.io.IOException;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// An HTTP client that gives up at once where waiting does not help.
///
/// If the server's TLS is at fault, a call ends at its first try. The SDK repeats a call after
/// every failure of the connection, but a certificate that is not trusted now is not trusted a
/// second later.
///
/// A call that is aborted does not wait until its connection is closed. Java's HTTP client closes a
/// connection after it has read the rest of the answer, and a server that stalls would hold up the
/// time-out for ever.
final class PromptHttpClient implements SdkHttpClient {
  private final SdkHttpClient client;

  PromptHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      // The SDK repeats a call if the cause of its failure is an I/O exception, so there is none.
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (IOException failure) {
          var reason = TlsFailure.of(failure);
          if (reason.isPresent()) {
            var at = request.httpRequest();
            throw NonRetryableException.create(
                "%s:%d: %s".formatted(at.host(), at.port(), reason.get().sentence()));
          }
          throw failure;
        }
      }

      @Override
      public void abort() {
        Thread.startVirtualThread(prepared::abort);
      }
    };
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
