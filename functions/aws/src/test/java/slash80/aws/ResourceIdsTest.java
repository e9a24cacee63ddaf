package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests ids, ARNs of several partitions, and texts that only look like an ARN.
final class ResourceIdsTest {
  private static final String BALANCING = "arn:aws:elasticloadbalancing:us-east-2:111122223333:";

  @ParameterizedTest
  @CsvSource({
    "subnet-0a1b, subnet",
    "subnet-cidr-assoc-0a1b, subnet-cidr-assoc",
    "loadbalancer/app/front/0a1b, loadbalancer",
    "targetgroup/front/0a1b, targetgroup",
    "listener/app/front/0a1b/2c3d, listener",
    "listener-rule/app/front/0a1b/2c3d/4e5f, listener-rule",
    "vpc, ''"
  })
  void the_kind_is_the_first_part(String id, String kind) {
    assertEquals(kind, ResourceIds.kind(whole(id)));
  }

  @ParameterizedTest
  @CsvSource({
    "listener/app/front/0a1b/2c3d, loadbalancer/app/front/0a1b",
    "listener-rule/app/front/0a1b/2c3d/4e5f, loadbalancer/app/front/0a1b",
    "loadbalancer/app/front/0a1b, loadbalancer/app/front/0a1b",
    "listener/app, listener/app",
    "eni-0a1b, eni-0a1b"
  })
  void a_listener_belongs_to_its_load_balancer(String id, String parent) {
    assertEquals(whole(parent), ResourceIds.parent(whole(id)));
  }

  @ParameterizedTest
  @CsvSource({
    "loadbalancer/net/front/0a1b, front",
    "targetgroup/back/0a1b, back",
    "loadbalancer/front, arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/front",
    "pl-0a1b, pl-0a1b"
  })
  void the_name_is_read_from_an_arn(String id, String name) {
    assertEquals(name, ResourceIds.name(whole(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:",
        "arn::::",
        "arn:::::",
        "arn::elasticloadbalancing:::loadbalancer/app/front/0a1b",
        "arn:aws::us-east-2:111122223333:loadbalancer/app/front/0a1b",
        "arn:aws:elasticloadbalancing:us-east-2:111122223333:",
        "arn:aws:elasticloadbalancing:us-east-2:111122223333:/",
        "arn:aws:elasticloadbalancing:us-east-2:111122223333",
        "arn:aws:ec2:us-east-2:111122223333:vpc/vpc-0a1b"
      })
  void text_that_names_no_resource_of_load_balancing_stays_as_it_is(String text) {
    assertEquals("", ResourceIds.kind(text));
    assertEquals(text, ResourceIds.parent(text));
    assertEquals(text, ResourceIds.name(text));
  }

  private static String whole(String id) {
    return id.contains("/") ? BALANCING + id : id;
  }
}
