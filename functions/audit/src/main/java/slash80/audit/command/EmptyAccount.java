package slash80.audit.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A server that answers AWS's calls for an account with one IPv6 cluster in an empty VPC. It
/// listens on this machine only.
final class EmptyAccount implements AutoCloseable {
  static final String REGION = "us-east-2";

  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
  private static final String CLUSTER =
      """
      {"cluster": {"name": "demo", "arn": "arn:aws:eks:us-east-2:111122223333:cluster/demo", "status": "ACTIVE",
       "kubernetesNetworkConfig": {"ipFamily": "ipv6"},
       "resourcesVpcConfig": {"vpcId": "vpc-1", "subnetIds": ["subnet-1"], "clusterSecurityGroupId": "sg-1"}}}
      """;
  private static final Map<String, String> RESULTS =
      Map.of(
          "GetCallerIdentity",
          "<GetCallerIdentityResult><Account>111122223333</Account>"
              + "<Arn>arn:aws:iam::111122223333:user/demo</Arn></GetCallerIdentityResult>",
          "DescribeVpcs",
          "<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>",
          "DescribeSubnets",
          "<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>"
              + "<cidrBlock>10.0.0.0/24</cidrBlock><availabilityZone>us-east-2a</availabilityZone>"
              + "</item></subnetSet>");

  private final ServerSocket server;

  private EmptyAccount(ServerSocket server) {
    this.server = server;
  }

  static EmptyAccount start() throws IOException {
    var account = new EmptyAccount(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().daemon().start(account::serve);
    return account;
  }

  /// Makes this process call this account. It is the process's only task, so nothing is put back.
  void use() {
    System.setProperty("aws.endpointUrl", "http://localhost:" + server.getLocalPort());
    System.setProperty("aws.accessKeyId", "none");
    System.setProperty("aws.secretAccessKey", "none");
    System.setProperty("aws.maxAttempts", "1");
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void converse(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      String request = line(in);
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
        }
      }
      var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      byte[] answer = answer(request, body).getBytes(StandardCharsets.UTF_8);
      var out = socket.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(answer.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(answer);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Query protocols name the action in the body; the other calls are of EKS.
  private static String answer(String request, String body) {
    var action = ACTION.matcher(body);
    if (action.find()) {
      String name = action.group(1);
      return "<%1$sResponse>%2$s</%1$sResponse>".formatted(name, RESULTS.getOrDefault(name, ""));
    }
    String path = request.split(" ", -1)[1].split("\\?", 2)[0];
    return switch (path) {
      case "/clusters" -> "{\"clusters\": [\"demo\"]}";
      case "/clusters/demo" -> CLUSTER;
      default -> "{}";
    };
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
