package slash80.blame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import slash80.facts.Facts;

/// Random calls on an account: any of those that the template forwards, on any resource. Every kind
/// of event in `events/` is among them.
final class RandomMoves extends RandomCalls {
  /// The makers of calls; one that is there more than once is chosen more often.
  private final List<Function<Facts, Move>> makers = new ArrayList<>();

  RandomMoves(Random dice) {
    super(dice);
    var groups = new RandomGroups(dice);
    add(5, groups::authorize);
    add(1, groups::halves);
    add(2, groups::revoke);
    add(2, groups::modifyRule);
    add(2, groups::modifyList);
    add(1, groups::restoreList);
    var acls = new RandomAcls(dice);
    add(2, acls::create);
    add(1, acls::replace);
    add(2, acls::delete);
    add(1, acls::associate);
    var routes = new RandomRoutes(dice);
    add(3, routes::createRoute);
    add(1, routes::replaceRoute);
    add(1, routes::deleteRoute);
    add(2, routes::associate);
    add(1, routes::disassociate);
    add(1, routes::gateway);
    var interfaces = new RandomInterfaces(dice);
    add(2, interfaces::groups);
    add(1, interfaces::check);
    add(1, interfaces::address);
    add(1, interfaces::disassociateAddress);
    add(1, interfaces::assign);
    add(1, interfaces::unassign);
    var instances = new RandomInstances(dice);
    add(2, instances::run);
    add(1, instances::launched);
    add(1, instances::terminate);
    add(1, instances::ended);
    add(1, instances::tag);
    add(1, instances::untag);
    add(1, instances::detach);
    add(1, instances::subnet);
    add(1, instances::attach);
    var subnets = new RandomSubnets(dice);
    add(1, subnets::range);
    add(1, subnets::rangeEnded);
    var access = new RandomAccess(dice);
    add(1, access::mode);
    add(2, access::exclude);
    add(1, access::include);
    var balancers = new RandomBalancers(dice);
    add(1, balancers::create);
    add(1, balancers::createClassic);
    add(1, balancers::delete);
    add(1, balancers::listen);
    add(1, balancers::unlisten);
    add(1, balancers::type);
    add(1, balancers::groups);
    add(1, balancers::attributes);
    var targets = new RandomTargets(dice);
    add(1, targets::register);
    add(1, targets::deregister);
    add(1, targets::registerInstances);
    add(1, targets::deregisterInstances);
    add(1, targets::attributes);
    add(1, targets::rule);
    var clusters = new RandomClusters(dice);
    add(1, clusters::endpoint);
    add(1, clusters::addon);
    add(1, clusters::addonUpdated);
    add(1, clusters::nodeGroup);
    add(1, clusters::nodeGroupDeleted);
    add(1, clusters::connectEndpoint);
    add(18, this::idle);
  }

  private void add(int times, Function<Facts, Move> maker) {
    for (int time = 0; time < times; time++) {
      makers.add(maker);
    }
  }

  /// A call that makes sense on this account.
  Move on(Facts facts) {
    return any(makers).apply(facts);
  }
}
