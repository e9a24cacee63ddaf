package slash80.check;

import java.util.List;
import java.util.stream.IntStream;

/// Builds events from text with single quotes in place of double quotes.
public final class Events {
  private Events() {}

  /// The message that the sweep sends for a cluster.
  public static String check(String cluster) {
    return notification(
        "slash80.sweep",
        "Cluster Check",
        "{'cluster':'%s','account':'111122223333','region':'us-east-2'}".formatted(cluster));
  }

  /// An instance that changes its state.
  public static String state(String instance, String state) {
    return notification(
        "aws.ec2",
        "EC2 Instance State-change Notification",
        "{'instance-id':'%s','state':'%s'}".formatted(instance, state));
  }

  /// One message each: m0, m1 and so on.
  public static List<QueueMessage> messages(String... bodies) {
    return IntStream.range(0, bodies.length)
        .mapToObj(number -> new QueueMessage("m" + number, bodies[number]))
        .toList();
  }

  /// A call of EC2 that went well; a test states what deviates.
  public static Call call(String name) {
    return new Call(
        name, "ec2", "2016-11-15", "assumed-role/Admin/alice", "{}", "{'requestId':'r'}", "");
  }

  /// @param more further members of the detail
  public record Call(
      String name,
      String service,
      String version,
      String who,
      String request,
      String response,
      String more) {
    public Call of(String service) {
      return new Call(name, service, version, who, request, response, more);
    }

    public Call in(String version) {
      return new Call(name, service, version, who, request, response, more);
    }

    public Call by(String who) {
      return new Call(name, service, version, who, request, response, more);
    }

    public Call asking(String request) {
      return new Call(name, service, version, who, request, response, more);
    }

    public Call answering(String response) {
      return new Call(name, service, version, who, request, response, more);
    }

    public Call with(String member) {
      return new Call(name, service, version, who, request, response, more + "," + member);
    }

    public Call failing(String code) {
      return answering("null").with("'errorCode':'%s','errorMessage':'no'".formatted(code));
    }

    public Call reading() {
      return with("'readOnly':true");
    }

    public String event() {
      String detail =
          """
          {'eventVersion':'1.11','userIdentity':{'type':'AssumedRole',
           'arn':'arn:aws:sts::111122223333:%s'},'eventTime':'2026-11-23T07:00:00Z',
           'eventSource':'%s.amazonaws.com','eventName':'%s','awsRegion':'us-east-2',
           'requestParameters':%s,'responseElements':%s,'apiVersion':'%s',
           'recipientAccountId':'111122223333'%s}\
          """
              .formatted(who, service, name, request, response, version, more);
      return notification("aws." + service, "AWS API Call via CloudTrail", detail);
    }
  }

  public static String notification(String source, String kind, String detail) {
    return """
    {'version':'0','id':'7bf73129-1428-4cd3-a780-95db273d1602','detail-type':'%s',
     'source':'%s','account':'111122223333','time':'2026-11-23T07:00:00Z',
     'region':'us-east-2','resources':[],'detail':%s}\
    """
        .formatted(kind, source, detail)
        .replace('\'', '"');
  }
}
