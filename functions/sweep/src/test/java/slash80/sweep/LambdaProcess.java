package slash80.sweep;

import slash80.aws.LambdaLoop;

/// The process of `sweep` as Lambda runs it.
final class LambdaProcess {
  private LambdaProcess() {}

  public static void main(String[] none) throws InterruptedException {
    LambdaLoop.run(
        "sweep",
        config -> {
          var function = new SweepFunction();
          function.config = config;
          return function;
        });
  }
}
