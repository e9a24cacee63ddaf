"""Moves dead letters back, which moto 5.2.5 cannot: StartMessageMoveTask and ListMessageMoveTasks. moto_ipv6.py installs it.

A task is over at once; in AWS it takes a while.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
"""

import time
import uuid

from moto.core.responses import ActionResult
from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue
from moto.sqs.responses import SQSResponse

MOST_LISTED = 10


def install():
    Queue.add_message = add_message
    SQSResponse.start_message_move_task = start
    SQSResponse.list_message_move_tasks = listed


moto_add_message = Queue.add_message


def add_message(self, message):
    """Notes the first queue of a message: that of a dead letter, unless it was sent to the dead-letter queue itself."""
    message.__dict__.setdefault("home", self.queue_arn)
    moto_add_message(self, message)


def start(self):
    source = queue(self, "SourceArn")
    named = self._get_param("DestinationArn")
    if named:
        queue(self, "DestinationArn")
    if not any(other.dead_letter_queue is source for other in self.sqs_backend.queues.values()):
        raise SQSException("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")
    with source._messages_lock:
        waiting = source.messages
        moved, reason = move(source, waiting, {one.queue_arn: one for one in self.sqs_backend.queues.values()}, named)
    task = {
        "Status": "FAILED" if reason else "COMPLETED", "SourceArn": source.queue_arn, "ApproximateNumberOfMessagesMoved": moved,
        "ApproximateNumberOfMessagesToMove": len(waiting), "StartedTimestamp": int(time.time() * 1000),
    }
    task |= {name: value for name, value in (("DestinationArn", named), ("FailureReason", reason)) if value}
    source.__dict__.setdefault("moves", []).insert(0, task)
    return ActionResult({"TaskHandle": str(uuid.uuid4())})


def move(source, messages, queues, named):
    """The number of messages that moved, and why no more did."""
    for moved, message in enumerate(messages):
        home = queues.get(named or message.home)
        if home is None or home is source:
            # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html
            return moved, "CouldNotDetermineMessageSource" if home else "AWS.SimpleQueueService.NonExistentQueue"
        source._messages.remove(message)
        source.pending_messages.discard(message)
        message.approximate_receive_count = 0
        message.visible_at = 0.0
        home.add_message(message)
    return len(messages), None


def listed(self):
    tasks = queue(self, "SourceArn").__dict__.get("moves", [])
    return ActionResult({"Results": tasks[: min(self._get_param("MaxResults") or 1, MOST_LISTED)]})


def queue(response, parameter):
    arn = response._get_param(parameter)
    for one in response.sqs_backend.queues.values():
        if one.queue_arn == arn:
            return one
    raise SQSException("ResourceNotFoundException", f"The resource that you specified for the {parameter} parameter doesn't exist.")
