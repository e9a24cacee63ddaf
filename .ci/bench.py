"""Measures against bounds: `./slash80 bench`.

Measures whole processes as the operating system counts them, and work inside one warm JVM by the CPU time of its thread: other work
of the machine changes CPU time little. Prints a table and writes it to functions/BENCHMARKS.md; ends with 1 if a figure is beyond its
bound. Figures in seconds are those of this machine, so most bounds are ratios to other work in the same run.

`./slash80 bench --quick` measures only how work grows when the account doubles, and judges no times. `--only` measures some parts.
"""

import argparse
import datetime
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

import big_account
from processes import emulator
from tools import tools

PROJECT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = PROJECT / "slash80"
FUNCTIONS = PROJECT / "functions"
PAGE = FUNCTIONS / "BENCHMARKS.md"
RUNS = 3
EVENT_SIZES = {"groups": 200, "subnets": 60, "lists": 10}  # a check's reading does not grow with them
GROWTH = 2.3  # the largest ratio for twice the work that still counts as linear
# ru_maxrss is in KiB on Linux and in bytes on macOS
RSS_IN_MIB = 1 << 20 if sys.platform == "darwin" else 1 << 10
# Rounds of a small event: the compilers take some hundred until they are done, and the CPU of every thread counts.
WARM = "600"
LUKEWARM = "200"
FIRST_COMPILER = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # as the launcher has it
BOTH_COMPILERS = ["-XX:+UseSerialGC"]
LOAD = "import json, pathlib, sys\nfor file in pathlib.Path(sys.argv[1]).glob('*.json'): json.loads(file.read_bytes())"
NODE_EVENT = """{"version":"0","id":"7bf73129","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",
 "account":"111122223333","time":"2026-11-23T07:00:00Z","region":"us-east-2","resources":[],
 "detail":{"instance-id":"i-00000000000000003","state":"running"}}"""
CALL_EVENT = """{"version":"0","id":"7bf73129","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"111122223333",
 "time":"2026-11-23T07:00:00Z","region":"us-east-2","resources":[],"detail":{"eventVersion":"1.11",
 "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Admin/alice"},"eventTime":"2026-11-23T07:00:00Z",
 "eventSource":"ec2.amazonaws.com","eventName":"%s","awsRegion":"us-east-2","requestParameters":{"%s":"%s"},
 "responseElements":{"_return":true},"recipientAccountId":"111122223333"}}"""


class Run:
    """One process: seconds on the wall and of CPU, the largest resident set in MiB, the bytes that it printed, the exit code."""

    def __init__(self, command, options="", is_kept=False):
        environment = {**os.environ, **({"JAVA_TOOL_OPTIONS": options} if options else {})}
        with tempfile.TemporaryFile() as output, open(os.devnull, "w") as nothing:
            begun = time.monotonic()
            process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=nothing, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - begun
            self.bytes = output.tell() or os.fstat(output.fileno()).st_size
            output.seek(0)
            self.text = output.read().decode() if is_kept else ""
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / RSS_IN_MIB
        self.code = os.waitstatus_to_exitcode(status)

    def succeeded(self, *codes):
        if self.code not in (codes or (0,)):
            sys.exit(f"a measured process ended with {self.code}")
        return self


def best(command, runs=RUNS, figure="cpu", **options):
    """The least of several runs: other work on the machine only adds."""
    return min((Run(command, **options).succeeded() for _ in range(runs)), key=lambda run: getattr(run, figure))


def java():
    return pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java"


def class_path():
    tests = [FUNCTIONS / module / "target" / "test-classes" for module in ("core", "aws")]
    jars = [FUNCTIONS / "audit" / "target" / "audit.jar", *sorted((FUNCTIONS / "audit" / "target" / "lib").glob("*.jar"))]
    return os.pathsep.join(map(str, [*tests, *jars]))


def inside(options, *words):
    """The figures of Bench.java, by name."""
    prompt = "-Dsun.net.httpserver.nodelay=true"  # else each answer of the stub waits 41 ms for the client's acknowledgement
    source = PROJECT / ".ci" / "Bench.java"
    run = Run([java(), prompt, f"-Dbench.source={source}", *options, "-cp", class_path(), source, *words], is_kept=True).succeeded()
    return {name: float(value) for name, value in (line.split() for line in run.text.splitlines())}


def audit(folder, *words):
    return [LAUNCHER, "audit", folder, "--format", "json", *words]


def reach(folder):
    return [LAUNCHER, "reach", folder, "--format", "json"]


class Table:
    """The measured rows, printed as they come."""

    def __init__(self):
        self.rows = []

    def at_most(self, work, figure, bound, unit="", digits=2, beside=""):
        """A figure and its bound; what it was measured against stands beside it."""
        row = (work, f"{figure:,.{digits}f}{unit}", f"≤ {bound:,g}{unit}", figure <= bound, beside)
        self.add(row)

    def holds(self, work, figure, bound, is_held):
        self.add((work, figure, bound, is_held, ""))

    def add(self, row):
        self.rows.append(row)
        work, figure, bound, is_held, beside = row
        print(f"{'ok  ' if is_held else 'MORE'}  {work}: {figure} ({bound}){'  ' + beside if beside else ''}", flush=True)

    def beyond(self):
        return [row for row in self.rows if not row[3]]

    def markdown(self):
        lines = ["| work | measured | bound | holds | against |", "|---|---|---|---|---|"]
        lines += [f"| {work} | {figure} | {bound} | {'yes' if is_held else '**no**'} | {beside} |" for work, figure, bound, is_held, beside in self.rows]
        return "\n".join(lines)


class Accounts:
    """Large accounts, written when they are first needed."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def of(self, **sizes):
        place = self.folder / "-".join(f"{size}{count}" for size, count in sizes.items())
        if not place.exists():
            big_account.write(place, **sizes)
        return place

    def drop(self, place):
        shutil.rmtree(place)


# Rows


def audits(table, accounts):
    ten = accounts.of(nodes=10_000)
    load = best([sys.executable, "-c", LOAD, ten])
    run = best(audit(ten))
    table.at_most(
        "`audit` of 10,000 nodes, CPU against Python's json.loads of the same files", run.cpu / load.cpu, 3, " ×",
        beside=f"{run.cpu:.1f} s, {load.cpu:.1f} s",
    )
    fifty = accounts.of(nodes=50_000)
    run = best(audit(fifty), runs=2)
    table.at_most("`audit` of 50,000 nodes, CPU", run.cpu, 15, " s", 1)
    table.at_most("`audit` of 50,000 nodes, memory", run.memory, 600, " MiB", 0)


def reaches(table, accounts):
    two = accounts.of(nodes=2_000)
    run, base = best(reach(two)), best(audit(two))
    table.at_most(
        "`reach --format json` of 2,000 nodes, CPU against `audit`", run.cpu / base.cpu, 2, " ×", beside=f"{run.cpu:.1f} s, {base.cpu:.1f} s"
    )
    table.at_most("`reach --format json` of 2,000 nodes", run.bytes / 1e6, 20, " MB", 1)
    run = Run(reach(accounts.of(nodes=10_000)), options="-Xmx512m")
    table.holds("`reach --format json` of 10,000 nodes with a heap of 512 MB", f"exit code {run.code}", "0", run.code == 0)


def start(table, _):
    run = best([LAUNCHER, "audit"], runs=8, figure="wall")
    table.at_most("`audit` of the example, wall", run.wall, 0.35, " s")


def judging(table, accounts):
    ten, half, fifty = (accounts.of(nodes=nodes) for nodes in (10_000, 25_000, 50_000))
    small = inside(FIRST_COMPILER, "judge", ten, "10")
    table.at_most("judging 10,000 nodes, warm, first compiler", small["ms"], 300, " ms", 0, beside=f"{inside(BOTH_COMPILERS, 'judge', ten, '20')['ms']:.0f} ms with both compilers")
    table.at_most("judging 10,000 nodes, allocated", small["mib"], 500, " MiB", 0)
    middle, large = (inside(FIRST_COMPILER, "judge", folder, "6") for folder in (half, fifty))
    each = (large["ms"] - small["ms"]) * 1000 / (large["interfaces"] - small["interfaces"])
    table.at_most("judging one more interface of a known posture", each, 15, " µs", 1)
    table.at_most("judging 50,000 nodes against 25,000", large["ms"] / middle["ms"], 2.1, " ×")


def algebra(table, _):
    figures = inside(BOTH_COMPILERS, "shortest")
    table.at_most(
        "shortest list of a set of 12,800 blocks against 6,400", figures["shortest-12800"] / figures["shortest-6400"], GROWTH, " ×",
        beside=f"{figures['shortest-6400']:.2f} ms for 6,400",
    )
    table.at_most(
        "shortest list of 400 blocks against the naive one", figures["fast-400"] / figures["naive-400"], 0.1, " ×", 3,
        beside=f"{figures['fast-400']:.3f} ms, {figures['naive-400']:.1f} ms",
    )


def hostile(table, _):
    for kind, postures in [("nested", 80), ("distinct", 800)]:
        run = Run([java(), "-Xmx700m", "-XX:+UseSerialGC", "-cp", class_path(), "slash80.judge.HostileRuleSetsTest", kind, postures], is_kept=True)
        expected = f"judged {postures} postures"
        table.holds(f"{postures} postures of 992 {kind} ranges with a heap of 700 MB", run.text.strip() or "out of memory", expected, run.text.strip() == expected)


def events(table, accounts):
    ten, sixty = accounts.of(nodes=10_000, **EVENT_SIZES), accounts.of(nodes=600, groups=20, rules=10, subnets=60, lists=2)
    earlier, figures = (inside(BOTH_COMPILERS, "event", ten, NODE_EVENT, rounds) for rounds in (LUKEWARM, WARM))
    beside = f"{earlier['ms']:.1f} ms after {LUKEWARM} rounds, while the compilers work"
    table.at_most("event of a node of 10,000, warm", figures["ms"], 15, " ms", 1, beside=beside)
    figures = inside(BOTH_COMPILERS, "event", ten, CALL_EVENT % ("AuthorizeSecurityGroupIngress", "groupId", "sg-0000000000000ffff"), "12")
    table.at_most("change of the own group of 10,000 nodes, CPU", figures["ms"] / 1000, 1, " s")
    table.at_most("change of the own group of 10,000 nodes, calls", figures["calls"], 20, "", 0)
    for name, parameter, value in [
        ("CreateRoute", "routeTableId", "rtb-00000000000001000"),
        ("ModifyManagedPrefixList", "prefixListId", "pl-00000000000000001"),
    ]:
        figures = inside(BOTH_COMPILERS, "event", sixty, CALL_EVENT % (name, parameter, value), "4")
        table.at_most(f"{name}, 60 node subnets, calls", figures["calls"], 20, "", 0)


def live(table, accounts):
    """An audit of an account in the emulator; the CPU of the emulator is not counted."""
    python, log = tools("moto") / "bin" / "python", pathlib.Path(tempfile.mkdtemp(prefix="slash80-bench-")) / "moto.log"
    with emulator(log, python=python) as port:
        endpoint = f"http://127.0.0.1:{port}"
        account = [python, PROJECT / ".ci" / "live_account.py"]
        Run([*account, "make", endpoint]).succeeded()
        describe = best([*account, "describe", endpoint])
        access = [f"AWS_ENDPOINT_URL={endpoint}", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test"]
        command = ["env", *access, LAUNCHER, "audit", "--region", "us-east-2", "--format", "json"]
        Run(command)  # prepares the launcher for it
        before = log.read_text().count(" HTTP/1.1\"")
        run = best(command)
        calls = (log.read_text().count(" HTTP/1.1\"") - before) / RUNS
    shutil.rmtree(log.parent)
    table.at_most("live `audit` of 1,000 nodes and 1,000 groups, calls", calls, 32, "", 0)
    table.at_most(
        "live `audit` of 1,000 nodes and 1,000 groups, CPU against plain boto3", run.cpu / describe.cpu, 1.6, " ×", beside=f"{run.cpu:.1f} s, {describe.cpu:.1f} s"
    )


def growth(table, accounts):
    """Twice the nodes, whole processes apart: those have a start that does not grow."""
    small, large = accounts.of(nodes=2_000), accounts.of(nodes=4_000)
    before, after = (inside(BOTH_COMPILERS, "judge", folder, "8")["ms"] for folder in (small, large))
    table.at_most("judging, 4,000 nodes against 2,000", after / before, GROWTH, " ×")
    few, many = (accounts.of(nodes=nodes, **EVENT_SIZES) for nodes in (1_000, 2_000))
    before, after = (inside(BOTH_COMPILERS, "event", folder, NODE_EVENT, WARM) for folder in (few, many))
    table.at_most("event of a node, 2,000 nodes against 1,000", after["ms"] / before["ms"], GROWTH, " ×")
    table.at_most("event of a node, calls, 2,000 nodes against 1,000", after["calls"] / before["calls"], 1, " ×")
    for work, command in [("`audit`", audit), ("`reach`", reach)]:
        before, after = (best(command(folder), runs=2) for folder in (small, large))
        table.at_most(f"{work}, 4,000 nodes against 2,000", after.cpu / before.cpu, GROWTH, " ×")
    before, after = (inside(BOTH_COMPILERS, "blame", folder, "5") for folder in (small, large))
    for calls in (1, 12):
        name = f"blame-{calls}-ms"
        beside = f"{after[name]:.0f} ms, {before[name]:.0f} ms"
        table.at_most(f"who did it, {calls} calls, 4,000 nodes against 2,000", after[name] / before[name], GROWTH, " ×", beside=beside)
    figures = inside(BOTH_COMPILERS, "shortest")
    table.at_most("shortest list, 12,800 blocks against 6,400", figures["shortest-12800"] / figures["shortest-6400"], GROWTH, " ×")


PARTS = {"algebra": algebra, "hostile": hostile, "events": events, "judging": judging, "audit": audits, "reach": reaches, "start": start,
         "live": live}


def machine():
    model = next((line.split(":")[1].strip() for line in cpu_lines() if line.startswith("model name")), platform.processor() or platform.machine())
    version = subprocess.run([java(), "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr.splitlines()[1].split("(")[0].strip()
    return f"{os.cpu_count()} × {model}, {platform.system()}, {version}, Python {platform.python_version()}"


def cpu_lines():
    try:
        return pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []


def write(table):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    PAGE.write_text(
        f"# Benchmarks\n\nWritten by `./slash80 bench` on {today}: {machine()}.\n"
        "Accounts are those of [big_account.py](../.ci/big_account.py): 1,000 groups of 60 rules, 100 prefix lists, 200 postures.\n\n"
        f"{table.markdown()}\n"
    )


def main():
    parser = argparse.ArgumentParser(prog="./slash80 bench", description=__doc__.split("\n\n")[1], formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="measure only how work grows when the account doubles; a few minutes")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"measure only these: {', '.join(PARTS)}; the page is not written")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the accounts in this folder, and use those that are there")
    options = parser.parse_args()
    Run([LAUNCHER, "audit"]).succeeded()  # builds what is missing
    table = Table()
    with tempfile.TemporaryDirectory(prefix="slash80-bench-") as folder:
        accounts = Accounts(options.keep or folder)
        if options.quick:
            growth(table, accounts)
        else:
            for part in options.only or PARTS:
                PARTS[part](table, accounts)
            if not options.only:
                write(table)
    if table.beyond():
        sys.exit(f"{len(table.beyond())} of {len(table.rows)} figures are beyond their bounds")
    print(f"all {len(table.rows)} figures are within their bounds")


main()
