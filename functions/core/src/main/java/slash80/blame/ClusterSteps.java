package slash80.blame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.OtherEntrances;
import slash80.facts.PrefixDelegation;
import slash80.facts.VpcCni;
import slash80.ip.Prefix;

/// The steps that change an EKS cluster, its add-on and its node groups, and the ways in beside
/// load balancers.
public final class ClusterSteps {
  /// The tag that names the node group of an instance
  /// (https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html).
  private static final String GROUP_TAG = "eks:nodegroup-name";

  private ClusterSteps() {}

  /// A cluster that was deleted. While EKS deletes it, its findings stand, and with it they end.
  public record Deleted(String cluster) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return after;
    }
  }

  /// The access to the Kubernetes API endpoint of a cluster that was set. What the call leaves out
  /// stays as it was.
  ///
  /// @param isPublic whether the internet may reach it
  /// @param cidrs the addresses that may
  public record EndpointSet(
      String cluster, Optional<Boolean> isPublic, Optional<List<Prefix>> cidrs) implements Step {
    /// An address that no packet comes from.
    private static final Prefix NOBODY = Prefix.parse("127.0.0.1/32");

    public EndpointSet {
      cidrs = cidrs.map(List::copyOf);
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(Memory.ENDPOINT)
          .filter(_ -> after.cluster().name().equals(cluster))
          .<Step>map(text -> new Recalled(this, facts -> before(facts, text)))
          .orElse(this);
    }

    private Facts before(Facts after, String was) {
      var words = MemoryText.words(was).toList();
      return before(
          after,
          Boolean.parseBoolean(words.getFirst()),
          MemoryText.prefixes(words.stream().skip(1)));
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return after.cluster().name().equals(cluster)
          ? switch (leaning) {
            case CLOSED -> before(after, false, List.of(NOBODY));
            case OPEN -> before(after, true, List.of());
          }
          : after;
    }

    private Facts before(Facts after, boolean wasPublic, List<Prefix> were) {
      var now = after.cluster();
      boolean isShown =
          isPublic
              .filter(set -> now.endpointPublicAccess().asKnown().filter(set::equals).isPresent())
              .isPresent();
      boolean areShown =
          cidrs
              .filter(set -> Set.copyOf(set).equals(Set.copyOf(now.publicAccessCidrs())))
              .isPresent();
      return isShown || areShown
          ? FactsEdit.cluster(
              after,
              with(
                  now,
                  isShown ? Fact.known(wasPublic) : now.endpointPublicAccess(),
                  areShown ? were : now.publicAccessCidrs()))
          : after;
    }

    private static Cluster with(Cluster now, Fact<Boolean> isPublic, List<Prefix> cidrs) {
      return new Cluster(
          now.name(),
          now.arn(),
          now.account(),
          now.region(),
          now.ipFamily(),
          now.vpc(),
          now.subnets(),
          now.securityGroups(),
          now.clusterSecurityGroup(),
          now.autoMode(),
          isPublic,
          cidrs,
          now.tags());
    }
  }

  /// The `vpc-cni` add-on that a change left behind, as far as the change says it.
  ///
  /// @param isThere whether there is one after it
  /// @param version that it was given, or the start of it
  /// @param environment the variables that it was given
  public record Addon(boolean isThere, Optional<String> version, Map<String, String> environment) {
    public Addon {
      environment = Map.copyOf(environment);
    }

    /// Whether the facts show it: an update that is not done yet, or that a later one has replaced,
    /// shows in none.
    boolean isShown(Fact<Optional<VpcCni>> now) {
      return now.asKnown()
          .filter(shown -> shown.isPresent() != isThere || shown.filter(this::differs).isPresent())
          .isEmpty();
    }

    private boolean differs(VpcCni shown) {
      return version.filter(given -> !shown.version().startsWith(given)).isPresent()
          || shown
              .environment()
              .asKnown()
              .filter(set -> !set.entrySet().containsAll(environment.entrySet()))
              .isPresent();
    }
  }

  /// The `vpc-cni` add-on of a cluster that was made, changed or deleted.
  ///
  /// @param called whether it is the call: the event of its success follows, and tells nothing new
  public record AddonSet(String cluster, Addon left, boolean called) implements Step {
    @Override
    public Optional<String> sets() {
      return called ? Optional.of(cluster + " vpc-cni") : Optional.empty();
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(Memory.ADDON)
          .filter(_ -> after.cluster().name().equals(cluster))
          .map(MemoryText::addon)
          .<Step>map(was -> new Recalled(this, facts -> before(facts, was)))
          .orElse(this);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return before(
          after,
          switch (leaning) {
            case CLOSED -> Optional.empty();
            case OPEN -> Optional.of(new VpcCni("", Fact.known(Map.of())));
          });
    }

    private Facts before(Facts after, Optional<VpcCni> was) {
      var now = after.delegation();
      return after.cluster().name().equals(cluster) && left.isShown(now.vpcCni())
          ? FactsEdit.delegation(
              after,
              new PrefixDelegation(
                  now.reservations(),
                  now.instanceTypes(),
                  Fact.known(was),
                  now.nodeGroups(),
                  now.recordedPrefixes()))
          : after;
    }
  }

  /// A managed node group that was made, with its nodes.
  public record NodeGroupMade(String cluster, String name) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      if (!after.cluster().name().equals(cluster)) {
        return after;
      }
      var now = after.delegation();
      var without =
          FactsEdit.delegation(
              after,
              new PrefixDelegation(
                  now.reservations(),
                  now.instanceTypes(),
                  now.vpcCni(),
                  FactsEdit.each(
                      now.nodeGroups(),
                      group -> Optional.of(group).filter(kept -> !kept.name().equals(name))),
                  now.recordedPrefixes()));
      return FactsEdit.instances(
          without,
          instance ->
              Optional.of(instance).filter(kept -> !name.equals(kept.tags().get(GROUP_TAG))));
    }
  }

  /// The nodes of a managed node group that were replaced, or that went with it. Which of them came
  /// and went, the memory tells.
  ///
  /// @param isDeleted whether the group was deleted
  /// @param came the ids of the instances that are new
  /// @param left the ids of those that are there no more
  /// @param isEmpty whether none is there any more. Only then it is certain that the deletion of a
  ///   group removed nodes; otherwise other changes of its nodes count first
  public record NodesOf(
      String cluster,
      String name,
      boolean isDeleted,
      Set<String> came,
      Set<String> left,
      boolean isEmpty)
      implements Step {
    public NodesOf {
      came = Set.copyOf(came);
      left = Set.copyOf(left);
    }

    /// The nodes of a group as the call alone tells them.
    public NodesOf(String cluster, String name, boolean isDeleted) {
      this(cluster, name, isDeleted, Set.of(), Set.of(), false);
    }

    @Override
    public boolean isVague() {
      return !hasEmptied();
    }

    /// A call that names a node counts before the one that deleted its group.
    @Override
    public boolean isGuess() {
      return hasEmptied();
    }

    private boolean hasEmptied() {
      return isDeleted && isEmpty;
    }

    @Override
    public Set<String> nodes() {
      return came;
    }

    @Override
    public Set<String> gone() {
      return hasEmptied() ? left : Set.of();
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      var known = memory.nodes(Memory.nodeGroup(name));
      if (known.isEmpty() || !after.cluster().name().equals(cluster)) {
        return this;
      }
      return after.attachments().instances().asKnown().map(this::present).stream()
          .<Step>map(
              now ->
                  new NodesOf(
                      cluster,
                      name,
                      isDeleted,
                      without(now, known),
                      without(known, now),
                      now.isEmpty()))
          .findFirst()
          .orElse(this);
    }

    private Set<String> present(List<Instance> instances) {
      return instances.stream()
          .filter(instance -> instance.nodeGroup().filter(name::equals).isPresent())
          .map(instance -> instance.id().value())
          .collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
      return some.stream().filter(id -> !others.contains(id)).collect(Collectors.toSet());
    }

    @Override
    public boolean removed(Question question) {
      return left.contains(question.subject())
          || question.node().filter(left::contains).isPresent();
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return isDeleted || came.isEmpty()
          ? after
          : new InterfaceSteps.Made(came).before(after, leaning);
    }
  }

  /// An EC2 Instance Connect Endpoint that was made or changed.
  public record ConnectEndpointSet(String id) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      var now = after.otherEntrances();
      return FactsEdit.otherEntrances(
          after,
          new OtherEntrances(
              now.accelerators(),
              now.endpointServices(),
              FactsEdit.each(
                  now.instanceConnectEndpoints(),
                  endpoint -> Optional.of(endpoint).filter(kept -> !kept.id().equals(id)))));
    }
  }
}
