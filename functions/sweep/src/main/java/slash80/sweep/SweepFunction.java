package slash80.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.CallCounts;
import slash80.aws.CallDeadline;
import slash80.aws.Fleet;
import slash80.aws.LambdaRuntime;
import slash80.aws.MetricLine;
import slash80.aws.Outbox;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.live.FleetAccounts;
import slash80.aws.snapshot.Snapshot;

/// The Lambda function `sweep`, which the schedule calls. Whatever the input, every call requests a
/// check of every cluster, and throws if a check could not be requested. An Error ends the process.
@Named("sweep")
public class SweepFunction implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(SweepFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SPARE = Duration.ofSeconds(60);

  @Inject Config config;

  private final CallDeadline calling = new CallDeadline(InstantSource.system());
  private @Nullable Sweep sweep;
  private final Set<Account> asked = new LinkedHashSet<>();

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    try {
      sweep(output, context);
    } catch (Error failure) {
      throw runtime().end(context == null ? "" : context.getAwsRequestId(), failure);
    }
  }

  /// A test passes its own.
  LambdaRuntime runtime() {
    return LambdaRuntime.ofEnvironment();
  }

  private void sweep(OutputStream output, Context context) throws IOException {
    var asking = sweep();
    var before = reads();
    boolean isComplete = false;
    try {
      calling.set(end(context, SPARE.dividedBy(3)));
      int clusters = asking.run(end(context, SPARE));
      isComplete = true;
      LOG.infof(
          "requested a check of each of %d clusters with %s", clusters, reads().since(before));
      JSON.writeValue(output, Map.of("clusters", clusters));
    } finally {
      var made = reads().since(before);
      var line = isComplete ? MetricLine.ofSweep(made) : MetricLine.ofPartOfSweep(made);
      System.out.println(line.text(Instant.now()));
    }
  }

  /// The end of the function's time, less what a hanging call and the last messages may take.
  private static Instant end(@Nullable Context context, Duration spare) {
    return context == null
        ? Instant.MAX
        : Instant.now().plusMillis(context.getRemainingTimeInMillis()).minus(spare);
  }

  private CallCounts reads() {
    return asked.stream().map(Account::callCounts).reduce(CallCounts.none(), CallCounts::and);
  }

  private Sweep sweep() {
    if (sweep == null) {
      var region = needed("AWS_REGION", "expected the region to judge, such as us-east-2");
      var queue = needed("SLASH80_QUEUE_URL", "expected the URL of the queue that watch reads");
      var sqs = AwsClients.in(region).within(calling).sqs();
      sweep = sweep(region, () -> new Outbox(sqs, queue));
    }
    return sweep;
  }

  private Sweep sweep(String region, Supplier<Outbox> outboxes) {
    var snapshot = variable("SLASH80_SNAPSHOT").map(Path::of).map(Snapshot::open);
    if (snapshot.isPresent()) {
      return sweep(sites(snapshot.get()), (_, _) -> snapshot.get(), region, outboxes);
    }
    needed("SLASH80_ACCOUNT", "expected the account that this function runs in");
    var fleet = Fleet.of(region, this::variable);
    var accounts = FleetAccounts.live(fleet, calling);
    return sweep(
        fleet.sites(),
        (site, until) -> {
          var account = accounts.of(site);
          account.until(until);
          return account;
        },
        region,
        outboxes);
  }

  private static List<AccountRegion> sites(Snapshot snapshot) {
    return snapshot.clusters().stream()
        .map(cluster -> new AccountRegion(cluster.account(), cluster.region()))
        .distinct()
        .toList();
  }

  private Sweep sweep(
      List<AccountRegion> sites,
      Sweep.Accounts accounts,
      String region,
      Supplier<Outbox> outboxes) {
    return new Sweep(
        sites,
        (site, until) -> asked(accounts.of(site, until)),
        store(region),
        outboxes,
        Clock.systemUTC());
  }

  /// Remembers the account, to count its calls.
  private Account asked(Account account) {
    asked.add(account);
    return account;
  }

  /// Without a bucket there are no ledgers that a sweep could find.
  private LedgerStore store(String region) {
    return variable("SLASH80_LEDGER_BUCKET")
        .<LedgerStore>map(bucket -> S3LedgerStore.in(AwsClients.in(region).within(calling), bucket))
        .orElseGet(MemoryLedgerStore::new);
  }

  private String needed(String name, String expected) {
    return variable(name).orElseThrow(() -> new BadInput(name + " is not set: " + expected));
  }

  private Optional<String> variable(String name) {
    return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }
}
