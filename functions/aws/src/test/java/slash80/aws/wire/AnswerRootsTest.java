package slash80.aws.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Tests that an answer with a status of success counts as one only if its root is one.
class AnswerRootsTest {
  private static final int TRIES = 4;

  private final PreparedAnswers answers = new PreparedAnswers();

  private int vpcs() {
    try (var ec2 = answers.ec2(new QuickAnswers(_ -> true), new AnswerRoots())) {
      return ec2.describeVpcs().vpcs().size();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | nothing",
        "`  ` | something that is no XML",
        "`{}` | something that is no XML",
        "`Blocked by the proxy` | something that is no XML",
        "`<?xml version='1.0'?>` | something that is no XML",
        "`<html><body>Log in</body></html>` | <html>",
        "`<!DOCTYPE html><!-- p --><HTML><body/></HTML>` | <HTML>",
        "`<Response><Errors><Error><Code>Blocked</Code></Error></Errors></Response>` | <Response>",
        "`<ErrorResponse><Error><Code>Blocked</Code></Error></ErrorResponse>` | <ErrorResponse>",
        "`<DescribeVpcsResponses/>` | <DescribeVpcsResponses>",
      })
  void what_is_no_answer_is_refused(String body, String told) {
    for (int times = 0; times < TRIES; times++) {
      answers.add(200, body);
    }
    var refusal = assertThrows(SdkClientException.class, this::vpcs);
    String said =
        "DescribeVpcs was answered with %s, and not with <DescribeVpcsResponse>".formatted(told);
    assertTrue(refusal.getMessage().contains(said), refusal.getMessage());
    assertEquals(0, answers.left());
  }

  @Test
  void an_answer_without_a_body_is_refused() {
    for (int times = 0; times < TRIES; times++) {
      answers.add(200, (InputStream) null);
    }
    assertThrows(SdkClientException.class, this::vpcs);
  }

  @Test
  void a_call_is_repeated_after_what_is_no_answer() {
    answers.add(200, "<html/>");
    answers.add(200, "<DescribeVpcsResponse><vpcSet><item/></vpcSet></DescribeVpcsResponse>");
    assertEquals(1, vpcs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<DescribeVpcsResponse/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeVpcsResponse xmlns=\"http://a/\"/>",
        "\uFEFF<!-- a --> <DescribeVpcsResponse></DescribeVpcsResponse>",
        "<e:DescribeVpcsResponse xmlns:e='http://a/'/>",
        "<DescribeVpcs2Response/>",
      })
  void an_answer_without_members_is_one(String body) {
    answers.add(200, body);
    assertEquals(0, vpcs());
  }

  @Test
  void a_root_after_a_long_comment_is_found() {
    answers.add(200, "<!-- %s --><DescribeVpcsResponse/>".formatted("x".repeat(3_000)));
    assertEquals(0, vpcs());
  }
}
