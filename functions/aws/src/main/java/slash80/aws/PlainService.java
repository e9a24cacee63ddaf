package slash80.aws;

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
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// A service of AWS for the command line, called without a client of its own, that answers in XML
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html) or gives JSON at a path. Failures
/// are the exceptions of the SDK. A call is made once: a person waits, and calls again.
public final class PlainService {
  private final SdkHttpClient http;
  private final SignedCall signed;
  private final Place place;

  /// @param address where the service answers
  /// @param region that its requests are signed for
  /// @param name that its requests are signed for
  /// @param version of its operations; empty if it has none
  record Place(URI address, String region, String name, String version) {}

  PlainService(SdkHttpClient http, AwsCredentialsProvider credentials, Place place) {
    this.http = http;
    this.signed = new SignedCall(credentials, place.region(), place.name());
    this.place = place;
  }

  private record Answer(SdkHttpResponse head, String body) {}

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
    int status = answer.head().statusCode();
    if (status != 200) {
      throw signed.refused(status, XmlText.first(tree, "Code"), XmlText.first(tree, "Message"));
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
    var tree = SignedCall.tree(answer.body());
    if (answer.head().statusCode() != 200) {
      throw signed.refused(answer.head(), tree);
    }
    return SignedCall.answer(tree);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer answer(SdkHttpRequest.Builder request, String body) {
    try {
      var heard = http.prepareRequest(signed.of(request.build(), body)).call();
      var text = heard.responseBody();
      return new Answer(
          heard.httpResponse(),
          text.isPresent() ? new String(text.get().readAllBytes(), StandardCharsets.UTF_8) : "");
    } catch (IOException failed) {
      throw SdkClientException.create(String.valueOf(failed.getMessage()), failed);
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
