package slash80.aws.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.AwsClients;
import slash80.aws.SdkSettings;
import slash80.aws.fleet.AccountCopy.Listed;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.S3SiteBook;
import slash80.ledger.Site;
import slash80.ledger.SiteLedger;
import slash80.ledger.SiteTrouble.Kind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Tests of the list of accounts and of the ledger of accounts and regions, on the emulator.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedFleetTest {
  private static final String REGION = "us-east-2";
  private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");

  private final String name = "fleet-" + UUID.randomUUID().toString().substring(0, 8);
  private SdkSettings settings;
  private S3Client s3;

  @BeforeEach
  void open() {
    settings = SdkSettings.emulated();
    s3 = AwsClients.in(REGION).s3();
    s3.createBucket(
        builder ->
            builder
                .bucket(name)
                .createBucketConfiguration(config -> config.locationConstraint(REGION)));
  }

  @AfterEach
  void close() {
    settings.close();
  }

  @Test
  void accounts_are_read_from_all_parameters_below_a_path() {
    var ssm = AwsClients.in(REGION).ssm();
    Map.of("one", "000000000001,000000000002", "two", "000000000003")
        .forEach(
            (key, value) ->
                ssm.putParameter(
                    builder ->
                        builder
                            .name("/%s/accounts/%s".formatted(name, key))
                            .type(ParameterType.STRING)
                            .value(value)));
    assertEquals(
        Set.of("000000000001", "000000000002", "000000000003"),
        AccountSource.of("/%s/accounts".formatted(name), AwsClients.in(REGION)).accounts());
  }

  @Test
  void accounts_are_read_from_an_object() {
    s3.putObject(
        builder -> builder.bucket(name).key("a/b.txt"),
        RequestBody.fromString("000000000001\t000000000002\n"));
    assertEquals(
        Set.of("000000000001", "000000000002"),
        AccountSource.of("s3://%s/a/b.txt".formatted(name), AwsClients.in(REGION)).accounts());
  }

  @Test
  void accounts_are_read_from_the_organization() {
    var organizations = AwsClients.in(REGION).organizations();
    try {
      organizations.call("CreateOrganization", Map.of("FeatureSet", "ALL"));
    } catch (AwsServiceException exists) {
      assertEquals("AlreadyInOrganizationException", exists.awsErrorDetails().errorCode());
    }
    var created =
        organizations
            .call("CreateAccount", Map.of("AccountName", name, "Email", name + "@example.com"))
            .members()
            .at("/CreateAccountStatus/AccountId")
            .asText();
    var accounts = AccountSource.of("organization", AwsClients.in(REGION)).accounts();
    assertTrue(accounts.contains(created), accounts.toString());
  }

  @Test
  void the_copy_of_the_list_is_read_as_it_was_written() {
    var copy = new AccountCopy(s3, name);
    assertEquals(Optional.empty(), copy.read());
    var listed = new Listed(AT, Set.of("000000000001", "000000000002"));
    copy.write(listed);
    assertEquals(Optional.of(listed), copy.read());
  }

  @Test
  void the_ledger_of_accounts_and_regions_is_replaced_by_compare_and_swap() throws Exception {
    var book = new S3SiteBook(s3, name);
    var first = book.read();
    var one = SiteLedger.empty().noticed(new Site("1", REGION), Kind.REFUSED, "why", AT);
    book.replace(first, one);
    assertThrows(Conflict.class, () -> book.replace(first, SiteLedger.empty()));
    assertEquals(one, book.read().ledger());

    book.change(before -> before.noticed(new Site("2", REGION), Kind.FOREIGN, "why", AT));
    assertEquals(2, book.read().ledger().sites().size());
    var version = book.read().version();
    book.change(before -> before);
    assertEquals(version, book.read().version());
  }
}
