package slash80.aws.fleet;

import java.util.Set;
import java.util.TreeSet;
import slash80.aws.Actions.Action;
import slash80.aws.live.CallRunner;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The accounts in all parameters of Systems Manager below a path. A parameter holds 4 KB, which
/// are 315 accounts, so a list may be split into several.
final class ParameterAccounts implements AccountSource {
  private final SsmClient ssm;
  private final String path;

  ParameterAccounts(SsmClient ssm, String path) {
    this.ssm = ssm;
    this.path = path;
  }

  @Override
  public Set<String> accounts() {
    var accounts = new TreeSet<String>();
    var parameters =
        CallRunner.orFail(
            Action.GET_PARAMETERS_BY_PATH,
            () ->
                ssm
                    .getParametersByPathPaginator(
                        request -> request.path(path).recursive(true).withDecryption(true))
                    .stream()
                    .flatMap(page -> page.parameters().stream())
                    .toList());
    for (var parameter : parameters) {
      accounts.addAll(AccountSource.parsed("parameter " + parameter.name(), parameter.value()));
    }
    return AccountSource.some("path " + path, accounts);
  }
}
