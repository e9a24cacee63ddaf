package slash80.aws.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import slash80.aws.SdkSettings;

/// All services of AWS around a deployed stack, in good health at first. An answer is found by its
/// operation, or by its path.
final class StackStub implements AutoCloseable {
  static final String ACCOUNT = "111122223333";
  static final String REGION = "us-east-2";
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final String QUEUES = "https://sqs.us-east-2.amazonaws.com/111122223333/";
  private static final String TOPIC = "arn:aws:sns:us-east-2:111122223333:alerts";

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, String> parts = new TreeMap<>();
  private final Map<String, String> parameters = new TreeMap<>();
  private final SdkSettings settings;

  /// The operations and paths that were asked for.
  final List<String> asked = new CopyOnWriteArrayList<>();

  private volatile String denied = "";

  private record Answer(int status, String body) {}

  StackStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/", this::answer);
    server.start();
    settings = SdkSettings.at(URI.create("http://localhost:" + server.getAddress().getPort()));
    part("Changes", "AWS::SQS::Queue", QUEUES + "changes");
    part("DeadLetters", "AWS::SQS::Queue", QUEUES + "dead");
    part("Ec2Calls", "AWS::Events::Rule", "slash80-Ec2Calls-1");
    part("Watch", "AWS::Lambda::Function", "slash80-Watch-1");
    part("WatchChanges", "AWS::Lambda::EventSourceMapping", "0b1c");
    part("WatchLog", "AWS::Logs::LogGroup", "watch-log");
    part("SweepLog", "AWS::Logs::LogGroup", "sweep-log");
    part("Alerts", "AWS::SNS::Topic", TOPIC);
    part("AlertsKey", "AWS::KMS::Key", "key-1");
    part("Ledger", "AWS::S3::Bucket", "ledgers");
    on(
        "GetCallerIdentity",
        xml(
            "<Account>%s</Account><Arn>arn:aws:iam::%1$s:user/jo</Arn><UserId>A</UserId>"
                .formatted(ACCOUNT)));
    on(
        "DescribeTrails",
        "{'trailList':[{'Name':'all','TrailARN':'arn:all','IsMultiRegionTrail':true,"
            + "'HomeRegion':'us-east-1'}]}");
    on("GetTrailStatus", "{'IsLogging':true}");
    on(
        "GetEventSelectors",
        "{'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true}]}");
    on("DescribeRule", "{'State':'ENABLED'}");
    waiting(0, 0);
    on("/2015-03-31/functions/slash80-Watch-1/configuration", "{'State':'Active'}");
    on("/2015-03-31/event-source-mappings/0b1c", "{'State':'Enabled'}");
    subscriber("arn:aws:sns:us-east-2:111122223333:alerts:1");
    on(
        "GetTopicAttributes",
        xml(
            "<Attributes><entry><key>KmsMasterKeyId</key><value>key-1</value></entry><entry>"
                + "<key>Policy</key><value>{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":"
                + "\"*\",\"Action\":\"sns:Publish\",\"Condition\":{\"Bool\":{}}}]}</value>"
                + "</entry></Attributes>"));
    key("Enabled", "arn:aws:iam::111122223333:root");
    on("/clusters", "{'clusters':[]}");
    on("/ledgers", bucket(""));
    answers.put("/ledgers/sites.json", new Answer(404, "<Error><Code>NoSuchKey</Code></Error>"));
  }

  StackStub part(String name, String type, String id) {
    parts.put(name, type + " " + id);
    return this;
  }

  StackStub without(String part) {
    parts.remove(part);
    return this;
  }

  StackStub parameter(String key, String value) {
    parameters.put(key, value);
    return this;
  }

  StackStub on(String operation, String body) {
    answers.put(operation, new Answer(200, body.replace('\'', '"')));
    return this;
  }

  StackStub refusing(String operation, int status, String code) {
    answers.put(
        operation,
        new Answer(
            status,
            operation.startsWith("/") || operation.matches("DescribeRule|DescribeKey|GetParameter")
                ? "{\"__type\":\"%s\",\"Code\":\"%1$s\",\"message\":\"no\"}".formatted(code)
                : "<ErrorResponse><Error><Code>%s</Code><Message>no</Message></Error></ErrorResponse>"
                    .formatted(code)));
    return this;
  }

  /// A refused call. Closing it ends the refusal.
  interface Refusal extends AutoCloseable {
    @Override
    void close();
  }

  /// Refuses a call as IAM does, until the answer is closed.
  Refusal denied(String operation) {
    denied = operation;
    return () -> denied = "";
  }

  private static Answer denial(String target, String operation, String body) {
    if (body.contains("Version=2016-11-15")) {
      return new Answer(
          403,
          "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error>"
              + "</Errors><RequestID>1</RequestID></Response>");
    }
    if (!target.isEmpty() || operation.startsWith("/2015") || operation.startsWith("/clusters")) {
      return new Answer(
          target.isEmpty() ? 403 : 400,
          "{\"__type\":\"AccessDeniedException\",\"code\":\"AccessDeniedException\",\"message\":\"no\"}");
    }
    var error = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    return new Answer(
        403,
        operation.startsWith("/") ? error : "<ErrorResponse>%s</ErrorResponse>".formatted(error));
  }

  /// The messages that each queue holds, and the age of the oldest in seconds.
  StackStub waiting(int messages, int age) {
    on(
        "GetQueueAttributes",
        "{'Attributes':{'ApproximateNumberOfMessages':'%d','QueueArn':'arn:queue','Policy':'%s'}}"
            .formatted(
                messages,
                "{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{\\\"Service\\\":"
                    + "\\\"events.amazonaws.com\\\"},\\\"Action\\\":\\\"sqs:SendMessage\\\"}}"));
    return on(
        "GetMetricStatistics",
        xml(
            "<Datapoints><member><Timestamp>2026-11-23T07:00:00Z</Timestamp><Sum>1.0</Sum>"
                + "<Maximum>%d.0</Maximum></member></Datapoints>".formatted(age)));
  }

  StackStub subscriber(String arn) {
    return on(
        "ListSubscriptionsByTopic",
        xml(
            "<Subscriptions><member><SubscriptionArn>%s</SubscriptionArn><Protocol>email</Protocol>"
                    .formatted(arn)
                + "<Endpoint>jo@example.com</Endpoint><Owner>1</Owner></member></Subscriptions>"));
  }

  StackStub key(String state, String principal) {
    on(
        "DescribeKey",
        "{'KeyMetadata':{'KeyState':'%s','AWSAccountId':'%s'}}".formatted(state, ACCOUNT));
    return on(
        "GetKeyPolicy",
        "{'Policy':'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":{\\\"AWS\\\":\\\"%s\\\"},"
                .formatted(principal)
            + "\\\"Action\\\":\\\"kms:*\\\"}]}'}");
  }

  /// An IPv6 cluster, in a VPC that holds nothing.
  StackStub cluster() {
    on("/clusters", "{'clusters':['demo']}");
    on(
        "/clusters/demo",
        "{'cluster':{'name':'demo','arn':'arn:aws:eks:us-east-2:111122223333:cluster/demo',"
            + "'kubernetesNetworkConfig':{'ipFamily':'ipv6'},'status':'ACTIVE',"
            + "'resourcesVpcConfig':{'vpcId':'vpc-1','subnetIds':['subnet-1']}}}");
    on("/clusters/demo/node-groups", "{'nodegroups':[]}");
    on("/clusters/demo/addons/vpc-cni", "{'addon':{'addonName':'vpc-cni'}}");
    for (var operation :
        List.of(
            "Vpcs",
            "Subnets",
            "Instances",
            "NetworkInterfaces",
            "SecurityGroupRules",
            "SecurityGroups",
            "NetworkAcls",
            "RouteTables",
            "InternetGateways",
            "EgressOnlyInternetGateways",
            "Addresses",
            "ManagedPrefixLists",
            "InstanceTypes",
            "VpcBlockPublicAccessOptions",
            "VpcBlockPublicAccessExclusions",
            "InstanceConnectEndpoints",
            "VpcEndpointServiceConfigurations")) {
      on("Describe" + operation, "<Describe%sResponse/>".formatted(operation));
    }
    on("GetSubnetCidrReservations", "<GetSubnetCidrReservationsResponse/>");
    on("DescribeLoadBalancers", xml("<LoadBalancers/>"));
    on("DescribeTargetGroups", xml("<TargetGroups/>"));
    return on("ListAccelerators", "{'Accelerators':[]}");
  }

  /// The names of ledgers that the bucket holds.
  StackStub ledgers(String... keys) {
    var contents = new StringBuilder();
    for (var key : keys) {
      contents.append("<Contents><Key>%s</Key></Contents>".formatted(key));
    }
    return on("/ledgers", bucket(contents.toString()));
  }

  private static String bucket(String contents) {
    return "<ListBucketResult><Name>ledgers</Name><IsTruncated>false</IsTruncated>%s</ListBucketResult>"
        .formatted(contents);
  }

  private static String xml(String result) {
    return "<QueryResponse><Result>%s</Result></QueryResponse>".formatted(result);
  }

  private String stack(String operation) {
    var members = new StringBuilder();
    if (operation.equals("DescribeStacks")) {
      parameters.forEach(
          (key, value) ->
              members.append(
                  "<member><ParameterKey>%s</ParameterKey><ParameterValue>%s</ParameterValue></member>"
                      .formatted(key, value)));
      return xml(
          "<Stacks><member><StackStatus>UPDATE_COMPLETE</StackStatus><Parameters>%s</Parameters>"
                  .formatted(members)
              + "</member></Stacks>");
    }
    parts.forEach(
        (name, part) ->
            members.append(
                "<member><LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType>"
                        .formatted(name, part.split(" ")[0])
                    + "<PhysicalResourceId>%s</PhysicalResourceId></member>"
                        .formatted(part.split(" ")[1])));
    return xml("<StackResourceSummaries>%s</StackResourceSummaries>".formatted(members));
  }

  /// The path of a call, with the version that it asks for.
  private static String path(URI uri) {
    var query = String.valueOf(uri.getQuery());
    return query.startsWith("Qualifier=") ? uri.getPath() + "?" + query : uri.getPath();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    var action = ACTION.matcher(body);
    var operation =
        target != null
            ? target.substring(target.lastIndexOf('.') + 1)
            : action.find() ? action.group(1) : path(exchange.getRequestURI());
    asked.add(operation);
    var known = answers.get(operation);
    var answer =
        operation.equals(denied)
            ? denial(target == null ? "" : target, operation, body)
            : known == null && operation.matches("DescribeStacks|ListStackResources")
                ? new Answer(200, stack(operation))
                : known == null ? new Answer(403, "") : known;
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    settings.close();
    server.stop(0);
  }
}
