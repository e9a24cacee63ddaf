package slash80.aws.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;

/// The reason why a connection by TLS cannot be made, however often it is tried. A connection that
/// was lost on the way is no such reason.
///
/// @param sentence what is wrong, and what to look at
record TlsFailure(String sentence) {
  private static final String CERTIFICATE = "the certificate of the server ";

  /// The words of Java's HTTP client for a certificate that names other hosts.
  private static final String WRONG_HOST = "HTTPS hostname wrong";

  static Optional<TlsFailure> of(IOException failure) {
    if (!isOfTls(failure) || causes(failure).anyMatch(TlsFailure::mayPass)) {
      return Optional.empty();
    }
    return Optional.of(new TlsFailure(sentence(failure)));
  }

  private static boolean isOfTls(IOException failure) {
    return causes(failure).anyMatch(cause -> cause instanceof SSLException)
        || message(failure).startsWith(WRONG_HOST);
  }

  /// Whether the cause is a lost connection, or bytes that were damaged on their way.
  private static boolean mayPass(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof EOFException
        || cause instanceof InterruptedIOException
        || cause instanceof AEADBadTagException
        || message(cause).contains("bad_record_mac");
  }

  private static String sentence(IOException failure) {
    if (has(failure, CertificateExpiredException.class) || isFor(failure, BasicReason.EXPIRED)) {
      return CERTIFICATE + "has expired";
    }
    if (has(failure, CertificateNotYetValidException.class)
        || isFor(failure, BasicReason.NOT_YET_VALID)) {
      return CERTIFICATE + "is not valid yet: check this machine's clock";
    }
    if (has(failure, CertPathBuilderException.class)
        || has(failure, CertPathValidatorException.class)) {
      return CERTIFICATE
          + "is not trusted: a proxy that opens TLS needs its certificate in Java's trust store";
    }
    if (message(failure).startsWith(WRONG_HOST) || has(failure, CertificateException.class)) {
      return CERTIFICATE + "is not for this host: " + innermost(failure);
    }
    return message(failure).contains("SSL message")
        ? "the server does not speak TLS: expected an https address"
        : "TLS failed: " + message(failure);
  }

  private static boolean has(Throwable failure, Class<?> kind) {
    return causes(failure).anyMatch(kind::isInstance);
  }

  private static boolean isFor(Throwable failure, CertPathValidatorException.Reason reason) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof CertPathValidatorException invalid
                    && invalid.getReason().equals(reason));
  }

  private static String innermost(Throwable failure) {
    return message(causes(failure).reduce(failure, (_, next) -> next));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? "" : failure.getMessage();
  }
}
