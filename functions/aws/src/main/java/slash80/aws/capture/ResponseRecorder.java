package slash80.aws.capture;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import slash80.aws.ResourceIds;
import slash80.aws.convert.PlainResponse;
import slash80.aws.live.CallRunner;
import slash80.aws.live.PlainListener;
import slash80.aws.snapshot.CliCommand;
import slash80.aws.snapshot.CliJsonConverter;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Records every response of AWS while an account is read, by the name of the snapshot file for the
/// same command of the AWS CLI. Several calls may be in flight at the same time.
final class ResponseRecorder implements ExecutionInterceptor, PlainListener {
  private final Consumer<String> progress;
  private final Map<String, SdkPojo> answers = new TreeMap<>();
  private final Map<CliCommand, String> refused = new ConcurrentSkipListMap<>();

  ResponseRecorder(Consumer<String> progress) {
    this.progress = progress;
  }

  /// The responses by file name.
  Map<String, SdkPojo> answers() {
    return answers;
  }

  /// The refused commands with AWS's error codes. A response that a resource does not exist is not
  /// a refusal.
  Map<CliCommand, String> refused() {
    return refused;
  }

  @Override
  public void hear(String about, PlainResponse response) {
    var command = CliCommand.ofPlain(response);
    keep(command, about.substring(about.lastIndexOf('/') + 1), response);
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    if (CallRunner.isPlain(attributes)) {
      return; // the response comes to hear()
    }
    command(attributes)
        .ifPresent(
            command -> {
              var resource =
                  command.idOption().map(name -> resource(name, (AwsRequest) context.request()));
              keep(command, resource.orElse(""), context.response());
            });
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof AwsServiceException failed) {
      hearRefusal(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), failed);
    }
  }

  @Override
  public void hearRefusal(String operation, AwsServiceException failed) {
    if (!CallRunner.code(failed).contains("NotFound")) {
      command(operation).ifPresent(command -> refused.put(command, CallRunner.code(failed)));
    }
  }

  private static Optional<CliCommand> command(ExecutionAttributes attributes) {
    return command(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  private static Optional<CliCommand> command(String operation) {
    return CliCommand.named(
        operation.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
  }

  /// The resource that the request names: an id, or the name from an ARN of load balancing.
  private static String resource(String member, AwsRequest request) {
    var named =
        request.sdkFields().stream()
            .filter(field -> field.memberName().equalsIgnoreCase(member))
            .map(field -> field.getValueOrDefault(request))
            .findFirst()
            .orElseThrow()
            .toString();
    return ResourceIds.name(named);
  }

  private synchronized void keep(CliCommand command, String resource, SdkPojo response) {
    progress.accept(command.command() + (resource.isEmpty() ? "" : " " + resource));
    var page = withKey(command, response);
    var file = command.file(resource);
    for (int number = 2; answers.containsKey(file); number++) {
      if (answers.get(file).equals(page)) {
        return;
      }
      file = command.file(resource).replaceFirst("json$", number + ".json");
    }
    answers.put(file, page);
  }

  /// Where the API leaves out a list, the CLI prints an empty one.
  private static SdkPojo withKey(CliCommand command, SdkPojo answer) {
    if (!(answer instanceof SdkResponse response)) {
      return answer;
    }
    if (CliJsonConverter.contains(response, command.key())) {
      return response;
    }
    var builder = response.toBuilder();
    for (var field : response.sdkFields()) {
      if (field.memberName().equals(command.key())) {
        field.set(builder, List.of());
      }
    }
    return (SdkPojo) builder.build();
  }
}
