package slash80.aws.convert;

import java.util.Optional;
import slash80.facts.Instance;
import software.amazon.awssdk.services.ec2.model.Placement;

/// Converts instances.
final class InstanceFacts {
  private InstanceFacts() {}

  static Instance convert(software.amazon.awssdk.services.ec2.model.Instance shown) {
    if (shown.launchTime() == null) {
      throw new IllegalArgumentException(shown.instanceId() + " has no LaunchTime");
    }
    return new Instance(
        new Instance.Id(shown.instanceId()),
        shown.state().nameAsString(),
        shown.launchTime(),
        Optional.ofNullable(shown.instanceTypeAsString()).orElse(""),
        Optional.ofNullable(shown.placement()).map(Placement::availabilityZone).orElse(""),
        Tags.convert(shown.tags()),
        Optional.ofNullable(shown.operator()).map(owner -> owner.principal()).orElse(""));
  }
}
