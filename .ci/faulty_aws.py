"""A way to moto that injects faults: throttling, errors 500, answers that never come or get lost, refused alerts."""

import contextlib
import dataclasses
import http.client
import http.server
import json
import random
import threading
import time

READS = ("ec2", "eks", "elasticloadbalancing")
KINDS = ["refused-publish", "throttle", "hang", "ledger-errors", "errors", "lost-answer"]
CHANCE = 0.5  # that a fault takes a call
HANGING = 0.2  # likewise, if the call hangs: each costs a time-out
HANG = 30  # s
PATIENCE = 600  # s


@dataclasses.dataclass
class Call:
    service: str
    method: str
    path: str
    body: bytes

    def is_publish(self):
        return self.service == "sns" and b"Action=Publish" in self.body

    def is_of_ledger(self):
        # A digest that cannot be stored has no place, and the soak could not read what an alert says.
        return self.service == "s3" and "/digests/" not in self.path

    def concerns(self, kind):
        """Whether a fault of this kind may take the call."""
        return {
            "refused-publish": self.is_publish(),
            "ledger-errors": self.is_of_ledger(),
            "lost-answer": self.is_of_ledger() and self.method == "PUT" or self.is_publish(),
        }.get(kind, self.service in READS)


class Faults:
    """The fault of the moment. It lasts for some seconds, and takes at least the first call that it concerns."""

    def __init__(self):
        self.kind, self.end, self.fresh = None, 0, False
        self.counts = {}
        self.swallows = 0
        self.lock = threading.Lock()

    def plant(self, kind, seconds):
        with self.lock:
            self.kind, self.end, self.fresh = kind, time.monotonic() + seconds, True

    def stop(self):
        self.kind = None

    def swallow_a_publish(self):
        """For the test of the soak: the next alert is accepted, and goes nowhere."""
        self.swallows = 1

    def takes(self, call):
        """The kind of fault for this call, if any."""
        with self.lock:
            kind = self.kind
            if kind is None or not call.concerns(kind):
                return None
            if not self.fresh and (time.monotonic() > self.end or random.random() > (HANGING if kind == "hang" else CHANCE)):
                return None
            self.fresh = False
            self.counts[kind] = self.counts.get(kind, 0) + 1
            return kind

    @staticmethod
    def answer(kind, service):
        """The status and the text of an error."""
        status, code = {
            "refused-publish": (403, "AuthorizationError"), "throttle": (429 if service == "eks" else 503, "RequestLimitExceeded"),
            "errors": (500, "InternalError"), "ledger-errors": (503, "SlowDown"), "lost-answer": (503, "ServiceUnavailable"),
        }[kind]
        error = f"<Code>{code}</Code><Message>planted</Message>"
        text = {
            "ec2": f"<Response><Errors><Error>{error}</Error></Errors></Response>",
            "s3": f"<Error>{error}</Error>",
            "eks": json.dumps({"__type": "TooManyRequestsException", "message": "planted"}),
        }.get(service, f"<ErrorResponse><Error>{error}</Error></ErrorResponse>")
        return status, [("Content-Type", "text/xml")], text.encode()


class Answers:
    """What moto answered about the account as it is. On a busy machine moto takes longer for 200 nodes than watch waits: a call that
    is repeated then gets the answer to the first."""

    def __init__(self):
        self.lock = threading.Lock()
        self.known = {}

    def forget(self):
        """The account has changed."""
        with self.lock:
            self.known = {}

    def of(self, question, ask):
        with self.lock:
            lock, answers = self.known.setdefault(question, (threading.Lock(), []))
        with lock:
            if not answers:
                answers.append(ask())
        return answers[0]


class Proxy(http.server.BaseHTTPRequestHandler):
    """Passes calls on to moto, except those that a fault takes."""

    protocol_version = "HTTP/1.1"
    moto = None
    faults = Faults()
    hidden = 5  # s
    postponed = 0
    answers = Answers()

    def log_message(self, *words):
        pass

    def service(self):
        # The credential of a signature: ID/DATE/REGION/SERVICE/aws4_request.
        scope = self.headers.get("Authorization", "").partition("Credential=")[2].split(",")[0].split("/")
        return scope[3] if len(scope) > 3 else "?"

    def handle_call(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = Call(self.service(), self.command, self.path, body)
        kind = Proxy.faults.takes(call)
        if kind == "hang":
            time.sleep(HANG)
            self.close_connection = True
        elif kind == "lost-answer":
            self.forward(body)
            self.give(*Faults.answer(kind, call.service))
        elif kind is not None:
            self.give(*Faults.answer(kind, call.service))
        elif call.is_publish() and Proxy.faults.swallows:
            Proxy.faults.swallows = 0
            self.give(200, [("Content-Type", "text/xml")], b"<PublishResponse><PublishResult><MessageId>none</MessageId></PublishResult></PublishResponse>")
        else:
            self.give(*self.forward(self.hastened(call)))

    def hastened(self, call):
        """The body of a call; one that postpones messages asks for a shorter time, which a soak has."""
        if call.service != "sqs" or "ChangeMessageVisibility" not in self.headers.get("X-Amz-Target", ""):
            return call.body
        asked = json.loads(call.body)
        for entry in asked["Entries"]:
            entry["VisibilityTimeout"] = Proxy.hidden
        Proxy.postponed += len(asked["Entries"])
        return json.dumps(asked).encode()

    def forward(self, body):
        if self.service() not in READS:
            return self.ask_moto(body)
        return Proxy.answers.of((self.path, body), lambda: self.ask_moto(body))

    def ask_moto(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", Proxy.moto, timeout=PATIENCE)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("connection", "expect", "content-length")}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        skipped = ("transfer-encoding", "content-length", "connection")
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in skipped]
        connection.close()
        return answer.status, kept, text

    def give(self, status, headers, text):
        with contextlib.suppress(OSError):  # the caller has gone
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_call


def start_proxy(moto):
    Proxy.moto = moto
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
