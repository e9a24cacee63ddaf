package slash80.aws.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;

/// Tests that an interface which only DescribeInstances shows has the facts of one that
/// DescribeNetworkInterfaces shows.
class InstanceInterfacesTest {
  @Test
  void an_interface_knows_where_and_by_which_id_it_is_attached() {
    var instance =
        Instance.builder()
            .instanceId("i-1")
            .networkInterfaces(
                shown ->
                    shown
                        .networkInterfaceId("eni-1")
                        .attachment(
                            place ->
                                place
                                    .attachmentId("eni-attach-1")
                                    .deviceIndex(1)
                                    .networkCardIndex(2)))
            .build();
    var attachment =
        NetworkInterfaceAttachment.builder()
            .attachmentId("eni-attach-1")
            .instanceId("i-1")
            .deviceIndex(1)
            .networkCardIndex(2)
            .build();
    assertEquals(
        List.of(attachment),
        InstanceInterfaces.of(instance).map(shown -> shown.attachment()).toList());
  }
}
