package slash80.blame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.ip.Address;
import slash80.ip.Prefix;
import slash80.judge.RuleBook;

/// The steps that change instances and interfaces, and the tags of resources.
public final class InterfaceSteps {
  private InterfaceSteps() {}

  /// Instances and interfaces that were made, started or attached.
  public record Made(Set<String> ids) implements Step {
    public Made {
      ids = Set.copyOf(ids);
    }

    @Override
    public Set<String> nodes() {
      return ids;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      var withoutInstances =
          FactsEdit.instances(
              after,
              instance -> Optional.of(instance).filter(kept -> !ids.contains(kept.id().value())));
      return FactsEdit.interfaces(
          withoutInstances, shown -> Optional.of(shown).filter(kept -> !isMade(kept)));
    }

    private boolean isMade(NetworkInterface shown) {
      return ids.contains(shown.id().value())
          || shown.attachment().filter(at -> ids.contains(at.instance().value())).isPresent();
    }
  }

  /// Instances, interfaces, load balancers and others that were removed, stopped or detached.
  ///
  /// @param ids as findings have them, and ARNs that end in them
  public record Removed(Set<String> ids) implements Step {
    public Removed {
      ids = Set.copyOf(ids);
    }

    @Override
    public Set<String> nodes() {
      return ids;
    }

    @Override
    public Set<String> gone() {
      return ids;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return after;
    }

    @Override
    public boolean removed(Question question) {
      return ids.contains(question.subject())
          || question.node().filter(ids::contains).isPresent()
          || ids.stream().anyMatch(id -> isArnOf(id, question));
    }

    /// A load balancer and its target group may have one name.
    private static boolean isArnOf(String id, Question question) {
      String kind =
          RuleBook.rule(question.rule())
              .filter(entry -> entry.kind().equals(TargetGroup.class))
              .map(_ -> ":targetgroup/")
              .orElse(":loadbalancer/");
      return id.startsWith("arn:")
          && id.contains(kind)
          && id.contains("/" + question.subject() + "/");
    }
  }

  /// An interface that was detached. The call names the attachment alone, and the memory tells
  /// whose it was.
  public record Detached(String attachment) implements Step {
    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory.of(attachment).<Step>map(holder -> new Removed(Set.of(holder))).orElse(this);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return after;
    }
  }

  /// The security groups of an interface, or of all interfaces of an instance, that were set.
  public record GroupsSet(String holder, Set<SecurityGroup.Id> groups) implements Step {
    public GroupsSet {
      groups = Set.copyOf(groups);
    }

    @Override
    public Set<String> nodes() {
      return Set.of(holder);
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      var held =
          after.attachments().interfaces().asKnown().orElse(List.of()).stream()
              .filter(shown -> isOf(shown, holder))
              .map(NetworkInterface::id)
              .toList();
      var was = new HashMap<NetworkInterface.Id, List<SecurityGroup.Id>>();
      held.forEach(id -> memory.groups(id).ifPresent(found -> was.put(id, found)));
      return was.size() < held.size()
          ? this
          : new Recalled(
              this,
              facts ->
                  before(facts, shown -> restored(shown, was.getOrDefault(shown.id(), List.of()))));
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      var stands = new Groups(leaning);
      var edited = before(after, stands::in);
      return edited.equals(after) ? after : stands.addedTo(edited);
    }

    private static NetworkInterface restored(NetworkInterface shown, List<SecurityGroup.Id> was) {
      return Set.copyOf(was).equals(Set.copyOf(shown.groups()))
          ? shown
          : new InterfaceCopy(shown).groups(was);
    }

    private Facts before(Facts after, UnaryOperator<NetworkInterface> back) {
      return FactsEdit.interfaces(
          after,
          shown ->
              Optional.of(
                  isOf(shown, holder) && groups.equals(Set.copyOf(shown.groups()))
                      ? back.apply(shown)
                      : shown));
    }
  }

  /// The group that stands for the groups that nobody knows.
  record Groups(Leaning leaning) {
    private static final SecurityGroup.Id ID = new SecurityGroup.Id("sg-before");

    SecurityGroup.Id id() {
      return ID;
    }

    NetworkInterface in(NetworkInterface shown) {
      return new InterfaceCopy(shown).groups(List.of(ID));
    }

    Facts addedTo(Facts facts) {
      return FactsEdit.layers(
          facts,
          at ->
              at.vpc()
                  .asKnown()
                  .map(
                      vpc ->
                          FactsEdit.groups(
                              at,
                              FactsEdit.with(
                                  at.groups(),
                                  new SecurityGroup(
                                      ID, "before", "", vpc.id(), GroupSteps.any(leaning)))))
                  .orElse(at));
    }
  }

  /// IPv6 and IPv4 addresses and prefixes that an interface got or lost.
  public record Held(NetworkInterface.Id holder, List<Prefix> blocks, boolean given)
      implements Step {
    public Held {
      blocks = List.copyOf(blocks);
    }

    @Override
    public Set<String> nodes() {
      return Set.of(holder.value());
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.interfaces(
          after,
          shown ->
              Optional.of(shown.id().equals(holder) ? new InterfaceCopy(shown).held(this) : shown));
    }
  }

  /// A public IPv4 address that an interface got or lost.
  ///
  /// @param holders the interface or instance; empty where the call names the association alone
  public record PublicAddress(Set<String> holders, boolean given, Association association)
      implements Step {
    private static final Address ANY = Address.parse("203.0.113.1");

    public PublicAddress {
      holders = Set.copyOf(holders);
    }

    @Override
    public Set<String> nodes() {
      return holders;
    }

    @Override
    public boolean isVague() {
      return holders.isEmpty();
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      if (!holders.isEmpty()) {
        return this;
      }
      return association
          .holder(memory, Map.of())
          .<Step>map(holder -> new PublicAddress(Set.of(holder), given, association))
          .orElseGet(
              () -> association.isElsewhere(memory) ? new Recalled(this, facts -> facts) : this);
    }

    @Override
    public Memory noted(Memory memory) {
      return holders.stream()
          .findFirst()
          .map(holder -> association.noted(memory, holder))
          .orElse(memory);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.interfaces(
          after,
          shown ->
              Optional.of(
                  holders.isEmpty() || holders.stream().anyMatch(holder -> isOf(shown, holder))
                      ? new InterfaceCopy(shown)
                          .publicAddress(given ? Optional.empty() : Optional.of(ANY))
                      : shown));
    }
  }

  /// The check of source and destination that was switched on or off.
  public record CheckSet(String holder, boolean checks) implements Step {
    @Override
    public Set<String> nodes() {
      return Set.of(holder);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.interfaces(
          after,
          shown ->
              Optional.of(
                  isOf(shown, holder) && shown.checksSourceAndDestination() == checks
                      ? new InterfaceCopy(shown).checking(!checks)
                      : shown));
    }
  }

  /// Tags that were put on resources, or taken off. They make an instance a node, and tell a
  /// policy's exemptions apart.
  public record Tagged(Set<String> ids, Map<String, String> tags, boolean added) implements Step {
    public Tagged {
      ids = Set.copyOf(ids);
      tags = Map.copyOf(tags);
    }

    @Override
    public Set<String> nodes() {
      return ids;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      var instances =
          FactsEdit.instances(
              after,
              shown ->
                  Optional.of(
                      ids.contains(shown.id().value())
                          ? new Instance(
                              shown.id(),
                              shown.state(),
                              shown.launched(),
                              shown.instanceType(),
                              shown.zone(),
                              before(shown.tags()),
                              shown.operator())
                          : shown));
      var interfaces =
          FactsEdit.interfaces(
              instances,
              shown ->
                  Optional.of(
                      ids.contains(shown.id().value())
                          ? new InterfaceCopy(shown).tags(before(shown.tags()))
                          : shown));
      return FactsEdit.subnets(
          interfaces,
          shown ->
              Optional.of(
                  ids.contains(shown.id().value())
                      ? new Subnet(
                          shown.id(),
                          shown.vpc(),
                          shown.owner(),
                          shown.ranges(),
                          shown.assignsIpv6OnCreation(),
                          shown.mapsPublicIpv4OnLaunch(),
                          shown.blockMode(),
                          before(shown.tags()))
                      : shown));
    }

    private Map<String, String> before(Map<String, String> now) {
      var before = new HashMap<>(now);
      if (added) {
        before.entrySet().removeAll(tags.entrySet());
      } else {
        tags.forEach(before::putIfAbsent);
      }
      return before;
    }
  }

  static boolean isOf(NetworkInterface shown, String holder) {
    return shown.id().value().equals(holder)
        || shown.attachment().filter(at -> at.instance().value().equals(holder)).isPresent();
  }
}
