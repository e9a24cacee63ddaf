package slash80.check.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.check.Events;
import slash80.check.event.Change.Impact;
import slash80.facts.Vpc;
import slash80.ledger.ChangeOrigin;

class EventReaderTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T09:00:00Z");

  // Who, what, where and when

  @Test
  void a_call_is_read_with_its_name_caller_and_time() {
    var change = read(call("CreateRoute").asking("{'routeTableId':'rtb-1'}"));

    assertEquals(
        new ChangeOrigin(
            "CreateRoute",
            "arn:aws:sts::111122223333:assumed-role/Admin/alice",
            Instant.parse("2026-11-23T07:00:00Z"),
            Set.of("rtb-1")),
        change.origin());
    assertEquals("111122223333", change.account());
    assertEquals("us-east-2", change.region());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'Root','arn':'arn:aws:iam::111122223333:root'} | arn:aws:iam::111122223333:root
          {'type':'IdentityCenterUser','principalId':'p','userName':'jo'} | jo
          {'type':'AWSService','invokedBy':'autoscaling.amazonaws.com'} | autoscaling.amazonaws.com
          {'type':'AWSAccount','principalId':'AIDA','accountId':'1'} | AIDA
          {'type':'Unknown','arn':{},'userName':''} | ``
          null | ``
          """)
  void a_caller_without_an_arn_is_named_by_the_next_best_member(String identity, String who) {
    var event =
        Events.notification(
            "aws.ec2",
            "AWS API Call via CloudTrail",
            "{'eventName':'CreateRoute','userIdentity':%s}".formatted(identity));
    assertEquals(who, EventReader.read(event, RECEIVED).origin().who());
  }

  @Test
  void a_call_that_failed_changes_nothing() {
    nothing(call("CreateRoute").asking("{'routeTableId':'rtb-1'}").failing("Client.Unauthorized"));
    nothing(call("RunInstances").asking("{}").failing("Client.DryRunOperation"));
  }

  @Test
  void a_call_that_only_reads_changes_nothing() {
    nothing(call("DescribeInstances").asking("{}").reading());
  }

  @Test
  void a_call_that_changes_descriptions_changes_nothing() {
    nothing(call("UpdateSecurityGroupRuleDescriptionsIngress").asking("{'groupId':'sg-1'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CreateLoadBalancer                | {'loadBalancerName':'old','subnets':['subnet-1'],'securityGroups':['sg-1']} | subnet-1 sg-1
          RegisterInstancesWithLoadBalancer | {'loadBalancerName':'old','instances':[{'instanceId':'i-1'}]}              | i-1
          ApplySecurityGroupsToLoadBalancer | {'loadBalancerName':'old','securityGroups':['sg-1']}                      | sg-1
          AttachLoadBalancerToSubnets       | {'loadBalancerName':'old','subnets':['subnet-1']}                         | subnet-1
          """)
  void a_call_about_a_classic_load_balancer_names_what_it_changes(
      String call, String request, String ids) {
    names(ids, read(classic(call).asking(request)).impact());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DeleteLoadBalancer", "CreateLoadBalancerListeners"})
  void a_call_that_names_a_classic_load_balancer_alone_concerns_every_cluster(String call) {
    assertInstanceOf(
        Impact.WholeRegion.class,
        read(classic(call).asking("{'loadBalancerName':'old'}")).impact());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ConfigureHealthCheck", "ModifyLoadBalancerAttributes"})
  void a_call_about_health_or_policies_of_a_classic_load_balancer_changes_nothing(String call) {
    nothing(classic(call).asking("{'loadBalancerName':'old'}"));
  }

  private static Events.Call classic(String call) {
    return call(call).of("elasticloadbalancing").in("2012-06-01");
  }

  @Test
  void an_error_code_of_null_is_no_failure() {
    var event = call("CreateRoute").asking("{'routeTableId':'rtb-1'}").with("'errorCode':null");
    names("rtb-1", read(event).impact());
  }

  // Resources that a call names, in every form

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AssignIpv6Addresses | {'networkInterfaceId':'eni-0','ipv6PrefixCount':1} | eni-0
          AssignIpv6Addresses | {'AssignIpv6AddressesRequest':{'NetworkInterfaceId':'eni-0'}} | eni-0
          CreateNetworkAclEntry | {'networkAclId':'acl-0','egress':false,'icmpTypeCode':{}} | acl-0
          TerminateInstances | {'instancesSet':{'items':[{'instanceId':'i-1'},{'instanceId':'i-2'}]}} | i-1 i-2
          ModifyManagedPrefixList | {'ModifyManagedPrefixListRequest':{'PrefixListId':'pl-0','AddEntry':{'tag':'1','cidr':'::/0'}}} | pl-0
          CreateX | {'CreateXRequest':{'SubnetId':{'tag':1,'content':'subnet-0'}}} | subnet-0
          CreateX | {'CreateXRequest':{'SubnetId':[{'tag':1,'content':'subnet-0'},{'tag':2,'content':'subnet-1'}]}} | subnet-0 subnet-1
          ReplaceNetworkAclAssociation | {'associationId':'aclassoc-0','networkAclId':'acl-0'} | acl-0
          AttachNetworkInterface | {'networkInterfaceId':'eni-0','instanceId':'i-0'} | eni-0 i-0
          AssociateAddress | {'allocationId':'eipalloc-0','instanceId':'i-0'} | eipalloc-0 i-0
          DeleteVpcBlockPublicAccessExclusion | {'DeleteVpcBlockPublicAccessExclusionRequest':{'ExclusionId':'vpcbpa-exclude-0'}} | vpcbpa-exclude-0
          CreateTags | {'resourcesSet':{'items':[{'resourceId':'i-0'},{'resourceId':'vol-0'}]}} | i-0
          NobodyHasHeardOfIt | {'some':{'where':['in a text: subnet-0123456789abcdef0, deep']}} | subnet-0123456789abcdef0
          NobodyHasHeardOfIt | {'arn':'arn:aws:ec2:us-east-2:111122223333:route-table/rtb-0abc'} | rtb-0abc
          """)
  void a_call_names_things_in_any_shape(String call, String request, String ids) {
    names(ids, read(call(call).asking(request)).impact());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RegisterTargets | {'targetGroupArn':'arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/tg/0a1','targets':[{'id':'2001:db8::1'}]} | targetgroup/tg/0a1
          SetIpAddressType | {'loadBalancerArn':'arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/lb/0a1'} | loadbalancer/net/lb/0a1
          ModifyListener | {'listenerArn':'arn:aws:elasticloadbalancing:us-east-2:111122223333:listener/app/lb/0a1/0b2'} | loadbalancer/app/lb/0a1
          ModifyRule | {'ruleArn':'arn:aws:elasticloadbalancing:us-east-2:111122223333:listener-rule/app/lb/0a1/0b2/0c3'} | loadbalancer/app/lb/0a1
          """)
  void a_call_of_balancing_names_balancers_and_target_groups(
      String call, String request, String thing) {
    names(
        "arn:aws:elasticloadbalancing:us-east-2:111122223333:" + thing,
        read(call(call)
                .of("elasticloadbalancing")
                .in("2015-12-01")
                .asking(request)
                .answering("null"))
            .impact());
  }

  @Test
  void a_resource_beside_its_vpc_is_not_looked_up() {
    var launched =
        call("RunInstances")
            .asking("{'subnetId':'subnet-0','groupSet':{'items':[{'groupId':'sg-9'}]}}")
            .answering(
                """
                {'instancesSet':{'items':[{'instanceId':'i-0','vpcId':'vpc-0','subnetId':'subnet-0',
                  'networkInterfaceSet':{'items':[{'networkInterfaceId':'eni-0'}]}}]}}\
                """);

    assertEquals(
        new Impact.Resources(Set.of("sg-9"), Set.of(new Vpc.Id("vpc-0")), Set.of()),
        read(launched).impact());
  }

  @Test
  void a_vpc_that_is_no_id_ties_nothing() {
    var odd = call("CreateX").asking("{'vpcId':'<hidden>','subnetId':'subnet-0'}");

    names("subnet-0", read(odd).impact());
  }

  @Test
  void the_caller_is_not_a_changed_resource() {
    var event = call("DetachNetworkInterface").by("assumed-role/node/i-0123456789abcdef0");

    everything(event.asking("{'attachmentId':'eni-attach-0123456789abcdef0'}"));
  }

  // The group that changes, and those that it names

  @Test
  void a_group_is_named_by_the_request_not_by_its_sources() {
    names(
        "sg-1",
        read(call("AuthorizeSecurityGroupIngress")
                .asking(
                    "{'groupId':'sg-1','ipPermissions':{'items':[{'groups':{'items':"
                        + "[{'groupId':'sg-2','userId':'444455556666'}]}}]}}"))
            .impact());
    names(
        "sg-1",
        read(call("ModifySecurityGroupRules")
                .asking(
                    "{'ModifySecurityGroupRulesRequest':{'GroupId':'sg-1','SecurityGroupRule':"
                        + "{'tag':1,'SecurityGroupRuleId':'sgr-1','SecurityGroupRule':"
                        + "{'ReferencedGroupId':'sg-2'}}}}"))
            .impact());
  }

  @Test
  void a_group_that_is_named_by_its_name_is_named_by_the_answer() {
    var byName =
        call("AuthorizeSecurityGroupIngress")
            .asking(
                "{'groupName':'default','ipPermissions':{'items':[{'groups':{'items':"
                    + "[{'groupId':'sg-2'}]}}]}}");

    everything(byName);
    names(
        "sg-1",
        read(byName.answering(
                "{'securityGroupRuleSet':{'items':[{'groupId':'sg-1',"
                    + "'referencedGroupInfo':{'groupId':'sg-2'}}]}}"))
            .impact());
  }

  // Calls that cannot be tied to a VPC

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DetachNetworkInterface | {'attachmentId':'eni-attach-0123456789abcdef0'}
          DisassociateRouteTable | {'associationId':'rtbassoc-0123456789abcdef0'}
          DisassociateAddress | {'associationId':'eipassoc-0123456789abcdef0'}
          DisassociateVpcCidrBlock | {'associationId':'vpc-cidr-assoc-0123456789abcdef0'}
          DisassociateSubnetCidrBlock | {'associationId':'subnet-cidr-assoc-0123456789abcdef0'}
          ModifyVpcBlockPublicAccessOptions | {'ModifyVpcBlockPublicAccessOptionsRequest':{'InternetGatewayBlockMode':'off'}}
          ModifyManagedResourceVisibility | {'ModifyManagedResourceVisibilityRequest':{'DefaultVisibility':'hidden'}}
          EnableX | {'EnableXRequest':''}
          CreateRoute | null
          CreateRoute | {'omitted':true,'originalSize':107958,'reason':'requestParameters too large'}
          """)
  void a_call_that_cannot_be_tied_concerns_the_whole_region(String call, String request) {
    everything(call(call).asking(request));
  }

  @Test
  void a_call_of_ec2_whose_answer_was_left_out_concerns_everything() {
    var launched = call("RunInstances").asking("{'subnetId':'subnet-0'}");

    everything(launched.answering("null"));
    everything(launched.answering("{'omitted':true}"));
  }

  @Test
  void the_schedule_concerns_everything_however_its_detail_is_written() {
    for (String detail : new String[] {"{}", "'{}'"}) {
      assertEquals(
          Impact.WholeRegion.class,
          EventReader.read(
                  Events.notification("aws.scheduler", "Scheduled Event", detail), RECEIVED)
              .impact()
              .getClass());
    }
  }

  @Test
  void an_unknown_source_is_read_for_its_ids_too() {
    names(
        "i-0123456789abcdef0",
        EventReader.read(
                Events.notification(
                    "aws.unheard", "Something Happened", "{'to':'i-0123456789abcdef0'}"),
                RECEIVED)
            .impact());
  }

  // EKS

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UpdateClusterConfig | {'name':'demo','resourcesVpcConfig':{'subnetIds':['subnet-1']}}
          CreateNodegroup | {'name':'demo','nodegroupName':'ng','subnets':['subnet-1']}
          CreateCluster | {'clusterName':'demo','name':'other'}
          TagResource | {'resourceArn':'arn:aws:eks:us-east-2:111122223333:cluster/demo','tags':{}}
          TagResource | {'resourceArn':'arn:aws:eks:us-east-2:111122223333:addon/demo/vpc-cni/0a-1b'}
          """)
  void a_call_of_eks_names_its_cluster(String call, String request) {
    var read = read(call(call).of("eks").asking(request).answering("null"));

    assertEquals(clusters("demo"), read.impact());
  }

  @Test
  void a_call_of_eks_that_names_none_concerns_everything() {
    everything(call("UpdateAddon").of("eks").asking("null"));
    everything(call("UpdateAddon").of("eks").asking("{'addonName':'vpc-cni'}"));
  }

  @Test
  void an_event_of_eks_names_its_cluster() {
    assertEquals(
        clusters("demo"),
        EventReader.read(
                Events.notification(
                    "aws.eks",
                    "EKS Fargate Pod Scheduled Termination",
                    "{'clusterName':'demo','podName':'p'}"),
                RECEIVED)
            .impact());
    assertEquals(
        clusters("demo"),
        EventReader.read(
                Events.notification("aws.eks", "EKS Addon Health Degraded", "{}")
                    .replace(
                        "\"resources\":[]",
                        "\"resources\":[\"arn:aws:eks:us-east-2:111122223333:addon/demo/vpc-cni/0a-1b\"]"),
                RECEIVED)
            .impact());
  }

  private static Change read(Events.Call call) {
    return EventReader.read(call.event(), RECEIVED);
  }

  static void names(String ids, Impact concern) {
    assertEquals(
        new Impact.Resources(
            Stream.of(ids.split(" ")).collect(Collectors.toSet()), Set.of(), Set.of()),
        concern);
  }

  static Impact clusters(String name) {
    return new Impact.Resources(Set.of(), Set.of(), Set.of(name));
  }

  private static void nothing(Events.Call call) {
    assertEquals(Impact.None.class, read(call).impact().getClass());
  }

  private static void everything(Events.Call call) {
    assertEquals(Impact.WholeRegion.class, read(call).impact().getClass());
  }
}
