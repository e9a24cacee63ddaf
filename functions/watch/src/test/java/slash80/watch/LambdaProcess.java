package slash80.watch;

import slash80.aws.LambdaLoop;

/// The process of `watch` as Lambda runs it.
final class LambdaProcess {
  private LambdaProcess() {}

  public static void main(String[] none) throws InterruptedException {
    LambdaLoop.run(
        "watch",
        config -> {
          var function = new WatchFunction();
          function.config = config;
          return function;
        });
  }
}
