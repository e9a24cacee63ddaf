package slash80.aws.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// The copy of the listed accounts in the bucket of the ledgers. `sweep` writes it every hour, and
/// `watch` reads it: a list of thousands of accounts is hundreds of calls, too many for each start
/// of a function.
public final class AccountCopy {
  static final String KEY = "accounts.json";
  private static final String SCHEMA = "slash80.accounts/1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client s3;
  private final String bucket;

  public AccountCopy(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /// The accounts as they were listed at a time.
  public record Listed(Instant at, Set<String> accounts) {
    public Listed {
      accounts = Set.copyOf(accounts);
    }
  }

  /// The copy; empty before the first sweep.
  public Optional<Listed> read() {
    try {
      return Optional.of(
          listed(s3.getObjectAsBytes(request -> request.bucket(bucket).key(KEY)).asUtf8String()));
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    }
  }

  private Listed listed(String text) {
    var place = "s3://%s/%s".formatted(bucket, KEY);
    try {
      var tree = JSON.readTree(text);
      var accounts = new TreeSet<String>();
      for (var account : tree.path("accounts")) {
        accounts.add(AccountRegion.account(place, account.asText()));
      }
      return new Listed(Instant.parse(tree.path("at").asText()), accounts);
    } catch (JsonProcessingException | DateTimeException broken) {
      throw new BadInput(place + ": expected the copy of the list of accounts", broken);
    }
  }

  public void write(Listed listed) {
    var tree = JSON.createObjectNode();
    tree.put("schema", SCHEMA).put("at", listed.at().toString());
    var accounts = tree.putArray("accounts");
    new TreeSet<>(listed.accounts()).forEach(accounts::add);
    s3.putObject(
        request -> request.bucket(bucket).key(KEY).contentType("application/json"),
        RequestBody.fromString(tree.toString()));
  }
}
