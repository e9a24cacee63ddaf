package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.live.RoleCredentials;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/// Tests the partition of a region in the ARNs of its roles and clusters.
final class AccountRegionTest {

  @ParameterizedTest
  @CsvSource({
    "us-east-2, aws",
    "eu-central-1, aws",
    "ap-southeast-7, aws",
    "cn-north-1, aws-cn",
    "cn-northwest-1, aws-cn",
    "us-gov-west-1, aws-us-gov",
    "us-iso-east-1, aws-iso",
    "us-iso-west-1, aws-iso",
    "us-isob-east-1, aws-iso-b",
    "eu-isoe-west-1, aws-iso-e",
    "us-isof-south-1, aws-iso-f",
    "us-isof-east-1, aws-iso-f",
    "eusc-de-east-1, aws-eusc",
    "us-isob-north-9, aws-iso-b",
    "xx-future-1, aws"
  })
  void roles_and_clusters_are_named_in_the_partition_of_their_region(
      String region, String partition) {
    var site = new AccountRegion("444455556666", region);

    assertEquals(partition, site.partition());
    assertEquals(
        "arn:%s:iam::444455556666:role/slash80-member".formatted(partition), assumedRole(site));
    assertEquals(
        "arn:%s:eks:%s:444455556666:cluster/demo".formatted(partition, region),
        AccountRegion.arnOf(new Cluster.Id("444455556666", region, "demo")));
  }

  private static String assumedRole(AccountRegion site) {
    var sts = new Refusing();
    var home = new AccountRegion("111122223333", site.region());
    var fleet = new Fleet(home, Set.of(), Set.of(site.account()), Optional.of("slash80-member"));

    assertThrows(
        ReadInterrupted.class,
        () -> new RoleCredentials(fleet, sts).credentials(site, Instant.MAX));
    return sts.role;
  }

  /// A stub of STS that records the requested role.
  private static final class Refusing implements StsClient {
    private String role = "";

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
      role = request.roleArn();
      throw StsException.builder().message("denied").statusCode(403).build();
    }

    @Override
    public String serviceName() {
      return "sts";
    }

    @Override
    public void close() {}
  }
}
