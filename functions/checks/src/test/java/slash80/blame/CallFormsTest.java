package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.blame.AccountChecks.behind;
import static slash80.blame.AccountChecks.smallAccount;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.check.Events;
import slash80.check.event.EventReader;
import slash80.facts.Facts;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.ip.Prefix;
import slash80.ledger.ChangeOrigin;

/// Tests that a call is named whatever the form of its record: parameters in a list or in the
/// request itself, optional ones left out, and no response.
class CallFormsTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final Facts ACCOUNT = smallAccount();
  private static final SecurityGroup.Id GROUP = new SecurityGroup.Id("sg-0f000000000000001");

  private static ChangeOrigin read(Events.Call call, String request) {
    return EventReader.read(call.asking(request).event(), RECEIVED).origin();
  }

  private static Facts opened(int protocol, int from, int to) {
    var rule =
        new SecurityGroup.Rule(
            Optional.of("sgr-0abc"),
            protocol,
            from,
            to,
            new SecurityGroup.Source.Cidr(Prefix.parse("0.0.0.0/0")));
    return GroupSteps.ingress(ACCOUNT, GROUP, rules -> RandomCalls.plus(rules, rule));
  }

  private static void assertNamed(ChangeOrigin call, Facts before, Facts after) {
    assertEquals(Set.of(List.of(call)), Set.copyOf(behind(before, after, List.of(call)).values()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'ipPermissions':{'items':[{'ipProtocol':'tcp','fromPort':3389,'toPort':3389,'ipRanges':{'items':[{'cidrIp':'0.0.0.0/0'}]}}]}",
        "'ipPermissions':[{'ipProtocol':'6','fromPort':3389,'toPort':3389,'ipRanges':[{'cidrIp':'0.0.0.0/0'}]}]",
        "'ipProtocol':'tcp','fromPort':3389,'toPort':3389,'cidrIp':'0.0.0.0/0'"
      })
  void a_rule_is_known_by_its_list_or_by_the_request_itself(String rule) {
    var call =
        read(call("AuthorizeSecurityGroupIngress"), "{'groupId':'%s',%s}".formatted(GROUP, rule));
    assertNamed(call, ACCOUNT, opened(6, 3389, 3389));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'ipPermissions':{'items':[{'ipProtocol':'-1','ipRanges':{'items':[{'cidrIp':'0.0.0.0/0'}]}}]}",
        "'ipProtocol':'-1','cidrIp':'0.0.0.0/0'"
      })
  void a_rule_for_everything_names_no_ports(String rule) {
    var call =
        read(call("AuthorizeSecurityGroupIngress"), "{'groupId':'%s',%s}".formatted(GROUP, rule));
    assertNamed(call, ACCOUNT, opened(-1, -1, -1));
  }

  @Test
  void an_entry_for_everything_names_no_ports() {
    var acl = new NetworkAcl.Id("acl-0c0de000000008600");
    var entry =
        new NetworkAcl.Entry(
            1,
            NetworkAcl.Direction.INBOUND,
            NetworkAcl.Action.DENY,
            -1,
            Optional.empty(),
            Optional.empty(),
            Prefix.parse("::/0"));
    var after =
        FactsEdit.acls(
            ACCOUNT,
            acls ->
                FactsEdit.each(
                    acls,
                    shown ->
                        Optional.of(
                            shown.id().equals(acl)
                                ? new NetworkAcl(
                                    acl,
                                    shown.vpc(),
                                    shown.subnets(),
                                    RandomCalls.plus(shown.entries(), entry))
                                : shown)));
    var call =
        read(
            call("CreateNetworkAclEntry"),
            "{'networkAclId':'%s','ruleNumber':1,'egress':false,'ruleAction':'deny','aclProtocol':'-1','ipv6CidrBlock':'::/0'}"
                .formatted(acl));
    assertNamed(call, ACCOUNT, after);
  }

  @Test
  void an_interface_that_was_attached_is_known_by_the_request() {
    var id = "eni-0f000000000000001";
    var before = new InterfaceSteps.Made(Set.of(id)).before(ACCOUNT, Leaning.CLOSED);
    var call =
        read(
            call("AttachNetworkInterface"),
            "{'networkInterfaceId':'%s','instanceId':'i-0f000000000000001','deviceIndex':0}"
                .formatted(id));
    var behind = behind(before, ACCOUNT, List.of(call));
    assertEquals(List.of(call), behind.get("interface-closed-to-ipv6-internet/" + id));
  }

  @Test
  void who_took_the_range_of_a_subnet_and_who_gave_it_are_named() {
    var subnet = new Subnet.Id("subnet-0c0de0000000086f0");
    var range = Prefix.parse("2600:1f16:11e6:86f0::/64");
    var without = new SubnetSteps.RangeOf(subnet, range, true).before(ACCOUNT, Leaning.CLOSED);
    var answer =
        "{'subnetId':'%s','ipv6CidrBlockAssociation':{'ipv6CidrBlock':'%s'}}"
            .formatted(subnet, range);
    var taken =
        read(
            call("DisassociateSubnetCidrBlock").answering(answer),
            "{'associationId':'subnet-cidr-assoc-1'}");
    var given =
        read(
            call("AssociateSubnetCidrBlock").answering(answer),
            "{'subnetId':'%s','ipv6CidrBlock':'%s'}".formatted(subnet, range));
    assertNamed(taken, ACCOUNT, without);
    assertNamed(given, without, ACCOUNT);
  }

  private static final NetworkAcl.Id ACL = new NetworkAcl.Id("acl-0c0de000000008600");

  private static Facts withEntries(List<NetworkAcl.Entry> entries) {
    return FactsEdit.acls(
        ACCOUNT,
        acls ->
            FactsEdit.each(
                acls,
                shown ->
                    Optional.of(
                        shown.id().equals(ACL)
                            ? new NetworkAcl(ACL, shown.vpc(), shown.subnets(), entries)
                            : shown)));
  }

  private static NetworkAcl.Entry half(int number, String cidr) {
    return new NetworkAcl.Entry(
        number,
        NetworkAcl.Direction.INBOUND,
        NetworkAcl.Action.ALLOW,
        -1,
        Optional.empty(),
        Optional.empty(),
        Prefix.parse(cidr));
  }

  private static ChangeOrigin halved(String who, NetworkAcl.Entry entry) {
    return read(
        call("CreateNetworkAclEntry").by("user/" + who),
        "{'networkAclId':'%s','ruleNumber':%d,'egress':false,'ruleAction':'allow','aclProtocol':'-1','ipv6CidrBlock':'%s'}"
            .formatted(ACL, entry.ruleNumber(), entry.cidr()));
  }

  @Test
  void two_entries_that_open_only_together_have_two_authors_and_are_both_in_the_path() {
    var one = half(301, "2000::/4");
    var other = half(302, "3000::/4");
    var outbound =
        ACCOUNT.layers().acls().asKnown().orElseThrow().stream()
            .filter(shown -> shown.id().equals(ACL))
            .flatMap(shown -> shown.entries().stream())
            .filter(entry -> entry.direction() == NetworkAcl.Direction.OUTBOUND)
            .toList();
    var before = withEntries(outbound);
    var after = withEntries(RandomCalls.plus(RandomCalls.plus(outbound, one), other));
    var led = List.of(halved("alice", one), halved("bob", other));
    var id = "interface-closed-to-ipv6-internet/eni-0f000000000000001";
    assertEquals(led, behind(before, after, led).get(id));
    var path = Truth.judged(after).get(id).evidence().toString();
    assertTrue(path.contains("rule 301 allows all from 2000::/4"), path);
    assertTrue(path.contains("rule 302 allows all from 3000::/4"), path);
  }

  @Test
  void an_interface_that_was_detached_is_known_by_its_attachment() {
    var attachment = "eni-attach-0f000000000000001";
    var id = "eni-0f000000000000001";
    var before =
        FactsEdit.interfaces(
            ACCOUNT,
            shown ->
                Optional.of(shown.id().value().equals(id) ? attachedBy(attachment, shown) : shown));
    var call = read(call("DetachNetworkInterface"), "{'attachmentId':'%s'}".formatted(attachment));
    var other =
        read(call("DetachNetworkInterface"), "{'attachmentId':'eni-attach-0c0de00000000dead'}");
    var after = new InterfaceSteps.Made(Set.of(id)).before(before, Leaning.CLOSED);
    var finding = "interface-closed-to-ipv6-internet/" + id;
    assertEquals(List.of(call), behind(before, after, List.of(call)).get(finding));
    assertEquals(List.of(), behind(before, after, List.of(other)).get(finding));
  }

  /// The interface as the second of its instance.
  private static NetworkInterface attachedBy(String attachment, NetworkInterface of) {
    return new NetworkInterface(
        of.id(),
        of.subnet(),
        of.vpc(),
        of.interfaceType(),
        of.description(),
        of.attachment()
            .map(
                at ->
                    new NetworkInterface.Attachment(at.instance(), 1, 0, Optional.of(attachment))),
        of.groups(),
        of.ipv6Addresses(),
        of.ipv6Prefixes(),
        of.ipv4Addresses(),
        of.ipv4Prefixes(),
        of.deniesAllIgwTraffic(),
        of.checksSourceAndDestination(),
        of.tags(),
        of.operator());
  }
}
