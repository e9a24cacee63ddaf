package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.facts.Fact;
import slash80.facts.VpcCni;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class VpcCniDelegatesPrefixesCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new VpcCniDelegatesPrefixes())
        .plants(
            account ->
                account.cluster(
                    cluster -> cluster.with(new VpcCni("v1.9.0-eksbuild.1", Fact.known(Map.of())))),
            "HIGH vpc-cni-delegates-prefixes/demo")
        .upholds("an add-on as EKS sets it", demo())
        .upholds("the first version with IPv6", version("v1.10.1-eksbuild.1"))
        .upholds("a version without the v", version("1.10.1"))
        .upholds("a newer patch", version("v1.10.10-eksbuild.1"))
        .upholds("a newer minor version", version("v1.11.0-eksbuild.1"))
        .upholds("a newer major version", version("v2.0.0-eksbuild.1"))
        .upholds(
            "settings as EKS makes them",
            setting(
                "ENABLE_IPv6", "true",
                "ENABLE_IPv4", "false",
                "ENABLE_PREFIX_DELEGATION", "1",
                "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "0"))
        .upholds("settings of other things", setting("ENABLE_POD_ENI", "true", "ENABLE_X", "false"))
        .upholds("what the CNI takes for false", setting("ENABLE_IPv4", "yes"))
        .finds(
            "version 1.10.0",
            HIGH,
            "demo runs vpc-cni v1.10.0-eksbuild.2, older than 1.10.1",
            version("v1.10.0-eksbuild.2"),
            finding -> {
              assertEquals("vpc-cni-delegates-prefixes/demo", finding.id());
              assertEquals(
                  List.of(new Verdict.Evidence("vpc-cni", "version v1.10.0-eksbuild.2")),
                  finding.evidence());
              assertEquals(
                  "KUBERNETES=$(aws eks describe-cluster --name demo --query cluster.version"
                      + " --output text) && VERSION=$(aws eks describe-addon-versions --addon-name"
                      + " vpc-cni --kubernetes-version \"$KUBERNETES\" --query"
                      + " 'addons[0].addonVersions[?compatibilities[0].defaultVersion].addonVersion'"
                      + " --output text) && aws eks update-addon --cluster-name demo --addon-name"
                      + " vpc-cni --addon-version \"$VERSION\" --resolve-conflicts PRESERVE",
                  finding.remedy());
            })
        .finds(
            "version 1.9.3",
            "demo runs vpc-cni v1.9.3-eksbuild.1, older than",
            version("v1.9.3-eksbuild.1"))
        .finds("version 0.99.99", "demo runs vpc-cni 0.99.99, older than", version("0.99.99"))
        .finds(
            "ENABLE_IPv6 set to false",
            HIGH,
            "demo sets ENABLE_IPv6=false for its vpc-cni add-on",
            setting("ENABLE_IPv6", "false"),
            finding ->
                assertEquals(
                    List.of(new Verdict.Evidence("vpc-cni", "sets ENABLE_IPv6=false")),
                    finding.evidence()))
        .finds(
            "ENABLE_IPv6 set to yes",
            "demo sets ENABLE_IPv6=yes for",
            setting("ENABLE_IPv6", "yes"))
        .finds(
            "ENABLE_IPv4 set to true",
            "demo sets ENABLE_IPv4=true for",
            setting("ENABLE_IPv4", "true"))
        .finds("ENABLE_IPv4 set to T", "demo sets ENABLE_IPv4=T for", setting("ENABLE_IPv4", "T"))
        .finds(
            "custom networking and no prefix delegation",
            "demo sets AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG=true and"
                + " ENABLE_PREFIX_DELEGATION=False for",
            setting(
                "ENABLE_PREFIX_DELEGATION", "False",
                "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "true"))
        .finds(
            "an old version with an unreadable configuration",
            "demo runs vpc-cni v1.9.3, older than",
            addon("v1.9.3", Fact.unread("configuration values are neither JSON nor YAML")))
        .finds(
            "a bad setting with an unreadable version",
            "demo sets ENABLE_IPv6=false for",
            addon("latest", Fact.known(Map.of("ENABLE_IPv6", "false"))))
        .skips("EKS Auto Mode", version("v1.9.3-eksbuild.1").inAutoMode())
        .skips(
            "EKS Auto Mode, whatever was read",
            demo().inAutoMode().unread(Part.VPC_CNI, "AccessDenied"))
        .skips("a CNI that EKS does not manage", demo().withoutVpcCniAddon())
        .cannotTell("\"latest\" is not a version", version("latest"))
        .cannotTell("\"v1.10\" is not a version", version("v1.10"))
        .cannotTell("\"v1.10.1-rc1\" is not a version", version("v1.10.1-rc1"))
        .cannotTell("is not a version", version("v1.10.9999999999"))
        .cannotTell(
            "neither JSON nor YAML",
            addon("v1.20.1", Fact.unread("configuration values are neither JSON nor YAML")))
        .cannotTell(
            "eks:DescribeAddon: AccessDenied",
            demo().unread(Part.VPC_CNI, "eks:DescribeAddon: AccessDenied"));
  }

  private static ClusterFixture version(String version) {
    return addon(version, Fact.known(Map.of()));
  }

  private static ClusterFixture setting(String name, String value, String... more) {
    var environment = new HashMap<>(Map.of(name, value));
    for (int index = 0; index < more.length; index += 2) {
      environment.put(more[index], more[index + 1]);
    }
    return addon("v1.20.1-eksbuild.3", Fact.known(environment));
  }

  private static ClusterFixture addon(String version, Fact<Map<String, String>> environment) {
    return demo().with(new VpcCni(version, environment));
  }
}
