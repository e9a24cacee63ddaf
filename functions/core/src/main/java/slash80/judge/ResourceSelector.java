package slash80.judge;

import slash80.facts.Fact;
import slash80.facts.Subject;
import slash80.network.Network;

/// The resources that an entry of a policy applies to: a resource by its id, or all resources with
/// a tag.
public sealed interface ResourceSelector {

  /// A resource, by the id that findings have for it.
  record Id(String value) implements ResourceSelector {
    @Override
    public String toString() {
      return value;
    }
  }

  /// Every resource that carries a tag; see [Network#tagsOf].
  record Tag(String key, String value) implements ResourceSelector {
    @Override
    public String toString() {
      return key + "=" + value;
    }
  }

  /// Reads an id, or a tag as `key=value`: an id has no equals sign.
  static ResourceSelector parse(String text) {
    int sign = text.indexOf('=');
    return sign < 0 ? new Id(text) : new Tag(text.substring(0, sign), text.substring(sign + 1));
  }

  /// A tag that could not be read selects nothing, so that it never hides a finding.
  default boolean selects(Subject subject, Network network) {
    return switch (this) {
      case Id(var id) -> subject.subjectId().equals(id);
      case Tag(var key, var value) ->
          network.tagsOf(subject).map(tags -> value.equals(tags.get(key))).equals(Fact.known(true));
    };
  }
}
