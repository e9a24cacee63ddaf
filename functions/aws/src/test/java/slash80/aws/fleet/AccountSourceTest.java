package slash80.aws.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.AccessRefused;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.Fleet;
import slash80.aws.JsonStub;
import slash80.aws.JsonStub.Answer;
import slash80.aws.ReadInterrupted;

/// Tests of the places that list the accounts of a fleet.
final class AccountSourceTest {

  @Test
  void an_organization_of_five_thousand_is_read_page_by_page() {
    try (var organization = organization(5_000);
        var _ = organization.settings()) {
      var accounts = AccountSource.of("organization", AwsClients.in("eu-west-1")).accounts();

      assertEquals(5_000, accounts.size());
      assertEquals(250, organization.called.size());
      assertEquals("AWSOrganizationsV20161128.ListAccounts", organization.called.getFirst());
      var signature = organization.signatures.getFirst();
      assertTrue(signature.contains("/us-east-1/organizations/aws4_request"), signature);
    }
  }

  /// Twenty accounts on a page, as AWS answers.
  private static JsonStub organization(int accounts) {
    return new JsonStub()
        .on(
            "ListAccounts",
            request -> {
              int begin = request.path("NextToken").asInt(0);
              int end = Math.min(begin + 20, accounts);
              var page =
                  IntStream.range(begin, end)
                      .mapToObj("{'Id':'%012d','State':'ACTIVE'}"::formatted)
                      .collect(Collectors.joining(","));
              var next = end < accounts ? ",'NextToken':'%d'".formatted(end) : "";
              return Answer.of("{'Accounts':[%s]%s}".formatted(page, next));
            });
  }

  @Test
  void closed_and_suspended_accounts_are_left_out_by_either_name_of_their_state() {
    try (var organization =
            new JsonStub()
                .on(
                    "ListAccounts",
                    """
                    {'Accounts':[{'Id':'000000000001','State':'ACTIVE'},
                     {'Id':'000000000002','State':'SUSPENDED','Status':'SUSPENDED'},
                     {'Id':'000000000003','Status':'ACTIVE'},
                     {'Id':'000000000004','State':'PENDING_CLOSURE','Status':'ACTIVE'}]}
                    """);
        var _ = organization.settings()) {
      assertEquals(
          Set.of("000000000001", "000000000003"),
          AccountSource.of("organization", AwsClients.in("us-east-2")).accounts());
    }
  }

  @Test
  void an_organization_that_throttles_is_asked_again() {
    var calls = new AtomicInteger();
    try (var organization =
            new JsonStub()
                .on(
                    "ListAccounts",
                    _ ->
                        calls.incrementAndGet() < 3
                            ? Answer.refused("TooManyRequestsException")
                            : Answer.of("{'Accounts':[{'Id':'000000000001','State':'ACTIVE'}]}"));
        var _ = organization.settings()) {
      assertEquals(
          Set.of("000000000001"),
          AccountSource.of("organization", AwsClients.in("us-east-2")).accounts());
      assertEquals(3, calls.get());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | {"__type":"com.amazonaws.organizations#AccessDeniedException","Message":"You don't"} | organizations:ListAccounts: AccessDeniedException
          400 | {"__type":"AWSOrganizationsNotInUseException"} | organizations:ListAccounts: AWSOrganizationsNotInUseException
          503 | <html>no service</html> | organizations:ListAccounts: HTTP 503
          """)
  void a_refusal_is_named(int status, String body, String sentence) {
    try (var organization = new JsonStub().on("ListAccounts", _ -> new Answer(status, body));
        var _ = organization.settings()) {
      var source = AccountSource.of("organization", AwsClients.in("us-east-2"));
      var refusal = assertThrows(ReadInterrupted.class, source::accounts);
      assertEquals(sentence, refusal.getMessage());
      assertEquals(sentence.contains("Denied"), refusal instanceof AccessRefused);
    }
  }

  /// An empty list would close the ledgers of all accounts. A page that something between has
  /// answered or cut is not the end of the list.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>log in</html>",
        "",
        "null",
        "[]",
        "{}",
        "{'Accounts':[{'Id':'000000000002','State':'ACT",
        "{'Accounts':[{'Id':'000000000002','State':'ACTIVE'}]}}",
        "{'Accounts':null}",
        "{'Accounts':{'Id':'000000000002','State':'ACTIVE'}}",
        "{'Accounts':'000000000002'}",
        "{'Accounts':[null]}",
        "{'Accounts':['000000000002']}",
        "{'Accounts':[{'State':'ACTIVE'}]}",
        "{'Accounts':[{'Id':2,'State':'ACTIVE'}]}",
        "{'Accounts':[{'Id':'000000000002'}]}",
        "{'Accounts':[{'Id':'000000000002','State':1}]}",
        "{'Accounts':[],'NextToken':3}",
        "{'Accounts':[],'NextToken':{}}",
        "{'Accounts':[],'NextToken':'2'}"
      })
  void a_page_that_is_not_one_of_the_organization_ends_the_list_with_a_failure(String page) {
    try (var organization =
            new JsonStub()
                .on(
                    "ListAccounts",
                    request ->
                        Answer.of(
                            request.path("NextToken").asText("").isEmpty()
                                ? "{'Accounts':[{'Id':'000000000001','State':'ACTIVE'}],"
                                    + "'NextToken':'2'}"
                                : page));
        var _ = organization.settings()) {
      var source = AccountSource.of("organization", AwsClients.in("us-east-2"));
      var failure = assertThrows(ReadInterrupted.class, source::accounts);
      assertTrue(
          failure.getMessage().startsWith("organizations:ListAccounts: the response "),
          failure.getMessage());
    }
  }

  @Test
  void a_page_that_is_not_json_is_asked_for_again() {
    var calls = new AtomicInteger();
    try (var organization =
            new JsonStub()
                .on(
                    "ListAccounts",
                    _ ->
                        calls.incrementAndGet() == 1
                            ? new Answer(200, "<html>")
                            : Answer.of("{'Accounts':[{'Id':'000000000001','State':'ACTIVE'}]}"));
        var _ = organization.settings()) {
      assertEquals(
          Set.of("000000000001"),
          AccountSource.of("organization", AwsClients.in("us-east-2")).accounts());
    }
  }

  @Test
  void a_list_without_accounts_is_refused() {
    try (var organization = new JsonStub().on("ListAccounts", "{'Accounts':[]}");
        var _ = organization.settings()) {
      var source = AccountSource.of("organization", AwsClients.in("us-east-2"));
      var refusal = assertThrows(BadInput.class, source::accounts);
      assertEquals(
          "the organization lists no account: expected at least one", refusal.getMessage());
    }
  }

  @Test
  void a_text_holds_accounts_between_commas_spaces_or_lines() {
    assertEquals(
        Set.of("000000000001", "000000000002", "000000000003"),
        AccountSource.parsed("here", " 000000000001,000000000002\t\n000000000003\n"));
    assertEquals(Set.of(), AccountSource.parsed("here", " \n"));
    var wrong = assertThrows(BadInput.class, () -> AccountSource.parsed("here", "[1234]"));
    assertEquals(
        "here has \"[1234]\": expected an account id of twelve digits", wrong.getMessage());
  }

  /// A list is a file of people, and its mistakes go into logs.
  @Test
  void a_wrong_list_is_named_by_its_start_and_without_characters_that_move_a_cursor() {
    var endless = "x".repeat(5_000_000);
    for (String list : List.of(endless, "\u001b[2J\u202ex", "{\"accounts\":\n[]}")) {
      for (String place : List.of("s3://b/k", "s3://b/\u001b" + "k".repeat(1_000))) {
        var wrong = assertThrows(BadInput.class, () -> AccountSource.parsed(place, list));
        assertTrue(wrong.getMessage().length() < 400, wrong.getMessage().length() + "");
        assertTrue(wrong.getMessage().matches("[ -~…]+"), wrong.getMessage());
      }
    }
    for (var wrong :
        List.of(
            assertThrows(
                BadInput.class,
                () -> AccountSource.of("\u001b" + endless, AwsClients.in("us-east-2"))),
            assertThrows(
                BadInput.class,
                () ->
                    Fleet.of(
                        "us-east-2",
                        name ->
                            name.equals("SLASH80_MEMBER_ROLE")
                                ? Optional.of("\u001b" + endless)
                                : Optional.empty())))) {
      assertTrue(wrong.getMessage().matches("[ -~…]{1,400}"), wrong.getMessage());
    }
  }

  @Test
  void a_byte_order_mark_before_the_list_is_no_part_of_it() {
    assertEquals(Set.of("000000000001"), AccountSource.parsed("here", "\ufeff000000000001\n"));
    assertEquals(Set.of(), AccountSource.parsed("here", "\ufeff"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"o-abc", "accounts", "slash80/accounts", "s3://bucket", "s3://B/k"})
  void another_place_is_refused(String setting) {
    var refusal =
        assertThrows(BadInput.class, () -> AccountSource.of(setting, AwsClients.in("us-east-2")));
    assertTrue(refusal.getMessage().contains("\"%s\"".formatted(setting)), refusal.getMessage());
  }
}
