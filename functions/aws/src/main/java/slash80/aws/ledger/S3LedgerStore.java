package slash80.aws.ledger;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.ConsoleLink;
import slash80.aws.AccountRegion;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Keeps ledgers in an S3 bucket. The compare-and-swap is a conditional write on the object's ETag
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html); the bucket's
/// versions are the audit trail.
public final class S3LedgerStore implements LedgerStore {
  private static final String LEDGERS = "ledgers/";
  private static final String JSON = ".json";

  /// The longest wait until a digest is stored, so that there is time left for its alert.
  private static final Duration WAIT = Duration.ofSeconds(4);

  /// The number of ledgers that are remembered. One of ten thousand nodes takes some megabytes.
  private static final int REMEMBERED = 8;

  private static final int NOT_MODIFIED = 304;

  private final S3Client s3;
  private final String bucket;

  /// The ledgers that were read last, by key. S3 answers whether one is still the current one
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html), so an event about one
  /// node reads no document about ten thousand.
  private final Map<String, StoredLedger> remembered =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StoredLedger> eldest) {
          return size() > REMEMBERED;
        }
      };

  public S3LedgerStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    String key = key(cluster);
    var known = known(key);
    try {
      var object =
          s3.getObjectAsBytes(
              request -> {
                request.bucket(bucket).key(key);
                known.ifPresent(stored -> request.ifNoneMatch(stored.version()));
              });
      String place = "s3://%s/%s".formatted(bucket, key);
      var tree = LedgerText.tree(object.asUtf8String(), place);
      var stored =
          new StoredLedger(LedgerText.ledger(tree, cluster, place), object.response().eTag());
      remember(key, stored);
      return stored;
    } catch (NoSuchKeyException _) {
      return StoredLedger.nothing(cluster);
    } catch (S3Exception answer) {
      if (answer.statusCode() == NOT_MODIFIED && known.isPresent()) {
        return known.get();
      }
      throw answer;
    }
  }

  private Optional<StoredLedger> known(String key) {
    synchronized (remembered) {
      return Optional.ofNullable(remembered.get(key));
    }
  }

  private void remember(String key, StoredLedger stored) {
    synchronized (remembered) {
      remembered.put(key, stored);
    }
  }

  @Override
  public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
    var request = PutObjectRequest.builder().bucket(bucket).key(key(cluster));
    if (read.isNew()) {
      request.ifNoneMatch("*");
    } else {
      request.ifMatch(read.version());
    }
    try {
      put(request, LedgerText.write(after.tree()));
    } catch (NoSuchBucketException lost) {
      throw lost;
    } catch (S3Exception refused) {
      throw conflictOf(refused, cluster);
    }
  }

  /// The delete is conditional and keeps the versions. It needs s3:GetObject and s3:DeleteObject
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html).
  @Override
  public void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(key(cluster)).ifMatch(read.version()));
    } catch (NoSuchBucketException lost) {
      throw lost;
    } catch (S3Exception refused) {
      throw conflictOf(refused, cluster);
    }
  }

  @Override
  public List<Cluster.Id> clusters() {
    return listed("");
  }

  /// One call, however many ledgers other accounts and regions have.
  @Override
  public List<Cluster.Id> clusters(AccountRegion site) {
    return listed(LedgerText.place(site));
  }

  private List<Cluster.Id> listed(String folder) {
    return s3
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(LEDGERS + folder))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> key.endsWith(JSON))
        .map(key -> key.substring(LEDGERS.length(), key.length() - JSON.length()))
        .flatMap(text -> LedgerText.clusterAt(text).stream())
        .toList();
  }

  /// S3 answers 412 if the document has another version, 409 during another write, and 404 if the
  /// document was deleted.
  private static Conflict conflictOf(S3Exception refused, Cluster.Id cluster) {
    return switch (refused.statusCode()) {
      case 404, 409, 412 ->
          new Conflict(
              "the ledger of %s was replaced by another check".formatted(cluster.name()), refused);
      default -> throw refused;
    };
  }

  @Override
  public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
    String text = LedgerText.write(digest);
    String key =
        "digests/%s/%s.json".formatted(LedgerText.place(cluster), LedgerText.digestOf(text));
    var request = PutObjectRequest.builder().bucket(bucket).key(key);
    put(request.overrideConfiguration(limits -> limits.apiCallTimeout(WAIT)), text);
    return "s3://%s/%s".formatted(bucket, key);
  }

  @Override
  public void storePage(Cluster.Id cluster, String html) {
    s3.putObject(
        request ->
            request.bucket(bucket).key(page(cluster)).contentType("text/html; charset=utf-8"),
        RequestBody.fromString(html));
  }

  @Override
  public void removePage(Cluster.Id cluster) {
    s3.deleteObject(request -> request.bucket(bucket).key(page(cluster)));
  }

  /// The object's page in the console of AWS, which opens it for whoever may read it. A presigned
  /// address would end with the session of the function's role
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html).
  @Override
  public Optional<String> pageOf(Cluster.Id cluster) {
    var region = s3.serviceClientConfiguration().region().id();
    return Optional.of(
        "%ss3/object/%s?region=%s&bucketType=general&prefix=%s"
            .formatted(
                ConsoleLink.host(region),
                bucket,
                region,
                URLEncoder.encode(page(cluster), StandardCharsets.UTF_8).replace("%2F", "/")));
  }

  private void put(PutObjectRequest.Builder request, String text) {
    s3.putObject(request.contentType("application/json").build(), RequestBody.fromString(text));
  }

  private static String key(Cluster.Id cluster) {
    return LEDGERS + LedgerText.place(cluster) + JSON;
  }

  private static String page(Cluster.Id cluster) {
    return "pages/%s.html".formatted(LedgerText.place(cluster));
  }
}
