package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.InstanceType;
import slash80.facts.LoadBalancer;
import slash80.facts.SubnetReservation;
import slash80.facts.TargetGroup;
import slash80.network.Prefix;

/// How a snapshot's folder may look, and what is known when a file of it is missing: the example
/// account, laid out anew.
final class SnapshotTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ACCOUNT = Path.of(System.getProperty("project.root"), "events/account");
  private static final Map<String, Object> WHOLE = parts(ACCOUNT);
  @TempDir private Path folder;

  @Test
  void pages_add_up() throws IOException {
    int split = 0;
    for (var file : files(ACCOUNT)) {
      var tree = (ObjectNode) JSON.readTree(ACCOUNT.resolve(file).toFile());
      var key = tree.fieldNames().next();
      if (tree.path(key) instanceof ArrayNode all && all.size() > 1) {
        write(file.replaceFirst("json$", "1.json"), page(tree, key, all, 0));
        write(file.replaceFirst("json$", "2.json"), page(tree, key, all, 1));
        split++;
      } else {
        write(file, tree);
      }
    }
    assertTrue(split > 20, split + " files were split");
    assertEquals(WHOLE, parts(folder));
  }

  /// Every other element; the first page says that there is more.
  private static JsonNode page(ObjectNode tree, String key, ArrayNode all, int from) {
    var some = JSON.createArrayNode();
    for (int one = from; one < all.size(); one += 2) {
      some.add(all.get(one));
    }
    var page = tree.deepCopy().<ObjectNode>set(key, some);
    return from == 0 ? page.put("NextToken", "eyJ") : page;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"describe-load-balancers", "describe-instances", "describe-listeners.web"})
  void a_page_that_is_not_the_last_needs_the_last(String command) throws IOException {
    Folders.smallest(folder);
    var key = Command.named(command.split("\\.")[0]).orElseThrow().key();
    write(
        command + ".json",
        JSON.createObjectNode().put("NextToken", "e").set(key, JSON.createArrayNode()));
    assertTrue(refusal().startsWith(command + ".json: says that more pages follow"), refusal());
  }

  @Test
  void a_page_of_another_thing_is_not_the_last() throws IOException {
    Folders.smallest(folder);
    var listeners = JSON.createObjectNode().set("Listeners", JSON.createArrayNode());
    write("describe-listeners.other.json", listeners);
    write(
        "describe-listeners.web.json", ((ObjectNode) listeners.deepCopy()).put("NextMarker", "e"));
    assertTrue(refusal().startsWith("describe-listeners.web.json: says that more"), refusal());
  }

  @Test
  void sub_folders_have_no_meaning() {
    copy(file -> file.charAt(file.length() / 2) + "/" + file.length() % 3 + "/" + file);
    assertEquals(WHOLE, parts(folder));
  }

  @Test
  void the_same_file_twice_says_nothing_new() {
    copy(UnaryOperator.identity());
    copy(file -> "again/" + file);
    assertEquals(WHOLE, parts(folder));
  }

  @Test
  void each_of_several_clusters_is_read_by_itself() {
    copy(UnaryOperator.identity());
    var cluster = read(ACCOUNT, "describe-cluster.kodekloud.json");
    Folders.write(folder, "describe-cluster.a.json", cluster.replace("kodekloud", "annex"));
    Folders.write(folder, "list-addons.annex.json", "{\"addons\": [\"coredns\"]}");
    var snapshot = Snapshot.open(folder);
    assertEquals(
        List.of("annex", "kodekloud"), snapshot.clusters().stream().map(Cluster::name).toList());
    var annex = snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
    assertEquals(Fact.known(Optional.empty()), annex.delegation().vpcCni());
    assertEquals(Map.of(), annex.delegation().reservations());
    assertEquals(Map.of(), annex.delegation().instanceTypes());
    assertEquals(WHOLE, parts(snapshot, snapshot.clusters().getLast()));
  }

  @Test
  void a_family_that_eks_does_not_say_is_unread() {
    copy(UnaryOperator.identity());
    var file = "describe-cluster.kodekloud.json";
    Folders.write(
        folder, file, read(ACCOUNT, file).replace("kubernetesNetworkConfig", "otherNetworkConfig"));
    assertEquals(
        Fact.unread("EKS gave no kubernetesNetworkConfig.ipFamily"),
        Snapshot.open(folder).clusters().getFirst().ipFamily());
  }

  @Test
  void whether_an_endpoint_is_public_that_eks_does_not_say_is_unread() {
    copy(UnaryOperator.identity());
    var file = "describe-cluster.kodekloud.json";
    var said = read(ACCOUNT, file);
    Folders.write(folder, file, said.replace("endpointPublicAccess", "otherPublicAccess"));
    assertEquals(
        Fact.unread("EKS gave no resourcesVpcConfig.endpointPublicAccess"),
        Snapshot.open(folder).clusters().getFirst().endpointPublicAccess());
  }

  @ParameterizedTest
  @CsvSource({
    "describe-flow-logs.json, describe-flow-logs.json is skipped: no command that is known prints"
        + " it",
    "more/notes.json, more/notes.json is skipped: no command that is known prints it",
    "describe-vpcs.txt, describe-vpcs.txt is skipped: no command that is known prints it",
    "README.md, ''",
    ".hidden.json, ''"
  })
  void a_file_of_no_known_command_is_skipped_and_named(String file, String warning) {
    copy(UnaryOperator.identity());
    Folders.write(folder, file, "{");
    assertEquals(
        warning.isEmpty() ? List.of() : List.of(warning), Snapshot.open(folder).warnings());
    assertEquals(WHOLE, parts(folder));
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void without_a_file_that_is_needed_the_command_that_makes_it_is_named(Command command) {
    copy(UnaryOperator.identity());
    deleteAll(command);
    if (command.isNeeded()) {
      assertEquals(
          "%s: expected %s: make it with %s"
              .formatted(folder, command.file("ID"), command.making()),
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
          describe-nodegroup.main                                        | ''                                                | ''
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
  void without_a_file_that_is_not_needed_only_what_it_says_is_unread(
      String command, String unread, String changed) {
    copy(UnaryOperator.identity());
    var file = command + ".json";
    Folders.delete(folder, file);
    var why = new Fact.Unread<>(file + " was not captured");
    var expected = new TreeMap<String, Object>();
    names(unread).forEach(name -> expected.put(name, why));
    names(changed).forEach(name -> expected.put(name, "changed"));
    assertEquals(expected, differences(parts(folder)));
  }

  private static List<String> names(String text) {
    return switch (text) {
      case "" -> List.of();
      case "TAGS" -> WHOLE.keySet().stream().filter(name -> name.endsWith(" tags")).toList();
      default -> List.of(text.split(", "));
    };
  }

  /// Parts that read otherwise than with every file; where a list is unread, its things are not
  /// there.
  private static Map<String, Object> differences(Map<String, Object> parts) {
    assertTrue(WHOLE.keySet().containsAll(parts.keySet()), () -> "more: " + parts.keySet());
    var differences = new TreeMap<String, Object>();
    parts.forEach(
        (name, part) -> {
          if (!WHOLE.get(name).equals(part)) {
            differences.put(name, part instanceof Fact.Unread<?> ? part : "changed");
          }
        });
    return differences;
  }

  @Test
  void the_account_has_a_file_of_every_command_but_the_list_of_add_ons() {
    var commands =
        files(ACCOUNT).stream().map(file -> file.split("\\.")[0]).collect(Collectors.toSet());
    commands.remove("captured-at");
    var known = new TreeSet<String>();
    for (var command : Command.values()) {
      known.add(command.word());
    }
    known.remove(Command.LIST_ADDONS.word());
    assertEquals(known, commands);
  }

  @Test
  void the_add_ons_that_there_are_tell_that_vpc_cni_is_none() {
    copy(UnaryOperator.identity());
    Folders.delete(folder, "describe-addon.vpc-cni.json");
    Folders.write(folder, "list-addons.kodekloud.json", "{\"addons\": [\"vpc-cni\"]}");
    assertEquals(
        Fact.unread("describe-addon.vpc-cni.json was not captured"), parts(folder).get("vpc-cni"));
    Folders.write(folder, "list-addons.kodekloud.json", "{\"addons\": [\"coredns\"]}");
    assertEquals(Fact.known(Optional.empty()), parts(folder).get("vpc-cni"));
  }

  @Test
  void a_balancer_without_listeners_is_told_from_one_that_was_not_captured() {
    copy(UnaryOperator.identity());
    var file = "describe-listeners.orders-legacy.json";
    Folders.write(folder, file, "{\"Listeners\": []}");
    var listeners = "balancer orders-legacy listeners";
    assertEquals(Fact.known(List.of()), parts(folder).get(listeners));
    Folders.delete(folder, file);
    Folders.write(folder, "describe-listeners.json", "{\"Listeners\": []}");
    assertEquals(Fact.unread(file + " was not captured"), parts(folder).get(listeners));
    Folders.write(folder, "describe-listeners.json", read(ACCOUNT, file));
    assertEquals(WHOLE, parts(folder));
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
    var type = (Fact<?>) parts(folder).get("type c5.large");
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
        Fact.unread("AWS returned no instance type c5.large"), parts(folder).get("type c5.large"));
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
    var exclusions = (Fact<?>) parts(folder).get("exclusions");
    if (odd == null) {
      assertTrue(exclusions.asKnown().isPresent(), exclusions::toString);
    } else {
      assertEquals(
          Fact.unread("the %s of vpcbpa-exclude-1 is %s".formatted((Object[]) odd.split(" "))),
          exclusions);
    }
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
        parts(folder).get("reservations subnet-1"));
  }

  @Test
  void without_a_moment_of_capture_the_newest_file_tells_it() throws IOException {
    copy(UnaryOperator.identity());
    Folders.delete(folder, "captured-at.json");
    for (var file : files(folder)) {
      Files.setLastModifiedTime(
          folder.resolve(file), FileTime.from(Instant.parse("2026-11-22T00:00:00Z")));
    }
    var newest = Instant.parse("2026-11-22T09:30:00Z");
    Files.setLastModifiedTime(folder.resolve("describe-tags.json"), FileTime.from(newest));
    assertEquals(newest, Snapshot.open(folder).at());
  }

  private static Map<String, Object> parts(Path folder) {
    var snapshot = Snapshot.open(folder);
    return parts(snapshot, snapshot.clusters().getFirst());
  }

  /// What was read of a cluster, by name.
  private static Map<String, Object> parts(Snapshot snapshot, Cluster cluster) {
    var facts = snapshot.read(cluster, Instant.parse("2026-11-23T08:00:00Z"));
    var parts = new TreeMap<String, Object>();
    parts.put("cluster", facts.cluster());
    parts.put("vpc", facts.layers().vpc());
    parts.put("instances", facts.attachments().instances());
    parts.put("interfaces", facts.attachments().interfaces());
    parts.put("subnets", facts.layers().subnets());
    parts.put("groups", facts.layers().groups());
    parts.put("acls", facts.layers().acls());
    parts.put("route tables", facts.layers().routeTables());
    parts.put("internet gateways", facts.layers().internetGateways());
    facts.layers().prefixLists().forEach((id, list) -> parts.put(id.value(), list));
    parts.put("block mode", facts.layers().blockMode());
    parts.put("exclusions", facts.layers().exclusions());
    parts.put("egress-only gateway", facts.layers().egressOnlyGateway());
    parts.put(
        "balancers",
        facts.balancing().loadBalancers().map(all -> all.stream().map(LoadBalancer::arn).toList()));
    for (var one : facts.balancing().loadBalancers().asKnown().orElse(List.of())) {
      parts.put("balancer " + one.name() + " listeners", one.listeners());
      parts.put("balancer " + one.name() + " attributes", one.attributes());
      parts.put("balancer " + one.name() + " tags", one.tags());
    }
    parts.put(
        "target groups",
        facts.balancing().targetGroups().map(all -> all.stream().map(TargetGroup::arn).toList()));
    for (var one : facts.balancing().targetGroups().asKnown().orElse(List.of())) {
      parts.put("target group " + one.name() + " targets", one.targets());
      parts.put("target group " + one.name() + " attributes", one.attributes());
      parts.put("target group " + one.name() + " tags", one.tags());
    }
    facts
        .delegation()
        .reservations()
        .forEach((subnet, all) -> parts.put("reservations " + subnet, all));
    facts.delegation().instanceTypes().forEach((name, type) -> parts.put("type " + name, type));
    parts.put("vpc-cni", facts.delegation().vpcCni());
    parts.put("notes", facts.notes());
    return parts;
  }

  private String refusal() {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }

  private void write(String file, JsonNode tree) {
    Folders.write(folder, file, tree.toString());
  }

  private void copy(UnaryOperator<String> to) {
    files(ACCOUNT).forEach(file -> Folders.write(folder, to.apply(file), read(ACCOUNT, file)));
  }

  private void deleteAll(Command command) {
    files(folder).stream()
        .filter(file -> file.startsWith(command.word() + "."))
        .forEach(file -> Folders.delete(folder, file));
  }

  private static String read(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static List<String> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
