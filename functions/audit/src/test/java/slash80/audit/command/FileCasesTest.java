package slash80.audit.command;

import static slash80.audit.command.AccountCase.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole accounts whose files are written as people have them.
final class FileCasesTest {
  private static void launched(ChangedAccount account, String moment) {
    account.instances().forEach(instance -> instance.put("LaunchTime", moment));
    ChangedAccount.objects(account.list("describe-network-interfaces"))
        .map(held -> (ObjectNode) held.path("Attachment"))
        .forEach(attachment -> attachment.put("AttachTime", moment));
  }

  private static void connected(ChangedAccount account, String file) {
    account.put(
        file,
        """
        {cluster: {name: 'onprem', arn: 'arn:aws:eks:eu-north-1:222233334444:cluster/onprem',
         createdAt: '2024-04-12T12:42:10.861000-04:00', status: 'ACTIVE', tags: {},
         connectorConfig: {activationId: 'a', provider: 'EKS_ANYWHERE',
         roleArn: 'arn:aws:iam::222233334444:role/connector'}}}\
        """);
  }

  static Stream<AccountCase> cases() {
    return Stream.of(
        when(
                "dates are written as Python prints them",
                account -> launched(account, "2026-01-05 09:00:00+00:00"))
            .findsNothing()
            .checksEverything(),
        when("dates have no zone", account -> launched(account, "2026-01-05 09:00:00"))
            .findsNothing()
            .checksEverything(),
        when(
                "dates are seconds since 1970, as text and as a number",
                account -> {
                  launched(account, "1767603600");
                  ((ObjectNode) account.file("describe-cluster.harbour").path("cluster"))
                      .put("createdAt", 1767600000.0);
                })
            .findsNothing()
            .checksEverything(),
        when(
                "a node launched a minute ago by a date as Python prints it is settling",
                account -> {
                  launched(account, "2026-01-31 23:59:00+00:00");
                  account.networkInterface("eni-0a01").putArray("Ipv6Prefixes");
                })
            .neverFinds("node-holds-pod-prefix"),
        when(
                "a node launched long ago by a date as Python prints it is settled",
                account -> {
                  launched(account, "2026-01-05 09:00:00+00:00");
                  account.networkInterface("eni-0a01").putArray("Ipv6Prefixes");
                })
            .finds("node-holds-pod-prefix", "HIGH", "i-0a01"),
        when(
                "a cluster of EKS Connector stands beside the real one",
                account -> connected(account, "describe-cluster.onprem"))
            .findsNothing()
            .notes("cluster onprem is not checked: EKS does not run it"),
        when(
                "the file of a cluster of EKS Connector has another name",
                account -> connected(account, "describe-cluster.ext"))
            .findsNothing()
            .notes("cluster onprem is not checked: EKS does not run it"),
        when(
                "the account lists a cluster of EKS Connector too",
                account -> {
                  connected(account, "describe-cluster.onprem");
                  account.put("list-clusters", "{clusters: ['harbour', 'onprem']}");
                })
            .findsNothing()
            .notes("cluster onprem is not checked: EKS does not run it"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
