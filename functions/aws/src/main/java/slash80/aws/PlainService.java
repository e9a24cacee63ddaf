package slash80.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// A service of AWS for the command line, called without a client of its own, that answers in XML
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html) or gives JSON at a path. Failures
/// are the exceptions of the SDK. A call is made once: a person waits, and calls again.
public final class PlainService {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Place place;

  /// @param address where the service answers
  /// @param region that its requests are signed for
  /// @param name that its requests are signed for
  /// @param version of its operations; empty if it has none
  record Place(URI address, String region, String name, String version) {}

  PlainService(SdkHttpClient http, AwsCredentialsProvider credentials, Place place) {
    this.http = http;
    this.credentials = credentials;
    this.place = place;
  }

  private record Answer(int status, String body) {}

  /// Calls an operation that answers in XML.
  public Element query(String operation, Map<String, String> parameters) {
    var all = new TreeMap<>(parameters);
    all.put("Action", operation);
    all.put("Version", place.version());
    var form =
        all.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    var answer =
        answer(
            SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(place.address())
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            form);
    var tree = xml(answer.body());
    if (answer.status() != 200) {
      throw refused(answer.status(), XmlText.first(tree, "Code"), XmlText.first(tree, "Message"));
    }
    return tree;
  }

  /// Reads the JSON object at a path.
  ///
  /// @param parameters of the request
  public JsonAnswer get(String path, Map<String, String> parameters) {
    var request =
        SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(place.address()).encodedPath(path);
    new TreeMap<>(parameters).forEach(request::putRawQueryParameter);
    var answer = answer(request, "");
    var tree = json(answer.body());
    if (answer.status() != 200) {
      var kind = tree.path("Code").asText(tree.path("__type").asText("HTTP " + answer.status()));
      throw refused(
          answer.status(), kind, tree.path("Message").asText(tree.path("message").asText("")));
    }
    if (!tree.isObject()) {
      throw SdkClientException.create("the response is not a JSON object");
    }
    return new JsonAnswer(tree);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer answer(SdkHttpRequest.Builder request, String body) {
    var content = ContentStreamProvider.fromUtf8String(body);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                signing ->
                    signing
                        .identity(credentials.resolveCredentials())
                        .request(request.build())
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, place.name())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, place.region()));
    var sent = HttpExecuteRequest.builder().request(signed.request());
    try {
      var heard =
          http.prepareRequest(
                  body.isEmpty() ? sent.build() : sent.contentStreamProvider(content).build())
              .call();
      var text = heard.responseBody();
      return new Answer(
          heard.httpResponse().statusCode(),
          text.isPresent() ? new String(text.get().readAllBytes(), StandardCharsets.UTF_8) : "");
    } catch (IOException failed) {
      throw SdkClientException.create(String.valueOf(failed.getMessage()), failed);
    }
  }

  private AwsServiceException refused(int status, String code, String message) {
    var named = code.isEmpty() ? "HTTP " + status : code;
    return AwsServiceException.builder()
        .statusCode(status)
        .message(message.isEmpty() ? named : message)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(place.name())
                .errorCode(named)
                .errorMessage(message)
                .build())
        .build();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException foreign) {
      return MissingNode.getInstance();
    }
  }

  /// The root of an answer. It comes from outside, so nothing in it may name another document.
  private static Element xml(String text) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // it would print
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      return builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException | SAXException foreign) {
      throw SdkClientException.create("the response is not XML", foreign);
    }
  }
}
