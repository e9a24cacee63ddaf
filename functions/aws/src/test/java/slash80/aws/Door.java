package slash80.aws;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/// A way by which text from outside gets in. Damaged text is read, or refused with one sentence; no
/// input takes more time or memory than its length allows.
///
/// @param name for the printed figures
/// @param longest how many characters an input may have
public record Door(String name, int longest, Entry entry) {
  private static final long SEED = Long.getLong("seed", 80);
  private static final int INPUTS = Integer.getInteger("inputs", 300);
  private static final int INPUTS_OF_A_TEXT = 100;

  /// What the thread may use for an input: far more than each needs, far less than one that grows
  /// with the square of its length takes.
  private static final long MOST_NANOSECONDS = 10_000_000_000L;

  private static final long MOST_BYTES = 128L << 20;
  private static final long MOST_BYTES_A_CHARACTER = 2_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// The code that reads the text.
  @FunctionalInterface
  public interface Entry {
    /// Throws [BadInput] or IllegalArgumentException to refuse it.
    void read(String text) throws Exception;
  }

  /// The numbers of inputs that were read and that were refused.
  public record Fates(int read, int refused) {}

  /// Sends each text as it is, which must be read, and then damaged copies of all.
  public Fates damaged(List<String> texts) {
    for (var text : texts) {
      if (!enters(text)) { // it loads classes too, so it is not measured
        throw new AssertionFailedError("%s refused what is right: %s".formatted(name, start(text)));
      }
    }
    var damage = new Damage(SEED, longest);
    int inputs = Math.max(INPUTS, INPUTS_OF_A_TEXT * texts.size());
    int read = 0;
    for (int input = 0; input < inputs; input++) {
      read += isRead(damage.of(texts.get(input % texts.size()))) ? 1 : 0;
    }
    System.out.printf(
        "seed %d: %s: %,d damaged inputs, %,d read, %,d refused%n",
        SEED, name, inputs, read, inputs - read);
    return new Fates(read, inputs - read);
  }

  /// Whether the text is read, rather than refused.
  public boolean isRead(String text) {
    long time = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    boolean isRead = enters(text);
    hold(text, "nanoseconds", THREADS.getCurrentThreadCpuTime() - time, MOST_NANOSECONDS);
    hold(
        text,
        "bytes",
        THREADS.getCurrentThreadAllocatedBytes() - bytes,
        MOST_BYTES + MOST_BYTES_A_CHARACTER * text.length());
    return isRead;
  }

  private boolean enters(String text) {
    try {
      entry.read(text);
      return true;
    } catch (BadInput | IllegalArgumentException refused) {
      var sentence = String.valueOf(refused.getMessage());
      if (sentence.isBlank() || sentence.codePoints().anyMatch(Door::isUnseen)) {
        throw new AssertionFailedError(
            "%s said \"%s\" about %s".formatted(name, sentence, start(text)), refused);
      }
      return false;
    } catch (Exception | StackOverflowError broken) {
      throw new AssertionFailedError(
          "seed %d: %s broke on %s".formatted(SEED, name, start(text)), broken);
    }
  }

  /// A policy has a line for each mistake.
  private static boolean isUnseen(int character) {
    return character != '\n' && Character.isISOControl(character);
  }

  private void hold(String text, String unit, long used, long most) {
    if (used > most) {
      throw new AssertionFailedError(
          "seed %d: %s used %,d %s for %,d characters: %s"
              .formatted(SEED, name, used, unit, text.length(), start(text)));
    }
  }

  private static String start(String text) {
    var start = text.substring(0, Math.min(text.length(), 3_000));
    return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
