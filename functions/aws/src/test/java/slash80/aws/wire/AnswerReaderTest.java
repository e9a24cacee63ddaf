package slash80.aws.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.Damage;
import slash80.aws.StubbedAnswer;
import slash80.aws.StubbedAnswer.Protocol;
import slash80.aws.wire.QuickAnswers.Form;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.protocols.query.internal.unmarshall.QueryProtocolUnmarshaller;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.utils.builder.Buildable;

/// Tests the reader against that of the SDK: what the first takes, the second reads alike.
final class AnswerReaderTest {
  private static final long SEED = Long.getLong("slash80.seed", System.nanoTime());
  private static final int LONGEST = 256 * 1024;
  private static final List<String> TEXTS =
      List.of(
          "",
          "i-1",
          "a & b < c > d \"e\" 'f'",
          "Zürich 😀",
          " kept\nas\tit is ",
          "2600:1f16:11e6:86f0:a003::/80");

  /// In one order, so that a seed gives the same answers again.
  private static final List<Form> FORMS =
      QuickAnswers.forms().stream()
          .sorted(Comparator.comparing(form -> form.builder().get().getClass().getName()))
          .toList();

  private static final Form INSTANCES = new Form(DescribeInstancesResponse::builder, false);

  private final Random dice = new Random(SEED);

  @Test
  void both_readers_read_an_answer_alike() {
    for (var form : FORMS) {
      for (int round = 0; round < 30; round++) {
        var text = answer(form);
        assertTrue(alike(form, bytes(text), text), () -> "seed " + SEED + ": " + text);
        var indented = text.replaceAll("(?<=[a-z]>)(<[a-zA-Z])", "\n    $1");
        assertTrue(alike(form, bytes(indented), indented), () -> "seed " + SEED + ": " + text);
      }
    }
  }

  @Test
  void both_readers_read_a_damaged_answer_alike() {
    var damage = new Damage(SEED, LONGEST);
    int taken = 0;
    for (var form : FORMS) {
      for (int round = 0; round < 20; round++) {
        var text = answer(form).replace("><", ">\n<");
        for (int changes = 0; changes < 10; changes++) {
          var damaged = dice.nextBoolean() ? damage.of(text) : restructured(text);
          taken += alike(form, Damage.bytes(damaged), damaged) ? 1 : 0;
        }
      }
    }
    assertTrue(taken > 100, "seed " + SEED + ": taken " + taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<r/>",
        "<r></r>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"http://a/\">\n</r>\n",
        "<?xml version='1.0'?><r xmlns='http://a/'><requestId>1</requestId></r >",
        "<r><nextToken>a&lt;b&#x41;&#66;</nextToken></r>",
        "<r><nextToken></nextToken><reservationSet/></r>",
        "<r><reservationSet><other><ownerId>1</ownerId></other></reservationSet></r>",
        "<r><reservationSet><item/></reservationSet><new><a>x</a><b/></new></r>",
      })
  void an_answer_is_read_as_the_sdk_reads_it(String text) {
    assertTrue(alike(INSTANCES, bytes(text), text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?",
        "<?xml version=\"1.0\"?>",
        "<r>",
        "<r></s>",
        "<r/><s/>",
        "<r/>x",
        "<r a=\"1\"/>",
        "<n:r xmlns:n=\"http://a/\"/>",
        "<?xml version=\"1.1\"?><r/>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><r/>",
        "<!DOCTYPE r [<!ENTITY a \"b\">]><r/>",
        "<!-- --><r/>",
        "<r><!-- --></r>",
        "<r><nextToken><![CDATA[a]]></nextToken></r>",
        "<r><nextToken>a<b/></nextToken></r>",
        "<r><nextToken>a&b;</nextToken></r>",
        "<r><nextToken>a&#0;</nextToken></r>",
        "<r><nextToken>a]]>b</nextToken></r>",
        "<r><nextToken>a\r\nb</nextToken></r>",
        "<r><nextToken a=\"1\">a</nextToken></r>",
        "<r><nextToken>a</nextToken><nextToken>b</nextToken></r>",
        "<r><reservationSet>text</reservationSet></r>",
        "<r><reservationSet><item>text</item></reservationSet></r>",
        "<r><new>text<a/></new></r>",
      })
  void an_unusual_answer_is_left_to_the_sdk(String text) {
    assertFalse(alike(INSTANCES, bytes(text), text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ebsOptimized>yes</ebsOptimized>",
        "<ebsOptimized/>",
        "<amiLaunchIndex>+1</amiLaunchIndex>",
        "<amiLaunchIndex>1 </amiLaunchIndex>",
        "<amiLaunchIndex>99999999999</amiLaunchIndex>",
        "<launchTime/>",
        "<usageOperationUpdateTime></usageOperationUpdateTime>",
        "<launchTime>yesterday</launchTime>",
        "<launchTime>2026-02-30T00:00:00Z</launchTime>",
        "<launchTime>2026-02-20T00:00:00+01:00</launchTime>",
        "<cpuOptions><coreCount>two</coreCount></cpuOptions>",
      })
  void a_value_of_an_unusual_form_is_left_to_the_sdk(String member) {
    var begin = "<r><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>";
    var text = begin + member + "</item></instancesSet></item></reservationSet></r>";
    assertFalse(alike(INSTANCES, bytes(text), text), text);
  }

  @Test
  void an_answer_in_an_element_of_its_own_is_read() {
    var answer = answer(INSTANCES);
    var text = "<a>" + answer + "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></a>";
    var wrapped = DescribeInstancesResponse.builder();
    assertTrue(AnswerReader.read(bytes(text), (SdkPojo) wrapped, true));
    var whole = DescribeInstancesResponse.builder();
    assertTrue(AnswerReader.read(bytes(answer), (SdkPojo) whole, false));
    assertEquals(whole.build(), wrapped.build());
    var empty = DescribeInstancesResponse.builder();
    assertFalse(AnswerReader.read(bytes("<a></a>"), (SdkPojo) empty, true));
  }

  /// Whether the reader took an answer; it may only take what the SDK reads alike.
  private static boolean alike(Form form, byte[] document, String what) {
    var quick = form.builder().get();
    if (!AnswerReader.read(document, (SdkPojo) quick, form.isWrapped())) {
      return false;
    }
    var seen = "seed " + SEED + ": " + what;
    sdk(form, document)
        .ifPresentOrElse(
            whole -> UsedParts.compare(whole, quick.build(), seen),
            () -> fail("the SDK refuses it: " + seen));
    return true;
  }

  private static Optional<SdkPojo> sdk(Form form, byte[] document) {
    var content = AbortableInputStream.create(new ByteArrayInputStream(document));
    try {
      return Optional.of(
          QueryProtocolUnmarshaller.builder()
              .hasResultWrapper(form.isWrapped())
              .build()
              .<SdkPojo>unmarshall(
                  (SdkPojo) form.builder().get(),
                  SdkHttpFullResponse.builder().statusCode(200).content(content).build())
              .left());
    } catch (RuntimeException refused) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A line of the text that is gone, doubled, moved, or of another form.
  private String restructured(String text) {
    var lines = text.lines().collect(Collectors.toList());
    int at = dice.nextInt(lines.size());
    var line = lines.get(at);
    switch (dice.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(dice.nextInt(lines.size()), line);
      case 2 -> lines.set(at, line.replaceAll(">.*</\\w+>", "/>"));
      case 3 -> lines.set(at, "<new>" + line + "</new>");
      case 4 -> lines.set(at, line.replaceAll(">[^<]*<", ">&#49;<"));
      default -> lines.set(at, line.replaceFirst(">", " >"));
    }
    return String.join("\n", lines);
  }

  /// An answer with any of the members of its class.
  private String answer(Form form) {
    var response = object((SdkPojo) form.builder().get(), 0);
    var protocol = form.isWrapped() ? Protocol.QUERY : Protocol.EC2;
    return StubbedAnswer.of(protocol, "Test", response).body();
  }

  private SdkPojo object(SdkPojo builder, int depth) {
    for (var field : builder.sdkFields()) {
      if (depth < 2 || dice.nextInt(3) > 0) {
        value(field, depth).ifPresent(value -> field.set(builder, value));
      }
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  private Optional<Object> value(SdkField<?> field, int depth) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> Optional.of(TEXTS.get(dice.nextInt(TEXTS.size())));
      case INTEGER -> Optional.of(dice.nextInt(-5, 70_000));
      case LONG -> Optional.of(dice.nextLong(1L << 50));
      case DOUBLE -> Optional.of(dice.nextInt(100) / 4.0);
      case BOOLEAN -> Optional.of(dice.nextBoolean());
      case INSTANT -> Optional.of(Instant.ofEpochMilli(dice.nextLong(1L << 41)));
      case SDK_POJO ->
          depth > 6 ? Optional.empty() : Optional.of(object(field.constructor().get(), depth + 1));
      case LIST -> {
        var element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        yield Optional.of(
            IntStream.range(0, dice.nextInt(3))
                .mapToObj(_ -> value(element, depth + 1))
                .flatMap(Optional::stream)
                .toList());
      }
      case MAP -> Optional.empty(); // left to the SDK
      default -> throw new IllegalStateException(field.marshallingType().toString());
    };
  }
}
