package slash80.watch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.CallDeadline;
import slash80.aws.Deadlines;
import slash80.aws.LambdaRuntime;
import slash80.aws.alert.SecurityFormat;
import slash80.aws.alert.SecurityHub;
import slash80.check.LogText;

/// The Lambda function `security-hub`, which imports findings into AWS Security Hub. It takes a
/// batch of a queue of events about findings, and names the messages with a finding that was not
/// imported, so that these are delivered again, and end as dead letters if Security Hub refuses
/// them each time. It is in the executable of `watch`, and has a role of its own.
@Named("security-hub")
public class SecurityHubFunction implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(SecurityHubFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Config config;

  private final CallDeadline deadline = new CallDeadline(InstantSource.system());
  private @Nullable SecurityHub securityHub;

  /// A finding to import.
  ///
  /// @param messages those that it came with
  private record Import(Map<String, Object> finding, Set<String> messages) {
    private Instant updated() {
      return Instant.parse(String.valueOf(finding.get("UpdatedAt")));
    }

    private Import or(Import other) {
      var both = new TreeSet<>(messages);
      both.addAll(other.messages);
      return new Import(other.updated().isBefore(updated()) ? finding : other.finding, both);
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    try {
      deadline.set(deadlines(context).all());
      var failed = handle(read(input).path("Records"));
      JSON.writeValue(
          output,
          Map.of(
              "batchItemFailures",
              failed.stream().map(id -> Map.of("itemIdentifier", id)).toList()));
    } catch (Error failure) {
      throw LambdaRuntime.ofEnvironment()
          .end(context == null ? "" : context.getAwsRequestId(), failure);
    }
  }

  private static JsonNode read(InputStream input) throws IOException {
    try {
      return JSON.readTree(input);
    } catch (JsonProcessingException broken) {
      throw new BadInput("the function was called with input that is not JSON", broken);
    }
  }

  /// The messages to deliver again.
  private Set<String> handle(JsonNode records) {
    if (!records.isArray()) {
      throw new BadInput("the function was called without Records of SQS");
    }
    var failed = new TreeSet<String>();
    var imports = new LinkedHashMap<String, Import>();
    var format = new SecurityFormat(product());
    records.forEach(record -> read(format, record, imports, failed));
    var refused = securityHub().put(imports.values().stream().map(Import::finding).toList());
    refused.forEach(
        (id, reason) -> {
          LOG.error("not imported: %s (%s)".formatted(LogText.of(id), LogText.of(reason)));
          var left = imports.get(id);
          failed.addAll(left == null ? messages(imports) : left.messages());
        });
    LOG.info(
        "imported %d of %d findings".formatted(imports.size() - refused.size(), imports.size()));
    return failed;
  }

  /// A finding that changed twice within a batch is imported as it was last.
  private static void read(
      SecurityFormat format, JsonNode record, Map<String, Import> imports, Set<String> failed) {
    var message = record.path("messageId").asText("");
    if (message.isEmpty()) { // it cannot be named as failed, so the whole batch fails
      throw new BadInput("the function was called with Records that are not SQS messages");
    }
    try {
      for (var finding : format.findings(JSON.readTree(record.path("body").asText("")))) {
        imports.merge(
            String.valueOf(finding.get("Id")), new Import(finding, Set.of(message)), Import::or);
      }
    } catch (JsonProcessingException broken) {
      LOG.error("message %s is not JSON".formatted(LogText.of(message)));
      failed.add(message);
    } catch (BadInput broken) {
      LOG.error(
          "message %s: %s"
              .formatted(LogText.of(message), LogText.of(String.valueOf(broken.getMessage()))));
      failed.add(message);
    }
  }

  private static Set<String> messages(Map<String, Import> imports) {
    var all = new TreeSet<String>();
    imports.values().forEach(one -> all.addAll(one.messages()));
    return all;
  }

  private String product() {
    var arn = config.getOptionalValue("SLASH80_PRODUCT_ARN", String.class).orElse("");
    if (!arn.matches("arn:aws[a-z-]*:securityhub:[a-z0-9-]+:\\d{12}:product/.+")) {
      throw new BadInput(
          "SLASH80_PRODUCT_ARN is \"%s\": expected the ARN of a product of Security Hub"
              .formatted(LogText.of(arn)));
    }
    return arn;
  }

  private SecurityHub securityHub() {
    if (securityHub == null) {
      var region = config.getValue("AWS_REGION", String.class);
      securityHub = new SecurityHub(AwsClients.in(region).within(deadline).securityHub());
    }
    return securityHub;
  }

  private static Deadlines deadlines(@Nullable Context context) {
    return context == null
        ? Deadlines.NONE
        : Deadlines.of(Instant.now(), Duration.ofMillis(context.getRemainingTimeInMillis()));
  }
}
