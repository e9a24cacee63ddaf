package slash80.aws.live;

import java.nio.file.Path;
import slash80.aws.snapshot.Folders;

/// Other ways in, in the folder that a stub of AWS serves.
final class StubbedEntrances {
  static final String ACCELERATOR = "arn:aws:globalaccelerator::111122223333:accelerator/a-1";

  private StubbedEntrances() {}

  /// Adds an accelerator: its interface stands in the subnet of the nodes, and its listener for tcp
  /// 80 and 81 leads to an instance.
  static void addAccelerator(Path folder) {
    addInterface(folder, "global_accelerator_managed", "");
    Folders.write(
        folder,
        "list-accelerators.json",
        "{\"Accelerators\": [{\"AcceleratorArn\": \"%s\", \"Name\": \"front\", \"Enabled\": true}]}"
            .formatted(ACCELERATOR));
    Folders.write(
        folder,
        "list-listeners.a-1.json",
        "{\"Listeners\": [{\"ListenerArn\": \"%s/listener/l-1\", \"PortRanges\": [{\"FromPort\": 80, \"ToPort\": 81}], \"Protocol\": \"TCP\"}]}"
            .formatted(ACCELERATOR));
    Folders.write(
        folder,
        "list-endpoint-groups.l-1.json",
        "{\"EndpointGroups\": [{\"EndpointGroupArn\": \"%s/listener/l-1/endpoint-group/g-1\", \"EndpointGroupRegion\": \"us-east-2\", \"EndpointDescriptions\": [{\"EndpointId\": \"i-1\", \"ClientIPPreservationEnabled\": true}]}]}"
            .formatted(ACCELERATOR));
  }

  /// Adds an interface in the subnet of the nodes.
  static void addInterface(Path folder, String type, String description) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replaceFirst(
                "\\[\\{",
                """
                [{"NetworkInterfaceId": "eni-77", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "%s", "Description": "%s", "Groups": []}, {\
                """
                    .formatted(type, description)));
  }
}
