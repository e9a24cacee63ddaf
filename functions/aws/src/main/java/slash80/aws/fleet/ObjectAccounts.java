package slash80.aws.fleet;

import java.util.Set;
import slash80.aws.Actions.Action;
import slash80.aws.live.CallRunner;
import software.amazon.awssdk.services.s3.S3Client;

/// The accounts in an object of S3. It may be of any length: 5,000 accounts are 65 KB.
final class ObjectAccounts implements AccountSource {
  private final S3Client s3;
  private final String place;

  /// @param place as `s3://BUCKET/KEY`
  ObjectAccounts(S3Client s3, String place) {
    this.s3 = s3;
    this.place = place;
  }

  @Override
  public Set<String> accounts() {
    var parts = place.substring("s3://".length()).split("/", 2);
    var text =
        CallRunner.orFail(
            Action.GET_OBJECT,
            () ->
                s3.getObjectAsBytes(request -> request.bucket(parts[0]).key(parts[1]))
                    .asUtf8String());
    return AccountSource.some(place, AccountSource.parsed(place, text));
  }
}
