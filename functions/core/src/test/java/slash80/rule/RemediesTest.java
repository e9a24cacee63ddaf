package slash80.rule;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.icmpv6;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.fixtures.Fixture;
import slash80.fixtures.RemedyFile;
import slash80.judge.Cases;
import slash80.judge.RuleBook;

/// The commands of all cases of the rules. `.ci/test_remedies.py` gives them to a shell and to the
/// AWS CLI.
final class RemediesTest {

  private static List<Finding> findings() {
    return Stream.concat(
            Casebook.all().stream().flatMap(Cases::judgements),
            Stream.of(withHostileIds(), withoutRuleIds())
                .map(fixture -> RuleBook.judge(fixture.network())))
        .flatMap(judgement -> judgement.findings().stream())
        .toList();
  }

  /// Ids as only a forged snapshot has them.
  private static Fixture withHostileIds() {
    var forged = List.of("sg-'; echo it's", "sg-$(id)", "sg-`id`", "sg-a b", "sg-\"\\", "sg-\n&&");
    var node = node("n1");
    forged.forEach(id -> node.guardedBy(group(id).opens(tcp(22)).to("::/0")));
    return publicSubnet(node);
  }

  /// Rules that can be told only by what they say.
  private static Fixture withoutRuleIds() {
    var group = group("sg-old").withoutRuleIds();
    for (var service : List.of(tcp(22), udp(53, 99), icmpv6(), everything())) {
      group.opens(service).to("::/0", "0.0.0.0/0", "pl-1");
    }
    return publicSubnet(node("n1").guardedBy(group).withPublicIpv4("203.0.113.9"))
        .inCluster()
        .with(prefixList("pl-1", "2000::/3"));
  }

  @Test
  void every_command_names_what_it_changes() {
    var findings = findings();
    RemedyFile.write("core", findings);
    var commands = findings.stream().filter(RemedyFile::isCommand).toList();
    assertFalse(commands.isEmpty());
    assertAll(
        commands.stream()
            .map(
                finding ->
                    () ->
                        assertTrue(
                            named(finding).anyMatch(finding.remedy()::contains),
                            () -> finding.id() + ": " + finding.remedy())));
  }

  @Test
  void a_rule_without_an_id_is_told_by_what_it_says() {
    var remedies =
        RuleBook.judge(withoutRuleIds().network()).findings().stream()
            .filter(finding -> finding.rule().equals("interface-closed-to-ipv6-internet"))
            .map(Finding::remedy)
            .toList();
    assertEquals(
        List.of(
            "aws ec2 revoke-security-group-ingress --group-id sg-old --ip-permissions"
                + " 'IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=::/0}]'"
                + " 'IpProtocol=tcp,FromPort=22,ToPort=22,PrefixListIds=[{PrefixListId=pl-1}]'"
                + " 'IpProtocol=udp,FromPort=53,ToPort=99,Ipv6Ranges=[{CidrIpv6=::/0}]'"
                + " 'IpProtocol=udp,FromPort=53,ToPort=99,PrefixListIds=[{PrefixListId=pl-1}]'"
                + " 'IpProtocol=icmpv6,FromPort=-1,ToPort=-1,Ipv6Ranges=[{CidrIpv6=::/0}]'"
                + " 'IpProtocol=icmpv6,FromPort=-1,ToPort=-1,PrefixListIds=[{PrefixListId=pl-1}]'"
                + " 'IpProtocol=-1,Ipv6Ranges=[{CidrIpv6=::/0}]'"
                + " 'IpProtocol=-1,PrefixListIds=[{PrefixListId=pl-1}]'"),
        remedies);
  }

  /// The subject and what stands behind it: a group, a table, the interface.
  private static Stream<String> named(Finding finding) {
    return Stream.of(
            Stream.of(finding.subject()),
            Stream.of(finding.cause().split(" ")).filter(id -> !id.isEmpty()),
            finding.evidence().stream().map(Verdict.Evidence::at))
        .flatMap(ids -> ids);
  }
}
