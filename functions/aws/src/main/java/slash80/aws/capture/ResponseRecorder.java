package slash80.aws.capture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import slash80.aws.Ids;
import slash80.aws.live.AwsCall;
import slash80.aws.snapshot.CliCommand;
import slash80.aws.snapshot.CliJson;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Every answer that AWS gives while an account is read, by the name of the file that the AWS CLI's
/// output of the same command would have.
final class ResponseRecorder implements ExecutionInterceptor {
  private final Consumer<String> progress;
  private final Map<String, SdkPojo> answers = new LinkedHashMap<>();
  private final Map<CliCommand, String> refused = new TreeMap<>();

  ResponseRecorder(Consumer<String> progress) {
    this.progress = progress;
  }

  /// What was answered, by file, in the order of asking.
  Map<String, SdkPojo> answers() {
    return answers;
  }

  /// What was refused, with AWS's code. What is asked for by name and is gone was not refused.
  Map<CliCommand, String> refused() {
    return refused;
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    command(attributes)
        .ifPresent(
            command -> {
              var things =
                  command.idOption().map(name -> thing(name, (AwsRequest) context.request()));
              keep(command, things.orElse(""), context.response());
            });
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof AwsServiceException failed
        && !AwsCall.code(failed).contains("NotFound")) {
      command(attributes).ifPresent(command -> refused.put(command, AwsCall.code(failed)));
    }
  }

  private static Optional<CliCommand> command(ExecutionAttributes attributes) {
    var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    return CliCommand.named(operation.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase());
  }

  /// What the request names: an id, or the name in an ARN of load balancing.
  private static String thing(String member, AwsRequest request) {
    var named =
        request.sdkFields().stream()
            .filter(field -> field.memberName().equalsIgnoreCase(member))
            .map(field -> field.getValueOrDefault(request))
            .findFirst()
            .orElseThrow()
            .toString();
    return Ids.name(named);
  }

  private void keep(CliCommand command, String thing, SdkResponse response) {
    progress.accept(command.command() + (thing.isEmpty() ? "" : " " + thing));
    var page = withKey(command, response);
    var file = command.file(thing);
    for (int number = 2; answers.containsKey(file); number++) {
      if (answers.get(file).equals(page)) {
        return;
      }
      file = command.file(thing).replaceFirst("json$", number + ".json");
    }
    answers.put(file, page);
  }

  /// A list that the API leaves out is one that the CLI prints as empty.
  private static SdkPojo withKey(CliCommand command, SdkResponse response) {
    if (CliJson.contains(response, command.key())) {
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
