package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.blame.AccountChecks.behind;
import static slash80.blame.AccountChecks.smallAccount;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.check.Events;
import slash80.check.event.EventReader;
import slash80.facts.BlockMode;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.PrefixDelegation;
import slash80.facts.PrefixList;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcCni;
import slash80.ip.Prefix;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Ledger;

/// Tests who is named where a thing is set that an earlier or later call sets too, and where one of
/// these calls is not known.
class SetAgainTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final Facts ACCOUNT = smallAccount();

  private static ChangeOrigin of(Events.Call call, String request, String response) {
    return EventReader.read(call.asking(request).answering(response).event(), RECEIVED).origin();
  }

  /// The answers to the questions about a rule.
  private static Set<List<ChangeOrigin>> of(String rule, Map<String, List<ChangeOrigin>> behind) {
    var answers = new HashSet<List<ChangeOrigin>>();
    behind.forEach(
        (id, calls) -> {
          if (Ledger.ruleOf(id).equals(rule)) {
            answers.add(calls);
          }
        });
    return answers;
  }

  // The add-on

  private static final String CNI = "vpc-cni-delegates-prefixes";
  private static final String NEW = "v1.20.4-eksbuild.1";
  private static final String OLD = "v1.9.3-eksbuild.1";

  private static Facts with(String version, boolean delegates) {
    return with(
        Optional.of(
            new VpcCni(
                version,
                Fact.known(
                    Map.of(
                        "ENABLE_PREFIX_DELEGATION",
                        Boolean.toString(delegates),
                        "ENABLE_IPv6",
                        "true")))));
  }

  private static Facts with(Optional<VpcCni> addon) {
    var now = ACCOUNT.delegation();
    return FactsEdit.delegation(
        ACCOUNT,
        new PrefixDelegation(
            now.reservations(),
            now.instanceTypes(),
            Fact.known(addon),
            now.nodeGroups(),
            now.recordedPrefixes()));
  }

  /// An update by a user, which says the version, the configuration or neither.
  private static ChangeOrigin update(String who, String more) {
    return of(
        call("UpdateAddon").of("eks").in("2017-11-01").by("user/" + who),
        "{'name':'kodekloud','addonName':'vpc-cni'%s}".formatted(more),
        "{'update':{'id':'u','status':'InProgress','type':'AddonUpdate'}}");
  }

  private static ChangeOrigin toVersion(String who, String version) {
    return update(who, ",'addonVersion':'%s'".formatted(version));
  }

  private static ChangeOrigin toDelegation(String who, boolean delegates) {
    return update(
        who,
        ",'configurationValues':'{\\'env\\':{\\'ENABLE_PREFIX_DELEGATION\\':\\'%s\\'}}'"
            .formatted(delegates));
  }

  private static ChangeOrigin inYaml(String who, String delegates) {
    return update(
        who,
        ",'configurationValues':'# of the platform\\nenv:\\n  ENABLE_PREFIX_DELEGATION: %s\\n'"
            .formatted(delegates));
  }

  @Test
  void of_two_updates_in_yaml_the_last_is_named_if_the_add_on_is_as_it_says() {
    var on = inYaml("bob", "true");
    var off = inYaml("alice", "false");
    var before = with(NEW, true);
    assertEquals(Set.of(List.of(off)), of(CNI, behind(before, with(NEW, false), List.of(on, off))));
    assertEquals(Set.of(List.of()), of(CNI, behind(before, with(NEW, false), List.of(off, on))));
  }

  @Test
  void the_last_update_of_an_add_on_is_named_and_not_the_one_that_it_overwrote() {
    var first = toVersion("alice", NEW);
    var last = toVersion("bob", NEW);
    var behind = behind(with(NEW, true), with(NEW, false), List.of(first, last));
    assertEquals(Set.of(List.of(last)), of(CNI, behind));
  }

  @Test
  void the_event_that_an_update_of_an_add_on_succeeded_does_not_hide_who_called_for_it() {
    var update = toVersion("alice", NEW);
    var success =
        EventReader.read(
                Events.notification(
                    "aws.eks",
                    "EKS Addon Update Succeeded",
                    "{'clusterName':'kodekloud','addonName':'vpc-cni','addonVersion':'%s'}"
                        .formatted(NEW)),
                RECEIVED)
            .origin();
    var behind = behind(with(NEW, true), with(NEW, false), List.of(update, success));
    assertEquals(Set.of(List.of(update)), of(CNI, behind));
  }

  static Stream<Arguments> updates() {
    return Stream.of(
        Arguments.of("the version that is there", toVersion("alice", OLD), OLD, true, true),
        Arguments.of("the start of it", toVersion("alice", "v1.9.3"), OLD, true, true),
        Arguments.of("another version", toVersion("alice", NEW), OLD, true, false),
        Arguments.of("the setting that is there", toDelegation("alice", false), NEW, false, true),
        Arguments.of("another setting", toDelegation("alice", true), NEW, false, false),
        Arguments.of("the same in YAML", inYaml("alice", "no"), NEW, false, true),
        Arguments.of("another setting in YAML", inYaml("alice", "on"), NEW, false, false),
        Arguments.of("a quoted one", inYaml("alice", "\\'true\\'"), NEW, false, false),
        Arguments.of(
            "settings that cannot be read, and so are not compared",
            update("alice", ",'configurationValues':'env: {ENABLE_PREFIX_DELEGATION: [on'"),
            NEW,
            false,
            true),
        Arguments.of("nothing that can be compared", update("alice", ""), NEW, false, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("updates")
  void an_update_is_named_where_the_add_on_is_as_it_says(
      String says, ChangeOrigin update, String version, boolean delegates, boolean isNamed) {
    var behind = behind(with(NEW, true), with(version, delegates), List.of(update));
    assertEquals(Set.of(isNamed ? List.of(update) : List.of()), of(CNI, behind), says);
  }

  @Test
  void who_deleted_an_add_on_is_named_for_the_end_of_its_finding_where_it_is_gone() {
    var deletion =
        of(
            call("DeleteAddon").of("eks").in("2017-11-01"),
            "{'name':'kodekloud','addonName':'vpc-cni'}",
            "{'addon':{'addonName':'vpc-cni','status':'DELETING'}}");
    var before = with(NEW, false);
    assertEquals(
        Set.of(List.of(deletion)),
        of(CNI, behind(before, with(Optional.empty()), List.of(deletion))));
    assertEquals(Set.of(List.of()), of(CNI, behind(before, with(NEW, true), List.of(deletion))));
  }

  // Exclusions from block public access

  private static final String SPARES = "public-access-exclusion-spares-cluster";

  private static Facts excluding(String... modes) {
    return FactsEdit.publicAccess(
        ACCOUNT,
        _ -> Fact.known(BlockMode.BLOCK_BIDIRECTIONAL),
        _ ->
            Fact.known(
                Arrays.stream(modes)
                    .map(
                        mode ->
                            new PublicAccessExclusion(
                                "vpcbpa-exclude-1",
                                ACCOUNT.cluster().vpc().value(),
                                mode,
                                "create-complete",
                                Map.of()))
                    .toList()));
  }

  private static ChangeOrigin exclusion(String who, String call, String mode) {
    boolean isNew = call.startsWith("Create");
    return of(
        call(call).by("user/" + who),
        "{'%sRequest':{%s%s}}"
            .formatted(
                call,
                isNew
                    ? "'VpcId':'%s'".formatted(ACCOUNT.cluster().vpc())
                    : "'ExclusionId':'vpcbpa-exclude-1'",
                mode.isEmpty() ? "" : ",'InternetGatewayExclusionMode':'%s'".formatted(mode)),
        "{'%sResponse':{'vpcBlockPublicAccessExclusion':{'exclusionId':'vpcbpa-exclude-1'}}}"
            .formatted(call));
  }

  private static final String BOTH = "allow-bidirectional";
  private static final String EGRESS = "allow-egress";
  private static final ChangeOrigin MADE =
      exclusion("alice", "CreateVpcBlockPublicAccessExclusion", BOTH);
  private static final ChangeOrigin MADE_FOR_EGRESS =
      exclusion("alice", "CreateVpcBlockPublicAccessExclusion", EGRESS);
  private static final ChangeOrigin OPENED =
      exclusion("bob", "ModifyVpcBlockPublicAccessExclusion", BOTH);
  private static final ChangeOrigin SHUT =
      exclusion("bob", "ModifyVpcBlockPublicAccessExclusion", EGRESS);
  private static final ChangeOrigin DELETED =
      exclusion("carol", "DeleteVpcBlockPublicAccessExclusion", "");

  static Stream<Arguments> exclusions() {
    return Stream.of(
        Arguments.of("it was made", excluding(), excluding(BOTH), List.of(MADE), List.of(MADE)),
        Arguments.of(
            "it was made, and set to what it was",
            excluding(),
            excluding(BOTH),
            List.of(MADE, OPENED),
            List.of(MADE)),
        Arguments.of(
            "it was made for egress, and then opened",
            excluding(),
            excluding(BOTH),
            List.of(MADE_FOR_EGRESS, OPENED),
            List.of(OPENED)),
        Arguments.of(
            "nobody knows who made it, and it was set",
            excluding(),
            excluding(BOTH),
            List.of(OPENED),
            List.of()),
        Arguments.of(
            "it was there, and was opened",
            excluding(EGRESS),
            excluding(BOTH),
            List.of(OPENED),
            List.of(OPENED)),
        Arguments.of(
            "it was there, and was shut",
            excluding(BOTH),
            excluding(EGRESS),
            List.of(SHUT),
            List.of(SHUT)),
        Arguments.of(
            "it was set to what it was, and then deleted",
            excluding(BOTH),
            excluding(),
            List.of(OPENED, DELETED),
            List.of(DELETED)),
        Arguments.of(
            "it was shut, and then deleted",
            excluding(BOTH),
            excluding(),
            List.of(SHUT, DELETED),
            List.of(DELETED)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exclusions")
  void who_changed_an_exclusion_is_named_for_what_the_change_made_of_it(
      String what, Facts before, Facts after, List<ChangeOrigin> calls, List<ChangeOrigin> named) {
    assertEquals(Set.of(named), of(SPARES, behind(before, after, calls)), what);
  }

  // Prefix lists

  private static final PrefixList.Id LIST = new PrefixList.Id("pl-0c0de000000000001");

  private static Facts listing(String... entries) {
    var rule =
        new SecurityGroup.Rule(
            Optional.of("sgr-0abc"), 6, 3389, 3389, new SecurityGroup.Source.PrefixListId(LIST));
    return FactsEdit.prefixList(
        GroupSteps.ingress(
            ACCOUNT,
            new SecurityGroup.Id("sg-0f000000000000001"),
            rules -> RandomCalls.plus(rules, rule)),
        LIST,
        _ -> new PrefixList(LIST, Arrays.stream(entries).map(Prefix::parse).toList()));
  }

  private static ChangeOrigin restored() {
    return of(
        call("RestoreManagedPrefixListVersion").by("user/alice"),
        "{'RestoreManagedPrefixListVersionRequest':{'PrefixListId':'%s','PreviousVersion':1}}"
            .formatted(LIST),
        "{'RestoreManagedPrefixListVersionResponse':{'prefixList':{'prefixListId':'%s'}}}"
            .formatted(LIST));
  }

  private static ChangeOrigin listed(String key, String cidr) {
    return of(
        call("ModifyManagedPrefixList").by("user/bob"),
        "{'ModifyManagedPrefixListRequest':{'PrefixListId':'%s','%s':{'tag':1,'Cidr':'%s'}}}"
            .formatted(LIST, key, cidr),
        "{'ModifyManagedPrefixListResponse':{'prefixList':{'prefixListId':'%s'}}}".formatted(LIST));
  }

  @Test
  void who_restored_a_list_is_not_named_for_what_a_later_call_added_or_removed() {
    var restored = restored();
    var added = listed("AddEntry", "::/0");
    var removed = listed("RemoveEntry", "::/0");
    var narrow = listing("2001:db8:7::/48");
    var wide = listing("2001:db8:8::/48", "::/0");
    assertEquals(
        Set.of(List.of(added)),
        Set.copyOf(behind(narrow, wide, List.of(restored, added)).values()));
    assertEquals(
        Set.of(List.of(removed)),
        Set.copyOf(behind(wide, narrow, List.of(restored, removed)).values()));
    assertEquals(
        Set.of(List.of(restored)), Set.copyOf(behind(narrow, wide, List.of(restored)).values()));
  }

  @Test
  void who_changed_a_list_is_not_named_for_the_entries_that_a_later_call_restored() {
    var added = listed("AddEntry", "::/0");
    var restored = restored();
    var narrow = listing("2001:db8:7::/48");
    var wide = listing("2001:db8:8::/48", "::/0");
    assertEquals(
        Set.of(List.of(restored)),
        Set.copyOf(behind(narrow, wide, List.of(added, restored)).values()));
  }

  // Rules of security groups

  private static final String GROUP = "sg-0f000000000000001";

  private static Facts admitting(int port) {
    var rule =
        new SecurityGroup.Rule(
            Optional.of("sgr-0abc"),
            6,
            port,
            port,
            new SecurityGroup.Source.Cidr(Prefix.parse("::/0")));
    return GroupSteps.ingress(
        ACCOUNT, new SecurityGroup.Id(GROUP), rules -> RandomCalls.plus(rules, rule));
  }

  @Test
  void who_made_a_rule_is_named_for_what_also_stands_after_its_change() {
    var made =
        of(
            call("AuthorizeSecurityGroupIngress").by("user/alice"),
            "{'groupId':'%s'}".formatted(GROUP),
            "{'securityGroupRuleSet':{'items':[{'groupId':'%s','securityGroupRuleId':'sgr-0abc','isEgress':false,'ipProtocol':'tcp','fromPort':10250,'toPort':10250,'cidrIpv6':'::/0'}]}}"
                .formatted(GROUP));
    var changed =
        of(
            call("ModifySecurityGroupRules").by("user/bob"),
            "{'ModifySecurityGroupRulesRequest':{'GroupId':'%s','SecurityGroupRule':{'tag':1,'SecurityGroupRuleId':'sgr-0abc','SecurityGroupRule':{'IpProtocol':'tcp','FromPort':9100,'ToPort':9100,'CidrIpv6':'::/0'}}}}"
                .formatted(GROUP),
            "{'requestId':'r'}");
    var behind = behind(ACCOUNT, admitting(9100), List.of(made, changed));
    assertEquals(Set.of(List.of(made)), of("ipv6-no-wider-than-ipv4", behind));
  }
}
