package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.live.RoleCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/// Tests the accounts and regions of a fleet, and the roles with which it reads other accounts.
final class FleetTest {
  private static final Map<String, String> HUB =
      Map.of(
          "SLASH80_ACCOUNT", "111122223333",
          "SLASH80_REGIONS", "eu-west-1, us-gov-west-1",
          "SLASH80_ACCOUNTS", "222233334444,333344445555",
          "SLASH80_MEMBER_ROLE", "slash80-member");

  @Test
  void every_account_is_swept_in_every_region() {
    var sites = fleet(HUB).sites();
    assertEquals(9, sites.size());
    assertEquals(new AccountRegion("111122223333", "eu-west-1"), sites.getFirst());
    assertEquals(new AccountRegion("333344445555", "us-gov-west-1"), sites.getLast());
  }

  @Test
  void without_further_ones_the_own_account_and_region_are_all() {
    var alone = fleet(Map.of("SLASH80_ACCOUNT", "111122223333"));
    assertEquals(List.of(new AccountRegion("111122223333", "us-east-2")), alone.sites());
  }

  @Test
  void an_event_without_account_or_region_is_of_the_own_account() {
    assertEquals(fleet(HUB).home(), fleet(HUB).site("", ""));
    assertEquals(
        new AccountRegion("222233334444", "us-east-2"), fleet(HUB).site("222233334444", ""));
    var unknown = fleet(Map.of());
    assertEquals(unknown.home(), unknown.site("222233334444", "eu-west-1"));
  }

  @Test
  void a_foreign_account_or_region_is_not_judged() {
    var fleet = fleet(HUB);
    assertTrue(fleet.checks(new AccountRegion("333344445555", "eu-west-1")));
    for (var foreign :
        List.of(
            new AccountRegion("444455556666", "us-east-2"),
            new AccountRegion("111122223333", "us-west-2"))) {
      assertFalse(fleet.checks(foreign));
      assertEquals(
          "it happened in "
              + foreign
              + "; this function checks account 111122223333 or 222233334444 or 333344445555,"
              + " region eu-west-1 or us-east-2 or us-gov-west-1",
          fleet.refusal(foreign));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SLASH80_ACCOUNT | 1111 | SLASH80_ACCOUNT has "1111": expected an account id of twelve digits
          SLASH80_ACCOUNT | '' | SLASH80_ACCOUNT is not set, and other accounts or regions are
          SLASH80_ACCOUNTS | 222233334444,prod | SLASH80_ACCOUNTS has "prod": expected an account id of twelve digits
          SLASH80_REGIONS | Ohio | SLASH80_REGIONS has "Ohio": expected regions such as us-east-2
          SLASH80_MEMBER_ROLE | a/b | SLASH80_MEMBER_ROLE is "a/b": expected the name of a role, without a path
          SLASH80_MEMBER_ROLE | '' | SLASH80_MEMBER_ROLE is not set, and other accounts or regions are
          """)
  void missing_and_invalid_settings_are_named(String variable, String value, String sentence) {
    var environment = new HashMap<>(HUB);
    environment.put(variable, value);
    var refusal = assertThrows(BadInput.class, () -> fleet(environment));
    assertEquals(sentence, refusal.getMessage());
  }

  // ---- Entering ----

  @Test
  void an_account_is_entered_once_for_all_its_regions_by_the_role_in_its_partition() {
    var sts = new FakeSts();
    var roles = new RoleCredentials(fleet(HUB), sts);
    var first = roles.credentials(new AccountRegion("222233334444", "us-east-2"), Instant.MAX);
    assertSame(
        first, roles.credentials(new AccountRegion("222233334444", "eu-west-1"), Instant.MAX));
    assertEquals("key 1", first.resolveCredentials().accessKeyId());
    roles.credentials(new AccountRegion("333344445555", "us-gov-west-1"), Instant.MAX);
    assertEquals(
        List.of(
            "arn:aws:iam::222233334444:role/slash80-member",
            "arn:aws-us-gov:iam::333344445555:role/slash80-member"),
        sts.assumed);
  }

  @Test
  void credentials_about_to_expire_are_renewed() {
    var sts = new FakeSts();
    sts.life = Duration.ofSeconds(30);
    var roles = new RoleCredentials(fleet(HUB), sts);
    var credentials =
        roles.credentials(new AccountRegion("222233334444", "us-east-2"), Instant.MAX);
    assertEquals("key 2", credentials.resolveCredentials().accessKeyId());
  }

  @Test
  void a_role_that_cannot_be_assumed_is_named_and_tried_again_the_next_time() {
    var sts = new FakeSts();
    sts.refuses = true;
    var roles = new RoleCredentials(fleet(HUB), sts);
    var site = new AccountRegion("222233334444", "us-east-2");
    var refusal = assertThrows(ReadInterrupted.class, () -> roles.credentials(site, Instant.MAX));
    assertEquals(
        "sts:AssumeRole of arn:aws:iam::222233334444:role/slash80-member: AccessDenied",
        refusal.getMessage());
    sts.refuses = false;
    assertEquals("key 2", roles.credentials(site, Instant.MAX).resolveCredentials().accessKeyId());
  }

  private static Fleet fleet(Map<String, String> environment) {
    return Fleet.of(
        "us-east-2",
        name -> Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank()));
  }

  private static final class FakeSts implements StsClient {
    private final List<String> assumed = new ArrayList<>();
    private Duration life = Duration.ofHours(1);
    private boolean refuses;

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
      assumed.add(request.roleArn());
      if (refuses) {
        throw StsException.builder()
            .statusCode(403)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDenied").build())
            .build();
      }
      return AssumeRoleResponse.builder()
          .credentials(
              credentials ->
                  credentials
                      .accessKeyId("key " + assumed.size())
                      .secretAccessKey("secret")
                      .sessionToken("token")
                      .expiration(Instant.now().plus(life)))
          .build();
    }

    @Override
    public String serviceName() {
      return "sts";
    }

    @Override
    public void close() {}
  }
}
