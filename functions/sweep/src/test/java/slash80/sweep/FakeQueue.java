package slash80.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// A queue that takes messages in memory, and refuses some.
final class FakeQueue implements SqsClient {
  final List<Integer> sizes = new ArrayList<>();
  final List<String> taken = new ArrayList<>();
  final List<Integer> delays = new ArrayList<>();
  Predicate<String> refuses = _ -> false;
  IntPredicate fails = _ -> false;
  IntSupplier waiting = () -> 0;

  @Override
  public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    sizes.add(request.entries().size());
    if (fails.test(sizes.size())) {
      throw SqsException.builder().message("the queue is away").build();
    }
    var failed = new ArrayList<BatchResultErrorEntry>();
    for (SendMessageBatchRequestEntry entry : request.entries()) {
      if (refuses.test(entry.messageBody())) {
        failed.add(
            BatchResultErrorEntry.builder().id(entry.id()).code("ServiceUnavailable").build());
      } else {
        taken.add(entry.messageBody());
        delays.add(entry.delaySeconds());
      }
    }
    return SendMessageBatchResponse.builder().failed(failed).build();
  }

  @Override
  public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    return GetQueueAttributesResponse.builder()
        .attributes(
            Map.of(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                Integer.toString(waiting.getAsInt())))
        .build();
  }

  List<String> clusters() throws Exception {
    var clusters = new ArrayList<String>();
    for (String body : taken) {
      JsonNode event = new ObjectMapper().readTree(body);
      clusters.add(event.path("detail").path("cluster").asText());
    }
    return clusters;
  }

  List<String> resources() throws Exception {
    var resources = new ArrayList<String>();
    for (String body : taken) {
      resources.add(new ObjectMapper().readTree(body).path("resources").path(0).asText());
    }
    return resources;
  }

  @Override
  public String serviceName() {
    return "sqs";
  }

  @Override
  public void close() {}
}
