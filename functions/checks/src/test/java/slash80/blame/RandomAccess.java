package slash80.blame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import slash80.facts.BlockMode;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.PublicAccessExclusion;

/// Random calls on VPC block public access.
final class RandomAccess extends RandomCalls {
  RandomAccess(Random dice) {
    super(dice);
  }

  Move mode(Facts facts) {
    var mode = any(List.of(BlockMode.values()));
    var word =
        switch (mode) {
          case OFF -> "off";
          case BLOCK_BIDIRECTIONAL -> "block-bidirectional";
          case BLOCK_INGRESS -> "block-ingress";
        };
    return move(
        "ModifyVpcBlockPublicAccessOptions",
        "{'ModifyVpcBlockPublicAccessOptionsRequest':{'InternetGatewayBlockMode':'%s'}}"
            .formatted(word),
        "{'ModifyVpcBlockPublicAccessOptionsResponse':{'vpcBlockPublicAccessOptions':{'internetGatewayBlockMode':'%s'}}}"
            .formatted(word),
        before -> FactsEdit.publicAccess(before, _ -> Fact.known(mode), exclusions -> exclusions));
  }

  /// An exclusion of the VPC or of one of its subnets, which admits everything or what leaves.
  Move exclude(Facts facts) {
    var id = "vpcbpa-exclude-" + hex();
    var resource =
        dice.nextBoolean()
            ? facts.cluster().vpc().value()
            : any(facts.layers().subnets().asKnown().orElseThrow()).id().value();
    var mode = dice.nextBoolean() ? "allow-bidirectional" : "allow-egress";
    var made = new PublicAccessExclusion(id, resource, mode, "create-complete", Map.of());
    return move(
        "CreateVpcBlockPublicAccessExclusion",
        "{'CreateVpcBlockPublicAccessExclusionRequest':{'%s':'%s','InternetGatewayExclusionMode':'%s'}}"
            .formatted(resource.startsWith("vpc-") ? "VpcId" : "SubnetId", resource, mode),
        "{'CreateVpcBlockPublicAccessExclusionResponse':{'vpcBlockPublicAccessExclusion':{'exclusionId':'%s','internetGatewayExclusionMode':'%s','resourceArn':'arn:aws:ec2:us-east-2:111122223333:%s/%s','state':'create-in-progress'}}}"
            .formatted(id, mode, resource.startsWith("vpc-") ? "vpc" : "subnet", resource),
        before ->
            FactsEdit.publicAccess(
                before,
                now -> now,
                exclusions ->
                    exclusions.map(
                        all ->
                            all.stream().anyMatch(other -> other.id().equals(id))
                                ? all
                                : plus(all, made))));
  }

  /// An exclusion that is deleted or changed.
  Move include(Facts facts) {
    var all = facts.layers().exclusions().asKnown().orElse(List.of());
    if (all.isEmpty()) {
      return idle(facts);
    }
    var old = any(all);
    boolean deletes = dice.nextBoolean();
    var mode = deletes ? old.mode() : dice.nextBoolean() ? "allow-bidirectional" : "allow-egress";
    var call =
        deletes ? "DeleteVpcBlockPublicAccessExclusion" : "ModifyVpcBlockPublicAccessExclusion";
    return move(
        call,
        "{'%sRequest':{'ExclusionId':'%s'%s}}"
            .formatted(
                call,
                old.id(),
                deletes ? "" : ",'InternetGatewayExclusionMode':'%s'".formatted(mode)),
        "{'%sResponse':{'vpcBlockPublicAccessExclusion':{'exclusionId':'%s','internetGatewayExclusionMode':'%s','resourceArn':'arn:aws:ec2:us-east-2:111122223333:%s/%s','state':'in-progress'}}}"
            .formatted(
                call,
                old.id(),
                mode,
                old.resource().startsWith("vpc-") ? "vpc" : "subnet",
                old.resource()),
        before ->
            FactsEdit.publicAccess(
                before,
                now -> now,
                exclusions ->
                    FactsEdit.each(
                        exclusions,
                        shown ->
                            !shown.id().equals(old.id())
                                ? Optional.of(shown)
                                : deletes
                                    ? Optional.empty()
                                    : Optional.of(
                                        new PublicAccessExclusion(
                                            shown.id(),
                                            shown.resource(),
                                            mode,
                                            "update-complete",
                                            shown.tags())))));
  }
}
