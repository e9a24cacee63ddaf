package slash80.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.ip.PacketSet;
import slash80.reach.PacketTrace;

/// What a rule says of one subject.
public sealed interface Verdict {

  /// The sentence is true.
  record Upheld() implements Verdict {}

  /// It is false.
  ///
  /// @param detail what is wrong, subject first, present tense
  /// @param severity where it is not the card's
  /// @param remedy where it is not the card's fix: a command that names the thing to change
  /// @param cause what findings with the same root share, so that they are told as one: the ids of
  ///   the groups, table or list behind it; empty when the subject stands for itself
  /// @param open what the internet can open, for the openness rules
  /// @param latent what it could open after one change
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
    public Violated along(PacketTrace passage) {
      var violated = this;
      for (var step : passage.path()) {
        violated = violated.at(step.at(), step.because());
      }
      return violated;
    }

    public Violated open(PacketSet packets) {
      return new Violated(detail, severity, remedy, cause, evidence, Optional.of(packets), latent);
    }

    /// The same of some of its packets.
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

  /// The facts could not be read: never silently upheld.
  record Undecided(String why) implements Verdict {}

  /// Too early to say.
  record Settling(Instant until) implements Verdict {}

  /// What was seen, and where: `at` is the id of the thing.
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
