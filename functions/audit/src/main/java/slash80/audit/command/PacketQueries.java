package slash80.audit.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slash80.alerts.ReportJson;
import slash80.alerts.TextFormat;
import slash80.audit.report.Json;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.ip.Address;
import slash80.ip.Packet;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.network.Network;

/// Answers questions about single packets, one JSON object on each line.
final class PacketQueries {
  /// The destination of a packet.
  ///
  /// @param address the address that was asked for; empty where an interface or a node was
  private record Place(
      Network network, NetworkInterface networkInterface, Optional<Address> address) {}

  private final List<Network> networks;
  private final Map<String, Place> byId = new TreeMap<>();
  private final NamedEntrances entrances;

  PacketQueries(List<Network> networks) {
    this.networks = networks;
    this.entrances = new NamedEntrances(networks);
    for (var network : networks) {
      for (var networkInterface : ReachCommand.interfacesOf(network)) {
        byId.put(
            networkInterface.id().value(), new Place(network, networkInterface, Optional.empty()));
      }
    }
  }

  /// A line for each line of the file, in order.
  String answers(Path file) {
    var name = InputFile.name(file);
    var answers = new ArrayList<String>();
    try (var in = open(file)) {
      int number = 0;
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          answers.add(answer(line, "%s, line %d: ".formatted(name, number)));
        }
      }
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a file of packets (%s)".formatted(name, FileFailure.reason(broken)),
          broken);
    }
    return String.join("\n", answers);
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(InputFile.open(file), StandardCharsets.UTF_8.newDecoder()));
  }

  private String answer(String line, String at) {
    try {
      var asked = Json.whole(line);
      if (!asked.isObject()) {
        throw new IllegalArgumentException("expected a JSON object");
      }
      return Json.line(answer(asked));
    } catch (JsonProcessingException notJson) {
      throw new BadInput(at + "expected a JSON object, found other text", notJson);
    } catch (IllegalArgumentException mistake) {
      throw new BadInput(at + mistake.getMessage(), mistake);
    }
  }

  private Map<String, ?> answer(JsonNode asked) {
    var source = Address.parse(text(asked, "from"));
    var protocol = Protocol.parse(text(asked, "protocol"));
    if (!asked.has("through")) {
      var place = place(text(asked, "to"), Optional.of(source));
      var packet = new Packet(source, protocol, port(asked, source, protocol));
      return ReportJson.passage(place.network().passage(place.networkInterface(), packet));
    }
    var through = entrances.named(text(asked, "through"));
    var place = place(text(asked, "to"), Optional.empty());
    var packet = new Packet(source, protocol, port(asked, source, protocol));
    return entrances.passage(
        through, place.network(), place.networkInterface(), place.address(), packet);
  }

  private static String text(JsonNode asked, String key) {
    var value = asked.path(key);
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw new IllegalArgumentException("expected a text in \"%s\"".formatted(key));
    }
    return value.asText();
  }

  /// As a number or a text, like the protocol.
  private static int port(JsonNode asked, Address source, int protocol) {
    if (!Protocol.hasPorts(source.family(), protocol)) {
      return 0;
    }
    var port = asked.path("port");
    var digits = port.isTextual() || port.isIntegralNumber() ? port.asText() : "";
    var highest = protocol == Protocol.TCP || protocol == Protocol.UDP ? 65_535 : 255;
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > highest) {
      throw new IllegalArgumentException(
          "expected a whole number from 0 to %d in \"port\"".formatted(highest));
    }
    return Integer.parseInt(digits);
  }

  /// @param source the client, whose family an address must have; empty where an entrance stands
  ///   between the two
  private Place place(String to, Optional<Address> source) {
    return Optional.ofNullable(byId.get(to))
        .or(() -> ofInstance(to))
        .or(() -> ofAddress(to, source))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected an interface, a node or an address of one in \"to\", found \"%s\""
                        .formatted(TextFormat.text(to, 80))));
  }

  private Optional<Place> ofInstance(String id) {
    return networks.stream()
        .flatMap(
            network ->
                network
                    .node(new Instance.Id(id))
                    .flatMap(node -> network.primaryInterfaceOf(node).asKnown())
                    .map(primary -> new Place(network, primary, Optional.empty()))
                    .stream())
        .findFirst();
  }

  private Optional<Place> ofAddress(String text, Optional<Address> source) {
    if (!text.contains(":") && !text.contains(".")) {
      return Optional.empty();
    }
    var address = Address.parse(text);
    source
        .filter(from -> from.family() != address.family())
        .ifPresent(
            from -> {
              throw new IllegalArgumentException(
                  "expected \"from\" and \"to\" of one family, found %s and %s"
                      .formatted(from, address));
            });
    return byId.values().stream()
        .filter(place -> longest(place, address).isPresent())
        .max(Comparator.comparing(place -> longest(place, address).orElseThrow()))
        .map(place -> new Place(place.network(), place.networkInterface(), Optional.of(address)));
  }

  /// The length of the block in which an interface holds an address: of two interfaces, the one
  /// with the narrower block is meant.
  private static Optional<Integer> longest(Place place, Address address) {
    return place.networkInterface().held(address.family()).stream()
        .filter(held -> held.contains(address))
        .map(Prefix::length)
        .max(Comparator.naturalOrder());
  }
}
