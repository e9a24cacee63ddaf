package slash80.aws.ledger;

import java.util.Map;
import slash80.aws.BadInput;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.ledger.SiteLedger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Keeps the ledger of accounts and regions beside the ledgers of clusters, as one object.
public final class S3SiteBook implements SiteBook {
  static final String KEY = "sites.json";

  private final S3Client s3;
  private final String bucket;

  public S3SiteBook(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public StoredSites read() {
    try {
      var object = s3.getObjectAsBytes(request -> request.bucket(bucket).key(KEY));
      var place = "s3://%s/%s".formatted(bucket, KEY);
      var tree = LedgerText.tree(object.asUtf8String(), place);
      return new StoredSites(ledger(tree, place), object.response().eTag());
    } catch (NoSuchKeyException _) {
      return new StoredSites(SiteLedger.empty(), "");
    }
  }

  private static SiteLedger ledger(Map<String, Object> tree, String place) {
    try {
      return SiteLedger.of(tree);
    } catch (IllegalArgumentException wrong) {
      throw new BadInput(place + ": " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public void replace(StoredSites read, SiteLedger after) throws Conflict {
    var request =
        PutObjectRequest.builder().bucket(bucket).key(KEY).contentType("application/json");
    if (read.version().isEmpty()) {
      request.ifNoneMatch("*");
    } else {
      request.ifMatch(read.version());
    }
    try {
      s3.putObject(request.build(), RequestBody.fromString(LedgerText.write(after.tree())));
    } catch (S3Exception refused) {
      switch (refused.statusCode()) {
        case 409, 412 ->
            throw new Conflict(
                "the ledger of accounts and regions was replaced by another check", refused);
        default -> throw refused;
      }
    }
  }
}
