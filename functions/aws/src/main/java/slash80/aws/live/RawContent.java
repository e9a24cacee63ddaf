package slash80.aws.live;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.protocols.query.unmarshall.XmlDomParser;
import software.amazon.awssdk.protocols.query.unmarshall.XmlElement;
import software.amazon.awssdk.utils.IoUtils;

/// The XML of one response, for a call that asks for another version of the API than its client, so
/// that the answer has another form than the SDK's class for it.
final class RawContent {
  /// Set on a call that wants its XML.
  static final ExecutionAttribute<RawContent> WANTED = new ExecutionAttribute<>("RawContent");

  private final String version;
  private byte[] content = {};

  /// @param version of the API that the call asks for
  RawContent(String version) {
    this.version = version;
  }

  /// The element of this name in the response.
  XmlElement result(String name) {
    var result = XmlDomParser.parse(new ByteArrayInputStream(content)).getElementByName(name);
    if (result == null) {
      throw SdkClientException.create("the response has no " + name);
    }
    return result;
  }

  /// Sets the version of a call that wants its XML, and keeps the content of its response. The
  /// version is replaced: a parameter that a call adds would stand beside that of the client.
  static final class Keeper implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      var wanted = attributes.getAttribute(WANTED);
      return wanted == null
          ? context.httpRequest()
          : context.httpRequest().toBuilder()
              .putRawQueryParameter("Version", wanted.version)
              .build();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      var wanted = attributes.getAttribute(WANTED);
      if (wanted == null || context.responseBody().isEmpty()) {
        return context.responseBody();
      }
      try {
        wanted.content = IoUtils.toByteArray(context.responseBody().get());
        return Optional.of(new ByteArrayInputStream(wanted.content));
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
