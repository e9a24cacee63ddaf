package slash80.aws;

import java.util.List;
import java.util.stream.IntStream;
import org.w3c.dom.Element;

/// The texts of elements in an answer of a [PlainService].
public final class XmlText {
  private XmlText() {}

  /// The text of the first element of this name below another; empty if there is none.
  public static String first(Element tree, String name) {
    var found = tree.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  /// The elements that stand in a list, whatever the list is called.
  public static List<Element> members(Element tree, String list) {
    var found = tree.getElementsByTagName(list);
    if (found.getLength() == 0) {
      return List.of();
    }
    var children = found.item(0).getChildNodes();
    return IntStream.range(0, children.getLength())
        .mapToObj(children::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }
}
