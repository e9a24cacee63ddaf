"""Measures a packaged `watch`: python3 .ci/measure_function.py functions/watch/target/function.zip [--https] [--delay MS] [--snapstart]

The package is a zip with a native `bootstrap` or with the classes for the JVM, such a `bootstrap` itself, or the folder of jars that
native-image gets (native-arguments.sh WORK_FOLDER --keep leaves it in WORK_FOLDER/watch). From the folder, a JVM runs what the
executable is made of: the same classes, and Quarkus' own loop around the handler. Calls, connections and handshakes are as the
executable makes them; times, CPU and memory are those of a JVM. It runs as in Lambda,
on a stub of Lambda's runtime API and a stub of AWS with the account of events/, and gets the event of a security group that was
opened. Printed are medians of several processes: from the start until the function asks for its first event, until the alert is
published, and until the event is answered; CPU and memory of a process until then; and for more events in one process, the time
and the CPU of each. With --snapstart the classes run in Amazon's own runtime, which calls the hooks before a snapshot and goes on
after it: printed is the CPU from there on, after the hooks and, for comparison, without them. The stub counts calls, connections, full handshakes
(over https each connection begins with one, or with one that resumes an earlier session) and the calls that were in flight together.

The variable JAVA_HOME names a JDK. The modules core and aws are compiled with their tests, and audit is packaged: `./slash80 audit`.
"""

import argparse
import contextlib
import http.server
import json
import os
import pathlib
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FUNCTIONS = PROJECT / "functions"
EVENT = PROJECT / "events" / "ec2-authorize-security-group-ingress.json"
REGION, ACCOUNT = "us-east-2", "111122223333"
INVOCATION = 120  # s
# Each has an address of its own: as the variables of the SDK name it
# (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), and all others one together.
SERVICES = ["EC2", "EKS", "ELASTIC_LOAD_BALANCING_V2", "S3", "SNS", "SQS", "SSM", "STS", "CLOUDTRAIL"]
OTHERS = "OTHERS"
HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"
RSS_IN_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10
# as Lambda starts its Java runtime for a function of 1,024 MB
JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx700m"]
PASSWORD = "measured"
COUNTS = ["calls", "connections", "full handshakes", "begun early", "in flight"]
# What a function with SnapStart gets its credentials from: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html
CREDENTIALS = {"AccessKeyId": "measured", "SecretAccessKey": "measured", "Token": "measured", "Expiration": "2099-01-01T00:00:00Z"}


def jdk(tool):
    return pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / tool


class RuntimeApi:
    """Lambda's side of the function: hands out events, and notes when each was asked for and answered."""

    def __init__(self):
        self.events, self.asked, self.answers, self.snapshots = queue.Queue(), queue.Queue(), queue.Queue(), queue.Queue()
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):  # noqa: N802, the name is that of the base class
                if self.path.endswith("/restore/next"):
                    api.snapshots.put(self.path)
                    api.events.get() # until it is restored
                    return self.reply(200, b"", {})
                if self.path == "/credentials":
                    return self.reply(200, json.dumps(CREDENTIALS).encode(), {})
                api.asked.put(time.time())
                event = api.events.get()
                self.reply(200, event.encode(), {
                    "Content-Type": "application/json", "Lambda-Runtime-Aws-Request-Id": "1",
                    "Lambda-Runtime-Deadline-Ms": str(int((time.time() + INVOCATION) * 1000)),
                    "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:watch",
                })

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                api.answers.put((time.time(), self.path, body.decode(errors="replace")))
                self.reply(202, b"{}", {})

            def reply(self, status, body, headers):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None # the function was ended while it asked
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"127.0.0.1:{self.server.server_port}"

    def handle(self, event):
        """The time at which the function has answered."""
        self.events.put(event)
        answered, path, body = self.answers.get(timeout=INVOCATION)
        if not path.endswith("/response") or json.loads(body).get("batchItemFailures"):
            sys.exit(f"the function failed: {path} {body}")
        return answered


class Aws:
    """The stub of AWS, a process."""

    def __init__(self, folder, delay, is_https):
        self.store = make_stores(folder) if is_https else None
        options = [folder / "keys.p12"] if is_https else []
        command = [jdk("java"), "-Dsun.net.httpserver.nodelay=true", "-cp", class_path(), PROJECT / ".ci" / "MeasuredAws.java",
                   PROJECT / "events" / "account", str(delay), ",".join([*SERVICES, OTHERS]), *options]
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ports = dict(pair.split("=") for pair in self.process.stdout.readline().split())
        self.variables = {
            f"AWS_ENDPOINT_URL{'' if service == OTHERS else f'_{service}'}": f"{'https' if is_https else 'http'}://localhost:{port}" for service, port in ports.items()
        }

    def forget(self):
        """The calls, connections, full handshakes, those begun before the first call, largest number in flight, and the time of the first alert, since the last time."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        alert = None
        for line in self.process.stdout:
            kind, *values = line.split()
            if kind == "figures":
                return [int(value) for value in values], alert
            alert = alert or int(values[0]) / 1000
        sys.exit("the stub of AWS ended")

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def make_stores(folder):
    """A key store for the stub, with certificates like those of AWS, and a store in which the function trusts their root. That is not
    encrypted: a native executable trusts what it was built with, and does not pay for reading it."""
    def keytool(*words):
        subprocess.run([jdk("keytool"), *map(str, words), "-storepass", PASSWORD, "-storetype", "PKCS12"], check=True, capture_output=True)
    signed = []
    for name, *extension in (("root", "bc:c"), ("issuer", "bc:c"), ("aws", "san=dns:localhost")):
        keytool("-genkeypair", "-alias", name, "-keyalg", "RSA", "-keysize", "2048", "-dname", f"CN={name}", "-ext", *extension, *signed,
                "-validity", "2", "-keystore", folder / "keys.p12")
        signed = ["-signer", name]
    keytool("-exportcert", "-alias", "root", "-keystore", folder / "keys.p12", "-file", folder / "root.cer")
    for name in ("root", "issuer"):
        keytool("-delete", "-alias", name, "-keystore", folder / "keys.p12")
    plain = [f"-J-Dkeystore.pkcs12.{what}Algorithm=NONE" for what in ("mac", "certProtection")]
    keytool("-importcert", "-noprompt", "-alias", "root", "-file", folder / "root.cer", "-keystore", folder / "trust.p12", *plain)
    return folder / "trust.p12"


def class_path():
    """The stub's: the tests of core and aws, and what audit needs."""
    tests = [FUNCTIONS / module / "target" / "test-classes" for module in ("core", "aws")]
    jars = [FUNCTIONS / "audit" / "target" / "audit.jar", *sorted((FUNCTIONS / "audit" / "target" / "lib").glob("*.jar"))]
    return os.pathsep.join(map(str, [*tests, *jars]))


class Package:
    """What starts the function."""

    def __init__(self, package, folder):
        self.code = folder / "code"
        self.bootstrap = self.code / "bootstrap"
        if package.is_dir():
            self.code.mkdir()
            self.lay_bootstrap(*package.resolve().glob("*-runner.jar"))
        elif package.suffix == ".zip":
            zipfile.ZipFile(package).extractall(self.code)
        else:
            self.code.mkdir()
            shutil.copy(package, self.bootstrap)
        self.kind = "native jars on the JVM" if package.is_dir() else "native" if self.bootstrap.exists() else "JVM"
        if self.bootstrap.exists():
            self.bootstrap.chmod(0o755)
        else:
            self.path = os.pathsep.join([str(folder / "runtime"), str(self.code), f"{self.code}/lib/*"])
            subprocess.run([jdk("javac"), "-d", folder / "runtime", "-cp", self.path, PROJECT / ".ci" / "LambdaRuntime.java"], check=True)

    def lay_bootstrap(self, jar):
        """Runs the jar as its executable would run."""
        words = [jdk("java"), *JVM, '"$@"', "-jar", jar]
        self.bootstrap.write_text("#!/bin/sh\nexec " + " ".join(map(str, words)) + "\n")

    def with_runtime(self, folder):
        """Amazon's runtime for Java."""
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies"
        subprocess.run([PROJECT / "mvnw", "-B", "-q", "-ntp", "-f", PROJECT / ".ci" / "runtime-interface-client.xml", copy, "-DincludeScope=runtime",
                        f"-DoutputDirectory={folder}"], check=True, stderr=subprocess.DEVNULL)
        self.runtime = f"{folder}/*"

    def start_snapshot(self, api, aws, log, is_hooked):
        """A process that stops when Lambda would take its snapshot. Without the hooks, the function registers them where nobody calls them."""
        trust = [f"-Djavax.net.ssl.trustStore={aws.store}", f"-Djavax.net.ssl.trustStorePassword={PASSWORD}"] if aws.store else []
        hooks = "com.amazonaws.services.lambda.crac" if is_hooked else "none"
        command = [jdk("java"), *JVM, *trust, f"-Dorg.crac.Core.Compat={hooks}", "-cp", f"{self.runtime}:{self.path}",
                   "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", HANDLER]
        environment = {
            **self.environment(api, aws), "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://{api.address}/credentials", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "measured",
        }
        for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            del environment[key]
        return subprocess.Popen([str(word) for word in command], env=environment, stdout=log, stderr=log)

    def start(self, api, aws, log):
        trust = [f"-Djavax.net.ssl.trustStore={aws.store}", f"-Djavax.net.ssl.trustStorePassword={PASSWORD}"] if aws.store else []
        command = [self.bootstrap, *trust] if self.bootstrap.exists() else [
            jdk("java"), *JVM, *trust, "-cp", self.path, "LambdaRuntime", str(INVOCATION * 1000), api.address]
        return subprocess.Popen([str(word) for word in command], env=self.environment(api, aws), stdout=log, stderr=log)

    def environment(self, api, aws):
        return {
            **os.environ, "AWS_LAMBDA_RUNTIME_API": api.address, "AWS_REGION": REGION, "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_ACCESS_KEY_ID": "measured",
            "AWS_SECRET_ACCESS_KEY": "measured", **aws.variables, "SLASH80_ACCOUNT": ACCOUNT,
            "SLASH80_TOPIC_ARN": f"arn:aws:sns:{REGION}:{ACCOUNT}:alerts", "SLASH80_LEDGER_BUCKET": "ledger",
        }


def cpu_of(process):
    """Seconds of CPU so far; Linux only."""
    try:
        words = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def end(process):
    """The CPU and memory of the whole process."""
    process.kill()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / RSS_IN_MB


def message():
    record = {"messageId": "1", "receiptHandle": "1", "body": EVENT.read_text(), "eventSource": "aws:sqs", "awsRegion": REGION,
              "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": str(int(time.time() * 1000))},
              "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:changes"}
    return json.dumps({"Records": [record]})


def first_event(package, aws, log):
    api = RuntimeApi()
    aws.forget()
    begun = time.time()
    process = package.start(api, aws, log)
    ready = api.asked.get(timeout=INVOCATION)
    answered = api.handle(message())
    counts, alert = aws.forget()
    cpu, memory = end(process)
    if alert is None:
        sys.exit("the function published no alert")
    return {"ready": ready - begun, "alert": alert - begun, "answered": answered - begun, "cpu": cpu, "memory": memory,
            **dict(zip(COUNTS, counts))}


def first_event_after_snapshot(package, aws, log, is_hooked):
    """The CPU before the snapshot, and from there until the first event was answered; the calls before it."""
    api = RuntimeApi()
    aws.forget()
    process = package.start_snapshot(api, aws, log, is_hooked)
    api.snapshots.get(timeout=INVOCATION)
    before, (early, _) = cpu_of(process), aws.forget()
    begun = time.time()
    api.events.put("restored")
    api.asked.get(timeout=INVOCATION)
    answered = api.handle(message())
    _, alert = aws.forget()
    after = cpu_of(process)
    _, memory = end(process)
    if alert is None:
        sys.exit("the function published no alert")
    return {"before": before, "cpu": after - before, "answered": answered - begun, "memory": memory, "early": early[0]}


def snapstart(package, aws, log, runs):
    figures = {True: [], False: []}
    for _ in range(runs):
        for is_hooked, list_ in figures.items():
            list_.append(first_event_after_snapshot(package, aws, log, is_hooked))
    for is_hooked, list_ in figures.items():
        middle = {key: statistics.median(run[key] for run in list_) for key in list_[0]}
        print("with the hooks" if is_hooked else "without the hooks")
        for key, label in [("before", "CPU before the snapshot"), ("cpu", "CPU of the first event"), ("answered", "snapshot → first answer")]:
            print(f"{label:<26}{middle[key] * 1000:8.0f} ms")
        print(f"{'memory':<26}{middle['memory']:8.0f} MB")
        print(f"{'calls before the snapshot':<26}{middle['early']:8.0f}")


def warm_events(package, aws, log, count):
    """The time and CPU of an event after half of them."""
    api = RuntimeApi()
    process = package.start(api, aws, log)
    times, cpu = [], 0
    for number in range(count):
        if number == count // 2:
            cpu, times = cpu_of(process), []
        begun = time.time()
        times.append(api.handle(message()) - begun)
    each = (cpu_of(process) - cpu) / len(times)
    aws.forget()
    end(process)
    return statistics.median(times), each


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[1])
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--https", action="store_true", help="call AWS over https")
    parser.add_argument("--delay", type=int, default=0, metavar="MS", help="the time that each answer of AWS, and each handshake with it, takes")
    parser.add_argument("--runs", type=int, default=9, help="processes whose first event is measured")
    parser.add_argument("--early", type=int, default=0, metavar="COUNT", help="fail if fewer handshakes have begun when the first call comes")
    parser.add_argument("--snapstart", action="store_true", help="measure the first event after a snapshot, with and without the hooks before it")
    parser.add_argument("--warm", type=int, default=100, help="events in one process")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="slash80-measure-") as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        log = stack.enter_context((folder / "log").open("w"))
        package = Package(options.package, folder)
        aws = Aws(folder, options.delay, options.https)
        stack.callback(aws.close)
        if options.snapstart:
            package.with_runtime(folder / "amazon")
            return snapstart(package, aws, log, options.runs)
        runs = [first_event(package, aws, log) for _ in range(options.runs)]
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        print(f"{package.kind}, {'https' if options.https else 'http'}, {options.delay} ms an answer, medians of {options.runs}")
        for key, label in [("ready", "start → ready"), ("alert", "start → alert published"), ("answered", "start → first answer"), ("cpu", "CPU until then")]:
            print(f"{label:<26}{middle[key] * 1000:8.0f} ms")
        print(f"{'memory':<26}{middle['memory']:8.0f} MB")
        for key in COUNTS:
            print(f"{key:<26}{middle[key]:8.0f}")
        if middle["begun early"] < options.early:
            sys.exit(f"expected {options.early} handshakes before the first call")
        wall, cpu = warm_events(package, aws, log, options.warm)
        print(f"{'warm event':<26}{wall * 1000:8.1f} ms\n{'CPU of a warm event':<26}{cpu * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
