package slash80.aws.convert;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// The prefix lists whose entries have to be read.
public final class PrefixLists {
  private PrefixLists() {}

  /// The ids of the lists that inbound rules of groups or routes of tables name.
  public static Set<String> named(Fact<List<SecurityGroup>> groups, Fact<List<RouteTable>> tables) {
    var named = new TreeSet<String>();
    groups.asKnown().orElse(List.of()).stream()
        .flatMap(group -> group.ipPermissions().stream())
        .flatMap(permission -> permission.prefixListIds().stream())
        .forEach(list -> named.add(list.prefixListId()));
    tables.asKnown().orElse(List.of()).stream()
        .flatMap(table -> table.routes().stream())
        .filter(route -> route.destinationPrefixListId() != null)
        .forEach(route -> named.add(route.destinationPrefixListId()));
    return named;
  }
}
