package slash80.judge;

import slash80.facts.Fact;
import slash80.facts.Subject;
import slash80.network.Network;

/// How a policy names what it speaks of.
public sealed interface Selector {

  /// One thing, by the id that findings have for it.
  record Id(String value) implements Selector {
    @Override
    public String toString() {
      return value;
    }
  }

  /// Everything that carries a tag; see [Network#tagsOf].
  record Tag(String key, String value) implements Selector {
    @Override
    public String toString() {
      return key + "=" + value;
    }
  }

  /// An id, or a tag's `key=value`: no id has an equals sign in it.
  static Selector parse(String text) {
    int sign = text.indexOf('=');
    return sign < 0 ? new Id(text) : new Tag(text.substring(0, sign), text.substring(sign + 1));
  }

  /// A tag that could not be read selects nothing, so that nothing is passed over because of it.
  default boolean selects(Subject subject, Network network) {
    return switch (this) {
      case Id(var id) -> subject.subjectId().equals(id);
      case Tag(var key, var value) ->
          network.tagsOf(subject).map(tags -> value.equals(tags.get(key))).equals(Fact.known(true));
    };
  }
}
