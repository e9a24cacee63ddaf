package slash80.aws;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaContext;
import io.quarkus.amazon.lambda.runtime.LambdaInputReader;
import io.quarkus.amazon.lambda.runtime.LambdaOutputWriter;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/// The process of a function as the native executable runs it: Quarkus' own poll loop around the
/// handler, without a container of beans. Its settings are environment variables.
public final class LambdaLoop extends AbstractLambdaPollLoop {
  private final RequestStreamHandler handler;

  private LambdaLoop(RequestStreamHandler handler) {
    super(
        new ObjectMapper(),
        new ObjectMapper().reader(),
        new ObjectMapper().reader(),
        LaunchMode.NORMAL);
    this.handler = handler;
  }

  /// Runs until something ends the process.
  public static void run(String name, Function<Config, RequestStreamHandler> function)
      throws InterruptedException {
    start(name);
    new LambdaLoop(function.apply(environment()))
        .startPollLoop(
            new ShutdownContext() {
              @Override
              public void addShutdownTask(Runnable task) {}

              @Override
              public void addLastShutdownTask(Runnable task) {}
            });
    Thread.currentThread().join(); // as the executable's main thread waits
  }

  private static void start(String name) {
    new Application(false) {
      @Override
      protected void doStart(String[] none) {}

      @Override
      protected void doStop() {}

      @Override
      public String getName() {
        return name;
      }
    }.start(new String[0]);
  }

  private static Config environment() {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (_, _, arguments) -> Optional.ofNullable(System.getenv((String) arguments[0])));
  }

  // ---- The loop that Quarkus records for a handler of streams ----

  @Override
  protected boolean isStream() {
    return true;
  }

  @Override
  protected Object processRequest(Object input, AmazonLambdaContext context) {
    throw new AssertionError("the handler takes streams");
  }

  @Override
  protected void processRequest(InputStream input, OutputStream output, AmazonLambdaContext context)
      throws IOException {
    handler.handleRequest(input, output, context);
  }

  @Override
  protected LambdaInputReader getInputReader() {
    throw new AssertionError("the handler takes streams");
  }

  @Override
  protected LambdaOutputWriter getOutputWriter() {
    throw new AssertionError("the handler takes streams");
  }
}
