package slash80.aws;

import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/// One response of the stub, as it goes over the wire.
///
/// @param error the error code, if the protocol puts it into a header
public record StubbedAnswer(int status, String type, String body, Optional<String> error) {

  /// The wire protocol of a service.
  public enum Protocol {
    /// https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
    EC2,
    /// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
    QUERY,
    /// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
    REST_JSON
  }

  public static StubbedAnswer of(Protocol protocol, String action, SdkPojo response) {
    return switch (protocol) {
      case EC2 ->
          xml(200, "<%1$sResponse>%2$s</%1$sResponse>".formatted(action, WireText.xml(response)));
      case QUERY ->
          xml(
              200,
              "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
                  .formatted(action, WireText.xml(response)));
      case REST_JSON ->
          new StubbedAnswer(200, "application/json", WireText.json(response), Optional.empty());
    };
  }

  public static StubbedAnswer error(Protocol protocol, int status, String code) {
    var error =
        "<Error><Code>%s</Code><Message>as the test has it</Message></Error>".formatted(code);
    return switch (protocol) {
      case EC2 -> xml(status, "<Response><Errors>%s</Errors></Response>".formatted(error));
      case QUERY -> xml(status, "<ErrorResponse>%s</ErrorResponse>".formatted(error));
      case REST_JSON ->
          new StubbedAnswer(
              status,
              "application/json",
              "{\"__type\":\"%s\",\"message\":\"as the test has it\"}".formatted(code),
              Optional.of(code));
    };
  }

  private static StubbedAnswer xml(int status, String body) {
    return new StubbedAnswer(status, "text/xml", body, Optional.empty());
  }
}
