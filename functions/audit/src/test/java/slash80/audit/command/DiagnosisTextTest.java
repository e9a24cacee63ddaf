package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.audit.text.Terminal;
import slash80.aws.doctor.Diagnosis;
import slash80.aws.doctor.Diagnosis.Status;

/// The answers of `doctor` on a terminal of 80 columns, and for a program.
class DiagnosisTextTest {
  private static final Terminal NARROW = new Terminal(true, true, false, 80);
  private static final Diagnosis SENTENCE =
      new Diagnosis(
          Status.WRONG,
          "Trail",
          "no trail logs management events of us-east-2: there is no trail; only the sweep finds"
              + " changes",
          "deploy with CreateTrail=true, or let a trail of your own log write management events");
  private static final String COMMAND =
      "aws lambda update-event-source-mapping --enabled --region us-east-2 --uuid"
          + " 00000000-0000-0000-0000-000000000001";

  @Test
  void lines_break_between_words_and_the_fix_stands_below() {
    assertEquals(
        List.of(
            "WRONG        Trail: no trail logs management events of us-east-2: there is no",
            "             trail; only the sweep finds changes",
            "             Fix: deploy with CreateTrail=true, or let a trail of your own log",
            "             write management events"),
        DiagnosisText.lines(SENTENCE, NARROW));
  }

  @Test
  void a_command_stays_on_one_line() {
    var mapping = new Diagnosis(Status.WRONG, "Mapping Watch", "is in state Disabled", COMMAND);

    assertEquals(
        " ".repeat(13) + COMMAND, DiagnosisText.lines(mapping, NARROW).getLast(), "to be copied");
  }

  @Test
  void a_command_that_ends_a_sentence_stands_on_a_line_of_its_own() {
    var queue =
        new Diagnosis(
            Status.WRONG, "Queue Changes", "is gone", "put Changes back; to see why: " + COMMAND);

    assertEquals(
        List.of(
            "WRONG        Queue Changes: is gone",
            "             Fix: put Changes back; to see why:",
            "             " + COMMAND),
        DiagnosisText.lines(queue, NARROW));
  }

  @Test
  void what_is_fine_has_one_line() {
    var fine = new Diagnosis(Status.FINE, "Rules", "all 8 are on", "");

    assertEquals(List.of("ok           Rules: all 8 are on"), DiagnosisText.lines(fine, NARROW));
  }

  @Test
  void a_program_reads_one_line_each() {
    assertEquals(List.of(SENTENCE.line()), DiagnosisText.lines(SENTENCE, Terminal.NONE));
  }

  @Test
  void colour_marks_the_status_and_a_hostile_name_moves_no_cursor() {
    var coloured = new Terminal(true, true, true, 80);
    var hostile = new Diagnosis(Status.UNKNOWN, "Queue \033[2J\nx", "is empty", "");

    var lines = DiagnosisText.lines(hostile, coloured);

    assertTrue(lines.getFirst().startsWith("\033[31mNOT CHECKED\033[0m  Queue "), lines.toString());
    assertEquals(1, lines.size());
    assertEquals(2, lines.getFirst().chars().filter(letter -> letter == '\033').count());
  }
}
