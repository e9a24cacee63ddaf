package slash80.blame;

import static slash80.check.Events.call;

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

  Move move(String name, String request, String response, UnaryOperator<Facts> forward) {
    return new Move(name, event(name, request, response), forward);
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

  // Calls that change nothing that a rule judges

  Move idle(Facts facts) {
    var group = any(securityGroups(facts)).id();
    var shown = any(interfaces(facts)).id();
    return switch (dice.nextInt(9)) {
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
