package slash80.alerts;

import java.util.Map;
import java.util.Optional;

/// The address of a cluster's page, as the forms of an alert show it.
///
/// @param page empty where nobody keeps pages
record PageLink(Optional<String> page) {
  static final PageLink NONE = new PageLink(Optional.empty());

  /// The characters of an address that end no link of a chat.
  private static final String PLAIN = "https://[A-Za-z0-9./_#?=%&+*~:-]{1,1000}";

  /// A paragraph of an e-mail.
  void write(EmailLines text) {
    page.ifPresent(
        address -> {
          text.line("");
          text.paragraph("All findings, with the way of the packets and the commands:");
          text.line(address);
        });
  }

  /// The last line of a chat card.
  String chat() {
    return page.filter(address -> address.matches(PLAIN))
        .map(address -> "\n<%s|All findings on one page>".formatted(address.replace("&", "&amp;")))
        .orElse("");
  }

  void put(Map<String, Object> document) {
    page.ifPresent(address -> document.put("page", address));
  }
}
