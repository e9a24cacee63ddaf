package slash80.aws;

import java.net.URI;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Builds services that speak JSON and answer at a stub.
public final class StubbedService {
  private StubbedService() {}

  public static JsonService globalAccelerator(URI stub) {
    return service(
        new JsonService.Endpoint(
            stub, "us-west-2", "globalaccelerator", "GlobalAccelerator_V20180706"));
  }

  public static JsonService events(URI stub) {
    return service(new JsonService.Endpoint(stub, "us-east-2", "events", "AWSEvents"));
  }

  public static JsonService securityHub(URI stub) {
    return service(new JsonService.Endpoint(stub, "us-east-2", "securityhub", ""));
  }

  private static JsonService service(JsonService.Endpoint endpoint) {
    return new JsonService(
        UrlConnectionHttpClient.create(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
        endpoint,
        new CallDeadline(InstantSource.system()));
  }
}
