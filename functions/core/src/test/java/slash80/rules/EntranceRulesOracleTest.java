package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.NaiveEntrances;
import slash80.facts.NaiveOracle.Answer;
import slash80.facts.NetworkInterface;
import slash80.facts.RandomEntrances;
import slash80.facts.TargetGroup;
import slash80.ip.Address;
import slash80.ip.Packet;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// The rules about entrances, over random accounts, against what the oracle says of sampled clients
/// and ports: where the whole sample comes in, a rule must say so, and what a rule says must hold
/// for a packet of the sample.
class EntranceRulesOracleTest {
  private static final int ACCOUNTS = 400;
  private static final List<List<String>> CLIENTS =
      List.of(
          List.of("2600::1", "2600:1f00::9", "2a00::7", "3fff::1"),
          List.of("8.8.8.8", "8.8.4.4", "200.1.2.3", "1.1.1.1", "130.0.0.1"));
  private static final List<Integer> PORTS = List.of(80, 443, 8443, 53, 22, 1024, 65535);
  private static final List<Integer> PROTOCOLS = List.of(6, 17);

  private final Map<String, Integer> seen = new TreeMap<>();
  private final List<String> disagreements = new ArrayList<>();

  private static <T> List<T> read(Fact<List<T>> fact) {
    return fact.asKnown().orElse(List.of());
  }

  private void agree(long seed, Object subject, String what, boolean holds) {
    seen.merge(what, 1, Integer::sum);
    if (!holds) {
      disagreements.add("seed %d, %s: %s".formatted(seed, subject, what));
    }
  }

  private void end(String... kinds) {
    assertEquals(
        "", String.join("\n", disagreements.subList(0, Math.min(20, disagreements.size()))));
    System.out.println("verdicts about entrances: " + seen);
    for (var kind : kinds) {
      assertTrue(seen.getOrDefault(kind, 0) > 20, "too few: " + seen);
    }
  }

  // ---- accelerators

  @Test
  void an_interface_is_open_to_accelerators_as_far_as_the_oracle_lets_packets_arrive() {
    for (long seed = 1; seed <= ACCOUNTS; seed++) {
      var network = new Network(new RandomEntrances(seed).facts(), Parameters.DEFAULTS);
      for (var asked : read(network.interfaces())) {
        judge(seed, network, asked);
      }
    }
    end("open to all clients", "finding", "no client arrives");
  }

  private void judge(long seed, Network network, NetworkInterface asked) {
    var verdict = new InterfaceClosedToGlobalAccelerator().judge(asked, network);
    boolean mayLead = mayLead(network.facts(), asked);
    boolean anyArrives = false;
    for (var clients : CLIENTS) {
      for (int protocol : PROTOCOLS) {
        for (int port : PORTS) {
          boolean allArrive = true;
          for (var client : clients) {
            var packet = new Packet(Address.parse(client), protocol, port);
            var arrives = arrives(network.facts(), asked, packet);
            allArrive &= arrives == Answer.YES;
            anyArrives |= arrives != Answer.NO;
            anyArrives |=
                mayLead
                    && new NaiveEntrances(network.facts(), packet)
                            .byAnyAccelerator(asked)
                            .delivered()
                        != Answer.NO;
          }
          if (allArrive) {
            agree(seed, asked.id(), "open to all clients", verdict instanceof Verdict.Violated);
          }
        }
      }
    }
    if (verdict instanceof Verdict.Violated) {
      agree(seed, asked.id(), "finding", anyArrives);
    }
    if (!anyArrives) {
      agree(seed, asked.id(), "no client arrives", !(verdict instanceof Verdict.Violated));
    }
  }

  /// Whether a packet arrives at a port of an interface that is an endpoint itself.
  private static Answer arrives(Facts facts, NetworkInterface asked, Packet arriving) {
    var best = Answer.NO;
    for (var accelerator : read(facts.otherEntrances().accelerators())) {
      for (int port : PORTS) {
        var packet = new Packet(arriving.source(), arriving.protocol(), port);
        var walk = new NaiveEntrances(facts, packet).through(accelerator);
        for (var endpoint : walk.endpoints()) {
          for (var arrival : endpoint.arrivals()) {
            boolean isEndpoint = endpoint.id().equals(asked.id().value());
            if (isEndpoint
                && arrival.port() == arriving.port()
                && arrival.delivered().compareTo(best) > 0) {
              best = arrival.delivered();
            }
          }
        }
      }
    }
    return best;
  }

  /// Whether an accelerator of which a part was not read has an interface in the same subnet.
  private static boolean mayLead(Facts facts, NetworkInterface asked) {
    return isAnyUnread(facts)
        && read(facts.attachments().interfaces()).stream()
            .anyMatch(
                other ->
                    other.interfaceType().equals("global_accelerator_managed")
                        && other.subnet().equals(asked.subnet()));
  }

  private static boolean isAnyUnread(Facts facts) {
    if (facts.otherEntrances().accelerators() instanceof Fact.Unread) {
      return true;
    }
    for (var accelerator : read(facts.otherEntrances().accelerators())) {
      if (accelerator.enabled()) {
        if (accelerator.listeners() instanceof Fact.Unread) {
          return true;
        }
        for (var listener : read(accelerator.listeners())) {
          if (listener.groups() instanceof Fact.Unread) {
            return true;
          }
        }
      }
    }
    return false;
  }

  // ---- hidden clients

  @Test
  void hidden_clients_weigh_as_the_oracle_hides_them() {
    for (long seed = 1; seed <= ACCOUNTS; seed++) {
      var network = new Network(new RandomEntrances(seed).facts(), Parameters.DEFAULTS);
      for (var balancer : read(network.facts().balancing().loadBalancers())) {
        boolean fronts = network.entrances().fronts(balancer).equals(Fact.known(true));
        if (fronts && balancer.isNetworkLoadBalancer()) {
          if (balancer.groups().isEmpty()) {
            judgeUnguarded(seed, network, balancer);
          } else if (balancer.internetFacing()) {
            judgeHiding(seed, network, balancer);
          }
        }
      }
    }
    end("hides and is reached", "hides nobody or is not reached", "hides all clients", "hiding");
  }

  /// HIGH when the internet, by a gateway or an accelerator, may reach a group from which it may
  /// hide a client.
  private void judgeUnguarded(long seed, Network network, LoadBalancer balancer) {
    var facts = network.facts();
    boolean weighs = false;
    for (var clients : CLIENTS) {
      for (var client : clients) {
        for (int protocol : PROTOCOLS) {
          for (int port : PORTS) {
            var packet = new Packet(Address.parse(client), protocol, port);
            weighs = weighs || weighs(facts, packet, balancer);
          }
        }
      }
    }
    var verdict = new LoadBalancerGuardedBySecurityGroup().judge(balancer, network);
    boolean isHigh =
        verdict instanceof Verdict.Violated violated
            && violated.severity().map(Severity.HIGH::equals).orElse(true);
    agree(
        seed,
        balancer.name(),
        weighs ? "hides and is reached" : "hides nobody or is not reached",
        isHigh == weighs);
  }

  private static boolean weighs(Facts facts, Packet packet, LoadBalancer balancer) {
    var naive = new NaiveEntrances(facts, packet);
    if (naive.reaches(balancer, Optional.empty()) == Answer.NO) {
      return false;
    }
    return facts.balancing().targetGroups() instanceof Fact.Unread
        || groupsOf(facts, balancer).stream()
            .anyMatch(
                group ->
                    naive.hides(balancer, group) != Answer.NO
                        && naive.reaches(balancer, Optional.of(group)) != Answer.NO);
  }

  private static List<TargetGroup> groupsOf(Facts facts, LoadBalancer balancer) {
    return read(facts.balancing().targetGroups()).stream()
        .filter(group -> group.loadBalancers().contains(balancer.arn()))
        .toList();
  }

  /// It hides clients that its groups admit from the internet.
  private void judgeHiding(long seed, Network network, LoadBalancer balancer) {
    var facts = network.facts();
    var verdict = new LoadBalancerKeepsClientAddress().judge(balancer, network);
    boolean anyHidden = false;
    for (var clients : CLIENTS) {
      for (var listener : read(balancer.listeners())) {
        for (int protocol : PROTOCOLS) {
          boolean allHidden = true;
          for (var client : clients) {
            var packet = new Packet(Address.parse(client), protocol, listener.port());
            var naive = new NaiveEntrances(facts, packet);
            var admitted = naive.through(balancer).admitted();
            boolean surely = false;
            for (var group : groupsOf(facts, balancer)) {
              var hides = naive.hides(balancer, group);
              surely |= hides == Answer.YES && listener.targetGroups().contains(group.arn());
              anyHidden |= hides != Answer.NO && admitted != Answer.NO;
            }
            allHidden &= surely && admitted == Answer.YES;
          }
          if (allHidden) {
            agree(seed, balancer.name(), "hides all clients", verdict instanceof Verdict.Violated);
          }
        }
      }
    }
    if (verdict instanceof Verdict.Violated && balancer.listeners() instanceof Fact.Known) {
      agree(seed, balancer.name(), "hiding", anyHidden);
    }
  }
}
