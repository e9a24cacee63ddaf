package slash80.facts;

import java.util.List;
import slash80.network.IpFamily;

final class Reachability {
  Reachability(Network network) {}

  List<String> notes() {
    return List.of();
  }

  Reach of(NetworkInterface networkInterface, IpFamily family) {
    throw new UnsupportedOperationException();
  }
}
