package slash80.aws;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// Which prefix lists have to be read.
final class PrefixLists {
  private PrefixLists() {}

  /// Those that the inbound rules of groups or the routes of tables name.
  static Set<String> named(Fact<List<SecurityGroup>> groups, Fact<List<RouteTable>> tables) {
    var named = new TreeSet<String>();
    for (var group : groups.asKnown().orElse(List.of())) {
      for (var permission : group.ipPermissions()) {
        permission.prefixListIds().forEach(list -> named.add(list.prefixListId()));
      }
    }
    for (var table : tables.asKnown().orElse(List.of())) {
      for (var route : table.routes()) {
        Optional.ofNullable(route.destinationPrefixListId()).ifPresent(named::add);
      }
    }
    return named;
  }
}
