"""All tests: `./slash80 test`.

Each part runs even if an earlier one failed, and a part that cannot run counts as failed. Only the functions in Lambda's runtime
may be left out, if there is no container engine and CI is not set; the last line then says so. Logs are kept in .slash80/test.
"""

import contextlib
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree

import processes
from tools import CI, PROJECT, STATE, tools

LOGS = STATE / "test"
TEMPLATES = ["template.yaml", "deploy/member.yaml", "deploy/forward.yaml"]
MODULES = ["core", "aws", "checks", "watch", "sweep", "audit"]
MESSAGE_LINES = 3  # of a failed test
NO_ENGINE = 4  # what sam-local.sh answers


@dataclasses.dataclass
class Row:
    """The result of one part."""

    part: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0
    remarks: list = dataclasses.field(default_factory=list)


class Failed(Exception):
    """A step that did not succeed, with the end of its log."""


def run(name, *command, folder=PROJECT, **environment):
    """Runs a command, writes its output to a log of that name, and returns it."""
    log = LOGS / f"{name}.log"
    with log.open("w") as output:
        code = subprocess.run(
            [str(word) for word in command], cwd=folder, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment}
        ).returncode
    text = log.read_text(errors="replace")
    if code:
        raise Failed(f"{name} ended with {code}; its log, {log.relative_to(PROJECT)}, ends so:\n" + "\n".join(text.splitlines()[-60:]))
    return text


@contextlib.contextmanager
def emulator(name, address, **environment):
    """moto with the overlay, on a free port of that address; yields its port."""
    try:
        with processes.emulator(LOGS / f"moto-{name}.log", address, STATE / "venv-moto" / "bin" / "python", **environment) as port:
            yield port
    except processes.Ended as ended:
        raise Failed(str(ended)) from None


# Parts


def install_tools(row):
    for name in ("moto", "sam", "cli", "checkov"):
        tools(name)
        row.passed += 1


def verify(rows):
    """Maven over all modules, counted from the reports of Surefire; one row for each module."""
    for module in MODULES:
        shutil.rmtree(PROJECT / "functions" / module / "target" / "surefire-reports", ignore_errors=True)
    complaint = None
    try:
        with emulator("maven", "127.0.0.1") as port:
            # A failing test must not keep those of later modules from running: the reports are counted below.
            run("maven", "./mvnw", "-B", "-ntp", "--fail-at-end", "-Dmaven.test.failure.ignore=true", "verify", SLASH80_EMULATOR=f"http://127.0.0.1:{port}")
    except Failed as failure:
        complaint = str(failure)
    for module, row in zip(MODULES, rows):
        count(PROJECT / "functions" / module, row)
    if complaint:
        last = rows[-1]
        last.remarks.append(complaint)
        if not any(row.failed for row in rows):
            last.failed += 1


def count(module, row):
    for report in sorted((module / "target" / "surefire-reports").glob("TEST-*.xml")):
        suite = xml.etree.ElementTree.parse(report).getroot()
        row.seconds += float(suite.get("time", "0").replace(",", ""))
        for case in suite.iter("testcase"):
            verdict = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), None)
            if verdict:
                row.failed += 1
                row.remarks.append(f"{verdict}: {case.get('classname')}: {case.get('name')}\n  {first_lines(case.find(verdict))}")
            else:
                row.passed += 1
    if not row.passed + row.failed:
        row.failed += 1
        row.remarks.append(f"{module.name}: no test ran")


def first_lines(failure):
    """The first lines of the message: what was expected and what was found, without the stack."""
    message = failure.get("message") or (failure.text or "").split("\n\tat ")[0]
    return "\n  ".join(line.strip() for line in message.strip().splitlines()[:MESSAGE_LINES])


def lint(row):
    environment = {"AWS_DEFAULT_REGION": "us-east-2", "SAM_CLI_TELEMETRY": "0"}
    programs = STATE / "venv-sam" / "bin"
    scripts = ["slash80", ".ci/run", "deploy/action.sh", "deploy/build/function.sh", "deploy/release/release.sh", "deploy/release/slash80", *sorted(str(file.relative_to(PROJECT)) for file in CI.glob("*.sh"))]
    check(row, "sam-validate", programs / "sam", "validate", "--lint", "-t", "template.yaml", **environment)
    check(row, "cfn-lint", programs / "cfn-lint", *TEMPLATES, **environment)
    checkov = [STATE / "venv-checkov" / "bin" / "checkov", "--skip-download", "--quiet", "--compact"]
    check(row, "checkov-cloudformation", *checkov, "--framework", "cloudformation", "-f", *TEMPLATES)
    check(row, "checkov-terraform", *checkov, "--framework", "terraform", "-d", "deploy/terraform")
    python_tests(row, "test_terraform", STATE / "venv-checkov" / "bin" / "python")
    check(row, "shellcheck", programs / "shellcheck", *scripts)
    python_tests(row, "test_samconfig", programs / "python")
    python_tests(row, "test_snapstart", programs / "python")
    python_tests(row, "test_build", programs / "python")
    python_tests(row, "test_release", programs / "python")
    python_tests(row, "test_documents", sys.executable)


def check(row, name, *command, **environment):
    try:
        run(name, *command, **environment)
        row.passed += 1
    except Failed as failure:
        row.failed += 1
        row.remarks.append(str(failure))


def launcher(row):
    python_tests(row, "test_launcher", sys.executable)


def python_tests(row, module, python, **environment):
    """Runs the tests of a module of .ci, and counts them by the last lines of unittest."""
    try:
        text = run(module, python, "-m", "unittest", "-v", module, folder=CI, **environment)
        bad = 0
    except Failed as failure:
        text = (LOGS / f"{module}.log").read_text(errors="replace")
        bad = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", text.rpartition("\nFAILED")[2])) or 1
        row.remarks.append(str(failure))
    bad += sum(int(number) for number in re.findall(r"skipped=(\d+)", text[-200:]))
    ran = re.search(r"^Ran (\d+) test", text, re.MULTILINE)
    row.failed += bad
    row.passed += max(int(ran.group(1)) - bad, 0) if ran else 0


def remedies(row):
    if missing := [name for name in ("core", "aws") if not (PROJECT / "functions" / name / "target" / "remedies").exists()]:
        raise Failed(f"no commands of {' and '.join(missing)}: the tests put none down")
    python = STATE / "venv-cli" / "bin" / "python"
    python_tests(row, "test_remedies", python)
    python_tests(row, "test_commands", python, SAM=str(STATE / "venv-sam" / "bin" / "sam"))


def runbook(row):
    with emulator("runbook", "127.0.0.1") as port:
        python_tests(row, "test_runbook", STATE / "venv-cli" / "bin" / "python", EMULATOR=f"http://127.0.0.1:{port}")


def stack(row):
    programs = {"MOTO_PYTHON": str(STATE / "venv-moto" / "bin" / "python"), "AWS_CLI": str(STATE / "venv-cli" / "bin" / "aws")}
    python_tests(row, "test_stack", sys.executable, **programs)


def workflows(row):
    python_tests(row, "test_workflows", STATE / "venv-sam" / "bin" / "python")


def functions(row):
    """Returns the reason if this part was left out."""
    work, sam, built = STATE / "sam", STATE / "venv-sam", STATE / "built"
    run("sam-build", sam / "bin" / "sam", "build", "--build-dir", built, "--parameter-overrides", "Runtime=java25", AWS_DEFAULT_REGION="us-east-2", SAM_CLI_TELEMETRY="0")
    row.passed += 1
    try:
        up = subprocess.run([CI / "sam-local.sh", "up", work, sam], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if up.returncode == NO_ENGINE and not os.environ.get("CI"):
            return up.stderr.strip()
        if up.returncode:
            raise Failed(up.stderr)
        engine = dict(line.split("=", 1) for line in up.stdout.splitlines())
        # The account of the files in events/.
        with emulator("functions", engine["BIND"], MOTO_ACCOUNT_ID="111122223333") as port:
            seen = {"EMULATOR": f"http://{engine['BIND']}:{port}", "EMULATOR_SEEN_BY_FUNCTIONS": f"http://{engine['HOST']}:{port}"}
            folders = {"STATE": str(STATE / "functions"), "SAM_VENV": str(sam), "BUILT": str(built)}
            python_tests(row, "test_functions", STATE / "venv-moto" / "bin" / "python", **engine, **seen, **folders)
    finally:
        subprocess.run([CI / "sam-local.sh", "down", work], check=False)
    return None


def soak(row):
    """Two minutes of the soak, and whether it notices what it should; `python .ci/soak.py` makes an hour of it."""
    if missing := [name for name, made in (("watch", "function.zip"), ("audit", "audit.jar")) if not (PROJECT / "functions" / name / "target" / made).exists()]:
        raise Failed(f"no package of {' and '.join(missing)}: Maven made none")
    text = run("soak", STATE / "venv-moto" / "bin" / "python", CI / "soak.py", "--minutes", "2", "--self-test", "--folder", STATE / "soak")
    row.passed += len(re.findall("^noticed |: ledger, audit and alerts agree", text, re.MULTILINE))


def native(row):
    """Whether what native-image gets also works: a JVM runs it as Lambda runs the executable, over https."""
    check(row, "native-arguments", CI / "native-arguments.sh", STATE / "native", "--keep")
    check(row, "native-jars", sys.executable, CI / "measure_function.py", STATE / "native" / "watch", "--https", "--runs", "1", "--warm", "2", "--early", "5")


# All of them


@contextlib.contextmanager
def part(row):
    """Times a part, and counts an exception as its failure."""
    print(f"… {row.part}", flush=True)
    started = time.monotonic()
    try:
        yield
    except Exception as failure:  # whatever stops a part must not hide the others
        row.failed += 1
        row.remarks.append(str(failure) if isinstance(failure, Failed) else f"{type(failure).__name__}: {failure}")
    finally:
        row.seconds = row.seconds or time.monotonic() - started


def main():
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    rows, left_out = [], None

    def next_row(name):
        rows.append(Row(name))
        return rows[-1]

    row = next_row("tools")
    with part(row):
        install_tools(row)
    row = next_row("template and scripts")
    with part(row):
        lint(row)
    modules = [next_row(module) for module in MODULES]
    with part(modules[-1]):
        verify(modules)
    row = next_row("launcher")
    with part(row):
        launcher(row)
    row = next_row("remedies")
    with part(row):
        remedies(row)
    row = next_row("runbook")
    with part(row):
        runbook(row)
    row = next_row("local stack")
    with part(row):
        stack(row)
    row = next_row("release and action")
    with part(row):
        workflows(row)
    row = next_row("functions in sam local")
    with part(row):
        left_out = functions(row)
    row = next_row("soak")
    with part(row):
        soak(row)
    row = next_row("native arguments")
    with part(row):
        native(row)
    return close(rows, left_out)


def close(rows, left_out):
    for row in rows:
        for remark in row.remarks:
            print(f"\n[{row.part}] {remark}")
    print(f"\n{'part':24}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for row in rows:
        print(f"{row.part:24}{row.passed:8}{row.failed:8}{row.seconds:9.0f}")
    passed, failed = sum(row.passed for row in rows), sum(row.failed for row in rows)
    print(f"\n{passed} passed, {failed} failed" + (f"; functions in sam local left out: {left_out}" if left_out else ""))
    return 1 if failed else 0


sys.exit(main())
