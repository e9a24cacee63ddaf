package slash80.alerts;

import java.util.List;
import java.util.Optional;
import slash80.judge.Judgement;
import slash80.rule.Finding;

/// The page of a resource in the console of AWS. Only ids that AWS makes are written into it.
public final class ConsoleLink {
  /// The pages by the beginning of an id.
  private record Page(String id, String place) {
    String of(String resource, String region) {
      return place.formatted(region) + resource;
    }
  }

  private static final List<Page> PAGES =
      List.of(
          new Page("sg-", "ec2/home?region=%s#SecurityGroup:groupId="),
          new Page("eni-", "ec2/home?region=%s#NetworkInterface:networkInterfaceId="),
          new Page("i-", "ec2/home?region=%s#InstanceDetails:instanceId="),
          new Page("subnet-", "vpcconsole/home?region=%s#SubnetDetails:subnetId="),
          new Page("rtb-", "vpcconsole/home?region=%s#RouteTableDetails:RouteTableId="),
          new Page("acl-", "vpcconsole/home?region=%s#NetworkAclDetails:networkAclId="));

  private ConsoleLink() {}

  /// The page of what has to be changed, otherwise of the subject, otherwise of the cluster.
  static String to(Finding finding, Judgement judgement) {
    return page(finding.cause().split("[ ,]+")[0], judgement)
        .or(() -> page(finding.subject(), judgement))
        .orElseGet(() -> cluster(judgement));
  }

  private static Optional<String> page(String id, Judgement judgement) {
    return PAGES.stream()
        .filter(page -> id.matches(page.id() + "[0-9A-Za-z-]{1,40}"))
        .findFirst()
        .map(page -> host(judgement) + page.of(id, region(judgement)));
  }

  private static String cluster(Judgement judgement) {
    String name = judgement.cluster().name();
    return "%seks/home?region=%s#/clusters/%s"
        .formatted(
            host(judgement), region(judgement), name.matches("[0-9A-Za-z_-]{1,100}") ? name : "");
  }

  private static String region(Judgement judgement) {
    String region = judgement.cluster().region();
    return region.matches("[a-z0-9-]{1,25}") ? region : "";
  }

  private static String host(Judgement judgement) {
    return host(region(judgement));
  }

  /// The beginning of every page of a region, up to its slash. Each partition has a console of its
  /// own (https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html).
  ///
  /// @param region may be empty
  public static String host(String region) {
    String domain =
        region.startsWith("cn-")
            ? "console.amazonaws.cn"
            : region.startsWith("us-gov-")
                ? "console.amazonaws-us-gov.com"
                : "console.aws.amazon.com";
    return "https://%s%s/".formatted(region.isEmpty() ? "" : region + ".", domain);
  }
}
