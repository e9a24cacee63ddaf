package slash80.audit.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.EntranceJson;
import slash80.alerts.ReportJson;
import slash80.facts.NetworkInterface;
import slash80.facts.Vpc;
import slash80.ip.IpFamily;
import slash80.network.EntranceTarget;
import slash80.network.Network;
import slash80.reach.Reach;
import slash80.report.EntranceNotes;
import slash80.report.ShownEntrance;

/// The JSON of `reach`. A posture is written once, as soon as the first interface is seen to have
/// it, however many others share it, and nothing of the report is held as a tree: a cluster may
/// have a hundred thousand interfaces, each the target of several entrances.
public final class ReachJson {
  static final String SCHEMA = "slash80.reach/1";

  /// A cluster and its interfaces.
  public record Part(Network network, List<NetworkInterface> interfaces) {}

  /// Two interfaces have the same posture when the internet can open the same on both. The boxes of
  /// a posture depend on the ranges of its VPC.
  private record Posture(Vpc.Id vpc, Reach ipv6, Reach ipv4) {
    private static Posture of(NetworkInterface networkInterface, Network network) {
      return new Posture(
          network.cluster().vpc(),
          network.reach(networkInterface, IpFamily.IPV6),
          network.reach(networkInterface, IpFamily.IPV4));
    }
  }

  private record Row(Network network, NetworkInterface networkInterface, int posture) {}

  private final List<Map<String, Object>> clusters;
  private final List<String> notes;
  private final List<Part> parts;

  /// @param clusters the place and moment of each cluster
  public ReachJson(List<Map<String, Object>> clusters, List<String> notes, List<Part> parts) {
    this.clusters = clusters;
    this.notes = notes;
    this.parts = parts;
  }

  public void write(Writer out) throws IOException {
    try (var json = Json.streaming(out)) {
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writePOJOField("notes", allNotes());
      json.writePOJOField("clusters", clusters);
      var rows = postures(json);
      interfaces(json, rows);
      entrances(json);
      json.writeEndObject();
    }
  }

  private List<String> allNotes() {
    var all = new ArrayList<>(notes);
    for (var part : parts) {
      var cluster = part.network().cluster().name();
      EntranceNotes.of(part.network()).forEach(note -> all.add(cluster + ": " + note));
    }
    return all;
  }

  private List<Row> postures(JsonGenerator json) throws IOException {
    var numbers = new HashMap<Posture, Integer>();
    var rows = new ArrayList<Row>();
    json.writeArrayFieldStart("postures");
    for (var part : parts) {
      for (var networkInterface : part.interfaces()) {
        var posture = Posture.of(networkInterface, part.network());
        var known = numbers.size();
        var number = numbers.computeIfAbsent(posture, _ -> known + 1);
        if (numbers.size() > known) {
          json.writePOJO(ReportJson.posture(number, part.network(), networkInterface));
        }
        rows.add(new Row(part.network(), networkInterface, number));
      }
    }
    json.writeEndArray();
    return rows;
  }

  private static void interfaces(JsonGenerator json, List<Row> rows) throws IOException {
    json.writeArrayFieldStart("interfaces");
    for (var row : rows) {
      json.writePOJO(ReportJson.row(row.posture(), row.network(), row.networkInterface()));
    }
    json.writeEndArray();
  }

  private void entrances(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("entrances");
    for (var part : parts) {
      for (var entrance : ShownEntrance.all(part.network())) {
        json.writeStartObject();
        fields(json, EntranceJson.head(entrance, part.network()));
        json.writeArrayFieldStart("targets");
        for (var target : EntranceTarget.of(entrance, part.network())) {
          json.writePOJO(EntranceJson.target(target));
        }
        json.writeEndArray();
        fields(json, EntranceJson.tail(entrance, part.network()));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void fields(JsonGenerator json, Map<String, Object> tree) throws IOException {
    for (var field : tree.entrySet()) {
      json.writePOJOField(field.getKey(), field.getValue());
    }
  }
}
