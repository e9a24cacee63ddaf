package slash80.aws;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import slash80.aws.http.PromptHttpClient;

/// A run of a function's own code before Lambda takes a snapshot of its process, so that whatever
/// starts from the snapshot has its classes loaded and its code compiled
/// (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html). The clients of AWS
/// that are built meanwhile call nothing, and know a cluster that is nowhere. Whoever rehearses
/// keeps none of them: what the function keeps, such as clients, credentials and known nodes, it
/// makes at its first event, which comes after the snapshot.
///
/// Ids stay unique: they are of [java.security.SecureRandom], which reads the system's random
/// numbers anew after a snapshot
/// (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html).
public final class Rehearsal {
  /// The account and region of the cluster that is nowhere.
  public static final AccountRegion SITE = new AccountRegion("111122223333", "us-east-2");

  private Rehearsal() {}

  /// Whether this process is to be rehearsed: Lambda says how it starts a process, and the
  /// variables or properties which function it is
  /// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
  public static boolean isWanted(String function, Function<String, Optional<String>> variables) {
    return variables.apply("AWS_LAMBDA_INITIALIZATION_TYPE").equals(Optional.of("snap-start"))
        && variables.apply("quarkus.lambda.handler").equals(Optional.of(function));
  }

  /// Whether this process gets its first event at once: then connections that are opened when it
  /// starts are still fresh. Without a place in Lambda, nothing is known.
  public static boolean isEventDue(String function, Function<String, Optional<String>> variables) {
    return variables.apply("AWS_LAMBDA_INITIALIZATION_TYPE").equals(Optional.of("on-demand"))
        && variables.apply("quarkus.lambda.handler").equals(Optional.of(function));
  }

  /// Runs a part of a function. The calls are returned that had no answer.
  public static List<String> of(Runnable part) {
    var aws = new RehearsedAws();
    AwsClients.rehearse(new PromptHttpClient(aws), part);
    greet();
    return aws.unanswered();
  }

  /// Makes the first message of a TLS handshake, and sends it to nobody. So the certificates that
  /// Java trusts are read, and its ciphers are there.
  private static void greet() {
    try {
      var engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (NoSuchAlgorithmException | SSLException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
