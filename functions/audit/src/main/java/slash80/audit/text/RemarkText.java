package slash80.audit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.page.Remark;

/// The remarks on a policy as `audit` prints them.
public final class RemarkText {
  private RemarkText() {}

  /// Empty if there is no remark.
  public static Optional<String> of(List<Remark> remarks, TextStyle style) {
    if (remarks.isEmpty()) {
      return Optional.empty();
    }
    var lines = new ArrayList<String>();
    lines.add(style.bold("Policy"));
    for (var remark : remarks) {
      lines.addAll(style.paragraph("  ", remark.what()));
      remark.parts().forEach(part -> lines.addAll(style.paragraph("    ", part)));
    }
    return Optional.of(String.join("\n", lines));
  }
}
