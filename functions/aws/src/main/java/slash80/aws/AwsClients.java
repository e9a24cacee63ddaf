package slash80.aws;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slash80.aws.http.EarlyConnections;
import slash80.aws.http.PromptHttpClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The clients of AWS in one region. Every client of the project is built here and names its HTTP
/// client, so the SDK has nothing to look up at run time: a native executable carries no service
/// files but those that its configuration lists, and without them the look-up fails at the first
/// call. The SDK itself reads `AWS_ENDPOINT_URL` and similar variables
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
public final class AwsClients {
  /// The longest wait for a connection.
  private static final Duration CONNECTION = Duration.ofSeconds(2);

  /// The longest wait for the next byte: so long the thread of an aborted call is left behind.
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private static final int TIMERS = 2;

  /// A service to which a connection can be opened early.
  public enum Host {
    EC2("Ec2", "ec2"),
    EKS("Eks", "eks"),
    LOAD_BALANCING("Elastic_Load_Balancing_V2", "elasticloadbalancing"),
    SNS("Sns", "sns"),
    SSM("Ssm", "ssm");

    private final String id;
    private final String name;

    /// @param id the name of the service in the settings of the SDK
    /// @param name the first part of the name of its host
    Host(String id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  private static final AwsBasicCredentials NOBODY = AwsBasicCredentials.create("nobody", "none");

  private static @Nullable SdkHttpClient http;
  private static @Nullable EarlyConnections early;
  private static @Nullable AwsCredentialsProvider rehearsing;
  private static @Nullable ScheduledExecutorService timers;

  private final Region region;
  private final Optional<AwsCredentialsProvider> credentials;
  private final Consumer<ClientOverrideConfiguration.Builder> settings;
  private final CallDeadline deadline;
  private @Nullable S3Client s3;

  private AwsClients(
      Region region,
      Optional<AwsCredentialsProvider> credentials,
      Consumer<ClientOverrideConfiguration.Builder> settings,
      CallDeadline deadline) {
    this.region = region;
    this.credentials = credentials;
    this.settings = settings;
    this.deadline = deadline;
  }

  /// Clients with the credentials that the SDK finds in its environment. They wait for every answer
  /// for a limited time, but may go on for ever.
  public static AwsClients in(String region) {
    return new AwsClients(
        Region.of(region), Optional.empty(), _ -> {}, new CallDeadline(InstantSource.system()));
  }

  /// The same clients with other credentials.
  public AwsClients with(AwsCredentialsProvider provider) {
    return new AwsClients(region, Optional.of(provider), settings, deadline);
  }

  /// The same clients with settings such as retries and listeners.
  public AwsClients with(Consumer<ClientOverrideConfiguration.Builder> configuration) {
    return new AwsClients(region, credentials, configuration, deadline);
  }

  /// The same clients, which end with this deadline.
  public AwsClients within(CallDeadline end) {
    return new AwsClients(region, credentials, settings, end);
  }

  public Ec2Client ec2() {
    return prepared(Ec2Client.builder()).build();
  }

  public EksClient eks() {
    return prepared(EksClient.builder()).build();
  }

  public ElasticLoadBalancingV2Client loadBalancing() {
    return prepared(ElasticLoadBalancingV2Client.builder()).build();
  }

  /// One client for the ledgers and everything beside them. An emulator has no host for each
  /// bucket, so a bucket is named in the path there.
  public synchronized S3Client s3() {
    if (s3 == null) {
      s3 = prepared(S3Client.builder()).forcePathStyle(isEmulated()).build();
    }
    return s3;
  }

  public SnsClient sns() {
    return prepared(SnsClient.builder()).build();
  }

  public SqsClient sqs() {
    return prepared(SqsClient.builder()).build();
  }

  public SsmClient ssm() {
    return prepared(SsmClient.builder()).build();
  }

  public StsClient sts() {
    return prepared(StsClient.builder()).build();
  }

  /// The organization is the same in every region, and answers in one region of each partition
  /// (https://docs.aws.amazon.com/general/latest/gr/ao.html).
  public JsonService organizations() {
    var home =
        switch (PartitionMetadata.of(region).id()) {
          case "aws-cn" -> Region.CN_NORTHWEST_1;
          case "aws-us-gov" -> Region.US_GOV_WEST_1;
          default -> Region.US_EAST_1;
        };
    return service("Organizations", home, "organizations", "AWSOrganizationsV20161128");
  }

  public JsonService cloudTrail() {
    return service(
        "CloudTrail",
        region,
        "cloudtrail",
        "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101");
  }

  public JsonService events() {
    return service("EventBridge", region, "events", "AWSEvents");
  }

  public JsonService keys() {
    return service("Kms", region, "kms", "TrentService");
  }

  public PlainService cloudFormation() {
    return plain("CloudFormation", "cloudformation", "2010-05-15");
  }

  public PlainService cloudWatch() {
    return plain("CloudWatch", "monitoring", "2010-08-01");
  }

  public PlainService lambda() {
    return plain("Lambda", "lambda", "");
  }

  private PlainService plain(String id, String name, String version) {
    return new PlainService(
        http(),
        provider(),
        new PlainService.Place(address(id, region, name), region.id(), name, version));
  }

  private AwsCredentialsProvider provider() {
    return chosen().orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  private Optional<AwsCredentialsProvider> chosen() {
    return credentials.or(AwsClients::ofRehearsal);
  }

  private static URI address(String id, Region where, String name) {
    var usual =
        "https://%s.%s.%s".formatted(name, where.id(), PartitionMetadata.of(where).dnsSuffix());
    return URI.create(
        settings(id).filter(url -> url != null && !url.isBlank()).findFirst().orElse(usual));
  }

  public JsonService securityHub() {
    return service("SecurityHub", region, "securityhub", "");
  }

  /// AWS Global Accelerator answers in one region, and only in AWS's first partition
  /// (https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html).
  public Optional<JsonService> globalAccelerator() {
    return Optional.of(PartitionMetadata.of(region).id())
        .filter("aws"::equals)
        .map(
            _ ->
                service(
                    "GlobalAccelerator",
                    Region.US_WEST_2,
                    "globalaccelerator",
                    "GlobalAccelerator_V20180706"));
  }

  /// @param id the name of the service in the settings of the SDK
  private JsonService service(String id, Region where, String name, String target) {
    return new JsonService(
        http(),
        provider(),
        new JsonService.Endpoint(address(id, where, name), where.id(), name, target),
        deadline);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B prepared(B builder) {
    chosen().ifPresent(builder::credentialsProvider);
    return builder.region(region).httpClient(http()).overrideConfiguration(this::configure);
  }

  /// The deadline comes first: what it stops, no other listener hears of.
  private void configure(ClientOverrideConfiguration.Builder configuration) {
    settings.accept(configuration);
    configuration
        .executionInterceptors(
            Stream.concat(Stream.of(deadline), configuration.executionInterceptors().stream())
                .toList())
        .scheduledExecutorService(timers());
  }

  /// The threads that end calls at their time-outs. Each client would start threads of its own, and
  /// a function has three clients for each account and region.
  static synchronized ScheduledExecutorService timers() {
    if (timers == null) {
      timers =
          Executors.newScheduledThreadPool(
              TIMERS, Thread.ofPlatform().daemon().name("time-outs-", 0).factory());
    }
    return timers;
  }

  /// One HTTP client serves all clients of AWS, and stays open when one of these is closed. It is
  /// built on first use: a native executable runs static initializers when it is built, and would
  /// keep the proxy settings of the machine that built it.
  private static synchronized SdkHttpClient http() {
    if (http == null) {
      http = new PromptHttpClient(early == null ? usual() : through(early, CONNECTION, SILENCE));
    }
    return http;
  }

  /// An HTTP client whose calls take connections that were opened early.
  static SdkHttpClient through(EarlyConnections early, Duration opening, Duration silence) {
    return UrlConnectionHttpClient.create(address -> early.connection(address, opening, silence));
  }

  private static SdkHttpClient usual() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECTION)
        .socketTimeout(SILENCE)
        .build();
  }

  /// Begins to open a connection to each service, and to the bucket, before a call needs them. The
  /// clients that are built from now on use them. Nothing is opened if calls have to go through a
  /// proxy, or if there were calls already.
  ///
  /// @param bucket that is read; empty if there is none
  public void openEarly(Set<Host> services, Optional<String> bucket) {
    openEarly(early(services, bucket));
  }

  List<URI> early(Set<Host> services, Optional<String> bucket) {
    return Stream.concat(
            services.stream().map(service -> address(service.id, region, service.name)),
            bucket.stream().map(this::address))
        .toList();
  }

  private static synchronized void openEarly(List<URI> addresses) {
    if (http != null || hasProxy()) {
      return;
    }
    early = new EarlyConnections(EarlyConnections::sockets, InstantSource.system());
    early.open(addresses);
  }

  /// Whether the SDK finds a proxy in the environment.
  private static boolean hasProxy() {
    return Stream.of("http", "https")
        .map(scheme -> ProxyConfiguration.builder().scheme(scheme).build().host())
        .anyMatch(Objects::nonNull);
  }

  /// The host of a bucket, as the SDK names it
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html): a certificate is
  /// not good for a name with dots, and in us-east-1 the SDK calls the host of old.
  private URI address(String bucket) {
    if (isEmulated()) {
      return address("S3", region, "s3");
    }
    var host =
        region.equals(Region.US_EAST_1)
            ? "s3.amazonaws.com"
            : address("S3", region, "s3").getHost();
    return URI.create("https://" + (bucket.contains(".") ? "" : bucket + ".") + host);
  }

  /// Has the clients that are built while something runs call another HTTP client, with credentials
  /// that are good nowhere.
  static void rehearse(SdkHttpClient other, Runnable part) {
    var usual = replace(other, StaticCredentialsProvider.create(NOBODY));
    try {
      part.run();
    } finally {
      replace(usual, null);
    }
  }

  private static synchronized @Nullable SdkHttpClient replace(
      @Nullable SdkHttpClient client, @Nullable AwsCredentialsProvider provider) {
    var before = http;
    http = client;
    rehearsing = provider;
    return before;
  }

  private static synchronized Optional<AwsCredentialsProvider> ofRehearsal() {
    return Optional.ofNullable(rehearsing);
  }

  private static boolean isEmulated() {
    return settings("S3").anyMatch(url -> url != null && !url.isBlank());
  }

  /// The addresses that the environment gives for a service, the most specific one first.
  ///
  /// @param service its name, with `_` between words
  private static Stream<@Nullable String> settings(String service) {
    return Stream.of(
        System.getProperty("aws.endpointUrl" + service.replace("_", "")),
        System.getProperty("aws.endpointUrl"),
        System.getenv("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT)),
        System.getenv("AWS_ENDPOINT_URL"));
  }
}
