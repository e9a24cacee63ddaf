package slash80.rules;

import java.util.List;
import slash80.facts.NetworkInterface;
import slash80.ip.Prefix;

/// The command that several rules about delegated prefixes print.
final class PrefixCommands {
  private PrefixCommands() {}

  static String unassign(NetworkInterface.Id networkInterface, List<Prefix> prefixes) {
    return ShellCommand.aws("ec2", "unassign-ipv6-addresses")
        .with("--network-interface-id", networkInterface)
        .with("--ipv6-prefixes", prefixes)
        .text();
  }
}
