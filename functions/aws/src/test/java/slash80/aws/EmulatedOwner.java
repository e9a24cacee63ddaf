package slash80.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.IpFamily;
import software.amazon.awssdk.services.sts.StsClient;

/// The administrator of an account on the emulator.
public final class EmulatedOwner {
  private static final URI ENDPOINT =
      URI.create(System.getenv().getOrDefault("SLASH80_EMULATOR", "http://127.0.0.1:1"));

  private final AwsCredentials credentials;

  private EmulatedOwner(AwsCredentials credentials) {
    this.credentials = credentials;
  }

  /// The administrator of the emulator's default account.
  public static EmulatedOwner ofHub() {
    return new EmulatedOwner(AwsBasicCredentials.create("test", "test"));
  }

  /// The administrator of another account of the organization.
  public static EmulatedOwner ofMember(String account) {
    try (var sts = ofHub().built(StsClient.builder())) {
      var role = "arn:aws:iam::%s:role/OrganizationAccountAccessRole".formatted(account);
      var got =
          sts.assumeRole(builder -> builder.roleArn(role).roleSessionName("owner")).credentials();
      return new EmulatedOwner(
          AwsSessionCredentials.create(
              got.accessKeyId(), got.secretAccessKey(), got.sessionToken()));
    }
  }

  /// A client with the credentials of this administrator.
  public <B extends AwsClientBuilder<B, C>, C> C built(B builder) {
    return builder
        .endpointOverride(ENDPOINT)
        .region(Region.US_EAST_2)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  public String account() {
    try (var sts = built(StsClient.builder())) {
      return sts.getCallerIdentity().account();
    }
  }

  /// Creates a role that may be assumed. The build has no client for IAM; the emulator finds the
  /// account by the access key and does not check the signature.
  public void admit(String role) {
    var request =
        HttpRequest.newBuilder(ENDPOINT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20261123/us-east-1/iam/aws4_request"
                    .formatted(credentials.accessKeyId()))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "Action=CreateRole&Version=2010-05-08&AssumeRolePolicyDocument=%7B%7D&RoleName="
                        + role))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /// A cluster that was created.
  ///
  /// @param group the security group of its node
  public record Planted(String account, String name, String group, String node) {}

  /// An IPv6 cluster with one node without a prefix. The node's security group admits the internet,
  /// but no route leads there.
  public Planted plant(String name) {
    try (var ec2 = built(Ec2Client.builder());
        var eks = built(EksClient.builder())) {
      var vpc =
          ec2.createVpc(
                  builder -> builder.cidrBlock("10.0.0.0/16").amazonProvidedIpv6CidrBlock(true))
              .vpc()
              .vpcId();
      var range =
          ec2.describeVpcs(builder -> builder.vpcIds(vpc))
              .vpcs()
              .getFirst()
              .ipv6CidrBlockAssociationSet()
              .getFirst()
              .ipv6CidrBlock();
      var subnet =
          ec2.createSubnet(
                  builder ->
                      builder
                          .vpcId(vpc)
                          .cidrBlock("10.0.1.0/24")
                          .ipv6CidrBlock(range.replace("/56", "/64")))
              .subnet()
              .subnetId();
      var group = group(ec2, vpc, name);
      var cluster =
          eks.createCluster(
                  builder ->
                      builder
                          .name(name)
                          .roleArn("arn:aws:iam::111122223333:role/cluster")
                          .resourcesVpcConfig(config -> config.subnetIds(subnet))
                          .kubernetesNetworkConfig(config -> config.ipFamily(IpFamily.IPV6)))
              .cluster();
      var account = cluster.arn().split(":")[4];
      return new Planted(account, name, group, launch(ec2, subnet, group, name));
    }
  }

  private static String group(Ec2Client ec2, String vpc, String name) {
    var group =
        ec2.createSecurityGroup(builder -> builder.vpcId(vpc).groupName(name).description("nodes"))
            .groupId();
    ec2.authorizeSecurityGroupIngress(
        builder ->
            builder
                .groupId(group)
                .ipPermissions(
                    rule ->
                        rule.ipProtocol("tcp")
                            .fromPort(22)
                            .toPort(22)
                            .ipv6Ranges(from -> from.cidrIpv6("::/0"))));
    return group;
  }

  private static String launch(Ec2Client ec2, String subnet, String group, String cluster) {
    return ec2.runInstances(
            builder ->
                builder
                    .imageId("ami-12345678")
                    .instanceType("m6i.large")
                    .minCount(1)
                    .maxCount(1)
                    .networkInterfaces(
                        first ->
                            first.deviceIndex(0).subnetId(subnet).groups(group).ipv6AddressCount(1))
                    .tagSpecifications(
                        tags ->
                            tags.resourceType(ResourceType.INSTANCE)
                                .tags(tag -> tag.key("aws:eks:cluster-name").value(cluster))))
        .instances()
        .getFirst()
        .instanceId();
  }
}
