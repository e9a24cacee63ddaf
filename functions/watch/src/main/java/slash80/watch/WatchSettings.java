package slash80.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import slash80.aws.BadInput;
import slash80.aws.Fleet;
import slash80.aws.alert.WebBody;
import slash80.check.LogText;
import slash80.ledger.Timings;
import slash80.network.Parameters;
import slash80.rule.Severity;

/// The settings of the function, read from its environment variables.
///
/// @param topic where alerts are published; may be missing when a snapshot is judged
/// @param ledgerBucket if missing, the ledger is a file in the temporary folder
/// @param snapshot a folder to judge instead of the live account
/// @param region of the live account and of the services that are called
/// @param policyParameter the Systems Manager parameter with the policy; without it, all rules
///   apply as they are written
/// @param fleet the accounts and regions to judge; missing if there is no region
/// @param isListed whether further accounts are listed elsewhere
/// @param least the least severity that is sent
/// @param web what the https subscribers of the topic get
/// @param bus the event bus that gets an event for each change of findings
record WatchSettings(
    Optional<String> topic,
    Optional<String> ledgerBucket,
    Optional<Path> snapshot,
    Optional<String> region,
    Optional<String> policyParameter,
    Optional<Fleet> fleet,
    boolean isListed,
    Parameters parameters,
    Timings timings,
    Severity least,
    WebBody web,
    Optional<String> bus) {
  private static final int LONGEST_SETTLING = 24 * 60;

  /// https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
  private static final int LONGEST_TIMEOUT = 900;

  private static final int LONGEST_REMINDER = 24 * 365;

  /// BadInput when a variable is missing or has an impossible value.
  ///
  /// @param environment gives the value of a variable, if it is set
  static WatchSettings of(Function<String, Optional<String>> environment) {
    Function<String, Optional<String>> variable =
        name -> environment.apply(name).filter(value -> !value.isBlank());
    var settings =
        new WatchSettings(
            variable.apply("SLASH80_TOPIC_ARN").map(WatchSettings::topic),
            variable.apply("SLASH80_LEDGER_BUCKET"),
            variable.apply("SLASH80_SNAPSHOT").map(WatchSettings::folder),
            variable.apply("AWS_REGION"),
            variable.apply("SLASH80_POLICY_PARAMETER").map(WatchSettings::parameter),
            variable.apply("AWS_REGION").map(region -> Fleet.of(region, variable)),
            variable.apply("SLASH80_ACCOUNT_LIST").isPresent(),
            parameters(variable),
            timings(variable),
            variable
                .apply("SLASH80_LEAST_SEVERITY")
                .map(WatchSettings::severity)
                .orElse(Severity.LOW),
            variable.apply("SLASH80_HTTPS_BODY").map(WatchSettings::web).orElse(WebBody.DOCUMENT),
            variable.apply("SLASH80_EVENT_BUS").map(WatchSettings::bus));
    settings.check();
    return settings;
  }

  private void check() {
    if (topic.isEmpty() && snapshot.isEmpty()) {
      throw new BadInput("SLASH80_TOPIC_ARN is not set: expected the ARN of the topic for alerts");
    }
    if (isListed && ledgerBucket.isEmpty()) {
      throw new BadInput(
          "SLASH80_LEDGER_BUCKET is not set: expected the bucket in which sweep keeps the"
              + " accounts");
    }
    boolean callsAws =
        snapshot.isEmpty()
            || topic.isPresent()
            || ledgerBucket.isPresent()
            || bus.isPresent()
            || policyParameter.isPresent();
    if (callsAws && region.isEmpty()) {
      throw new BadInput("AWS_REGION is not set: expected the region to judge, such as us-east-2");
    }
  }

  private static String topic(String arn) {
    if (!arn.matches("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}")) {
      throw new BadInput(
          "SLASH80_TOPIC_ARN is \"%s\": expected the ARN of an SNS topic"
              .formatted(LogText.of(arn)));
    }
    return arn;
  }

  private static Severity severity(String word) {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.name().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "SLASH80_LEAST_SEVERITY is \"%s\": expected one of %s"
                        .formatted(LogText.of(word), Arrays.toString(Severity.values()))));
  }

  private static WebBody web(String word) {
    return switch (word) {
      case "document" -> WebBody.DOCUMENT;
      case "card" -> WebBody.CARD;
      default ->
          throw new BadInput(
              "SLASH80_HTTPS_BODY is \"%s\": expected document or card"
                  .formatted(LogText.of(word)));
    };
  }

  private static String bus(String name) {
    if (!name.matches("[A-Za-z0-9_.-]{1,256}")) {
      throw new BadInput(
          "SLASH80_EVENT_BUS is \"%s\": expected the name of an event bus such as default"
              .formatted(LogText.of(name)));
    }
    return name;
  }

  private static String parameter(String name) {
    if (!name.matches("(/[A-Za-z0-9_.-]+)+")) {
      throw new BadInput(
          "SLASH80_POLICY_PARAMETER is \"%s\": expected the name of a parameter such as /slash80/policy"
              .formatted(LogText.of(name)));
    }
    return name;
  }

  private static Path folder(String name) {
    var folder = Path.of(name);
    if (!Files.isDirectory(folder)) {
      throw new BadInput(
          "SLASH80_SNAPSHOT is \"%s\": expected a folder".formatted(LogText.of(name)));
    }
    return folder;
  }

  private static Parameters parameters(Function<String, Optional<String>> variable) {
    return variable
        .apply("SLASH80_SETTLING_MINUTES")
        .map(minutes -> Parameters.DEFAULTS.settling(settling(minutes)))
        .orElse(Parameters.DEFAULTS);
  }

  private static Duration settling(String minutes) {
    return Duration.ofMinutes(
        number("SLASH80_SETTLING_MINUTES", minutes, "minutes", LONGEST_SETTLING));
  }

  private static Timings timings(Function<String, Optional<String>> variable) {
    var cadence =
        variable
            .apply("SLASH80_TIMEOUT_SECONDS")
            .map(text -> number("SLASH80_TIMEOUT_SECONDS", text, "seconds", LONGEST_TIMEOUT))
            .map(Duration::ofSeconds)
            .map(Timings::ofTimeout)
            .orElse(Timings.DEFAULTS);
    return variable
        .apply("SLASH80_REMINDER_HOURS")
        .map(text -> number("SLASH80_REMINDER_HOURS", text, "hours", LONGEST_REMINDER))
        .map(Duration::ofHours)
        .map(cadence::reminder)
        .orElse(cadence);
  }

  private static int number(String name, String text, String unit, int most) {
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > most) {
      throw new BadInput(
          "%s is \"%s\": expected a number of %s, %d at most"
              .formatted(name, LogText.of(text), unit, most));
    }
    return Integer.parseInt(text);
  }
}
