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
import software.amazon.awssdk.protocols.query.unmarshall.XmlDomParser;
import software.amazon.awssdk.protocols.query.unmarshall.XmlElement;
import software.amazon.awssdk.utils.IoUtils;

/// The XML of one response, for a call whose answer has another form than the SDK's class for it.
final class RawContent {
  /// Set on a call that wants its XML.
  static final ExecutionAttribute<RawContent> WANTED = new ExecutionAttribute<>("RawContent");

  private byte[] content = {};

  /// The element of this name in the response.
  XmlElement result(String name) {
    var result = XmlDomParser.parse(new ByteArrayInputStream(content)).getElementByName(name);
    if (result == null) {
      throw SdkClientException.create("the response has no " + name);
    }
    return result;
  }

  /// Keeps the content of a response for the call that wants it.
  static final class Keeper implements ExecutionInterceptor {
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
