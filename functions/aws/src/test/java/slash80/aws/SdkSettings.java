package slash80.aws;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import slash80.aws.live.StubbedAws;

/// Settings in the environment of the SDK, as long as the object is open. The clients that the
/// functions build themselves then call a stub or the emulator.
public final class SdkSettings implements AutoCloseable {
  private final Map<String, String> settings;

  private SdkSettings(Map<String, String> settings) {
    this.settings = settings;
    settings.forEach(System::setProperty);
  }

  /// All calls go to this address.
  public static SdkSettings at(URI endpoint) {
    return new SdkSettings(to(endpoint.toString()));
  }

  /// The calls to each service go to its own address.
  ///
  /// @param endpoints by the name of the service, such as `Sns`
  public static SdkSettings at(Map<String, URI> endpoints) {
    var settings = to("http://127.0.0.1:9"); // nobody listens there
    endpoints.forEach((service, at) -> settings.put("aws.endpointUrl" + service, at.toString()));
    return new SdkSettings(settings);
  }

  /// All calls go to the emulator.
  public static SdkSettings emulated() {
    return new SdkSettings(toEmulator());
  }

  /// All calls go to the emulator, and the calls for reading an account go to a stub.
  public static SdkSettings emulatedBeside(StubbedAws account) {
    var settings = toEmulator();
    for (var service : new String[] {"Ec2", "Eks", "ElasticLoadBalancingV2"}) {
      settings.put("aws.endpointUrl" + service, account.endpoint().toString());
    }
    return new SdkSettings(settings);
  }

  private static Map<String, String> toEmulator() {
    return to(System.getenv("SLASH80_EMULATOR"));
  }

  private static HashMap<String, String> to(String endpoint) {
    return new HashMap<>(
        Map.of(
            "aws.endpointUrl", endpoint,
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test"));
  }

  @Override
  public void close() {
    settings.keySet().forEach(System::clearProperty);
  }
}
