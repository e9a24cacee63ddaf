package slash80.aws;

import java.time.Instant;
import java.util.Set;
import slash80.alerts.Ledger;
import slash80.facts.Cluster;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Ledgers in an S3 bucket, replaced by compare-and-swap
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
public final class S3LedgerStore implements LedgerStore {

  /// Another write came first (412), is under way (409), or removed the object (404).
  private static final Set<Integer> LOST = Set.of(404, 409, 412);

  private final S3Client s3;
  private final String bucket;

  public S3LedgerStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public Stored read(Cluster cluster) {
    try {
      var object = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key(cluster)));
      var ledger = LedgerJson.ledger(place(key(cluster)), object.asUtf8String());
      return new Stored(ledger, object.response().eTag());
    } catch (NoSuchKeyException first) {
      return new Stored(Ledger.empty(cluster.name()), "");
    }
  }

  @Override
  public void write(Cluster cluster, Ledger ledger, String version) {
    try {
      put(key(cluster), LedgerJson.text(ledger.tree()), version);
    } catch (S3Exception refused) {
      if (LOST.contains(refused.statusCode())) {
        throw new Conflict(cluster, refused);
      }
      throw refused;
    }
  }

  private void put(String key, String text, String version) {
    var request =
        PutObjectRequest.builder().bucket(bucket).key(key).contentType("application/json");
    if (version.isEmpty()) {
      request.ifNoneMatch("*");
    } else {
      request.ifMatch(version);
    }
    s3.putObject(request.build(), RequestBody.fromString(text));
  }

  @Override
  public String keepWhole(Cluster cluster, Instant at, String digest) {
    var key = "digests/%s/%s.json".formatted(path(cluster), at);
    s3.putObject(
        request -> request.bucket(bucket).key(key).contentType("application/json"),
        RequestBody.fromString(digest));
    return place(key);
  }

  private String place(String key) {
    return "s3://%s/%s".formatted(bucket, key);
  }

  private static String key(Cluster cluster) {
    return "ledgers/%s.json".formatted(path(cluster));
  }

  private static String path(Cluster cluster) {
    return "%s/%s/%s".formatted(cluster.account(), cluster.region(), cluster.name());
  }
}
