package slash80.aws.convert;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Fact;
import slash80.facts.PrefixList;
import slash80.ip.Prefix;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// The prefix lists whose entries have to be read, and their conversion.
public final class PrefixLists {
  private PrefixLists() {}

  /// A prefix list with these entries.
  public static Fact<PrefixList> convert(String list, Fact<List<PrefixListEntry>> entries) {
    var id = new PrefixList.Id(list);
    return FactList.convert(entries, entry -> Prefix.parse(entry.cidr()), Prefix::toString)
        .map(prefixes -> new PrefixList(id, prefixes));
  }

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
