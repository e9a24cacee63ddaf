package slash80.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import slash80.aws.Account;
import slash80.aws.LiveAccount;
import slash80.aws.Snapshot;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The Lambda behind the schedule: whatever event wakes it, it asks for a check of every cluster.
@Named("sweep")
public final class SweepFunction implements RequestStreamHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final System.Logger LOG = System.getLogger("slash80");

  private Optional<Sweep> sweep = Optional.empty();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    JSON.readTree(in);
    if (sweep.isEmpty()) {
      sweep = Optional.of(made());
    }
    int sent = sweep.get().run();
    LOG.log(System.Logger.Level.INFO, "asked for a check of " + sent + " clusters");
    JSON.writeValue(out, Map.of("clusters", sent));
  }

  private static Sweep made() {
    return new Sweep(
        account(),
        SqsClient.builder().httpClient(UrlConnectionHttpClient.create()).build(),
        required("SLASH80_QUEUE_URL"),
        InstantSource.system());
  }

  private static Account account() {
    return said("SLASH80_SNAPSHOT")
        .<Account>map(folder -> Snapshot.open(Path.of(folder)))
        .orElseGet(() -> LiveAccount.in(required("AWS_REGION")));
  }

  private static Optional<String> said(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static String required(String name) {
    return said(name)
        .orElseThrow(() -> new IllegalStateException(name + ": expected a value, found none set"));
  }
}
