package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slash80.aws.BadInput;
import slash80.facts.Fact;
import slash80.facts.InstanceType;

/// Tests snapshots without some of their files or members. The facts from these are unread, and all
/// other facts stay as they were.
final class PartialSnapshotTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(CliCommand.class)
  void without_a_file_that_is_needed_the_command_that_makes_it_is_named(CliCommand command) {
    ExampleSnapshot.copy(folder);
    deleteAll(command);
    if (command.isNeeded()) {
      assertEquals(
          "%s: expected %s: make it with %s"
              .formatted(folder, command.file("ID"), command.commandLine()),
          refusal());
    } else {
      assertEquals(1, Snapshot.open(folder).clusters().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          describe-addon.vpc-cni                                         | vpc-cni                                           | ''
          describe-egress-only-internet-gateways                         | egress-only gateway                               | ''
          describe-instance-types                                        | type c5.large                                     | ''
          describe-listeners.k8s-shop-api-2b9e64f0d1                     | balancer k8s-shop-api-2b9e64f0d1 listeners        | ''
          describe-load-balancer-attributes.k8s-shop-api-2b9e64f0d1      | balancer k8s-shop-api-2b9e64f0d1 attributes       | ''
          describe-load-balancers                                        | balancers                                         | ''
          describe-managed-prefix-lists                                  | ''                                                | ''
          describe-network-interfaces                                    | ''                                                | groups, interfaces, notes
          describe-security-group-rules                                  | ''                                                | groups
          describe-tags                                                  | TAGS                                              | ''
          describe-target-group-attributes.k8s-shop-api-c3d17f5b08       | target group k8s-shop-api-c3d17f5b08 attributes   | ''
          describe-target-groups                                         | target groups                                     | ''
          describe-target-health.k8s-shop-api-c3d17f5b08                 | target group k8s-shop-api-c3d17f5b08 targets      | ''
          describe-vpc-block-public-access-exclusions                    | ''                                                | ''
          describe-vpc-block-public-access-options                       | block mode                                        | notes
          get-managed-prefix-list-entries.pl-0c0de000000000001           | pl-0c0de000000000001                              | ''
          get-subnet-cidr-reservations.subnet-0c0de0000000086f4          | reservations subnet-0c0de0000000086f4             | ''
          """)
  void without_an_optional_file_only_its_facts_are_unread(
      String command, String unread, String changed) {
    ExampleSnapshot.copy(folder);
    var file = command + ".json";
    Folders.delete(folder, file);
    var why = new Fact.Unread<>(file + " was not captured");
    var expected = new TreeMap<String, Object>();
    names(unread).forEach(name -> expected.put(name, why));
    names(changed).forEach(name -> expected.put(name, "changed"));
    assertEquals(expected, differences(ExampleSnapshot.parts(folder)));
  }

  private static List<String> names(String text) {
    return switch (text) {
      case "" -> List.of();
      case "TAGS" ->
          ExampleSnapshot.WHOLE.keySet().stream().filter(name -> name.endsWith(" tags")).toList();
      default -> List.of(text.split(", "));
    };
  }

  /// The facts that differ from those of the complete snapshot. If a list is unread, its elements
  /// are absent.
  private static Map<String, Object> differences(Map<String, Object> parts) {
    assertTrue(
        ExampleSnapshot.WHOLE.keySet().containsAll(parts.keySet()),
        () -> "more: " + parts.keySet());
    var differences = new TreeMap<String, Object>();
    parts.forEach(
        (name, part) -> {
          if (!ExampleSnapshot.WHOLE.get(name).equals(part)) {
            differences.put(name, part instanceof Fact.Unread<?> ? part : "changed");
          }
        });
    return differences;
  }

  @Test
  void the_add_ons_that_there_are_tell_that_vpc_cni_is_none() {
    ExampleSnapshot.copy(folder);
    Folders.delete(folder, "describe-addon.vpc-cni.json");
    Folders.write(folder, "list-addons.kodekloud.json", "{\"addons\": [\"vpc-cni\"]}");
    assertEquals(
        Fact.unread("describe-addon.vpc-cni.json was not captured"),
        ExampleSnapshot.parts(folder).get("vpc-cni"));
    Folders.write(folder, "list-addons.kodekloud.json", "{\"addons\": [\"coredns\"]}");
    assertEquals(Fact.known(Optional.empty()), ExampleSnapshot.parts(folder).get("vpc-cni"));
  }

  @Test
  void a_balancer_without_listeners_differs_from_one_that_was_not_captured() {
    ExampleSnapshot.copy(folder);
    var file = "describe-listeners.orders-legacy.json";
    Folders.write(folder, file, "{\"Listeners\": []}");
    var listeners = "balancer orders-legacy listeners";
    assertEquals(Fact.known(List.of()), ExampleSnapshot.parts(folder).get(listeners));
    Folders.delete(folder, file);
    Folders.write(folder, "describe-listeners.json", "{\"Listeners\": []}");
    assertEquals(
        Fact.unread(file + " was not captured"), ExampleSnapshot.parts(folder).get(listeners));
    Folders.write(
        folder, "describe-listeners.json", ExampleSnapshot.read(ExampleSnapshot.ACCOUNT, file));
    assertEquals(ExampleSnapshot.WHOLE, ExampleSnapshot.parts(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "BareMetal": false, "Hypervisor": "xen", "NetworkInfo": {"Ipv6Supported": true} | xen
          "BareMetal": true, "NetworkInfo": {"Ipv6Supported": true}                       | metal
          "BareMetal": false, "NetworkInfo": {"Ipv6Supported": true}                      | unread
          "Hypervisor": "nitro", "NetworkInfo": {}                                        | unread
          "Hypervisor": "nitro"                                                           | unread
          """)
  void a_type_is_known_when_all_that_is_asked_of_it_was_said(String said, String known) {
    Folders.write(
        Folders.smallest(folder),
        "describe-instance-types.json",
        "{\"InstanceTypes\": [{\"InstanceType\": \"c5.large\", " + said + "}]}");
    var type = (Fact<?>) ExampleSnapshot.parts(folder).get("type c5.large");
    switch (known) {
      case "xen" ->
          assertEquals(Fact.known(new InstanceType("c5.large", "xen", false, true)), type);
      case "metal" -> assertEquals(Fact.known(new InstanceType("c5.large", "", true, true)), type);
      default ->
          assertEquals(
              Fact.unread("instance type c5.large has no Hypervisor, BareMetal or Ipv6Supported"),
              type);
    }
  }

  @Test
  void a_type_that_the_file_leaves_out_is_unread() {
    Folders.write(
        Folders.smallest(folder), "describe-instance-types.json", "{\"InstanceTypes\": []}");
    assertEquals(
        Fact.unread("AWS returned no instance type c5.large"),
        ExampleSnapshot.parts(folder).get("type c5.large"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "State": "create-complete", "InternetGatewayExclusionMode": "allow-egress" |
          "State": "delete-complete", "InternetGatewayExclusionMode": "allow-egress" |
          "State": "odd", "InternetGatewayExclusionMode": "allow-egress"             | State odd
          "InternetGatewayExclusionMode": "allow-egress"                             | State null
          "State": "create-complete", "InternetGatewayExclusionMode": "odd"          | InternetGatewayExclusionMode odd
          "State": "create-complete"                                                 | InternetGatewayExclusionMode null
          """)
  void exclusions_are_unread_when_one_is_in_a_form_that_aws_does_not_document(
      String said, String odd) {
    Folders.smallest(folder);
    Folders.write(
        folder,
        "describe-vpc-block-public-access-options.json",
        "{\"VpcBlockPublicAccessOptions\": {\"InternetGatewayBlockMode\": \"block-ingress\"}}");
    Folders.write(
        folder,
        "describe-vpc-block-public-access-exclusions.json",
        """
        {"VpcBlockPublicAccessExclusions": [{"ExclusionId": "vpcbpa-exclude-1",
          "ResourceArn": "arn:aws:ec2:us-east-2:111122223333:vpc/vpc-1", %s}]}
        """
            .formatted(said));
    var exclusions = (Fact<?>) ExampleSnapshot.parts(folder).get("exclusions");
    if (odd == null) {
      assertTrue(exclusions.asKnown().isPresent(), exclusions::toString);
    } else {
      assertEquals(
          Fact.unread("the %s of vpcbpa-exclude-1 is %s".formatted((Object[]) odd.split(" "))),
          exclusions);
    }
  }

  private String refusal() {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }

  private void deleteAll(CliCommand command) {
    ExampleSnapshot.files(folder).stream()
        .filter(file -> file.startsWith(command.word() + "."))
        .forEach(file -> Folders.delete(folder, file));
  }
}
