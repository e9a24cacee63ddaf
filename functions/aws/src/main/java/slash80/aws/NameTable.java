package slash80.aws;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table of values by names, which is asked with a name that a reader of bytes has just passed.
/// So the name need not become a [String] first.
///
/// @param <T> what a name stands for
public final class NameTable<T> {
  /// A name in the bytes of a document.
  public interface PassedName {
    /// The hash of the name, as [String#hashCode] has it.
    int hash();

    /// Whether the name is this one.
    ///
    /// @param name a text in UTF-8
    boolean isNamed(byte[] name);
  }

  private final byte[] @Nullable [] names;
  private final @Nullable Object[] values;
  private final int mask;

  public NameTable(Map<String, T> values) {
    int size = Integer.highestOneBit(Math.max(1, values.size()) * 4);
    this.names = new byte[size][];
    this.values = new Object[size];
    this.mask = size - 1;
    values.forEach(this::put);
  }

  private void put(String name, T value) {
    int slot = slot(name.hashCode());
    while (values[slot] != null) {
      slot = (slot + 1) & mask;
    }
    names[slot] = name.getBytes(StandardCharsets.UTF_8);
    values[slot] = value;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 15) & mask;
  }

  /// What the name stands for, or null.
  @SuppressWarnings("unchecked")
  public @Nullable T get(PassedName passed) {
    int slot = slot(passed.hash());
    while (true) {
      var name = names[slot];
      if (name == null || passed.isNamed(name)) {
        return (T) values[slot];
      }
      slot = (slot + 1) & mask;
    }
  }
}
