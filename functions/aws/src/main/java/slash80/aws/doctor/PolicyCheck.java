package slash80.aws.doctor;

import java.util.List;
import slash80.aws.BadInput;
import slash80.aws.policy.PolicyText;
import slash80.judge.Policy;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/// The policy of a stack, read from its parameter as Watch reads it.
final class PolicyCheck {
  private static final String SUBJECT = "Policy";

  private PolicyCheck() {}

  static List<Diagnosis> of(DeployedStack stack) {
    var name = stack.parameter("PolicyParameter");
    return name.isEmpty()
        ? List.of(Diagnosis.fine(SUBJECT, "the stack has none, so all rules apply"))
        : Diagnosis.asking(SUBJECT, "ssm:GetParameter", () -> List.of(read(stack, name)));
  }

  private static Diagnosis read(DeployedStack stack, String name) {
    var put =
        "aws ssm put-parameter --region %s --name %s --type String --overwrite --value file://slash80.yaml"
            .formatted(stack.region(), name);
    try (var ssm = stack.clients().ssm()) {
      var text =
          ssm.getParameter(request -> request.name(name).withDecryption(true)).parameter().value();
      PolicyText.read(name, text, Policy.NONE.parameters());
      return Diagnosis.fine(SUBJECT, "parameter %s can be read".formatted(name));
    } catch (ParameterNotFoundException missing) {
      return Diagnosis.wrong(
          SUBJECT, "there is no parameter %s, so all findings are reported".formatted(name), put);
    } catch (BadInput mistake) {
      return Diagnosis.wrong(
          SUBJECT,
          "all findings are reported, because of " + mistake.getMessage(),
          "check it with ./slash80 audit --policy FILE, then " + put);
    }
  }
}
