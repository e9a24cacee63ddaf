package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import slash80.facts.NodeGroup;
import slash80.facts.SubnetReservation;
import slash80.ip.Prefix;

/// Tests that other layouts of a folder with the same content read alike, with the example account.
final class SnapshotTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private Path folder;

  @Test
  void pages_add_up() throws IOException {
    int split = 0;
    for (var file : ExampleSnapshot.files(ExampleSnapshot.ACCOUNT)) {
      var tree = (ObjectNode) JSON.readTree(ExampleSnapshot.ACCOUNT.resolve(file).toFile());
      var key = tree.fieldNames().next();
      if (tree.path(key) instanceof ArrayNode arrayNode && arrayNode.size() > 1) {
        write(file.replaceFirst("json$", "1.json"), page(tree, key, arrayNode, 0));
        write(file.replaceFirst("json$", "2.json"), page(tree, key, arrayNode, 1));
        split++;
      } else {
        write(file, tree);
      }
    }
    assertTrue(split > 20, split + " files were split");
    assertEquals(ExampleSnapshot.WHOLE, ExampleSnapshot.parts(folder));
  }

  /// Every second element on each page; the first page names the next one.
  private static JsonNode page(ObjectNode tree, String key, ArrayNode arrayNode, int from) {
    var otherArrayNode = JSON.createArrayNode();
    for (int number = from; number < arrayNode.size(); number += 2) {
      otherArrayNode.add(arrayNode.get(number));
    }
    var page = tree.deepCopy().<ObjectNode>set(key, otherArrayNode);
    return from == 0 ? page.put("NextToken", "eyJ") : page;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"describe-load-balancers", "describe-instances", "describe-listeners.web"})
  void a_page_that_is_not_the_last_needs_the_last(String command) throws IOException {
    Folders.smallest(folder);
    var key = CliCommand.named(command.split("\\.")[0]).orElseThrow().key();
    write(
        command + ".json",
        JSON.createObjectNode().put("NextToken", "e").set(key, JSON.createArrayNode()));
    assertTrue(refusal().startsWith(command + ".json: the content names a next page"), refusal());
  }

  @Test
  void a_page_of_another_thing_is_not_the_last() throws IOException {
    Folders.smallest(folder);
    var listeners = JSON.createObjectNode().set("Listeners", JSON.createArrayNode());
    write("describe-listeners.other.json", listeners);
    write(
        "describe-listeners.web.json", ((ObjectNode) listeners.deepCopy()).put("NextMarker", "e"));
    assertTrue(
        refusal().startsWith("describe-listeners.web.json: the content names a next page"),
        refusal());
  }

  @Test
  void sub_folders_have_no_meaning() {
    ExampleSnapshot.copy(
        folder, file -> file.charAt(file.length() / 2) + "/" + file.length() % 3 + "/" + file);
    assertEquals(ExampleSnapshot.WHOLE, ExampleSnapshot.parts(folder));
  }

  @Test
  void the_same_file_twice_says_nothing_new() {
    ExampleSnapshot.copy(folder);
    ExampleSnapshot.copy(folder, file -> "again/" + file);
    assertEquals(ExampleSnapshot.WHOLE, ExampleSnapshot.parts(folder));
  }

  @Test
  void each_of_several_clusters_is_read_by_itself() {
    ExampleSnapshot.copy(folder);
    var cluster = ExampleSnapshot.read(ExampleSnapshot.ACCOUNT, "describe-cluster.kodekloud.json");
    Folders.write(folder, "describe-cluster.a.json", cluster.replace("kodekloud", "annex"));
    Folders.write(folder, "list-addons.annex.json", "{\"addons\": [\"coredns\"]}");
    var snapshot = Snapshot.open(folder);
    assertEquals(
        List.of("annex", "kodekloud"), snapshot.clusters().stream().map(Cluster::name).toList());
    var annex = snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
    assertEquals(Fact.known(Optional.empty()), annex.delegation().vpcCni());
    assertEquals(Map.of(), annex.delegation().reservations());
    assertEquals(Map.of(), annex.delegation().instanceTypes());
    assertEquals(
        ExampleSnapshot.WHOLE, ExampleSnapshot.parts(snapshot, snapshot.clusters().getLast()));
  }

  /// A cluster that EKS Connector registers runs elsewhere.
  private static final String CONNECTED =
      """
      {"cluster": {"name": "onprem", "arn": "arn:aws:eks:us-east-2:111122223333:cluster/onprem",
        "createdAt": "2024-04-12T12:42:10.861000-04:00", "status": "ACTIVE",
        "connectorConfig": {"activationId": "x", "provider": "EKS_ANYWHERE"}}}
      """;

  @Test
  void a_connected_cluster_is_noted_and_the_others_are_read() {
    ExampleSnapshot.copy(folder);
    Folders.write(folder, "describe-cluster.ext.json", CONNECTED);
    Folders.write(folder, "describe-cluster.two.json", CONNECTED.replace("onprem", "edge"));
    var snapshot = Snapshot.open(folder);
    assertEquals(List.of("kodekloud"), snapshot.clusters().stream().map(Cluster::name).toList());
    assertEquals(
        List.of(
            "describe-cluster.ext.json: cluster onprem is not checked: EKS does not run it, EKS"
                + " Connector only registers it",
            "describe-cluster.two.json: cluster edge is not checked: EKS does not run it, EKS"
                + " Connector only registers it"),
        snapshot.warnings());
    assertEquals(ExampleSnapshot.WHOLE, ExampleSnapshot.parts(folder));
  }

  @Test
  void connected_clusters_alone_are_refused_and_so_is_a_cluster_without_its_network() {
    Folders.delete(Folders.smallest(folder), "describe-cluster.demo.json");
    Folders.write(folder, "describe-cluster.ext.json", CONNECTED);
    assertEquals(
        "expected a cluster that EKS runs, found none: describe-cluster.ext.json: cluster onprem is"
            + " not checked: EKS does not run it, EKS Connector only registers it",
        refusal());
    Folders.write(
        folder, "describe-cluster.ext.json", CONNECTED.replace("connectorConfig", "otherConfig"));
    assertEquals(
        "describe-cluster.ext.json: cluster: expected the key resourcesVpcConfig", refusal());
  }

  @Test
  void a_family_that_eks_does_not_say_is_unread() {
    ExampleSnapshot.copy(folder);
    var file = "describe-cluster.kodekloud.json";
    Folders.write(
        folder,
        file,
        ExampleSnapshot.read(ExampleSnapshot.ACCOUNT, file)
            .replace("kubernetesNetworkConfig", "otherNetworkConfig"));
    assertEquals(
        Fact.unread("EKS gave no kubernetesNetworkConfig.ipFamily"),
        Snapshot.open(folder).clusters().getFirst().ipFamily());
  }

  @Test
  void whether_an_endpoint_is_public_that_eks_does_not_say_is_unread() {
    ExampleSnapshot.copy(folder);
    var file = "describe-cluster.kodekloud.json";
    var said = ExampleSnapshot.read(ExampleSnapshot.ACCOUNT, file);
    Folders.write(folder, file, said.replace("endpointPublicAccess", "otherPublicAccess"));
    assertEquals(
        Fact.unread("EKS gave no resourcesVpcConfig.endpointPublicAccess"),
        Snapshot.open(folder).clusters().getFirst().endpointPublicAccess());
  }

  @ParameterizedTest
  @CsvSource({
    "describe-flow-logs.json, describe-flow-logs.json",
    "more/notes.json, more/notes.json",
    "describe-vpcs.txt, describe-vpcs.txt",
    "README.md, ''",
    ".hidden.json, ''"
  })
  void a_file_of_no_known_command_is_skipped_and_named(String file, String skipped) {
    ExampleSnapshot.copy(folder);
    Folders.write(folder, file, "{");
    assertEquals(
        skipped.isEmpty()
            ? List.of()
            : List.of(
                skipped
                    + " is skipped: the name is not the name of an AWS CLI command that Slash80"
                    + " reads"),
        Snapshot.open(folder).warnings());
    assertEquals(ExampleSnapshot.WHOLE, ExampleSnapshot.parts(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "main | {'id': 'lt-1'} |            | true",
        "main |                |            | false",
        "main |                | ['main']   | false",
        "main |                | ['main', 'spot'] | describe-nodegroup.spot.json was not captured",
        "     |                | []         | none",
        "     |                |            | describe-nodegroup was not captured",
      })
  void a_clusters_node_groups_are_those_of_its_files(
      String name, String template, String list, String expected) {
    ExampleSnapshot.copy(folder);
    if (name != null) {
      nodeGroup(
          "{'nodegroupName': 'main', 'clusterName': 'kodekloud', 'subnets': ['subnet-1']%s}"
              .formatted(template == null ? "" : ", 'launchTemplate': " + template));
    }
    if (list != null) {
      Folders.write(
          folder,
          "list-nodegroups.kodekloud.json",
          "{'nodegroups': %s}".formatted(list).replace('\'', '"'));
    }
    var snapshot = Snapshot.open(folder);
    var read =
        snapshot.read(snapshot.clusters().getFirst(), snapshot.at()).delegation().nodeGroups();
    assertEquals(
        expected,
        switch (read) {
          case Fact.Unread<List<NodeGroup>>(var why) -> why;
          case Fact.Known<List<NodeGroup>>(var groups) ->
              groups.isEmpty() ? "none" : "" + groups.getFirst().hasLaunchTemplate();
        });
    assertEquals(List.of(), snapshot.warnings());
  }

  @Test
  void a_node_group_is_checked() {
    ExampleSnapshot.copy(folder);
    Folders.write(folder, "describe-nodegroup.main.json", "{\"nodegroup\": []}");
    assertEquals(
        "describe-nodegroup.main.json: nodegroup: expected an object, found a list", refusal());
    nodeGroup("{'nodegroupName': 'main'}");
    assertTrue(refusal().contains("clusterName"), refusal());
  }

  private void nodeGroup(String described) {
    Folders.write(
        folder,
        "describe-nodegroup.main.json",
        "{'nodegroup': %s}".formatted(described).replace('\'', '"'));
  }

  @Test
  void the_account_has_a_file_of_every_command_but_those_for_what_it_does_not_have() {
    var commands =
        ExampleSnapshot.files(ExampleSnapshot.ACCOUNT).stream()
            .map(file -> file.split("\\.")[0])
            .collect(Collectors.toSet());
    commands.remove("captured-at");
    var known = new TreeSet<String>();
    for (var command : CliCommand.values()) {
      known.add(command.word());
    }
    Stream.of(
            CliCommand.LIST_ADDONS,
            CliCommand.DESCRIBE_NODEGROUP,
            CliCommand.LIST_NODEGROUPS,
            CliCommand.DESCRIBE_RULES,
            CliCommand.DESCRIBE_INSTANCE_CONNECT_ENDPOINTS,
            CliCommand.DESCRIBE_VPC_ENDPOINT_SERVICE_CONFIGURATIONS,
            CliCommand.LIST_ACCELERATORS,
            CliCommand.LIST_LISTENERS,
            CliCommand.LIST_ENDPOINT_GROUPS)
        .forEach(command -> known.remove(command.word()));
    assertEquals(known, commands);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Type": "network", "Scheme": "internet-facing" | true
          "Type": "network", "Scheme": "internal"        | false
          "Type": "network", "Scheme": "odd"             | true
          "Type": "application"                          | true
          "Type": "gateway"                              | false
          """)
  void a_balancer_faces_the_internet_unless_it_is_said_to_be_internal(String said, boolean faces) {
    Folders.write(
        Folders.smallest(folder),
        "describe-load-balancers.json",
        """
        {"LoadBalancers": [{"LoadBalancerArn": "arn:1", "LoadBalancerName": "web",
          "VpcId": "vpc-1", %s}]}
        """
            .formatted(said));
    var snapshot = Snapshot.open(folder);
    var facts = snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
    assertEquals(
        List.of(faces),
        facts.balancing().loadBalancers().asKnown().orElseThrow().stream()
            .map(LoadBalancer::internetFacing)
            .toList());
  }

  @Test
  void reservations_of_ipv6_are_read() {
    Folders.write(
        Folders.smallest(folder),
        "get-subnet-cidr-reservations.subnet-1.json",
        """
        {"SubnetIpv4CidrReservations": [{"SubnetCidrReservationId": "scr-4", "SubnetId": "subnet-1",
          "Cidr": "10.0.1.0/28", "ReservationType": "prefix"}],
        "SubnetIpv6CidrReservations": [{"SubnetCidrReservationId": "scr-6", "SubnetId": "subnet-1",
          "Cidr": "2001:db8:0:1::/72", "ReservationType": "explicit"}]}
        """);
    assertEquals(
        Fact.known(
            List.of(new SubnetReservation("scr-6", Prefix.parse("2001:db8:0:1::/72"), "explicit"))),
        ExampleSnapshot.parts(folder).get("reservations subnet-1"));
  }

  @Test
  void without_a_moment_of_capture_the_newest_file_tells_it() throws IOException {
    ExampleSnapshot.copy(folder);
    Folders.delete(folder, "captured-at.json");
    for (var file : ExampleSnapshot.files(folder)) {
      Files.setLastModifiedTime(
          folder.resolve(file), FileTime.from(Instant.parse("2026-11-22T00:00:00Z")));
    }
    var newest = Instant.parse("2026-11-22T09:30:00Z");
    Files.setLastModifiedTime(folder.resolve("describe-tags.json"), FileTime.from(newest));
    assertEquals(newest, Snapshot.open(folder).at());
  }

  private String refusal() {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }

  private void write(String file, JsonNode tree) {
    Folders.write(folder, file, tree.toString());
  }
}
