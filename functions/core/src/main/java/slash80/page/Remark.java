package slash80.page;

import java.util.List;

/// A remark on the policy.
///
/// @param parts the exemptions or openings that it is about, a sentence each
public record Remark(String what, List<String> parts) {
  public Remark {
    parts = List.copyOf(parts);
  }

  void write(Html html) {
    html.element("h3", what);
    if (!parts.isEmpty()) {
      html.open("ul");
      parts.forEach(part -> html.element("li", part));
      html.end();
    }
  }
}
