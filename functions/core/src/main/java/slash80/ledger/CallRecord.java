package slash80.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The record of an API call in CloudTrail: its event, and where the call came from
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
///
/// @param event the id of the event; empty where the change is no recorded call
/// @param address the source address of the call, or the AWS service that made it; may be empty
/// @param agent the user agent in its own words; may be empty
public record CallRecord(String event, String address, String agent) {
  /// A change that is no recorded call.
  public static final CallRecord NONE = new CallRecord("", "", "");

  /// The programs that a user agent tells, by what it contains in lower case; the first that fits.
  /// Terraform's provider and the AWS CLI call through an SDK, which names itself too. A caller
  /// writes its user agent itself, so it is a hint and no proof.
  private static final List<Map.Entry<String, String>> PROGRAMS =
      List.of(
          Map.entry("terraform", "Terraform"),
          Map.entry("opentofu", "OpenTofu"),
          Map.entry("pulumi", "Pulumi"),
          Map.entry("cloudformation", "CloudFormation"),
          Map.entry("ansible", "Ansible"),
          Map.entry("karpenter", "Karpenter"),
          Map.entry("eksctl", "eksctl"),
          Map.entry("aws-load-balancer-controller", "the AWS Load Balancer Controller"),
          Map.entry("elbv2.k8s.aws", "the AWS Load Balancer Controller"),
          Map.entry("amazon-vpc-cni", "the VPC CNI"),
          Map.entry("cloudshell", "AWS CloudShell"),
          Map.entry("aws-cli", "the AWS CLI"),
          Map.entry("console", "the console"),
          Map.entry("coral", "the console"),
          Map.entry("mozilla/", "the console"),
          Map.entry("powershell", "the AWS Tools for PowerShell"),
          Map.entry("boto", "the AWS SDK for Python"),
          Map.entry("aws-sdk-go", "the AWS SDK for Go"),
          Map.entry("aws-sdk-java", "the AWS SDK for Java"),
          Map.entry("aws-sdk-js", "the AWS SDK for JavaScript"));

  public CallRecord {
    event = ChangeOrigin.shortened(event);
    address = ChangeOrigin.shortened(address);
    agent = ChangeOrigin.shortened(agent);
  }

  /// The program that made the call, as far as its user agent tells: `Terraform`; otherwise the
  /// user agent itself, and nothing where AWS made the call for itself.
  public String program() {
    String words = agent.toLowerCase(Locale.ROOT);
    return PROGRAMS.stream()
        .filter(program -> words.contains(program.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(agent.equals(address) ? "" : agent);
  }
}
