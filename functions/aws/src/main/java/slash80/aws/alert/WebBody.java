package slash80.aws.alert;

/// The kind of body that the https subscribers of the topic get. SNS sends all of them the same
/// one, so it is either the card for Amazon Q in chats, which a program can do little with, or the
/// document, which Amazon Q does not show.
public enum WebBody {
  DOCUMENT,
  CARD
}
