package slash80.aws.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.aws.JsonAnswer;
import slash80.aws.JsonService;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// AWS Security Hub, which imports at most a hundred findings in a call, and may refuse a part of
/// them (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html).
public final class SecurityHub {
  static final int BATCH = 100;

  private final JsonService service;

  public SecurityHub(JsonService service) {
    this.service = service;
  }

  /// Imports findings; returns those that were not imported, by id, with the reason.
  public Map<String, String> put(List<Map<String, Object>> findings) {
    var refused = new LinkedHashMap<String, String>();
    for (int from = 0; from < findings.size(); from += BATCH) {
      refused.putAll(putBatch(findings.subList(from, Math.min(from + BATCH, findings.size()))));
    }
    return refused;
  }

  /// A call that fails as a whole has been repeated already, and does not hold up the others.
  /// Nothing is known about a finding that the answer counts as failed and does not name.
  private Map<String, String> putBatch(List<Map<String, Object>> findings) {
    var refused = new LinkedHashMap<String, String>();
    try {
      var answer = service.call("/findings/import", Map.of("Findings", new ArrayList<>(findings)));
      int failed = answer.members().path("FailedCount").asInt(-1);
      if (answer.has("FailedFindings")) {
        for (var finding : answer.list("FailedFindings")) {
          refused.put(finding.text("Id"), reason(finding));
        }
      }
      if (failed < 0 || failed > refused.size()) {
        findings.forEach(
            finding -> refused.putIfAbsent(id(finding), "Security Hub did not answer about it"));
      }
    } catch (SdkException failure) {
      findings.forEach(finding -> refused.put(id(finding), reason(failure)));
    }
    return refused;
  }

  private static String reason(JsonAnswer finding) {
    return finding.has("ErrorMessage")
        ? "%s: %s".formatted(finding.text("ErrorCode"), finding.text("ErrorMessage"))
        : finding.text("ErrorCode");
  }

  private static String id(Map<String, Object> finding) {
    return String.valueOf(finding.get("Id"));
  }

  private static String reason(SdkException failed) {
    return failed instanceof AwsServiceException answer
        ? AlertTopic.code(answer)
        : String.valueOf(failed.getMessage());
  }
}
