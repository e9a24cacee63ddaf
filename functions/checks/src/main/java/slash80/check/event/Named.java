package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import slash80.facts.Vpc;

/// What the strings of an event name: ids of things in VPCs, ARNs of load balancers and clusters.
/// It asks no key for its meaning, so it reads every shape that CloudTrail writes, and calls that
/// did not exist when it was written.
public final class Named {
  private static final String KINDS = "subnet|eni|sg|rtb|acl|igw|eigw|pl|i|eipalloc|vpcbpa-exclude";

  /// A text that is an id, or ends in one as ARNs do.
  private static final Pattern WHOLE =
      Pattern.compile("(?:^|[:/])((?:vpc|" + KINDS + ")-[0-9a-f]{1,17})$");

  /// An id in the middle of other words.
  private static final Pattern WITHIN =
      Pattern.compile("(?<![0-9A-Za-z-])((?:vpc|" + KINDS + ")-[0-9a-f]{8,17})(?![0-9A-Za-z-])");

  /// A listener's and a rule's ARN begin with their balancer's.
  private static final Pattern BALANCER =
      Pattern.compile(
          "(arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}:)"
              + "(?:(?:loadbalancer|listener|listener-rule)/((?:app|net|gwy)/[^/\\s]+/[0-9a-f]+)"
              + "|(targetgroup/[^/\\s]+/[0-9a-f]+))");

  private static final Pattern CLUSTER =
      Pattern.compile(
          "arn:aws[a-z-]*:eks:[a-z0-9-]*:\\d{12}:"
              + "(?:cluster|addon|nodegroup|fargateprofile|access-entry|podidentityassociation"
              + "|identityproviderconfig|capability)/([0-9A-Za-z][0-9A-Za-z_-]*)");

  /// Ids of links between things, of rules within groups, and the like: they cannot be tied.
  private static final Pattern LOOSE =
      Pattern.compile("(?:[a-z-]*assoc|eni-attach|sgr|nat|vpce|lt)-[0-9a-f]{1,17}");

  private final Set<String> ids = new TreeSet<>();
  private final Set<String> tied = new LinkedHashSet<>();
  private final Set<Vpc.Id> vpcs = new LinkedHashSet<>();
  private final Set<String> clusters = new TreeSet<>();
  private final Set<String> loose = new TreeSet<>();

  public static Named in(JsonNode... trees) {
    var named = new Named();
    for (JsonNode tree : trees) {
      named.read(tree, false);
    }
    named.ids.removeAll(named.tied);
    return named;
  }

  /// What stands in an object that says its VPC stands in that VPC: no call has to ask for it.
  private void read(JsonNode tree, boolean inVpc) {
    if (tree.isTextual()) {
      read(tree.textValue(), inVpc);
      return;
    }
    boolean saysVpc = Shapes.text(tree, "vpcId").matches("vpc-[0-9a-f]{1,17}");
    tree.forEach(child -> read(child, inVpc || saysVpc));
  }

  private void read(String text, boolean inVpc) {
    var balancer = BALANCER.matcher(text);
    while (balancer.find()) {
      String rest =
          balancer.group(2) == null ? balancer.group(3) : "loadbalancer/" + balancer.group(2);
      add(balancer.group(1) + rest, inVpc);
    }
    var cluster = CLUSTER.matcher(text);
    while (cluster.find()) {
      clusters.add(cluster.group(1));
    }
    var whole = WHOLE.matcher(text);
    if (whole.find()) {
      add(whole.group(1), inVpc);
    }
    var within = WITHIN.matcher(text);
    while (within.find()) {
      add(within.group(1), inVpc);
    }
    if (LOOSE.matcher(text).matches()) {
      loose.add(text);
    }
  }

  private void add(String id, boolean inVpc) {
    if (id.startsWith("vpc-")) {
      vpcs.add(new Vpc.Id(id));
      return;
    }
    ids.add(id);
    if (inVpc) {
      tied.add(id);
    }
  }

  /// The things of the kinds that can be tied; nothing stands for "it names none".
  public Change.Concern concern() {
    if (!ids.isEmpty() || !vpcs.isEmpty() || !clusters.isEmpty()) {
      return new Change.Concern.Things(ids, vpcs, clusters);
    }
    return new Change.Concern.Everything(
        loose.isEmpty()
            ? "it names nothing that can be tied to a VPC"
            : "it names only " + String.join(", ", loose) + ", which cannot be tied to a VPC");
  }

  /// Every thing that is named, those too that the event ties to a VPC.
  public Set<String> all() {
    var all = new TreeSet<>(ids);
    all.addAll(tied);
    return all;
  }

  public Set<String> clusters() {
    return clusters;
  }
}
