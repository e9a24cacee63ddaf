package slash80.blame;

import static slash80.check.Events.call;
import static slash80.check.Events.check;
import static slash80.check.Events.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.facts.Facts;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;

/// The parts that random calls are made of, and the calls that change nothing that a rule judges.
abstract class RandomCalls {
  static final List<String> SOURCES =
      List.of(
          "::/0",
          "::/0",
          "0.0.0.0/0",
          "0.0.0.0/0",
          "::/1",
          "2000::/3",
          "2001:db8:7::/48",
          "10.0.0.0/8",
          "203.0.113.7/32");
  static final List<Integer> PORTS = List.of(22, 443, 3389, 8080, 9100, 10250);

  final Random dice;

  RandomCalls(Random dice) {
    this.dice = dice;
  }

  <T> T any(List<T> list) {
    return list.get(dice.nextInt(list.size()));
  }

  List<SecurityGroup> securityGroups(Facts facts) {
    return facts.layers().groups().asKnown().orElseThrow();
  }

  List<RouteTable> tables(Facts facts) {
    return facts.layers().routeTables().asKnown().orElseThrow();
  }

  List<NetworkAcl> acls(Facts facts) {
    return facts.layers().acls().asKnown().orElseThrow();
  }

  List<NetworkInterface> interfaces(Facts facts) {
    return facts.attachments().interfaces().asKnown().orElseThrow();
  }

  String hex() {
    return "%017x".formatted(0xabcd000L + dice.nextInt(1 << 24));
  }

  Move move(String name, String request, String response, UnaryOperator<Facts> forward) {
    return new Move(name, event(name, request, response), forward);
  }

  /// A call of another service than EC2.
  Move moveOf(
      String service, String name, String request, String response, UnaryOperator<Facts> forward) {
    return moveOf(service, "2015-12-01", name, request, response, forward);
  }

  Move moveOf(
      String service,
      String version,
      String name,
      String request,
      String response,
      UnaryOperator<Facts> forward) {
    var event =
        call(name)
            .of(service)
            .in(version)
            .asking(request)
            .answering(response)
            .with("'eventID':'e%d'".formatted(dice.nextInt(1 << 30)))
            .event();
    return new Move(name, event, forward);
  }

  String event(String name, String request, String response) {
    return call(name)
        .asking(request)
        .answering(response)
        .with("'eventID':'e%d'".formatted(dice.nextInt(1 << 30)))
        .event();
  }

  static <T> List<T> plus(List<T> list, T more) {
    var longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  static <T> List<T> without(List<T> list, T less) {
    return list.stream().filter(other -> !other.equals(less)).toList();
  }

  // Calls that change nothing that a rule judges

  Move idle(Facts facts) {
    var group = any(securityGroups(facts)).id();
    var shown = any(interfaces(facts)).id();
    return switch (dice.nextInt(15)) {
      case 0 ->
          still(
              "AuthorizeSecurityGroupEgress",
              "{'groupId':'%s','ipPermissions':{'items':[{'ipProtocol':'tcp','fromPort':22,'toPort':22,'ipv6Ranges':{'items':[{'cidrIpv6':'::/0'}]}}]}}"
                  .formatted(group));
      case 1 ->
          still(
              "RevokeSecurityGroupEgress", "{'groupId':'%s','ipPermissions':{}}".formatted(group));
      case 2 ->
          still(
              "CreateTags",
              "{'resourcesSet':{'items':[{'resourceId':'%s'}]},'tagSet':{'items':[{'key':'owner','value':'team'}]}}"
                  .formatted(group));
      case 3 ->
          still(
              "ModifyNetworkInterfaceAttribute",
              "{'networkInterfaceId':'%s','description':{'value':'x'}}".formatted(shown));
      case 4 ->
          still("UpdateSecurityGroupRuleDescriptionsIngress", "{'groupId':'%s'}".formatted(group));
      case 5 ->
          Move.idle(
              "AuthorizeSecurityGroupIngress",
              call("AuthorizeSecurityGroupIngress")
                  .asking(
                      "{'groupId':'%s','ipPermissions':{'items':[{'ipProtocol':'-1','ipv6Ranges':{'items':[{'cidrIpv6':'::/0'}]}}]}}"
                          .formatted(group))
                  .failing(
                      dice.nextBoolean()
                          ? "Client.DryRunOperation"
                          : "Client.UnauthorizedOperation")
                  .event());
      case 6 -> still("CreateSecurityGroup", "{'groupName':'x','vpcId':'vpc-0c0de000000008600'}");
      case 7 ->
          still(
              "RebootInstances",
              "{'instancesSet':{'items':[{'instanceId':'i-0f000000000000001'}]}}");
      case 8 ->
          Move.idle(
              "EC2 Instance State-change Notification",
              state("i-0ba57000000001020", dice.nextBoolean() ? "running" : "terminated"));
      case 9 -> Move.idle("Cluster Check", check("kodekloud"));
      case 10 -> still("ModifyManagedResourceVisibility", "{'ManagedResourceVisibility':'hidden'}");
      case 11 ->
          Move.idle(
              "DescribeSecurityGroups",
              call("DescribeSecurityGroups")
                  .asking("{'securityGroupIdSet':{'items':[{'groupId':'%s'}]}}".formatted(group))
                  .reading()
                  .event());
      case 12 ->
          Move.idle(
              "AssignIpv6Addresses",
              call("AssignIpv6Addresses")
                  .asking("{'networkInterfaceId':'%s','ipv6PrefixCount':1}".formatted(shown))
                  .failing("Client.UnauthorizedOperation")
                  .event());
      case 13 ->
          Move.idle(
              "DeleteCluster",
              call("DeleteCluster")
                  .of("eks")
                  .in("2017-11-01")
                  .asking("{'name':'kodekloud'}")
                  .answering("{'cluster':{'name':'kodekloud','status':'DELETING'}}")
                  .event());
      default ->
          still(
              "ModifyInstanceAttribute",
              "{'instanceId':'i-0f000000000000001','disableApiTermination':{'value':true}}");
    };
  }

  Move still(String name, String request) {
    return Move.idle(name, event(name, request, "{'requestId':'r','_return':true}"));
  }
}
