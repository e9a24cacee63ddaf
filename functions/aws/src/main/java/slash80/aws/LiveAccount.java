package slash80.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import slash80.aws.Actions.Action;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Vpc;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/// An account and region, read through the AWS API as it is now. Every call names what it wants (a
/// VPC, ids) and takes pages: unfiltered calls have a smaller quota
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html).
///
/// Every method throws [AccountUnavailable] when a call fails for a reason that passes.
public final class LiveAccount implements Account {
  private final Ec2Client ec2;
  private final EksClient eks;
  private final ElasticLoadBalancingV2Client balancing;

  public LiveAccount(Ec2Client ec2, EksClient eks, ElasticLoadBalancingV2Client balancing) {
    this.ec2 = ec2;
    this.eks = eks;
    this.balancing = balancing;
  }

  /// The account of the credentials that are around. `AWS_ENDPOINT_URL` and the like are heeded by
  /// the SDK itself (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
  public static LiveAccount in(String region) {
    return in(region, List.of());
  }

  /// The same, with listeners to its calls.
  static LiveAccount in(String region, List<ExecutionInterceptor> listeners) {
    return new LiveAccount(
        built(Ec2Client.builder(), region, listeners),
        built(EksClient.builder(), region, listeners),
        built(ElasticLoadBalancingV2Client.builder(), region, listeners));
  }

  private static <B extends AwsClientBuilder<B, C>, C> C built(
      B builder, String region, List<ExecutionInterceptor> listeners) {
    return builder
        .region(Region.of(region))
        .overrideConfiguration(
            config -> config.retryStrategy(RetryMode.STANDARD).executionInterceptors(listeners))
        .build();
  }

  @Override
  public List<Cluster> clusters() {
    return names().stream()
        .flatMap(name -> cluster(name).stream())
        .sorted(Comparator.comparing(Cluster::name))
        .toList();
  }

  @Override
  public Listing listing() {
    var clusters = new ArrayList<Cluster>();
    var unread = new TreeMap<String, String>();
    for (var name : names()) {
      try {
        cluster(name).ifPresent(clusters::add);
      } catch (AccountUnavailable failed) {
        unread.put(name, failed.getMessage());
      }
    }
    clusters.sort(Comparator.comparing(Cluster::name));
    return new Listing(clusters, unread);
  }

  private List<String> names() {
    return Ask.orFail(
        Action.LIST_CLUSTERS,
        () -> eks.listClustersPaginator(list -> list.maxResults(100)).clusters().stream().toList());
  }

  /// One cluster; nothing when there is none of that name, or no longer.
  Optional<Cluster> cluster(String name) {
    var said =
        Ask.ofOne(
            Action.DESCRIBE_CLUSTER, () -> eks.describeCluster(one -> one.name(name)).cluster());
    return switch (said) {
      case Fact.Known<Optional<software.amazon.awssdk.services.eks.model.Cluster>>(var found) ->
          found.map(this::cluster);
      case Fact.Unread<Optional<software.amazon.awssdk.services.eks.model.Cluster>>(var why) ->
          throw new AccountUnavailable("%s: %s".formatted(name, why), null);
    };
  }

  private Cluster cluster(software.amazon.awssdk.services.eks.model.Cluster said) {
    try {
      return FactsOf.cluster(said, this::vpcOfSubnets);
    } catch (IllegalArgumentException unclear) {
      throw new AccountUnavailable(
          "cluster %s: %s".formatted(said.name(), unclear.getMessage()), unclear);
    }
  }

  private Fact<String> vpcOfSubnets(List<String> subnets) {
    return new Ec2Calls(ec2)
        .subnets("subnet-id", subnets)
        .flatMap(
            all ->
                all.stream()
                    .map(subnet -> subnet.vpcId())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(Fact::known)
                    .orElseGet(() -> Fact.unread("none of its subnets is there")));
  }

  @Override
  public Network.Facts read(Cluster cluster, Instant at) {
    var answers =
        new LiveAnswers(new Ec2Calls(ec2), new BalancingCalls(balancing), new EksCalls(eks));
    return FactsOf.of(cluster, at, answers.of(cluster));
  }

  /// Asks what reading a cluster leaves out, and what reading a snapshot of it wants: which add-ons
  /// there are, where it was heard that vpc-cni is none.
  void readForSnapshot(Network.Facts facts) {
    if (facts.vpcCni().equals(Fact.known(Optional.empty()))) {
      new EksCalls(eks).addons(facts.cluster().name());
    }
  }

  @Override
  public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
    return new LiveVpcs(new Ec2Calls(ec2), new BalancingCalls(balancing)).of(ids);
  }
}
