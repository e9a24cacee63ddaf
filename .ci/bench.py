"""Measures: `./slash80 bench`.

Measures whole processes as the operating system counts them, then runs the benchmarks of functions/aws/src/bench. Prints tables
and asserts nothing. If the machine does other work, compare the CPU seconds: the wall time includes waiting.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = PROJECT / "slash80"
FUNCTIONS = PROJECT / "functions"
TABLE = FUNCTIONS / "aws" / "target" / "bench.txt"
HEAP = "1g"
RUNS = 3
# ru_maxrss is in KiB on Linux and in bytes on macOS
RSS_IN_MIB = 1 << 20 if sys.platform == "darwin" else 1 << 10


def say(text):
    print(text, flush=True)


def maven(*arguments):
    """Runs a step and prints its output only if it fails."""
    run = subprocess.run(["./mvnw", "-q", "-B", "-ntp", *arguments], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode:
        sys.exit(run.stdout)


def measured(command):
    """The wall and CPU seconds, and the largest resident set in MiB, of one process that succeeds."""
    with open(os.devnull, "w") as nothing:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=nothing, stderr=nothing, env={**os.environ, "JAVA_TOOL_OPTIONS": f"-Xmx{HEAP}"})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
    if status:
        sys.exit(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / RSS_IN_MIB


def process_row(name, snapshot):
    """The run with the least CPU of several: other work on the machine only adds to it."""
    wall, cpu, memory = min((measured([LAUNCHER, "audit", snapshot]) for _ in range(RUNS)), key=lambda run: run[1])
    say(f"  {name:36}{wall:8.1f} s wall{cpu:8.1f} s CPU{memory:8.0f} MiB")


def whole_processes(folder):
    maven("package", "-pl", "functions/aws", "-am", "-DskipTests")
    classes = os.pathsep.join(str(FUNCTIONS / "aws" / "target" / kind) for kind in ("test-classes", "classes"))
    java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java"
    subprocess.run([java, "-cp", classes, "slash80.aws.BigSnapshot", folder, "2000", "500", "40"], check=True)
    subprocess.run([LAUNCHER, "audit"], check=True, stdout=subprocess.DEVNULL)  # builds what is missing
    say(f"Whole processes with a heap of {HEAP}: ./slash80 audit")
    process_row("events/account", PROJECT / "events" / "account")
    process_row("2,000 nodes, 500 groups of 40 rules", folder)


def main():
    parser = argparse.ArgumentParser(prog="./slash80 bench", description="Measures whole processes, then reading and judging; a few minutes.")
    parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="slash80-bench-") as folder:
        whole_processes(folder)
    maven("-Pbench", "verify", "-pl", "functions/aws", "-am", "-DskipTests")
    say(TABLE.read_text().rstrip())


main()
