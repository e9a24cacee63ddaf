package slash80.check;

import java.util.List;
import slash80.aws.ledger.LedgerStore;
import slash80.judge.Judgement;
import slash80.ledger.Ledger;
import slash80.ledger.Since;
import slash80.network.Network;
import slash80.network.Scope;
import slash80.page.AuditPage;
import slash80.page.AuditPart;

/// The page of a cluster beside its ledger, for people who follow the link of an alert. A whole
/// check that changed something writes it; a check of single nodes knows too little and leaves it.
final class ClusterPage {
  private static final String AGE =
      "Written by the last whole check that changed anything."
          + " Alerts tell what checks of single nodes have found since.";

  private ClusterPage() {}

  /// @param ledger as the check left it
  static void keep(
      LedgerStore store, Scope scope, Network network, Judgement judgement, Ledger ledger) {
    var cluster = network.cluster().id();
    if (scope instanceof Scope.Whole && store.pageOf(cluster).isPresent()) {
      var part = AuditPart.of(network, judgement, judgement, "", Since.of(ledger));
      var page = new AuditPage(List.of(part), AGE, List.of(), List.of(), "", "");
      store.storePage(cluster, page.html());
    }
  }
}
