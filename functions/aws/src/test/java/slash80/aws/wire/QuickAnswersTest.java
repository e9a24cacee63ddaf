package slash80.aws.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;

/// Tests calls of the SDK's client whose answers are read here.
final class QuickAnswersTest {
  private static final String INSTANCE =
      "<item><instanceId>%s</instanceId><imageId>ami-1</imageId></item>";

  private final PreparedAnswers answers = new PreparedAnswers();
  private boolean isUsual = true;

  private Ec2Client ec2() {
    return answers.ec2(new QuickAnswers(_ -> isUsual));
  }

  private List<Instance> instances() {
    try (var ec2 = ec2()) {
      return ec2.describeInstancesPaginator().reservations().stream()
          .flatMap(reservation -> reservation.instances().stream())
          .toList();
    }
  }

  private static List<String> ids(List<Instance> instances) {
    return instances.stream().map(Instance::instanceId).toList();
  }

  @Test
  void an_answer_has_the_members_that_are_used() {
    answer(200, page("", "i-1"));
    var instance = instances().getFirst();
    assertEquals("i-1", instance.instanceId());
    assertNull(instance.imageId());
  }

  @Test
  void all_pages_are_read() {
    answer(200, page("more", "i-1"));
    answer(200, page("", "i-2", "i-3"));
    assertEquals(List.of("i-1", "i-2", "i-3"), ids(instances()));
  }

  @Test
  void an_answer_knows_the_response_that_it_came_with() {
    answer(200, page("", "i-1"));
    try (var ec2 = ec2()) {
      var answer = ec2.describeInstances();
      assertEquals("request-1", answer.responseMetadata().requestId());
      assertEquals(200, answer.sdkHttpResponse().statusCode());
    }
  }

  @Test
  void the_sdk_reads_an_unusual_answer() {
    answer(200, page("", "i-1").replace("<reservationSet>", "<!-- new --><reservationSet>"));
    assertEquals("ami-1", instances().getFirst().imageId());
  }

  @Test
  void the_sdk_reads_an_answer_of_another_form() {
    isUsual = false;
    answer(200, page("", "i-1"));
    assertEquals("ami-1", instances().getFirst().imageId());
  }

  @Test
  void the_sdk_reads_a_refusal() {
    answer(400, "<Response><Errors><Error><Code>Blocked</Code></Error></Errors></Response>");
    var refusal = assertThrows(Ec2Exception.class, this::instances);
    assertEquals("Blocked", refusal.awsErrorDetails().errorCode());
  }

  @Test
  void a_call_is_repeated_after_a_fault_of_aws() {
    answer(500, "<Response><Errors><Error><Code>InternalError</Code></Error></Errors></Response>");
    answer(200, page("", "i-1"));
    assertEquals(List.of("i-1"), ids(instances()));
  }

  /// The answer of the first try is read, and then the try fails.
  @Test
  void an_answer_of_an_earlier_try_is_forgotten() {
    answer(200, page("old", "i-old"));
    answers.add(200, (InputStream) null);
    try (var ec2 = answers.ec2(new FirstTryFails(), new QuickAnswers(_ -> isUsual))) {
      assertEquals(List.of(), ec2.describeInstances().reservations());
    }
  }

  @Test
  void what_is_no_xml_fails_as_without_the_reader() {
    assertEquals(failure(false, () -> text("<html>")), failure(true, () -> text("<html>")));
  }

  @Test
  void a_connection_that_breaks_in_an_answer_fails_as_without_the_reader() {
    Supplier<InputStream> broken =
        () -> new SequenceInputStream(text("<r><reservationSet>"), new Broken());
    assertEquals(failure(false, broken), failure(true, broken));
  }

  private String failure(boolean usual, Supplier<InputStream> body) {
    isUsual = usual;
    answers.add(200, body.get());
    var message = assertThrows(SdkClientException.class, this::instances).getMessage();
    assertTrue(message.contains("Could not parse XML response."), message);
    return message;
  }

  @Test
  void another_call_is_left_to_the_sdk() {
    answer(200, "<r><addressesSet><item><publicIp>192.0.2.1</publicIp></item></addressesSet></r>");
    try (var ec2 = ec2()) {
      assertEquals("192.0.2.1", ec2.describeAddresses().addresses().getFirst().publicIp());
    }
  }

  private static String page(String token, String... ids) {
    var instances = new StringBuilder();
    for (var id : ids) {
      instances.append(INSTANCE.formatted(id));
    }
    return "<r><reservationSet><item><instancesSet>%s</instancesSet></item></reservationSet>%s</r>"
        .formatted(instances, token.isEmpty() ? "" : "<nextToken>" + token + "</nextToken>");
  }

  private void answer(int status, String text) {
    answers.add(status, text);
  }

  private static InputStream text(String text) {
    return PreparedAnswers.text(text);
  }

  private static final class FirstTryFails implements ExecutionInterceptor {
    private boolean hasFailed;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      if (!hasFailed) {
        hasFailed = true;
        throw RetryableException.create("the first try fails");
      }
      return context.responseBody();
    }
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the connection broke");
    }

    @Override
    public int read(byte[] piece, int from, int length) throws IOException {
      return read();
    }
  }
}
