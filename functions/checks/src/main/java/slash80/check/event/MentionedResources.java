package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import slash80.facts.Vpc;

/// The resources that an event mentions: ids of resources in VPCs, ARNs of load balancers and of
/// clusters. All texts are searched, whatever their key: so every form of CloudTrail events is
/// understood, and so are calls that AWS adds later.
final class MentionedResources {
  private static final String KINDS = "subnet|eni|sg|rtb|acl|igw|eigw|pl|i|eipalloc|vpcbpa-exclude";

  private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{1,17}");

  /// A text that is an id or, as ARNs do, ends in an id.
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

  /// Ids of associations, of rules within groups, and the like: they cannot be tied to a VPC.
  private static final Pattern LOOSE =
      Pattern.compile("(?:[a-z-]*assoc|eni-attach|sgr|nat|vpce|vpce-svc|eice|lt)-[0-9a-f]{1,17}");

  private final Set<String> ids = new TreeSet<>();
  private final Set<String> tied = new LinkedHashSet<>();
  private final Set<Vpc.Id> vpcs = new LinkedHashSet<>();
  private final Set<String> clusters = new TreeSet<>();
  private final Set<String> loose = new TreeSet<>();

  static MentionedResources in(JsonNode... trees) {
    var mentioned = new MentionedResources();
    for (JsonNode tree : trees) {
      mentioned.read(tree, false);
    }
    mentioned.ids.removeAll(mentioned.tied);
    return mentioned;
  }

  /// The resources in an object that names its VPC are in that VPC, so it need not be looked up.
  private void read(JsonNode tree, boolean inVpc) {
    if (tree.isTextual()) {
      read(tree.textValue(), inVpc);
      return;
    }
    boolean saysVpc = VPC.matcher(CloudTrailFields.text(tree, "vpcId")).matches();
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

  /// The resources that can be tied to a VPC; everything, if the event mentions no such resource.
  Change.Impact impact() {
    if (!ids.isEmpty() || !vpcs.isEmpty() || !clusters.isEmpty()) {
      return new Change.Impact.Resources(ids, vpcs, clusters);
    }
    return new Change.Impact.WholeRegion(
        loose.isEmpty()
            ? "it names nothing that can be tied to a VPC"
            : "it names only " + String.join(", ", loose) + ", which cannot be tied to a VPC");
  }

  /// Every resource that is mentioned, also those whose VPC the event names.
  Set<String> all() {
    var treeSet = new TreeSet<>(ids);
    treeSet.addAll(tied);
    return treeSet;
  }

  /// The cluster of this name; if there is no name, the clusters whose ARNs are mentioned.
  Change.Impact impactOnCluster(JsonNode name) {
    if (name.isTextual() && !name.textValue().isEmpty()) {
      return new Change.Impact.Resources(Set.of(), Set.of(), Set.of(name.textValue()));
    }
    return clusters.isEmpty()
        ? new Change.Impact.WholeRegion("it names no cluster")
        : new Change.Impact.Resources(Set.of(), Set.of(), clusters);
  }
}
