package slash80.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.ip.PacketSet;
import slash80.reach.PacketTrace;

/// The result of checking one subject by a rule.
public sealed interface Verdict {

  /// The rule holds.
  record Upheld() implements Verdict {}

  /// The rule does not hold.
  ///
  /// @param detail the fault in a sentence: subject first, present tense
  /// @param severity if it is not the severity of the card
  /// @param remedy a command that names the resource to change, if there is one; else the fix of
  ///   the card
  /// @param cause the ids of the groups, table or list behind it. Findings with one cause are
  ///   reported together; empty if the subject is its own cause
  /// @param open the packets that the internet can send, for the openness rules
  /// @param latent the packets that are one change from open
  record Violated(
      String detail,
      Optional<Severity> severity,
      Optional<String> remedy,
      String cause,
      List<Evidence> evidence,
      Optional<PacketSet> open,
      Optional<PacketSet> latent)
      implements Verdict {
    public Violated {
      evidence = List.copyOf(evidence);
    }

    /// The same violation, with its subject at the beginning of the sentence.
    public Violated about(String subject) {
      return new Violated(subject + " " + detail, severity, remedy, cause, evidence, open, latent);
    }

    public Violated as(Severity severity) {
      return new Violated(detail, Optional.of(severity), remedy, cause, evidence, open, latent);
    }

    public Violated remedy(String command) {
      return new Violated(detail, severity, Optional.of(command), cause, evidence, open, latent);
    }

    public Violated causedBy(Object cause) {
      return new Violated(detail, severity, remedy, cause.toString(), evidence, open, latent);
    }

    /// Adds a piece of evidence.
    public Violated at(Object id, String because) {
      var more = new ArrayList<>(evidence);
      more.add(new Evidence(id.toString(), because));
      return new Violated(detail, severity, remedy, cause, more, open, latent);
    }

    /// Adds the steps of a packet's path.
    public Violated along(PacketTrace trace) {
      var violated = this;
      for (var step : trace.path()) {
        violated = violated.at(step.at(), step.because());
      }
      return violated;
    }

    public Violated open(PacketSet packets) {
      return new Violated(detail, severity, remedy, cause, evidence, Optional.of(packets), latent);
    }

    /// The same violation, reduced to some of its packets.
    public Violated part(PacketSet packets) {
      return new Violated(
          detail + ", of which this is a part",
          severity,
          remedy,
          cause,
          evidence,
          open.map(_ -> packets),
          latent.map(_ -> packets));
    }

    public Violated latent(PacketSet packets) {
      return new Violated(detail, severity, remedy, cause, evidence, open, Optional.of(packets));
    }
  }

  /// The facts could not be read, so the rule is not checked.
  record Undecided(String why) implements Verdict {}

  /// The subject is too young to be checked.
  record Settling(Instant until) implements Verdict {}

  /// A step of the proof: a sentence about the resource with the id `at`.
  record Evidence(String at, String because) {}

  static Verdict upheld() {
    return new Upheld();
  }

  static Violated violated(String detail, Object... arguments) {
    return new Violated(
        detail.formatted(arguments),
        Optional.empty(),
        Optional.empty(),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Verdict undecided(String why) {
    return new Undecided(why);
  }

  static Verdict notYet(Instant until) {
    return new Settling(until);
  }
}
