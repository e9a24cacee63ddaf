package slash80.blame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.facts.PrefixList;
import slash80.facts.SecurityGroup;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// The steps that change the rules of security groups, and the prefix lists that they name.
public final class GroupSteps {
  /// Every address of both families.
  static final List<Prefix> EVERYWHERE = List.of(Prefix.parse("::/0"), Prefix.parse("0.0.0.0/0"));

  private GroupSteps() {}

  /// A rule that was added.
  public record RuleAdded(SecurityGroup.Id group, SecurityGroup.Rule rule) implements Step {
    /// A later change of the rule needs it to be there.
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return ingress(
          after,
          group,
          rules ->
              rules.stream().filter(present -> !isOwn(present) && !isSame(present, rule)).toList());
    }

    private boolean isOwn(SecurityGroup.Rule present) {
      return rule.id().isPresent() && rule.id().equals(present.id());
    }

    @Override
    public Memory noted(Memory memory) {
      return rule.id().map(id -> memory.and(id, MemoryText.of(rule))).orElse(memory);
    }
  }

  /// A rule that was removed.
  public record RuleRemoved(SecurityGroup.Id group, SecurityGroup.Rule rule) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return ingress(after, group, rules -> joined(rules, List.of(rule)));
    }
  }

  /// A rule that was removed by its id, nobody says what it admitted.
  public record RuleOfIdRemoved(SecurityGroup.Id group, String id) implements Step {
    @Override
    public boolean isGuess() {
      return true;
    }

    /// A rule that an earlier check did not read cannot have opened what that check found, so
    /// nothing is put back for it. A ledger without any rule is from before they were remembered.
    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory.holdsRules()
          ? new Recalled(
              this,
              facts ->
                  before(
                      facts,
                      memory.of(id).map(text -> MemoryText.rule(id, text)).stream().toList()))
          : this;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return before(after, any(leaning));
    }

    private Facts before(Facts after, List<SecurityGroup.Rule> was) {
      return ingress(after, group, rules -> joined(rules, was));
    }
  }

  /// A rule that was changed into another.
  public record RuleSet(SecurityGroup.Id group, SecurityGroup.Rule rule) implements Step {
    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return rule.id()
          .flatMap(id -> memory.of(id).map(text -> MemoryText.rule(id, text)))
          .<Step>map(was -> new Recalled(this, facts -> before(facts, List.of(was))))
          .orElse(this);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return before(after, any(leaning));
    }

    private Facts before(Facts after, List<SecurityGroup.Rule> was) {
      return ingress(
          after,
          group,
          rules -> {
            var others = rules.stream().filter(present -> !isSame(present, rule)).toList();
            return others.size() == rules.size() ? rules : joined(others, was);
          });
    }
  }

  /// The entries that were added to a managed prefix list and removed from it.
  public record ListChanged(PrefixList.Id list, List<Prefix> added, List<Prefix> removed)
      implements Step {
    public ListChanged {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }

    /// What followed may have set all entries, whatever they were.
    @Override
    public Step followedBy(List<Step> steps) {
      return steps.stream().anyMatch(step -> step instanceof ListSet set && set.list().equals(list))
          ? new ListChanged(list, List.of(), List.of())
          : this;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.prefixList(
          after,
          list,
          present -> {
            var entries = new ArrayList<>(present.entries());
            entries.removeAll(added);
            removed.stream().filter(entry -> !entries.contains(entry)).forEach(entries::add);
            return new PrefixList(list, entries);
          });
    }
  }

  /// A managed prefix list that got other entries, nobody says which.
  ///
  /// @param later the changes of its entries that followed
  public record ListSet(PrefixList.Id list, List<ListChanged> later) implements Step {
    public ListSet {
      later = List.copyOf(later);
    }

    public ListSet(PrefixList.Id list) {
      this(list, List.of());
    }

    @Override
    public Step followedBy(List<Step> steps) {
      return new ListSet(
          list,
          steps.stream()
              .flatMap(
                  step ->
                      step instanceof ListChanged changed && changed.list().equals(list)
                          ? Stream.of(changed)
                          : Stream.empty())
              .toList());
    }

    @Override
    public Optional<String> sets() {
      return Optional.of(list.value());
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(list.value())
          .map(text -> MemoryText.prefixes(MemoryText.words(text)))
          .<Step>map(was -> new Recalled(this, facts -> before(facts, was)))
          .orElse(this);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return before(
          after,
          switch (leaning) {
            case CLOSED -> List.of();
            case OPEN -> EVERYWHERE;
          });
    }

    private Facts before(Facts after, List<Prefix> was) {
      return FactsEdit.prefixList(
          after, list, present -> new PrefixList(list, withLater(was, present.entries())));
    }

    /// The entries before it, with those of later changes that are not taken back.
    private List<Prefix> withLater(List<Prefix> was, List<Prefix> present) {
      var entries = new ArrayList<>(was);
      for (var change : later) {
        change.removed().stream()
            .filter(entry -> !present.contains(entry))
            .forEach(entries::remove);
        change.added().stream()
            .filter(entry -> present.contains(entry) && !entries.contains(entry))
            .forEach(entries::add);
      }
      return entries;
    }
  }

  /// Whether two rules admit the same. Rules with ids must have the same id too.
  private static boolean isSame(SecurityGroup.Rule rule, SecurityGroup.Rule other) {
    boolean isOther =
        rule.id().isPresent() && other.id().isPresent() && !rule.id().equals(other.id());
    return !isOther
        && rule.source().equals(other.source())
        && List.of(IpFamily.values()).stream()
            .allMatch(family -> rule.services(family).equals(other.services(family)));
  }

  /// The rules that nobody knows.
  static List<SecurityGroup.Rule> any(Leaning leaning) {
    return switch (leaning) {
      case CLOSED -> List.of();
      case OPEN ->
          EVERYWHERE.stream()
              .map(SecurityGroup.Source.Cidr::new)
              .map(source -> new SecurityGroup.Rule(Optional.empty(), -1, -1, -1, source))
              .toList();
    };
  }

  private static <T> List<T> joined(List<T> elements, List<T> more) {
    var joined = new ArrayList<>(elements);
    joined.addAll(more);
    return joined;
  }

  /// The facts with other rules of a group.
  static Facts ingress(
      Facts facts, SecurityGroup.Id id, UnaryOperator<List<SecurityGroup.Rule>> edit) {
    return FactsEdit.groups(
        facts,
        groups ->
            FactsEdit.each(
                groups,
                group ->
                    Optional.of(
                        group.id().equals(id)
                            ? new SecurityGroup(
                                id,
                                group.name(),
                                group.description(),
                                group.vpc(),
                                edit.apply(group.ingress()))
                            : group)));
  }
}
