package slash80.ledger;

import java.util.Comparator;

/// An account and a region.
public record Site(String account, String region) implements Comparable<Site> {
  private static final Comparator<Site> ORDER =
      Comparator.comparing(Site::account).thenComparing(Site::region);

  @Override
  public int compareTo(Site other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "account %s, region %s".formatted(account, region);
  }
}
