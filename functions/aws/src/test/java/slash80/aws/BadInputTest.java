package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be, and the one sentence that is said of it.
final class BadInputTest {
  private static final String RESERVATION =
      "{\"SubnetCidrReservationId\": \"scr-1\", \"SubnetId\": \"subnet-1\", \"ReservationType\":"
          + " \"prefix\", ";
  private static final String LISTENER =
      "{\"ListenerArn\": \"arn:1\", \"LoadBalancerArn\": \"arn:2\", ";
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "instances | \"Instances\" | \"Others\" | Reservations[0]: expected the key Instances",
        "instances | \"Reservations\" | \"Reserved\" | expected the key Reservations, which aws ec2"
            + " describe-instances prints",
        "instances | \"subnet-1\" | \"subnet-9\" |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].SubnetId: expected a subnet of"
            + " describe-subnets.json, found subnet-9",
        "instances | \"SubnetId\": \"subnet-1\", \"VpcId\": \"vpc-1\" | \"SubnetId\": \"subnet-1\","
            + " \"VpcId\": \"vpc-2\" | Reservations[0].Instances[0].NetworkInterfaces[0].VpcId:"
            + " expected vpc-1, the VPC of subnet-1, found vpc-2",
        "instances | \"2001:db8:0:1:1::/80\" | \"2001:db8:0:1:1::\" |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].Ipv6Prefixes[0].Ipv6Prefix:"
            + " expected an IPv6 CIDR block, found \"2001:db8:0:1:1::\"",
        "instances | \"2001:db8:0:1::5\" | \"10.0.1.5\" |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].Ipv6Addresses[0].Ipv6Address:"
            + " expected an IPv6 address, found \"10.0.1.5\"",
        "instances | \"10.0.1.5\" | \"10.0.1.256\" |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].PrivateIpAddresses[0].PrivateIpAddress:"
            + " expected an IPv4 address, found \"10.0.1.256\"",
        "instances | \"2026-11-23T07:00:00+00:00\" | \"yesterday\" |"
            + " Reservations[0].Instances[0].LaunchTime: expected a date and time, found"
            + " \"yesterday\"",
        "instances | \"2026-11-23T07:00:00+00:00\" | 1e400 |"
            + " Reservations[0].Instances[0].LaunchTime: expected a date and time, found 1e400",
        "instances | \"2026-11-23T07:00:00+00:00\" | 1e-999999999 |"
            + " Reservations[0].Instances[0].LaunchTime: expected a date and time, found"
            + " 1e-999999999",
        "instances | \"2026-11-23T07:00:00+00:00\" | true |"
            + " Reservations[0].Instances[0].LaunchTime: expected a date and time, found true",
        "instances | \"InstanceId\": \"i-1\" | \"InstanceId\": 1 |"
            + " Reservations[0].Instances[0].InstanceId: expected a string, found 1",
        "instances | \"InstanceId\": \"i-1\" | \"InstanceId\": null | Reservations[0].Instances[0]:"
            + " expected the key InstanceId",
        "instances | \"InstanceId\": \"i-1\" | \"InstanceId\": {} |"
            + " Reservations[0].Instances[0].InstanceId: expected a string, found an object",
        "instances | {\"Name\": \"running\"} | \"running\" | Reservations[0].Instances[0].State:"
            + " expected an object, found \"running\"",
        "instances | \"DeviceIndex\": 0 | \"DeviceIndex\": 0.5 |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].Attachment.DeviceIndex: expected"
            + " an index from 0 to 255, found 0.5",
        "instances | \"DeviceIndex\": 0 | \"DeviceIndex\": 99999999999 |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].Attachment.DeviceIndex: expected"
            + " a number that fits, found 99999999999",
        "instances | \"Primary\": true | \"Primary\": \"true\" |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].PrivateIpAddresses[0].Primary:"
            + " expected true or false, found \"true\"",
        "instances | [{\"GroupId\": \"sg-1\"}] | {\"GroupId\": \"sg-1\"} |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].Groups: expected a list, found an"
            + " object",
        "instances | [{\"GroupId\": \"sg-1\"}] | [null] |"
            + " Reservations[0].Instances[0].NetworkInterfaces[0].Groups[0]: expected an object,"
            + " found null",
        "instances | \"VpcId\": \"vpc-1\", \"State\" | \"VpcId\": \"vpc-1\", \"VpcId\": \"vpc-1\","
            + " \"State\" | Reservations[0].Instances[0].VpcId: expected once, found twice",
        "subnets | \"2001:db8:0:1::/64\" | \"x\" |"
            + " Subnets[0].Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock: expected an IPv6 CIDR"
            + " block, found \"x\"",
        "subnets | \"10.0.1.0/24\" | \"2001:db8::/64\" | Subnets[0].CidrBlock: expected an IPv4"
            + " CIDR block, found \"2001:db8::/64\"",
        "vpcs | \"2001:db8::/56\" | \"2001:db8::/129\" |"
            + " Vpcs[0].Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock: expected an IPv6 CIDR block,"
            + " found \"2001:db8::/129\"",
        "security-groups | \"2001:db8:9::/48\" | \"::/0 \" |"
            + " SecurityGroups[0].IpPermissions[0].Ipv6Ranges[0].CidrIpv6: expected an IPv6 CIDR"
            + " block, found \"::/0 \"",
        "security-groups | \"tcp\" | \"tpc\" | SecurityGroups[0].IpPermissions[0].IpProtocol:"
            + " expected an IP protocol: tcp, udp, icmp, icmpv6, a number from 0 to 255, or -1,"
            + " found \"tpc\"",
        "security-groups | \"ToPort\": 443 | \"ToPort\": 65536 |"
            + " SecurityGroups[0].IpPermissions[0].ToPort: expected a port or ICMP type from -1 to"
            + " 65535, found 65536",
        "network-acls | \"RuleNumber\": 101 | \"RuleNumber\": 0 |"
            + " NetworkAcls[0].Entries[0].RuleNumber: expected a rule number from 1 to 32768, found"
            + " 0",
        "network-acls | \"allow\" | \"permit\" | NetworkAcls[0].Entries[0].RuleAction: expected"
            + " allow or deny, found \"permit\"",
        "network-acls | \"Protocol\": \"-1\" | \"Protocol\": \"256\" |"
            + " NetworkAcls[0].Entries[0].Protocol: expected an IP protocol: tcp, udp, icmp,"
            + " icmpv6, a number from 0 to 255, or -1, found \"256\"",
        "route-tables | \"::/0\" | \"0.0.0.0/0\" |"
            + " RouteTables[0].Routes[0].DestinationIpv6CidrBlock: expected an IPv6 CIDR block,"
            + " found \"0.0.0.0/0\"",
        "internet-gateways | \"VpcId\": \"vpc-1\", | `` | InternetGateways[0].Attachments[0]:"
            + " expected the key VpcId",
        "cluster.demo | \"ipv6\" | \"ipv5\" | cluster.kubernetesNetworkConfig.ipFamily: expected"
            + " ipv4 or ipv6, found \"ipv5\"",
        "cluster.demo | \"vpc-1\" | \"vpc-2\" | cluster.resourcesVpcConfig.vpcId: expected a VPC of"
            + " describe-vpcs.json, found vpc-2",
        "cluster.demo | arn:aws:eks | arn:aws:ec2 | cluster.arn: expected the ARN of an EKS"
            + " cluster, found \"arn:aws:ec2:us-east-2:111122223333:cluster/demo\"",
        "cluster.demo | [\"::/0\"] | [\"::/0\", \"all\"] |"
            + " cluster.resourcesVpcConfig.publicAccessCidrs[1]: expected a CIDR block, found"
            + " \"all\"",
        "vpcs | {\"Vpcs\" | {\"NextToken\": \"eyJ\", \"Vpcs\" | says that more pages follow:"
            + " expected them all, as aws ec2 describe-vpcs prints them",
      })
  void a_value_that_cannot_be_is_told_with_file_place_and_what_was_expected(
      String file, String before, String after, String sentence) {
    var name = "describe-" + file + ".json";
    Folders.change(
        Folders.smallest(folder),
        name,
        text -> text.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)));
    assertEquals(name + ": " + sentence, said(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get-subnet-cidr-reservations.subnet-1 | {\"SubnetIpv4CidrReservations\": []} | expected"
            + " the key SubnetIpv6CidrReservations, which aws ec2 get-subnet-cidr-reservations"
            + " prints",
        "get-subnet-cidr-reservations.subnet-1 | {\"SubnetIpv6CidrReservations\": {}} |"
            + " SubnetIpv6CidrReservations: expected a list, found an object",
        "get-subnet-cidr-reservations.subnet-1 | {\"SubnetIpv6CidrReservations\": ["
            + RESERVATION
            + "\"Cidr\": \"2001:db8:0:1::/129\"}]} | SubnetIpv6CidrReservations[0].Cidr: expected a"
            + " CIDR block, found \"2001:db8:0:1::/129\"",
        "get-subnet-cidr-reservations.subnet-1 | {\"SubnetIpv6CidrReservations\": ["
            + RESERVATION
            + "\"Cidr\": 5}]} | SubnetIpv6CidrReservations[0].Cidr: expected a CIDR block, found 5",
        "get-subnet-cidr-reservations.subnet-1 | {\"SubnetIpv6CidrReservations\": ["
            + RESERVATION
            + "\"Cidr\": \"10.0.1.0/28\"}]} | SubnetIpv6CidrReservations[0].Cidr: expected an IPv6"
            + " CIDR block, found \"10.0.1.0/28\"",
        "get-subnet-cidr-reservations.subnet-2 | {\"SubnetIpv6CidrReservations\": ["
            + RESERVATION
            + "\"Cidr\": \"2001:db8:0:1::/72\"}]} | SubnetIpv6CidrReservations[0].SubnetId:"
            + " expected subnet-2, which the file is named after, found subnet-1",
        "get-subnet-cidr-reservations.subnet-1 | {\"SubnetIpv6CidrReservations\": [{\"SubnetId\":"
            + " \"subnet-1\"}]} | SubnetIpv6CidrReservations[0]: expected the key"
            + " SubnetCidrReservationId",
        "get-subnet-cidr-reservations | {\"SubnetIpv6CidrReservations\": []} | expected a name that"
            + " says what it is about, as aws ec2 get-subnet-cidr-reservations --subnet-id ID >"
            + " get-subnet-cidr-reservations.ID.json has it",
        "describe-instance-types | {\"Types\": []} | expected the key InstanceTypes, which aws ec2"
            + " describe-instance-types prints",
        "describe-instance-types | {\"InstanceTypes\": [\"c5.large\"]} | InstanceTypes[0]: expected"
            + " an object, found \"c5.large\"",
        "describe-instance-types | {\"InstanceTypes\": [{\"BareMetal\": false}]} |"
            + " InstanceTypes[0]: expected the key InstanceType",
        "describe-instance-types | {\"InstanceTypes\": [{\"InstanceType\": \"c5.large\","
            + " \"BareMetal\": \"no\"}]} | InstanceTypes[0].BareMetal: expected true or false,"
            + " found \"no\"",
        "describe-instance-types | {\"InstanceTypes\": [{\"InstanceType\": \"c5.large\","
            + " \"NetworkInfo\": {\"Ipv6Supported\": 1}}]} |"
            + " InstanceTypes[0].NetworkInfo.Ipv6Supported: expected true or false, found 1",
        "describe-addon.vpc-cni | {\"addons\": []} | expected the key addon, which aws eks"
            + " describe-addon prints",
        "describe-addon.vpc-cni | {\"addon\": {\"addonName\": \"vpc-cni\", \"clusterName\":"
            + " \"demo\"}} | addon: expected the key addonVersion",
        "describe-addon.vpc-cni | {\"addon\": {\"configurationValues\": {\"env\": {}}}} |"
            + " addon.configurationValues: expected a string, found an object",
        "list-addons | {\"addons\": []} | expected a name that says what it is about, as aws eks"
            + " list-addons --cluster-name ID > list-addons.ID.json has it",
        "list-addons.demo | {\"addons\": [{}]} | addons[0]: expected a string, found an object",
        "describe-listeners.web | {} | expected the key Listeners, which aws elbv2"
            + " describe-listeners prints",
        "describe-listeners.web | {\"Listeners\": ["
            + LISTENER
            + "\"Port\": 65536}]} | Listeners[0].Port: expected a port from 0 to 65535, found"
            + " 65536",
        "describe-listeners.web | {\"Listeners\": ["
            + LISTENER
            + "\"Port\": \"80\"}]} | Listeners[0].Port: expected a port from 0 to 65535, found"
            + " \"80\"",
        "describe-listeners.web | {\"Listeners\": ["
            + LISTENER
            + "\"DefaultActions\": [{\"ForwardConfig\": {\"TargetGroups\": [{}]}}]}]} |"
            + " Listeners[0].DefaultActions[0].ForwardConfig.TargetGroups[0]: expected the key"
            + " TargetGroupArn",
        "describe-listeners.web | {\"Listeners\": [{\"ListenerArn\": \"arn:1\"}]} | Listeners[0]:"
            + " expected the key LoadBalancerArn",
        "describe-listeners.web | {\"NextMarker\": \"abc\", \"Listeners\": []} | says that more"
            + " pages follow: expected them all, as aws elbv2 describe-listeners prints them",
        "describe-load-balancer-attributes.web | {\"Attributes\": [{\"Value\": \"true\"}]} |"
            + " Attributes[0]: expected the key Key",
        "describe-load-balancer-attributes.web | {\"Attributes\": [{\"Key\": \"a\", \"Value\":"
            + " true}]} | Attributes[0].Value: expected a string, found true",
        "describe-load-balancer-attributes | {\"Attributes\": []} | expected a name that says what"
            + " it is about, as aws elbv2 describe-load-balancer-attributes --load-balancer-arn ID"
            + " > describe-load-balancer-attributes.ID.json has it",
        "describe-target-group-attributes.web | {\"Attributes\": [{\"Value\": \"true\"}]} |"
            + " Attributes[0]: expected the key Key",
        "describe-egress-only-internet-gateways | {\"EgressOnlyInternetGateways\":"
            + " [{\"Attachments\": []}]} | EgressOnlyInternetGateways[0]: expected the key"
            + " EgressOnlyInternetGatewayId",
      })
  void what_cannot_be_is_told_of_files_that_are_not_needed_too(
      String file, String text, String sentence) {
    Folders.write(Folders.smallest(folder), file + ".json", text);
    assertEquals(file + ".json: " + sentence, said(folder));
  }

  @Test
  void a_folder_that_does_not_exist() {
    var none = folder.resolve("none");
    assertEquals(none + ": expected a folder of AWS CLI output, found nothing", said(none));
  }

  @Test
  void a_file_in_place_of_the_folder() {
    Folders.smallest(folder);
    var file = folder.resolve("describe-vpcs.json");
    assertEquals(file + ": expected a folder of AWS CLI output, found a file", said(file));
  }

  @Test
  void an_empty_folder() {
    assertEquals(
        folder
            + ": expected AWS CLI output, found an empty folder: start with aws eks"
            + " describe-cluster --name ID > describe-cluster.ID.json",
        said(folder));
  }

  @Test
  void a_folder_without_a_cluster() {
    Folders.delete(Folders.smallest(folder), "describe-cluster.demo.json");
    assertEquals(
        folder
            + ": expected describe-cluster.ID.json: make it with aws eks describe-cluster --name ID"
            + " > describe-cluster.ID.json",
        said(folder));
  }

  @Test
  void needed_files_that_are_missing() {
    Folders.delete(Folders.smallest(folder), "describe-vpcs.json");
    Folders.delete(folder, "describe-route-tables.json");
    assertEquals(
        folder
            + ": expected describe-vpcs.json, describe-route-tables.json: make them with aws ec2"
            + " describe-vpcs > describe-vpcs.json; aws ec2 describe-route-tables >"
            + " describe-route-tables.json",
        said(folder));
  }

  @Test
  void a_file_that_is_a_folder() throws IOException {
    Folders.delete(Folders.smallest(folder), "describe-vpcs.json");
    Files.createDirectory(folder.resolve("describe-vpcs.json"));
    assertEquals("describe-vpcs.json: expected a file, found a folder", said(folder));
  }

  @Test
  void a_file_that_is_empty() {
    Folders.write(Folders.smallest(folder), "describe-vpcs.json", "");
    assertEquals(
        "describe-vpcs.json: is empty: expected JSON, as the AWS CLI prints it", said(folder));
  }

  @Test
  void json_that_is_cut_off() {
    Folders.change(
        Folders.smallest(folder),
        "describe-instances.json",
        text -> text.substring(0, text.indexOf("\"eni-1\"") + 3));
    assertEquals(
        "describe-instances.json: Reservations[0].Instances[0].NetworkInterfaces[0]"
            + ".NetworkInterfaceId: the file ends here: expected the rest of the JSON",
        said(folder));
  }

  @Test
  void a_file_that_is_not_json() throws IOException {
    Files.write(
        Folders.smallest(folder).resolve("describe-vpcs.json"),
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
    assertEquals(
        "describe-vpcs.json: line 1, column 1: expected JSON, as the AWS CLI prints it",
        said(folder));
  }

  @Test
  void what_the_cli_prints_as_a_table() {
    Folders.write(Folders.smallest(folder), "describe-vpcs.json", "|DescribeVpcs|\n");
    assertEquals(
        "describe-vpcs.json: line 1, column 1: expected JSON, as the AWS CLI prints it",
        said(folder));
  }

  @Test
  void a_list_in_place_of_the_answer() {
    Folders.write(Folders.smallest(folder), "describe-vpcs.json", "[]");
    assertEquals("describe-vpcs.json: expected an object, found a list", said(folder));
  }

  @Test
  void two_answers_in_one_file() {
    Folders.change(Folders.smallest(folder), "describe-vpcs.json", text -> text + text);
    assertEquals(
        "describe-vpcs.json: expected nothing after the JSON object, found an object",
        said(folder));
  }

  @Test
  void huge_nesting() {
    Folders.write(
        Folders.smallest(folder),
        "describe-vpcs.json",
        "{\"Vpcs\": [], \"More\": " + "[".repeat(100_000));
    assertEquals(
        "describe-vpcs.json: nests deeper or holds more than any answer of AWS", said(folder));
  }

  @Test
  void two_files_that_say_different_things_of_one() {
    Folders.write(
        Folders.smallest(folder),
        "later/describe-vpcs.2.json",
        "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.1.0.0/16\"}]}");
    assertEquals(
        "later/describe-vpcs.2.json: vpc-1: expected what describe-vpcs.json says of it, found"
            + " something else",
        said(folder));
  }

  @Test
  void an_interface_in_an_unknown_subnet() {
    Folders.write(
        Folders.smallest(folder),
        "describe-network-interfaces.json",
        "{\"NetworkInterfaces\": [{\"NetworkInterfaceId\": \"eni-2\", \"SubnetId\": \"subnet-2\","
            + " \"VpcId\": \"vpc-1\"}]}");
    assertEquals(
        "describe-network-interfaces.json: NetworkInterfaces[0].SubnetId: expected a subnet of"
            + " describe-subnets.json, found subnet-2",
        said(folder));
  }

  @Test
  void a_target_that_its_group_cannot_have() {
    Folders.write(
        Folders.smallest(folder),
        "describe-target-groups.json",
        "{\"TargetGroups\": [{\"TargetGroupArn\": \"arn:1\", \"TargetGroupName\": \"pods\","
            + " \"TargetType\": \"ip\", \"VpcId\": \"vpc-1\"}]}");
    Folders.write(
        folder,
        "describe-target-health.pods.json",
        "{\"TargetHealthDescriptions\": [{\"Target\": {\"Id\": \"2001:db8::1\"}},"
            + " {\"Target\": {\"Id\": \"i-1\"}}]}");
    assertEquals(
        "describe-target-health.pods.json: TargetHealthDescriptions[1].Target.Id: expected an IP"
            + " address, as targets of pods have, found \"i-1\"",
        said(folder));
  }

  @Test
  void entries_of_a_list_that_no_name_tells() {
    Folders.write(
        Folders.smallest(folder), "get-managed-prefix-list-entries.json", "{\"Entries\": []}");
    assertEquals(
        "get-managed-prefix-list-entries.json: expected a name that says what it is about, as aws"
            + " ec2 get-managed-prefix-list-entries --prefix-list-id ID >"
            + " get-managed-prefix-list-entries.ID.json has it",
        said(folder));
  }

  @Test
  void a_moment_of_capture_that_is_none() {
    for (var text : new String[] {"{\"at\": \"noon\"}", "{}", "[", "", "{\"at\": 5}"}) {
      Folders.write(Folders.smallest(folder), "captured-at.json", text);
      assertEquals(
          "captured-at.json: at: expected a date and time such as 2026-11-23T08:00:00Z",
          said(folder));
    }
  }

  @Test
  void control_characters_do_not_reach_the_sentence() {
    Folders.change(
        Folders.smallest(folder),
        "describe-vpcs.json",
        text -> text.replace("10.0.0.0/16", "\\u001b[31m\\n" + "x".repeat(200)));
    assertEquals(
        "describe-vpcs.json: Vpcs[0].CidrBlock: expected an IPv4 CIDR block, found \"?[31m?"
            + "x".repeat(73)
            + "…\"",
        said(folder));
  }

  @Test
  void a_link_that_leads_nowhere() throws IOException {
    Folders.smallest(folder);
    Files.createSymbolicLink(folder.resolve("describe-tags.json"), folder.resolve("gone"));
    assertEquals("describe-tags.json: cannot be read: there is no such file", said(folder));
  }

  private static String said(Path folder) {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }
}
