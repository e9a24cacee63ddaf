package slash80.aws.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import slash80.aws.AccessRefused;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.Fleet;
import slash80.aws.ReadInterrupted;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/// Credentials for the accounts of a fleet. In the function's own account its own role is used, and
/// in every other account the fleet's role is assumed. The credentials of a role serve all regions,
/// and the SDK renews them shortly before they expire: a role that is assumed from a role lasts an
/// hour (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining).
public final class RoleCredentials {
  /// The session name, which CloudTrail of the member account shows beside the role.
  private static final String SESSION = "slash80";

  /// The longest wait for the credentials of one account, which are a single short answer. The
  /// other accounts need the time.
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static final String ASSUME_ROLE = "sts:AssumeRole";

  private final Fleet fleet;
  private final StsClient sts;
  private final Map<String, AwsCredentialsProvider> credentials = new ConcurrentHashMap<>();

  public RoleCredentials(Fleet fleet, StsClient sts) {
    this.fleet = fleet;
    this.sts = sts;
  }

  /// Opens an account and region of the fleet. Throws [ReadInterrupted] when the role cannot be
  /// assumed.
  LiveAccount account(AccountRegion site, Instant until) {
    return LiveAccount.in(clients(site, until), List.of());
  }

  /// The clients that call AWS as the account's own role.
  AwsClients clients(AccountRegion site, Instant until) {
    var clients = AwsClients.in(site.region());
    return site.isOfAccount(fleet.home()) ? clients : clients.with(credentials(site, until));
  }

  /// The credentials for an account. The role is assumed at once, so that a refusal names the role
  /// and not the first call that was made with it. An account that waits for its role holds up no
  /// other.
  ///
  /// @param until the time at which the wait for the role ends
  public AwsCredentialsProvider credentials(AccountRegion site, Instant until) {
    var known = credentials.get(site.account());
    if (known != null) {
      return known;
    }
    var assumed = assumed(arn(site), until);
    credentials.put(site.account(), assumed);
    return assumed;
  }

  /// Credentials are assumed again before they expire, in the middle of any call. So a role that
  /// was deleted meanwhile is named too, and not the call.
  private AwsCredentialsProvider assumed(String role, Instant until) {
    var wait = new AtomicLong(wait(role, until).toNanos());
    var assuming =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(() -> request(role, Duration.ofNanos(wait.get())))
            .build();
    AwsCredentialsProvider named =
        () -> {
          try {
            return assuming.resolveCredentials();
          } catch (SdkException refused) {
            throw refusal(role, refused);
          }
        };
    try {
      named.resolveCredentials();
      wait.set(WAIT.toNanos());
      return named;
    } catch (ReadInterrupted refused) {
      assuming.close();
      throw refused;
    }
  }

  private static AssumeRoleRequest request(String role, Duration wait) {
    return AssumeRoleRequest.builder()
        .roleArn(role)
        .roleSessionName(SESSION)
        .overrideConfiguration(limits -> limits.apiCallTimeout(wait))
        .build();
  }

  private static Duration wait(String role, Instant until) {
    var left = Duration.between(Instant.now(), until);
    if (!left.isPositive()) {
      throw new ReadInterrupted("%s of %s: time budget used up".formatted(ASSUME_ROLE, role));
    }
    return left.compareTo(WAIT) < 0 ? left : WAIT;
  }

  private static ReadInterrupted refusal(String role, SdkException refused) {
    var why = "%s of %s: %s".formatted(ASSUME_ROLE, role, withoutAction(code(refused)));
    return refused instanceof AwsServiceException answered && CallRunner.isDenied(answered)
        ? new AccessRefused(why, refused)
        : new ReadInterrupted(why, refused);
  }

  /// The message of a time-out names the action already.
  private static String withoutAction(String message) {
    return message.replaceFirst("^" + ASSUME_ROLE + ": ", "");
  }

  private static String code(SdkException refused) {
    return switch (refused) {
      case AwsServiceException answered -> CallRunner.code(answered);
      default -> Optional.ofNullable(refused.getMessage()).orElse("no answer");
    };
  }

  private String arn(AccountRegion site) {
    return Arn.builder()
        .partition(site.partition())
        .service("iam")
        .accountId(site.account())
        .resource("role/" + fleet.role().orElseThrow())
        .build()
        .toString();
  }
}
