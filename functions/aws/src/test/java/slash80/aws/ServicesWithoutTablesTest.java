package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/// Tests that the SDK can do without its tables of services: a native executable has none. A new
/// version of the SDK would otherwise fail only when an executable is built, or calls AWS.
final class ServicesWithoutTablesTest {
  private static final String PROVIDER =
      "software/amazon/awssdk/regions/GeneratedServiceMetadataProvider";
  private static final List<String> CALLED =
      List.of("ec2", "eks", "elasticloadbalancing", "s3", "sns", "sqs", "ssm", "sts");

  @Test
  void the_method_that_is_replaced_is_there() throws Exception {
    var method =
        Class.forName(PROVIDER.replace('/', '.'))
            .getDeclaredMethod("serviceMetadata", String.class);
    assertEquals(ServiceMetadata.class, method.getReturnType());
  }

  @Test
  void the_sdk_makes_the_same_host_without_a_table_but_for_s3_in_its_first_region()
      throws Exception {
    var differing = new ArrayList<String>();
    for (var region : Region.regions().stream().filter(it -> !it.isGlobalRegion()).toList()) {
      for (var service : CALLED) {
        var table = ServiceMetadata.of(service);
        var without = withoutTable(service);
        assertEquals(table.signingRegion(region), without.signingRegion(region), service);
        if (!table.endpointFor(region).equals(without.endpointFor(region))) {
          differing.add(service + " " + region);
        }
      }
    }
    // the client of S3 finds this host by its own rules
    assertEquals(List.of("s3 us-east-1"), differing);
  }

  /// As the SDK treats a service that its tables do not know.
  private static ServiceMetadata withoutTable(String service) throws Exception {
    assertNull(
        new software.amazon.awssdk.regions.GeneratedServiceMetadataProvider()
            .serviceMetadata("nothing"));
    var unknown = ServiceMetadata.of("nothing").getClass();
    return (ServiceMetadata) unknown.getConstructor(String.class).newInstance(service);
  }
}
