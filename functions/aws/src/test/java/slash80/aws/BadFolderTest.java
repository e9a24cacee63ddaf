package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;

/// Tests the messages about folders and files that are not a snapshot.
final class BadFolderTest {
  @TempDir private Path folder;

  @Test
  void a_folder_that_does_not_exist() {
    var none = folder.resolve("none");
    assertEquals(none + ": expected a folder of AWS CLI output, found nothing", refusal(none));
  }

  @Test
  void a_file_in_place_of_the_folder() {
    Folders.smallest(folder);
    var file = folder.resolve("describe-vpcs.json");
    assertEquals(file + ": expected a folder of AWS CLI output, found a file", refusal(file));
  }

  @Test
  void an_empty_folder() {
    assertEquals(
        folder
            + ": expected AWS CLI output, found an empty folder: start with aws eks"
            + " describe-cluster --name ID > describe-cluster.ID.json",
        refusal(folder));
  }

  @Test
  void a_folder_without_a_cluster() {
    Folders.delete(Folders.smallest(folder), "describe-cluster.demo.json");
    assertEquals(
        folder
            + ": expected describe-cluster.ID.json: make it with aws eks describe-cluster --name ID"
            + " > describe-cluster.ID.json",
        refusal(folder));
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
        refusal(folder));
  }

  @Test
  void a_file_that_is_a_folder() throws IOException {
    Folders.delete(Folders.smallest(folder), "describe-vpcs.json");
    Files.createDirectory(folder.resolve("describe-vpcs.json"));
    assertEquals("describe-vpcs.json: expected a file, found a folder", refusal(folder));
  }

  @Test
  void a_file_that_is_empty() {
    Folders.write(Folders.smallest(folder), "describe-vpcs.json", "");
    assertEquals(
        "describe-vpcs.json: is empty: expected JSON, as the AWS CLI prints it", refusal(folder));
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
        refusal(folder));
  }

  @Test
  void a_file_that_is_not_json() throws IOException {
    Files.write(
        Folders.smallest(folder).resolve("describe-vpcs.json"),
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
    assertEquals(
        "describe-vpcs.json: line 1, column 1: expected JSON, as the AWS CLI prints it",
        refusal(folder));
  }

  @Test
  void what_the_cli_prints_as_a_table() {
    Folders.write(Folders.smallest(folder), "describe-vpcs.json", "|DescribeVpcs|\n");
    assertEquals(
        "describe-vpcs.json: line 1, column 1: expected JSON, as the AWS CLI prints it",
        refusal(folder));
  }

  @Test
  void a_list_in_place_of_the_answer() {
    Folders.write(Folders.smallest(folder), "describe-vpcs.json", "[]");
    assertEquals("describe-vpcs.json: expected an object, found a list", refusal(folder));
  }

  @Test
  void two_answers_in_one_file() {
    Folders.change(Folders.smallest(folder), "describe-vpcs.json", text -> text + text);
    assertEquals(
        "describe-vpcs.json: expected nothing after the JSON object, found an object",
        refusal(folder));
  }

  @Test
  void huge_nesting() {
    Folders.write(
        Folders.smallest(folder),
        "describe-vpcs.json",
        "{\"Vpcs\": [], \"More\": " + "[".repeat(100_000));
    assertEquals(
        "describe-vpcs.json: is nested deeper or is longer than any response of AWS",
        refusal(folder));
  }

  @Test
  void two_files_that_say_different_things_of_one() {
    Folders.write(
        Folders.smallest(folder),
        "later/describe-vpcs.2.json",
        "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.1.0.0/16\"}]}");
    assertEquals(
        "later/describe-vpcs.2.json: vpc-1: expected the same content as in"
            + " describe-vpcs.json, found other content",
        refusal(folder));
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
        refusal(folder));
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
        refusal(folder));
  }

  @Test
  void entries_of_a_list_that_no_name_tells() {
    Folders.write(
        Folders.smallest(folder), "get-managed-prefix-list-entries.json", "{\"Entries\": []}");
    assertEquals(
        "get-managed-prefix-list-entries.json: expected the id of the resource in the file's"
            + " name, as in: aws ec2 get-managed-prefix-list-entries --prefix-list-id ID >"
            + " get-managed-prefix-list-entries.ID.json",
        refusal(folder));
  }

  @Test
  void a_moment_of_capture_that_is_none() {
    for (var text : new String[] {"{\"at\": \"noon\"}", "{}", "[", "", "{\"at\": true}"}) {
      Folders.write(Folders.smallest(folder), "captured-at.json", text);
      assertEquals(
          "captured-at.json: at: expected a date and time such as 2026-11-23T08:00:00Z",
          refusal(folder));
    }
  }

  @Test
  void control_characters_do_not_reach_the_sentence() {
    Folders.change(
        Folders.smallest(folder),
        "describe-vpcs.json",
        text -> text.replace("10.0.0.0/16", "\\u001b[31m\\n" + "x".repeat(200)));
    assertEquals(
        "describe-vpcs.json: Vpcs[0].CidrBlock: expected an IPv4 CIDR block, found \"\\u001b[31m\\n"
            + "x".repeat(38)
            + "... (162 more characters)\"",
        refusal(folder));
  }

  @Test
  void a_link_that_leads_nowhere() throws IOException {
    Folders.smallest(folder);
    Files.createSymbolicLink(folder.resolve("describe-tags.json"), folder.resolve("gone"));
    assertEquals("describe-tags.json: cannot be read: there is no such file", refusal(folder));
  }

  private static String refusal(Path folder) {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }
}
