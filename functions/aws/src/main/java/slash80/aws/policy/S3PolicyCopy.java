package slash80.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Keeps the last good policy in the bucket of the ledgers, under `policy/`.
public final class S3PolicyCopy implements PolicyCopy {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client s3;
  private final String bucket;
  private final String key;

  /// @param parameter the name of the parameter with the policy
  public S3PolicyCopy(S3Client s3, String bucket, String parameter) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = "policy/%s.json".formatted(URLEncoder.encode(parameter, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Kept> read() {
    try {
      var object = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
      return kept(JSON.readTree(object.asUtf8String()));
    } catch (SdkException | JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static Optional<Kept> kept(JsonNode tree) {
    try {
      return Optional.of(
          new Kept(tree.path("text").asText(""), Instant.parse(tree.path("readAt").asText(""))));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(Kept policy) {
    var tree = JSON.createObjectNode();
    tree.put("readAt", policy.at().toString());
    tree.put("text", policy.text());
    try {
      s3.putObject(
          request -> request.bucket(bucket).key(key).contentType("application/json"),
          RequestBody.fromString(tree.toPrettyString() + "\n"));
    } catch (SdkException _) {
      // said in PolicyCopy
    }
  }
}
