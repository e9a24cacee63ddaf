package slash80.check;

import slash80.aws.alert.Publisher;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;

/// The subscribers that a check found for its news. Without any, nothing is published and nothing
/// counts as reported: all of it is news again for the next check.
///
/// @param remark the sentence about it for the log; empty if there is nothing to say
record Audience(boolean isMissing, String remark) {
  /// There was no news, or somebody gets it.
  static final Audience UNASKED = new Audience(false, "");

  static Audience of(Publisher publisher) {
    return switch (publisher.subscribers()) {
      case Known<Integer>(var count) when count == 0 ->
          new Audience(true, "its news waits, because the topic has no confirmed subscription");
      case Known<Integer> _ -> UNASKED;
      case Unread<Integer>(var why) ->
          new Audience(false, "whether anyone is subscribed was not checked: " + why);
    };
  }
}
