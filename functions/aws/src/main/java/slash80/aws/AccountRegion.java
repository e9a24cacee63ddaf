package slash80.aws;

import java.util.List;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.ip.SafeText;
import slash80.ledger.Site;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// An account and a region: what one [Account] reads.
///
/// @param account the twelve digits of the account; empty if unknown
public record AccountRegion(String account, String region) {
  /// A place in S3 may have 1,024 characters.
  private static final int NAME = 200;

  private static final String NUMBER = "\\d{12}";
  private static final String REGION = "[a-z]{2,}(-[a-z]+)+-\\d+";

  /// The site of a ledger of sites.
  public Site site() {
    return new Site(account, region);
  }

  /// Whether a cluster is there.
  public boolean has(Cluster.Id cluster) {
    return cluster.account().equals(account) && cluster.region().equals(region);
  }

  /// Whether both are in the same account.
  public boolean isOfAccount(AccountRegion other) {
    return account.equals(other.account());
  }

  /// The partition of the region, with which its ARNs begin, such as `aws` or `aws-cn`
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
  public String partition() {
    return PartitionMetadata.of(Region.of(region)).id();
  }

  /// The ARN of a cluster.
  public static String arnOf(Cluster.Id cluster) {
    return Arn.builder()
        .partition(new AccountRegion(cluster.account(), cluster.region()).partition())
        .service("eks")
        .region(cluster.region())
        .accountId(cluster.account())
        .resource("cluster/" + cluster.name())
        .build()
        .toString();
  }

  @Override
  public String toString() {
    return "account %s, region %s".formatted(account, region);
  }

  /// Checks an account id. Throws [BadInput] for any other text.
  ///
  /// @param name the setting that has the text
  public static String account(String name, String number) {
    return checked(name, number, NUMBER, "an account id of twelve digits");
  }

  /// The accounts of a list that is separated by commas.
  public static List<String> accounts(String name, String list) {
    return parts(list).map(number -> account(name, number)).toList();
  }

  /// The regions of a list that is separated by commas.
  public static List<String> regions(String name, String list) {
    return parts(list)
        .map(region -> checked(name, region, REGION, "regions such as us-east-2"))
        .toList();
  }

  private static Stream<String> parts(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(text -> !text.isEmpty()).distinct();
  }

  private static String checked(String name, String text, String form, String expected) {
    if (!text.matches(form)) {
      throw new BadInput(
          "%s has %s: expected %s"
              .formatted(SafeText.of(name, NAME), SafeText.quoted(text), expected));
    }
    return text;
  }
}
