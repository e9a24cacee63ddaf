package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The same tests with ledgers in S3, and with alerts that SNS sends to a queue, on the emulator.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedDisorderTest extends DisorderProof {
  private int published;
  private int arrived;

  private Surroundings around;

  @Override
  Stage stage() {
    takeIn();
    around = new Surroundings();
    var topic = around.publisher();
    return new Stage(
        around.store(),
        (cluster, alert) -> {
          topic.publish(cluster, alert);
          published++;
        });
  }

  @Override
  int shuffles() {
    return 20;
  }

  private void takeIn() {
    if (around != null) {
      arrived += around.received().size();
    }
  }

  @AfterEach
  void every_alert_that_was_published_has_arrived() {
    takeIn();
    assertEquals(published, arrived);
  }
}
