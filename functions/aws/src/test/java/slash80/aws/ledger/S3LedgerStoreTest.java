package slash80.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.fixtures.Fixtures;
import slash80.ledger.Ledger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/// Tests the store against an emulated S3, which supports conditional writes.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
class S3LedgerStoreTest {
  private static final Cluster.Id DEMO = Fixtures.cluster("demo").network().cluster().id();
  private static S3Client s3;

  private final String bucket = "ledger-" + UUID.randomUUID();
  private final LedgerStore store = new S3LedgerStore(s3, bucket);

  @BeforeAll
  static void connect() {
    var credentials = AwsBasicCredentials.create("test", "test");
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create(System.getenv("SLASH80_EMULATOR")))
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .forcePathStyle(true)
            .build();
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(request -> request.bucket(bucket));
  }

  @Test
  void a_ledger_that_was_read_before_reads_as_it_is_now() throws Exception {
    var other = new S3LedgerStore(s3, bucket);
    other.replace(DEMO, other.read(DEMO), LedgerStoreTest.ledger("demo", "a/1"));
    var first = store.read(DEMO);
    assertEquals(first, store.read(DEMO));
    other.replace(DEMO, other.read(DEMO), LedgerStoreTest.ledger("demo", "a/2"));
    assertEquals(LedgerStoreTest.ledger("demo", "a/2"), store.read(DEMO).ledger());
    other.remove(DEMO, other.read(DEMO));
    assertEquals(Ledger.empty("demo"), store.read(DEMO).ledger());
  }

  @Test
  void a_written_ledger_reads_back() throws Exception {
    assertEquals(Ledger.empty("demo"), store.read(DEMO).ledger());

    store.replace(DEMO, store.read(DEMO), LedgerStoreTest.ledger("demo", "a/1"));
    store.replace(DEMO, store.read(DEMO), LedgerStoreTest.ledger("demo", "a/2"));

    assertEquals(LedgerStoreTest.ledger("demo", "a/2"), store.read(DEMO).ledger());
  }

  @Test
  void of_two_first_writers_one_loses() throws Exception {
    var nothing = store.read(DEMO);
    store.replace(DEMO, nothing, LedgerStoreTest.ledger("demo", "a/1"));

    assertThrows(
        LedgerStore.Conflict.class,
        () -> store.replace(DEMO, nothing, LedgerStoreTest.ledger("demo", "a/2")));
    assertEquals(LedgerStoreTest.ledger("demo", "a/1"), store.read(DEMO).ledger());
  }

  @Test
  void of_two_later_writers_one_loses() throws Exception {
    store.replace(DEMO, store.read(DEMO), LedgerStoreTest.ledger("demo", "a/1"));
    var same = store.read(DEMO);
    store.replace(DEMO, same, LedgerStoreTest.ledger("demo", "a/2"));

    assertThrows(
        LedgerStore.Conflict.class,
        () -> store.replace(DEMO, same, LedgerStoreTest.ledger("demo", "a/3")));
  }

  @Test
  void replacing_a_deleted_ledger_is_a_conflict() throws Exception {
    store.replace(DEMO, store.read(DEMO), LedgerStoreTest.ledger("demo", "a/1"));
    var read = store.read(DEMO);
    s3.deleteObject(
        request -> request.bucket(bucket).key("ledgers/111122223333/us-east-2/demo.json"));

    assertThrows(
        LedgerStore.Conflict.class,
        () -> store.replace(DEMO, read, LedgerStoreTest.ledger("demo", "a/2")));
  }

  @Test
  void a_removed_ledger_starts_empty() throws Exception {
    store.replace(DEMO, store.read(DEMO), LedgerStoreTest.ledger("demo", "a/1"));
    assertEquals(List.of(new Cluster.Id("111122223333", "us-east-2", "demo")), store.clusters());

    var overtaken = store.read(DEMO);
    store.replace(DEMO, overtaken, LedgerStoreTest.ledger("demo", "a/2"));
    assertThrows(LedgerStore.Conflict.class, () -> store.remove(DEMO, overtaken));
    store.remove(DEMO, store.read(DEMO));

    assertEquals(Ledger.empty("demo"), store.read(DEMO).ledger());
    assertEquals(List.of(), store.clusters());
  }

  @Test
  void many_writers_at_once_lose_nothing() {
    try (var writers = Executors.newFixedThreadPool(3)) {
      for (int number = 0; number < 12; number++) {
        String id = "a/" + number;
        writers.submit(() -> LedgerStoreTest.add(store, id));
      }
    }
    assertEquals(12, store.read(DEMO).ledger().open().size());
  }

  @Test
  void a_bucket_that_is_not_there_is_no_empty_ledger() {
    var lost = new S3LedgerStore(s3, "no-such-bucket");

    assertThrows(NoSuchBucketException.class, () -> lost.read(DEMO));
    assertThrows(
        NoSuchBucketException.class,
        () ->
            lost.replace(
                DEMO,
                LedgerStore.StoredLedger.nothing(DEMO),
                LedgerStoreTest.ledger("demo", "a/1")));
  }

  @Test
  void a_document_that_is_no_ledger_is_refused_with_its_place() {
    s3.putObject(
        request -> request.bucket(bucket).key("ledgers/111122223333/us-east-2/demo.json"),
        software.amazon.awssdk.core.sync.RequestBody.fromString("{}"));

    var refusal = assertThrows(BadInput.class, () -> store.read(DEMO));

    assertEquals(
        "s3://%s/ledgers/111122223333/us-east-2/demo.json: the ledger: schema is not a whole number"
            .formatted(bucket),
        refusal.getMessage());
  }

  @Test
  void a_digest_is_kept_beside_the_ledger() {
    String place = store.storeDigest(DEMO, Map.of("subject", "x"));

    assertTrue(place.startsWith("s3://" + bucket + "/digests/111122223333/us-east-2/demo/"), place);
    String key = place.substring("s3://".length() + bucket.length() + 1);
    assertTrue(
        s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
            .asUtf8String()
            .contains("\"subject\" : \"x\""));
  }

  @Test
  void a_page_is_kept_beside_the_ledger_and_found_in_the_console() throws Exception {
    store.storePage(DEMO, "<p>1</p>");
    store.storePage(DEMO, "<p>2</p>");
    var key = "pages/111122223333/us-east-2/demo.html";
    var object = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    assertEquals("<p>2</p>", object.asUtf8String());
    assertEquals("text/html; charset=utf-8", object.response().contentType());
    var region = s3.serviceClientConfiguration().region().id();
    assertEquals(
        "https://%1$s.console.aws.amazon.com/s3/object/%2$s?region=%1$s&bucketType=general&prefix=%3$s"
            .formatted(region, bucket, key),
        store.pageOf(DEMO).orElseThrow());
    store.removePage(DEMO);
    var left = s3.listObjectsV2(request -> request.bucket(bucket).prefix("pages/"));
    assertEquals(0, left.keyCount());
  }
}
