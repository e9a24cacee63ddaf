package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;

/// Tests the messages about values that AWS never prints.
final class BadInputTest {
  private static final String RESERVATION =
      "{\"SubnetCidrReservationId\": \"scr-1\", \"SubnetId\": \"subnet-1\", \"ReservationType\":"
          + " \"prefix\", ";
  private static final String LISTENER =
      "{\"ListenerArn\": \"arn:1\", \"LoadBalancerArn\": \"arn:2\", ";
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"v\u0000pc, v\\u0000pc", "a\u001b[2J, a\\u001b[2J", "a\u202eb, a\\u202eb", "é, é"})
  void what_a_sentence_repeats_is_safe_to_show(String found, String shown) {
    assertEquals("found " + shown, new BadInput("found " + found).getMessage());
    assertEquals(
        List.of("a", "found " + shown + "\nb"),
        new BadInput(List.of("a", "found " + found + "\nb")).sentences());
  }

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
            + " a number in range, found 99999999999",
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
        "vpcs | {\"Vpcs\" | {\"NextToken\": \"eyJ\", \"Vpcs\" | the content names a next page:"
            + " expected all pages, as aws ec2 describe-vpcs prints them",
      })
  void an_invalid_value_is_named_with_file_place_and_expected_value(
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
        "get-subnet-cidr-reservations | {\"SubnetIpv6CidrReservations\": []} | expected the id of"
            + " the resource in the file's name, as in: aws ec2 get-subnet-cidr-reservations"
            + " --subnet-id ID > get-subnet-cidr-reservations.ID.json",
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
        "list-addons | {\"addons\": []} | expected the id of the resource in the file's name, as"
            + " in: aws eks list-addons --cluster-name ID > list-addons.ID.json",
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
        "describe-listeners.web | {\"NextMarker\": \"abc\", \"Listeners\": []} | the content names"
            + " a next page: expected all pages, as aws elbv2 describe-listeners prints them",
        "describe-load-balancer-attributes.web | {\"Attributes\": [{\"Value\": \"true\"}]} |"
            + " Attributes[0]: expected the key Key",
        "describe-load-balancer-attributes.web | {\"Attributes\": [{\"Key\": \"a\", \"Value\":"
            + " true}]} | Attributes[0].Value: expected a string, found true",
        "describe-load-balancer-attributes | {\"Attributes\": []} | expected the id of the resource"
            + " in the file's name, as in: aws elbv2 describe-load-balancer-attributes"
            + " --load-balancer-arn ID > describe-load-balancer-attributes.ID.json",
        "describe-target-group-attributes.web | {\"Attributes\": [{\"Value\": \"true\"}]} |"
            + " Attributes[0]: expected the key Key",
        "describe-egress-only-internet-gateways | {\"EgressOnlyInternetGateways\":"
            + " [{\"Attachments\": []}]} | EgressOnlyInternetGateways[0]: expected the key"
            + " EgressOnlyInternetGatewayId",
      })
  void invalid_values_of_optional_files_are_named_too(String file, String text, String sentence) {
    Folders.write(Folders.smallest(folder), file + ".json", text);
    assertEquals(file + ".json: " + sentence, said(folder));
  }

  private static String said(Path folder) {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }
}
