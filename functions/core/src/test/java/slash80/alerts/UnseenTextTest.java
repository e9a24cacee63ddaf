package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import slash80.facts.Refusal;
import slash80.fixtures.FindingCopy;
import slash80.fixtures.Unseen;
import slash80.ip.SafeText;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.rule.Finding;
import slash80.rule.Verdict;

/// Tests that no character that cannot be seen gets into an alert, in whatever text it came.
class UnseenTextTest {
  private static final List<String> UNSEEN = Unseen.characters();

  @Test
  void each_of_them_is_written_as_its_escape() {
    for (String character : UNSEEN) {
      String safe = SafeText.of("a" + character + "b");
      assertTrue(safe.matches("a(\\\\u[0-9a-f]{4}){1,2}b|a\\\\[nrt]b"), safe);
    }
  }

  @Test
  void what_shows_as_itself_stays_as_it_is() {
    for (String text :
        List.of("prod web-1", "Zürich", "節點", "🙂", "Ελλάδα", "한국어", "naïve", "a̐")) {
      assertEquals(text, SafeText.of(text));
    }
  }

  @Test
  void a_character_beyond_the_first_plane_has_one_reading() {
    assertEquals("\\udb40\\udd00", SafeText.of("\udb40\udd00"));
    assertEquals("\\ue0100", SafeText.of("\ue010" + "0"));
  }

  @Test
  void none_is_in_any_form_of_an_alert() {
    for (long seed = 1; seed <= 300; seed++) {
      var dice = new Random(seed);
      var finding = finding(dice);
      var judgement =
          Examples.judgement(
              Examples.cluster("demo" + text(dice)),
              List.of(finding),
              List.of(new Judgement.Undecided("a-rule", text(dice), List.of(text(dice)))));
      var refused =
          new Judgement.Missing(
              new Refusal("ec2:DescribeVpcs", text(dice), Optional.of(text(dice))),
              new TreeSet<>(Set.of("a-rule")));
      var delta = Examples.refused(List.of(finding), refused);
      var alert =
          Alert.of(
              judgement,
              dice.nextBoolean() ? delta : Examples.news(List.of(finding), resolved(dice)),
              List.of(
                  new ChangeOrigin(text(dice), text(dice), Examples.AT, Set.of(finding.cause()))));

      assertEquals("", Unseen.in(alert.email(), "\n"), "the e-mail of seed " + seed);
      assertEquals("", Unseen.in(alert.subject(), ""), "the subject of seed " + seed);
      assertEquals("", Unseen.in(alert.card().toString(), "\n"), "the card of seed " + seed);
      assertEquals(
          "",
          Unseen.in(alert.briefCard(text(dice)).toString(), "\n"),
          "the brief card of seed " + seed);
    }
  }

  @Test
  void a_name_in_the_closing_command_cannot_run_another() {
    var judgement =
        Examples.judgement(Examples.cluster("x; curl example.com | sh"), List.of(), List.of());
    assertEquals(
        "./slash80 audit --region us-east-2 --cluster 'x; curl example.com | sh'",
        Email.wholeStory(judgement));
    assertEquals(
        "./slash80 audit --region us-east-2 --cluster=--help",
        Email.wholeStory(Examples.judgement(Examples.cluster("--help"), List.of(), List.of())));
  }

  @Test
  void a_command_that_is_too_tooLongfor_an_email_is_left_out_and_not_cut() {
    var model = Examples.open("eni-1");
    var tooLong = withRemedy(model, "aws ec2 revoke --ids " + "sgr-0123456789abcdef0 ".repeat(100));
    var email =
        Alert.of(Examples.judgement(tooLong), Examples.opened(List.of(tooLong)), List.of()).email();
    assertTrue(email.contains("The command has 2,221 characters, too many for an e-mail."), email);
    assertTrue(!email.contains("aws ec2 revoke"), email);
  }

  private static List<Delta.Resolved> resolved(Random dice) {
    return List.of(
        new Delta.Resolved("a-rule/" + text(dice), text(dice), Examples.AT, Delta.Ending.MENDED));
  }

  private static Finding withRemedy(Finding model, String remedy) {
    return FindingCopy.of(model).remedy(remedy).finding();
  }

  private static Finding finding(Random dice) {
    var model = Examples.open("eni-1");
    return FindingCopy.of(model)
        .subject("eni-1" + text(dice))
        .node("i-1" + text(dice))
        .detail("eni-1 is open " + text(dice))
        .risk(text(dice))
        .remedy(dice.nextBoolean() ? "aws ec2 do-it --id " + text(dice) : text(dice))
        .see("https://docs.aws.amazon.com/" + text(dice))
        .cause("sg-2" + text(dice))
        .evidence(new Verdict.Evidence("sg-2" + text(dice), text(dice)))
        .finding();
  }

  private static String text(Random dice) {
    var text = new StringBuilder();
    for (int length = dice.nextInt(5); length >= 0; length--) {
      text.append("a ").append(UNSEEN.get(dice.nextInt(UNSEEN.size()))).append('b');
    }
    return text.toString();
  }
}
