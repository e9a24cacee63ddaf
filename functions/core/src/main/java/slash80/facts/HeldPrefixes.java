package slash80.facts;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slash80.ip.Prefix;

/// The prefixes that each node held at the last check, by node. Never changes, so that a check of
/// one node of ten thousand neither copies nor compares the others.
public final class HeldPrefixes extends AbstractMap<Instance.Id, List<Prefix>>
    implements SortedMap<Instance.Id, List<Prefix>> {
  public static final HeldPrefixes NONE =
      new HeldPrefixes(new TreeMap<Instance.Id, List<Prefix>>(Instance.Id.BY_VALUE));

  private final SortedMap<Instance.Id, List<Prefix>> nodes;

  private HeldPrefixes(SortedMap<Instance.Id, List<Prefix>> nodes) {
    this.nodes = Collections.unmodifiableSortedMap(nodes);
  }

  /// A copy; of prefixes that never change, themselves.
  public static HeldPrefixes copyOf(Map<Instance.Id, List<Prefix>> prefixes) {
    return prefixes instanceof HeldPrefixes held ? held : NONE.with(prefixes);
  }

  /// The same without some nodes.
  public HeldPrefixes without(Collection<Instance.Id> others) {
    if (others.stream().noneMatch(this::containsKey)) {
      return this;
    }
    var left = new TreeMap<>(nodes);
    others.forEach(left::remove);
    return new HeldPrefixes(left);
  }

  /// The same with the prefixes of more nodes, or with other ones of these.
  public HeldPrefixes with(Map<Instance.Id, List<Prefix>> more) {
    if (more.entrySet().stream().allMatch(held -> held.getValue().equals(get(held.getKey())))) {
      return this;
    }
    var all = new TreeMap<>(nodes);
    more.forEach((node, held) -> all.put(node, List.copyOf(held)));
    return new HeldPrefixes(all);
  }

  @Override
  public @Nullable List<Prefix> get(Object node) {
    return nodes.get(node);
  }

  @Override
  public boolean containsKey(Object node) {
    return nodes.containsKey(node);
  }

  @Override
  public Set<Map.Entry<Instance.Id, List<Prefix>>> entrySet() {
    return nodes.entrySet();
  }

  @Override
  public Comparator<? super Instance.Id> comparator() {
    return nodes.comparator();
  }

  @Override
  public SortedMap<Instance.Id, List<Prefix>> subMap(Instance.Id from, Instance.Id to) {
    return nodes.subMap(from, to);
  }

  @Override
  public SortedMap<Instance.Id, List<Prefix>> headMap(Instance.Id to) {
    return nodes.headMap(to);
  }

  @Override
  public SortedMap<Instance.Id, List<Prefix>> tailMap(Instance.Id from) {
    return nodes.tailMap(from);
  }

  @Override
  public Instance.Id firstKey() {
    return nodes.firstKey();
  }

  @Override
  public Instance.Id lastKey() {
    return nodes.lastKey();
  }
}
