package slash80.aws.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.ip.SafeText;
import slash80.ledger.Ledger;

/// Writes and reads ledgers and digests as JSON, and names their documents.
final class LedgerText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private LedgerText() {}

  static String write(Map<String, Object> tree) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Map<String, Object> tree(String text, String place) {
    try {
      var tree = JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
      if (tree == null) {
        throw new BadInput(place + ": expected the JSON object of a ledger, found null");
      }
      return tree;
    } catch (StreamConstraintsException tooMuch) {
      throw new BadInput(
          place + ": expected a ledger, found JSON that is deeper or longer than any", tooMuch);
    } catch (JsonProcessingException broken) {
      throw new BadInput(
          "%s: line %d, column %d: expected the JSON object of a ledger"
              .formatted(
                  place, broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()),
          broken);
    }
  }

  /// The documents of several clusters, by their names in the store.
  static Map<String, Object> documents(String text, String place) {
    var documents = tree(text, place);
    documents.forEach(
        (key, document) -> {
          if (clusterAt(key).isEmpty() || !(document instanceof Map<?, ?>)) {
            throw new BadInput(
                "%s: expected ledgers by ACCOUNT/REGION/CLUSTER, found the key %s"
                    .formatted(place, SafeText.quoted(key)));
          }
        });
    return documents;
  }

  /// A document of several clusters' file, as a tree.
  static Map<String, Object> keyed(Map<?, ?> document) {
    var tree = new LinkedHashMap<String, Object>();
    document.forEach((key, value) -> tree.put(key.toString(), value));
    return tree;
  }

  /// The ledger of a cluster, read from a document.
  static Ledger ledger(Map<String, Object> tree, Cluster.Id cluster, String place) {
    try {
      var ledger = Ledger.of(tree);
      if (ledger.cluster().equals(cluster.name())) {
        return ledger;
      }
      throw new BadInput(
          "%s: expected the ledger of %s, found that of %s"
              .formatted(place, cluster.name(), ledger.cluster()));
    } catch (IllegalArgumentException wrong) {
      throw new BadInput(place + ": " + wrong.getMessage(), wrong);
    }
  }

  /// The name of a cluster's document: account, region and cluster. Each part is encoded, so that
  /// no name leads out of its folder.
  static String place(Cluster.Id cluster) {
    return place(new AccountRegion(cluster.account(), cluster.region())) + part(cluster.name());
  }

  /// The folder of an account and region.
  static String place(AccountRegion site) {
    return part(site.account()) + "/" + part(site.region()) + "/";
  }

  /// The cluster of a document's name; empty if the text is not such a name.
  static Optional<Cluster.Id> clusterAt(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Cluster.Id(name(parts[0]), name(parts[1]), name(parts[2])));
    } catch (IllegalArgumentException notEncoded) {
      return Optional.empty();
    }
  }

  private static String name(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private static String part(String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded;
  }

  /// The version of a document: the first 128 bits of its SHA-256.
  static String digestOf(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
