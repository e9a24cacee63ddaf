package slash80.aws.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
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
/// A call that is aborted ends at once, whatever its server does. Java's HTTP client cannot be
/// interrupted while it connects or reads, and closes a connection after it has read the rest of
/// the answer. So each exchange runs on a thread of its own and reads the whole answer. That of an
/// aborted call is left behind, and ends with the next byte or the longest silence.
public final class PromptHttpClient implements SdkHttpClient {
  private static final int PIECE = 8_192;

  private final SdkHttpClient client;
  private final Executor threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("exchanges-", 0).factory());

  public PromptHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Exchange(request, client.prepareRequest(request));
  }

  private final class Exchange implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private final ExecutableHttpRequest prepared;
    private final CompletableFuture<HttpExecuteResponse> answer = new CompletableFuture<>();

    Exchange(HttpExecuteRequest request, ExecutableHttpRequest prepared) {
      this.request = request;
      this.prepared = prepared;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      threads.execute(this::run);
      try {
        return answer.get();
      } catch (InterruptedException _) {
        abort();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while it waited for an answer");
      } catch (ExecutionException failed) {
        throw thrown(failed);
      }
    }

    private static IOException thrown(ExecutionException failed) {
      return switch (failed.getCause()) {
        case IOException broken -> broken;
        case RuntimeException other -> throw other;
        case Error error -> throw error;
        case null, default -> new IOException(failed);
      };
    }

    private void run() {
      try {
        answer.complete(whole(prepared.call()));
      } catch (IOException failure) {
        answer.completeExceptionally(translated(failure));
      } catch (RuntimeException | Error failure) {
        answer.completeExceptionally(failure);
      }
    }

    /// The SDK repeats a call if the cause of its failure is an I/O exception, so there is none.
    private Exception translated(IOException failure) {
      var reason = TlsFailure.of(failure);
      if (reason.isEmpty()) {
        return failure;
      }
      var at = request.httpRequest();
      return NonRetryableException.create(
          "%s:%d: %s".formatted(at.host(), at.port(), reason.get().sentence()));
    }

    private HttpExecuteResponse whole(HttpExecuteResponse head) throws IOException {
      var response = HttpExecuteResponse.builder().response(head.httpResponse());
      if (head.responseBody().isPresent()) {
        try (InputStream body = head.responseBody().get()) {
          response.responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes(body))));
        }
      }
      return response.build();
    }

    private byte[] bytes(InputStream body) throws IOException {
      var whole = new ByteArrayOutputStream();
      var piece = new byte[PIECE];
      for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
        whole.write(piece, 0, read);
        if (answer.isDone()) {
          throw new InterruptedIOException("aborted"); // nobody waits for it any more
        }
      }
      return whole.toByteArray();
    }

    @Override
    public void abort() {
      if (answer.completeExceptionally(new InterruptedIOException("aborted"))) {
        threads.execute(prepared::abort);
      }
    }
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
