package slash80.blame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InternetGateway;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.facts.VpcLayers;

/// The steps that change routes, the tables of subnets, and the internet gateways of VPCs.
public final class RouteSteps {
  private RouteSteps() {}

  /// A route that was made, replaced or deleted.
  ///
  /// @param target the id of its target after it, where the call names one that the facts hold too
  /// @param exists whether there is a route after it
  /// @param existed whether there was one before
  public record RouteSet(
      RouteTable.Id table,
      RouteTable.Destination destination,
      Optional<String> target,
      boolean exists,
      boolean existed)
      implements Step {
    @Override
    public boolean isGuess() {
      return existed;
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.layers(
          after,
          at ->
              FactsEdit.tables(
                  at,
                  FactsEdit.each(
                      at.routeTables(),
                      shown ->
                          Optional.of(
                              shown.id().equals(table) ? before(shown, at, leaning) : shown))));
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(table.value())
          .filter(_ -> existed)
          .<Step>map(
              text -> {
                var was =
                    MemoryText.lines(text)
                        .map(MemoryText::route)
                        .filter(route -> route.destination().equals(destination))
                        .toList();
                return new Recalled(
                    this, facts -> tables(facts, table, shown -> before(shown, was)));
              })
          .orElse(this);
    }

    private RouteTable before(RouteTable shown, VpcLayers at, Leaning leaning) {
      var was = new ArrayList<RouteTable.Route>();
      if (existed) {
        any(at, shown.vpc(), leaning).forEach(target -> was.add(route(destination, target)));
        if (leaning == Leaning.CLOSED) {
          was.add(
              new RouteTable.Route(
                  destination, new RouteTable.Target.Other("gone"), Fact.known(false), false));
        }
      }
      return before(shown, was);
    }

    private RouteTable before(RouteTable shown, List<RouteTable.Route> was) {
      var own =
          shown.routes().stream()
              .filter(route -> route.destination().equals(destination))
              .findFirst();
      boolean isThere =
          exists
              ? own.filter(
                      route -> target.filter(id -> !id.equals(route.target().toString())).isEmpty())
                  .isPresent()
              : own.isEmpty();
      if (!isThere) {
        return shown;
      }
      var routes = new ArrayList<>(shown.routes());
      own.ifPresent(routes::remove);
      routes.addAll(was);
      return with(shown, shown.subnets(), routes);
    }
  }

  private static Facts tables(Facts facts, RouteTable.Id id, UnaryOperator<RouteTable> edit) {
    return FactsEdit.layers(
        facts,
        at ->
            FactsEdit.tables(
                at,
                FactsEdit.each(
                    at.routeTables(),
                    shown -> Optional.of(shown.id().equals(id) ? edit.apply(shown) : shown))));
  }

  /// A subnet, or some subnets, that got another route table.
  ///
  /// @param subnet empty where the call names the association alone
  /// @param table empty where the subnet fell back to the main table
  public record TableOf(
      Optional<Subnet.Id> subnet, Optional<RouteTable.Id> table, Association association)
      implements Step {
    @Override
    public boolean isVague() {
      return subnet.isEmpty() && table.isEmpty();
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      var tables = after.layers().routeTables().asKnown().orElse(List.of());
      var holder = holder(memory, tables);
      if (subnet.isEmpty() && holder.filter(id -> id.startsWith("subnet-")).isPresent()) {
        return new TableOf(holder.map(Subnet.Id::new), table, association).recalled(after, memory);
      }
      if (subnet.isEmpty() && holder.filter(id -> !id.equals(RouteTable.MAIN)).isPresent()) {
        return table
            .<Step>map(id -> new TableOfGateway(id, new InternetGateway.Id(holder.get())))
            .orElseGet(() -> new Recalled(this, facts -> facts));
      }
      if (subnet.isEmpty() && holder.isEmpty() && association.isElsewhere(memory)) {
        return new Recalled(this, facts -> facts);
      }
      var known = tables.stream().map(RouteTable::id).collect(Collectors.toSet());
      var back = new HashMap<Subnet.Id, RouteTable.Id>();
      var now = now(tables);
      for (var id : now.map(shown -> moved(shown, tables, after.layers())).orElse(Set.of())) {
        var was = memory.of(Memory.tableOf(id.value())).map(RouteTable.Id::new);
        if (was.filter(known::contains).isEmpty()) {
          return this;
        }
        if (!was.equals(now.map(RouteTable::id))) {
          back.put(id, was.get());
        }
      }
      return now.isEmpty()
          ? this
          : new Recalled(
              this,
              facts ->
                  FactsEdit.layers(
                      facts,
                      at ->
                          FactsEdit.tables(
                              at, at.routeTables().map(all -> before(all, at, back)))));
    }

    private Optional<String> holder(Memory memory, List<RouteTable> tables) {
      var now = new HashMap<String, String>();
      tables.forEach(shown -> now.putAll(shown.associations()));
      return association.holder(memory, now);
    }

    @Override
    public Memory noted(Memory memory) {
      return subnet.map(id -> association.noted(memory, id.value())).orElse(memory);
    }

    private Optional<RouteTable> now(List<RouteTable> tables) {
      return tables.stream()
          .filter(candidate -> table.map(candidate.id()::equals).orElse(candidate.main()))
          .findFirst();
    }

    private List<RouteTable> before(
        List<RouteTable> tables, VpcLayers at, Map<Subnet.Id, RouteTable.Id> back) {
      var moved =
          new HashSet<>(now(tables).map(shown -> moved(shown, tables, at)).orElse(Set.of()));
      moved.retainAll(back.keySet());
      return tables.stream()
          .map(
              shown -> {
                var subnets = new ArrayList<>(shown.subnets());
                subnets.removeAll(moved);
                moved.stream().filter(id -> shown.id().equals(back.get(id))).forEach(subnets::add);
                return with(shown, subnets, shown.routes());
              })
          .toList();
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.layers(
          after,
          at -> FactsEdit.tables(at, at.routeTables().map(tables -> before(tables, at, leaning))));
    }

    private List<RouteTable> before(List<RouteTable> tables, VpcLayers at, Leaning leaning) {
      var shown = now(tables);
      if (shown.isEmpty()) {
        return tables;
      }
      var now = shown.get();
      var moved = moved(now, tables, at);
      if (moved.isEmpty()) {
        return tables;
      }
      var edited = new ArrayList<RouteTable>();
      for (var other : tables) {
        var left = other.subnets().stream().filter(id -> !moved.contains(id)).toList();
        edited.add(with(other, left, other.routes()));
      }
      var routes =
          new ArrayList<>(
              now.routes().stream()
                  .filter(route -> route.target() instanceof RouteTable.Target.Local)
                  .toList());
      for (var target : any(at, now.vpc(), leaning)) {
        GroupSteps.EVERYWHERE.forEach(
            cidr -> routes.add(route(new RouteTable.Destination.Cidr(cidr), target)));
      }
      edited.add(
          new RouteTable(
              new RouteTable.Id("rtb-before"),
              now.vpc(),
              false,
              List.copyOf(moved),
              List.of(),
              routes));
      return edited;
    }

    /// The subnets that the change may have moved, as far as they still use the table.
    private Set<Subnet.Id> moved(RouteTable now, List<RouteTable> tables, VpcLayers at) {
      var users = new HashSet<>(now.subnets());
      if (now.main()) {
        var explicit =
            tables.stream().flatMap(other -> other.subnets().stream()).collect(Collectors.toSet());
        at.subnets().asKnown().stream()
            .flatMap(List::stream)
            .filter(candidate -> candidate.vpc().equals(now.vpc()))
            .map(Subnet::id)
            .filter(id -> !explicit.contains(id))
            .forEach(users::add);
        if (table.isEmpty()) {
          users.removeAll(now.subnets());
        }
      }
      return subnet.map(id -> users.contains(id) ? Set.of(id) : Set.<Subnet.Id>of()).orElse(users);
    }
  }

  /// A route table that an internet gateway got: it routes what comes in.
  public record TableOfGateway(RouteTable.Id table, InternetGateway.Id gateway) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.layers(
          after,
          at ->
              FactsEdit.tables(
                  at,
                  FactsEdit.each(
                      at.routeTables(),
                      shown ->
                          Optional.of(
                              shown.id().equals(table)
                                  ? new RouteTable(
                                      shown.id(),
                                      shown.vpc(),
                                      shown.main(),
                                      shown.subnets(),
                                      shown.gateways().stream()
                                          .filter(id -> !id.equals(gateway))
                                          .toList(),
                                      shown.routes(),
                                      shown.associations())
                                  : shown))));
    }
  }

  /// An internet gateway that was attached to a VPC or detached from it. Its routes come back with
  /// it.
  public record GatewayOf(InternetGateway.Id gateway, Vpc.Id vpc, boolean attached)
      implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.layers(after, this::before);
    }

    private VpcLayers before(VpcLayers at) {
      boolean isOfVpc = at.vpc().asKnown().filter(shown -> shown.id().equals(vpc)).isPresent();
      if (!isOfVpc) {
        return at;
      }
      var others =
          FactsEdit.each(
              at.internetGateways(), shown -> Optional.of(shown).filter(kept -> !isOwn(kept)));
      if (attached) {
        return FactsEdit.gateways(
            at, FactsEdit.with(others, new InternetGateway(gateway, List.of())));
      }
      var again =
          FactsEdit.gateways(
              at, FactsEdit.with(others, new InternetGateway(gateway, List.of(vpc))));
      return FactsEdit.tables(
          again,
          FactsEdit.each(
              at.routeTables(),
              shown ->
                  Optional.of(
                      with(
                          shown,
                          shown.subnets(),
                          shown.routes().stream().map(this::revived).toList()))));
    }

    private boolean isOwn(InternetGateway shown) {
      return shown.id().equals(gateway);
    }

    private RouteTable.Route revived(RouteTable.Route route) {
      return route.target().equals(new RouteTable.Target.Igw(gateway))
          ? route(route.destination(), route.target())
          : route;
    }
  }

  /// The targets of a route that nobody knows: the internet gateway at worst.
  private static List<RouteTable.Target> any(VpcLayers at, Vpc.Id vpc, Leaning leaning) {
    return switch (leaning) {
      case CLOSED -> List.of();
      case OPEN ->
          at.internetGateways().asKnown().stream()
              .flatMap(List::stream)
              .filter(gateway -> gateway.attachedTo().contains(vpc))
              .limit(1)
              .<RouteTable.Target>map(gateway -> new RouteTable.Target.Igw(gateway.id()))
              .toList();
    };
  }

  private static RouteTable.Route route(
      RouteTable.Destination destination, RouteTable.Target target) {
    return new RouteTable.Route(destination, target, Fact.known(true), false);
  }

  private static RouteTable with(
      RouteTable table, List<Subnet.Id> subnets, List<RouteTable.Route> routes) {
    return new RouteTable(
        table.id(),
        table.vpc(),
        table.main(),
        subnets,
        table.gateways(),
        routes,
        table.associations());
  }
}
