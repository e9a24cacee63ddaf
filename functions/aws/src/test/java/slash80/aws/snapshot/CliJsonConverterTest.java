package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

/// Tests that CLI JSON and the SDK's classes convert into each other without a loss.
final class CliJsonConverterTest {
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final Path ACCOUNT = Path.of(System.getProperty("project.root"), "events/account");

  @ParameterizedTest
  @EnumSource(CliCommand.class)
  void a_written_file_reads_back_with_every_member_of_every_class(CliCommand command) {
    for (long seed = 0; seed < 3; seed++) {
      var synthesis = new Synthesis(seed);
      var response = synthesis.whole(command.response());
      assertTrue(synthesis.members() > 0, command.word());
      var read = read(command, written(response, Map.of()));
      assertEquals(response, read.response(), "seed " + seed);
      assertEquals(Map.of(), read.unknown(), "seed " + seed);
    }
  }

  static Stream<Path> recorded() throws IOException {
    return Files.list(ACCOUNT).filter(file -> !file.endsWith("captured-at.json")).sorted();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void output_of_the_cli_is_written_back_complete(Path file) throws IOException {
    var command = CliCommand.named(file.getFileName().toString().split("\\.")[0]).orElseThrow();
    var text = Files.readAllBytes(file);
    var read = read(command, text);
    assertEquals(
        normal(TREES.readTree(text)),
        normal(TREES.readTree(written(read.response(), read.unknown()))));
  }

  /// Replaces all times by the form that is written.
  private static JsonNode normal(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> {
        var normal = TREES.createObjectNode();
        object
            .properties()
            .forEach(property -> normal.set(property.getKey(), normal(property.getValue())));
        yield normal;
      }
      case ArrayNode list -> {
        var normal = TREES.createArrayNode();
        list.forEach(node -> normal.add(normal(node)));
        yield normal;
      }
      default ->
          tree.isTextual()
                  && tree.textValue().matches("\\d{4}-\\d\\d-\\d\\dT.*(Z|[+-]\\d\\d:\\d\\d)")
              ? TREES
                  .getNodeFactory()
                  .textNode(OffsetDateTime.parse(tree.textValue()).toInstant().toString())
              : tree;
    };
  }

  @Test
  void keys_that_the_sdk_does_not_know_are_kept_in_their_places() throws IOException {
    var text =
        """
        {"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1"},
          {"SubnetId": "subnet-2", "VpcId": "vpc-1", "Newest": {"a": [1, {"b": null}]}, "Tags": [{"Key": "k", "Colour": "red"}]}],
         "ResponseMetadata": {"HTTPStatusCode": 200}}
        """;
    var read =
        CliJsonConverter.<DescribeSubnetsResponse>read(
            "describe-subnets.json", in(text), DescribeSubnetsResponse.builder());
    assertEquals(2, read.response().subnets().size());
    assertEquals(TREES.readTree(text), TREES.readTree(written(read.response(), read.unknown())));
  }

  @Test
  void absent_null_and_empty_values_differ_as_in_the_sdk() {
    var read =
        CliJsonConverter.<DescribeSubnetsResponse>read(
            "describe-subnets.json",
            in(
                "{\"Subnets\": [{\"SubnetId\": \"s\", \"VpcId\": \"v\", \"Tags\": null,"
                    + " \"Ipv6CidrBlockAssociationSet\": []}]}"),
            DescribeSubnetsResponse.builder());
    var subnet = read.response().subnets().getFirst();
    assertFalse(subnet.hasTags());
    assertTrue(subnet.hasIpv6CidrBlockAssociationSet());
    assertEquals(
        "{\"Subnets\":[{\"Ipv6CidrBlockAssociationSet\":[],\"SubnetId\":\"s\",\"VpcId\":\"v\"}]}",
        sorted(written(read.response(), Map.of())));
  }

  private static String sorted(byte[] json) {
    try {
      return TREES
          .writer()
          .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(TREES.treeToValue(TREES.readTree(json), TreeMap.class))
          .replaceAll("\\s", "");
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void a_state_that_is_newer_than_the_sdk_keeps_its_word() {
    var read =
        CliJsonConverter.<DescribeSubnetsResponse>read(
            "describe-subnets.json",
            in("{\"Subnets\": [{\"SubnetId\": \"s\", \"VpcId\": \"v\", \"State\": \"moving\"}]}"),
            DescribeSubnetsResponse.builder());
    assertEquals("moving", read.response().subnets().getFirst().stateAsString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2026-11-23T08:00:00+00:00\" | 2026-11-23T08:00:00+00:00",
        "\"2026-11-23T08:00:00Z\" | 2026-11-23T08:00:00+00:00",
        "\"2026-11-23T10:00:00+02:00\" | 2026-11-23T08:00:00+00:00",
        "\"2026-11-23T08:00:00.250Z\" | 2026-11-23T08:00:00.250000+00:00",
        "1795420800 | 2026-11-23T08:00:00+00:00",
        "1795420800.25 | 2026-11-23T08:00:00.250000+00:00",
        "1795420800.000000001 | 2026-11-23T08:00:00.000000001+00:00",
        "-1 | 1969-12-31T23:59:59+00:00",
      })
  void a_time_is_read_in_every_form_of_the_cli_and_written_in_one(String form, String written) {
    var read =
        CliJsonConverter.<DescribeInstancesResponse>read(
            "describe-instances.json",
            in(
                "{\"Reservations\": [{\"Instances\": [{\"InstanceId\": \"i\", \"State\": {\"Name\":"
                    + " \"running\"}, \"LaunchTime\": "
                    + form
                    + "}]}]}"),
            DescribeInstancesResponse.builder());
    var at = read.response().reservations().getFirst().instances().getFirst().launchTime();
    assertEquals(written, CliJsonWriter.text(at));
    assertEquals(OffsetDateTime.parse(written).toInstant(), at);
  }

  @Test
  void utf_16_as_a_windows_shell_redirects_it_is_read() {
    var text = "\ufeff{\"Subnets\": [{\"SubnetId\": \"s\", \"VpcId\": \"v\"}]}";
    var read =
        CliJsonConverter.<DescribeSubnetsResponse>read(
            "describe-subnets.json",
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_16LE)),
            DescribeSubnetsResponse.builder());
    assertEquals("s", read.response().subnets().getFirst().subnetId());
  }

  private static CliJsonConverter.Answer<SdkPojo> read(CliCommand command, byte[] text) {
    return CliJsonConverter.read(
        command.word(), new ByteArrayInputStream(text), command.response());
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] written(SdkPojo response, Map<String, Map<String, JsonNode>> unknown) {
    var out = new ByteArrayOutputStream();
    CliJsonConverter.write(new CliJsonConverter.Answer<>(response, unknown), out);
    return out.toByteArray();
  }
}
