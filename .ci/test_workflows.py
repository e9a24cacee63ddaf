"""Runs the shell steps of release.yml and of action.yml in their order, as GitHub does, and the formula's blocks with what they made.

Real are the scripts, the Java runtime, the caches and the command line; Maven must have built watch, sweep and audit. Stubs take the
place of Maven, which would build them again, and of docker, gh and aws, which write down how they were called. The machine's own system
is built for real, the other three by a stub of a JDK. GitHub's own actions are replayed here. Runs with SAM's own Python.
"""

import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

from samcli.yamlhelper import yaml_parse

PROJECT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = yaml_parse((PROJECT / ".github" / "workflows" / "release.yml").read_text())
ACTION = yaml_parse((PROJECT / "action.yml").read_text())
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
VERSION = re.search(r"<revision>(.*?)</revision>", (PROJECT / "pom.xml").read_text())[1]  # the one that the built command line tells
OWNER = "https://github.com/somebody/slash80"
JAVA_HOME = pathlib.Path(os.environ["JAVA_HOME"])
PROGRAMS = pathlib.Path(sys.executable).parent
WITHOUT_AWS = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "GITHUB_", "RUNNER_"))}

# Where the whole of the release is tried, and the other three places.
MACHINE = {"x86_64": "x86_64", "aarch64": "arm64"}[os.uname().machine]
SYSTEM = {"Linux": "linux", "Darwin": "macos"}[os.uname().sysname]
HERE = f"{SYSTEM}-{MACHINE}"

# In place of Maven: copies what it built before, and makes packages with an executable of a processor.
MAVEN = """#!/bin/sh
echo "$@" >>"$LOG/mvnw"
case "$*" in *makeAggregateBom*) mkdir -p target && echo '{"bomFormat": "CycloneDX"}' >target/bom.json ;; esac
case "$*" in *functions/audit*)
  mkdir -p functions/audit/target && cp -Rp "$PROJECT/functions/audit/target/audit.jar" "$PROJECT/functions/audit/target/lib" functions/audit/target ;;
esac
for module in watch sweep; do
  case "$*" in *functions/$module*)
    rm -rf "functions/$module/target/function" && mkdir -p "functions/$module/target/function"
    case "$*" in
      *native*)
        case "$*" in *linux/arm64*) machine='\\267' ;; *) machine='\\076' ;; esac
        printf "\\177ELF\\002\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\003\\000$machine\\000" >"functions/$module/target/function/bootstrap" ;;
      *) mkdir "functions/$module/target/function/lib" ;;
    esac
    echo "$module" >"functions/$module/target/function.zip" ;;
  esac
done
"""

# In place of a JDK of another system: makes a runtime that prints how it was called, and caches.
JAVA = """#!/bin/sh
for word; do
  case $word in -XX:AOTCacheOutput=*) echo trained >"${word#*=}" ;; esac
done
echo "$@"
"""
JLINK = """#!/bin/sh
while [ "$1" != --output ]; do shift; done
mkdir -p "$2/bin" "$2/lib/server"
cp "$(dirname "$0")/java" "$2/bin/java"
"""

# In place of a program that would reach the internet.
CALLED = """#!/bin/sh
[ "$(basename "$0")" != docker ] || [ "$1" != login ] || cat >/dev/null
printf '%s\\n' "$(basename "$0") $*" >>"$LOG/called"
"""


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


class Runner:
    """A job of a workflow on a runner: its steps in order, with the values of its expressions."""

    def __init__(self, folder, values, **environment):
        self.folder, self.values, self.ran = folder, values, []
        (folder / "runner").mkdir(parents=True, exist_ok=True)
        files = {name: str(folder / "runner" / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        self.environment = {**WITHOUT_AWS, "RUNNER_TEMP": str(folder / "runner"), "GITHUB_ACTOR": "somebody", **files, **environment}

    def value(self, text):
        """A text with its expressions filled in; one that is not known here is an error."""
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: self.expression(found[1]), str(text))

    def expression(self, name):
        if json_of := re.fullmatch(r"toJSON\((.*)\)", name):
            return json.dumps(self.values[json_of[1]])
        return self.values[name]

    def step(self, step, folder):
        """Runs a shell step as GitHub does: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"""
        self.ran.append(step["run"])
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["bash", "-e"]
        script = write(self.folder / "runner" / "step.sh", step["run"])
        given = {name: self.value(value) for name, value in step.get("env", {}).items()}
        return subprocess.run([*shell, script], cwd=folder, env={**self.environment, **given}, capture_output=True, text=True)

    def outputs(self):
        file = self.folder / "runner" / "GITHUB_OUTPUT"
        return dict(line.split("=", 1) for line in file.read_text().splitlines()) if file.exists() else {}


class Release(unittest.TestCase):
    """Each test looks at one release, made once."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="slash80 ")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name).resolve()
        cls.log = cls.folder / "log"
        cls.log.mkdir()
        cls.project = cls.checkout()
        for name in ("docker", "gh", "aws"):
            write(cls.folder / "bin" / name, CALLED)
        for name, text in (("java", JAVA), ("javac", ""), ("jlink", JLINK)):
            write(cls.folder / "jdk" / "bin" / name, text)
        (cls.folder / "jdk" / "release").write_text('JAVA_VERSION="25.0.3"\n')
        cls.gathered = cls.folder / "gathered"
        for place in RELEASE["jobs"]["build"]["strategy"]["matrix"]["include"]:
            cls.build(place)
        cls.publish()

    @classmethod
    def checkout(cls):
        """A repository as actions/checkout leaves it: the files of this one, with a stub of Maven."""
        project = cls.folder / "checkout"
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, listed.split("\0")):
            if (PROJECT / name).is_file() and not name.startswith("functions/"):
                (project / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, project / name)
        write(project / "mvnw", MAVEN)
        for command in (["init", "-q"], ["add", "--all"], ["-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "-m", "x"]):
            subprocess.run(["git", *command], cwd=project, check=True)
        return project

    @classmethod
    def environment(cls):
        return {"PATH": f"{cls.folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "LOG": str(cls.log), "PROJECT": str(PROJECT), "VERSION": f"v{VERSION}"}

    @classmethod
    def run_job(cls, name, job, values, folder, **environment):
        runner = Runner(cls.folder / name, values, **{**cls.environment(), **environment})
        runner.environment |= {key: runner.value(value) for key, value in job.get("env", {}).items()}
        for step in job["steps"]:
            if "run" in step:
                run = runner.step(step, folder)
                if run.returncode:
                    raise AssertionError(f"{name}: {step['run']}\n{run.stdout}{run.stderr}")
        return runner

    @classmethod
    def build(cls, place):
        system, processor = place["name"].split("-", 1)
        environment = {}
        if place["name"] != HERE:
            words = {"linux": "Linux", "macos": "Darwin"}[system], {"x86_64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}[processor]
            write(cls.folder / place["name"] / "bin" / "uname", f'#!/bin/sh\ncase $1 in -s) echo {words[0]} ;; -m) echo {words[1]} ;; esac\n')
            environment = {"JAVA_HOME": str(cls.folder / "jdk"), "PATH": f"{cls.folder / place['name'] / 'bin'}{os.pathsep}{cls.environment()['PATH']}"}
        checkout = cls.folder / place["name"] / "work"
        shutil.copytree(cls.project, checkout)
        values = {"matrix.parts": place["parts"], "vars.RELEASE_BUCKET": "releases"}
        cls.run_job(place["name"], RELEASE["jobs"]["build"], values, checkout, **environment)
        shutil.copytree(checkout / "out", cls.gathered, dirs_exist_ok=True)  # upload-artifact, and later download-artifact

    @classmethod
    def publish(cls):
        checkout = cls.folder / "publish" / "work"
        shutil.copytree(cls.project, checkout)
        shutil.copytree(cls.gathered, checkout / "out")
        values = {
            "github.token": "secret", "github.server_url": "https://github.com", "github.repository": "Somebody/slash80", "vars.RELEASE_BUCKET": "releases",
            "vars.RELEASE_REGIONS": "us-east-2 eu-west-1", "vars.RELEASE_ROLE": "arn:aws:iam::111122223333:role/release", "runner.temp": "/tmp",
        }
        cls.publisher = cls.run_job("publish", RELEASE["jobs"]["publish"], values, checkout)
        cls.out = checkout / "out"
        cls.called = (cls.log / "called").read_text().splitlines()
        with tarfile.open(cls.out / f"slash80-{VERSION}-{HERE}.tar.gz") as archive:
            archive.extractall(cls.folder / "installed", filter="fully_trusted")
        cls.home = cls.folder / "installed" / f"slash80-{VERSION}-{HERE}"

    def test_has_every_file_and_its_sum(self):
        expected = {f"slash80-{VERSION}-{system}-{processor}.tar.gz" for system in ("linux", "macos") for processor in ("x86_64", "arm64")}
        expected |= {f"{function}-{VERSION}-{kind}.zip" for function in ("watch", "sweep") for kind in ("java25", "native-x86_64", "native-arm64")}
        expected |= {f"slash80-{VERSION}.yaml", f"slash80-{VERSION}.cdx.json", "slash80.rb", "SHA256SUMS"}
        self.assertEqual(expected, {file.name for file in self.out.iterdir()})
        sums = (self.out / "SHA256SUMS").read_text().splitlines()
        self.assertEqual(expected - {"SHA256SUMS"}, {line.split()[1] for line in sums})

    def test_the_template_names_functions_that_the_release_has(self):
        keys = re.findall(r'Key: !Sub \["slash80/(.*?)/(.*?)",', (self.out / f"slash80-{VERSION}.yaml").read_text())
        for folder, key in keys:
            self.assertEqual(VERSION, folder)
            for package in ("java25", "native-x86_64", "native-arm64"):
                self.assertTrue((self.out / key.replace("${Package}", package)).exists(), key)
        self.assertEqual(3, len(keys))

    def test_the_command_line_starts_from_a_cache_that_fits(self):
        """The JVM is silent about a cache that it cannot use, here it may not start without."""
        for cache, words in (("slash80", ["audit", "--format", "lines"]), ("slash80-live", ["rules"])):
            with self.subTest(cache):
                start = [self.home / "runtime" / "bin" / "java", "-XX:+UseSerialGC", "-XX:AOTMode=on", f"-XX:AOTCache={self.home}/lib/{cache}.aot", f"-Dproject.root={self.home}"]
                run = subprocess.run([*start, "-jar", self.home / "lib" / "audit.jar", *words], capture_output=True, text=True)
                self.assertEqual(0, run.returncode, run.stdout + run.stderr)

    def test_the_command_line_runs_without_a_jdk_and_without_a_home(self):
        for words, expected in ((["--version"], VERSION), (["audit", "--format", "lines"], "interface-closed-to-ipv6-internet"), (["replay"], "Subject: ")):
            run = subprocess.run([self.home / "bin" / "slash80", *words], cwd="/", env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
            self.assertEqual(0, run.returncode, run.stderr)
            self.assertIn(expected, run.stdout)

    def test_a_jvm_that_makes_no_cache_ends_the_build(self):
        broken = self.folder / "broken"
        shutil.copytree(self.folder / "jdk", broken)
        write(broken / "bin" / "java", '#!/bin/sh\necho "the JVM ended"\n')
        run = subprocess.run([self.project / "deploy/release/release.sh", VERSION, self.folder / "none", "command-line"],
                             env={**WITHOUT_AWS, **self.environment(), "JAVA_HOME": str(broken)}, capture_output=True, text=True)
        self.assertEqual(1, run.returncode)
        self.assertIn("the JVM ended", run.stderr)
        self.assertIn("the JVM made no slash80.aot", run.stderr)

    def test_the_image_is_of_both_processors_and_holds_the_archive(self):
        built = [line for line in self.called if line.startswith("docker buildx build ")]
        self.assertEqual(["linux/amd64", "linux/arm64"], [re.search(r"--platform (\S+)", line)[1] for line in built])
        for line, processor in zip(built, ("x86_64", "arm64")):
            self.assertIn(f"ghcr.io/somebody/slash80:{VERSION}-", line, "names of images are in lower case")
            self.assertTrue(line.endswith(f" slash80-{VERSION}-linux-{processor}"), line)

    def test_the_image_starts_files_that_it_has(self):
        container = (PROJECT / "deploy" / "release" / "Containerfile").read_text()
        entry = json.loads(re.search(r"^ENTRYPOINT (.*)$", container, re.MULTILINE)[1])
        named = [place for word in entry for place in re.findall(r"/opt/slash80(/[^ ]+)", word)]
        self.assertEqual(3, len(named))
        for place in named:
            self.assertTrue((self.home / place[1:]).exists(), place)
        here = [word.replace("/opt/slash80", str(self.home)) for word in entry]
        run = subprocess.run([*here, "audit", "--format", "lines"], capture_output=True, text=True)
        self.assertIn("interface-closed-to-ipv6-internet", run.stdout, run.stderr)

    def test_the_base_of_the_image_has_each_library_that_the_runtime_needs(self):
        """glibc and its like: https://github.com/GoogleContainerTools/distroless/blob/main/cc/README.md"""
        if SYSTEM != "linux":
            return
        own = {file.name for file in self.home.rglob("*.so")}
        needed = set()
        for file in [self.home / "runtime" / "bin" / "java", *self.home.rglob("*.so")]:
            listed = subprocess.run(["ldd", file], capture_output=True, text=True).stdout
            needed |= {line.split()[0] for line in listed.splitlines() if "linux-vdso" not in line}
        base = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6"}
        self.assertEqual(set(), {name for name in needed if not name.startswith("/lib")} - own - base)

    def test_attaches_everything_with_the_notes_of_the_version(self):
        (line,) = [line for line in self.called if line.startswith("gh release create ")]
        self.assertTrue(line.startswith(f"gh release create v{VERSION} --title Slash80 {VERSION} --notes-file "), line)
        self.assertIn("--verify-tag --prerelease", line, "a version with a hyphen")
        self.assertEqual({file.name for file in self.out.iterdir()}, set(re.findall(r"out/(\S+)", line)))
        self.assertIn("### Added", (self.folder / "publish" / "runner" / "notes.md").read_text())

    def test_publishes_the_template_in_each_region_and_links_to_it(self):
        copied = [line for line in self.called if line.startswith("aws s3 cp ")]
        self.assertEqual(["releases-us-east-2", "releases-eu-west-1"], [re.search(r"s3://([^/]+)", line)[1] for line in copied])
        summary = (self.folder / "publish" / "runner" / "GITHUB_STEP_SUMMARY").read_text()
        self.assertIn(f"templateURL=https://releases-eu-west-1.s3.eu-west-1.amazonaws.com/slash80/{VERSION}/slash80-{VERSION}.yaml", summary)

    def test_no_secret_is_an_argument(self):
        self.assertEqual([], [line for line in self.called if "secret" in line])

    if shutil.which("ruby") or os.environ.get("CI"):

        def test_homebrew_installs_the_archive_and_its_test_passes(self):
            with tempfile.TemporaryDirectory() as prefix:  # without a space, as Homebrew's own
                run = subprocess.run(["ruby", PROJECT / ".ci" / "formula.rb", self.out / "slash80.rb", SYSTEM, MACHINE, self.out, prefix],
                                     env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
            self.assertEqual(0, run.returncode, run.stdout + run.stderr)
            self.assertIn("passed", run.stdout)


class Notes(unittest.TestCase):
    def test_are_the_section_of_the_version_or_what_is_unreleased(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            shutil.copytree(PROJECT / "deploy", folder / "deploy")
            (folder / "CHANGELOG.md").write_text("# Changelog\n\nWords.\n\n## [Unreleased]\n\nnext\n\n## [1.1.0] - 2026-12-01\n\n### Added\n\nthis\n\n## [1.0.0] - 2026-11-01\n\nfirst\n")
            for version, expected in (("1.1.0", "### Added\n\nthis"), ("1.0.0", "first"), ("1.1.0-rc.1", "next"), ("1.1", None)):
                with self.subTest(version):
                    run = subprocess.run([folder / "deploy" / "release" / "release.sh", version, folder / "out", "notes"], capture_output=True, text=True)
                    self.assertEqual(expected, run.stdout.strip() or None, run.stderr)


class Shell(unittest.TestCase):
    def test_every_shell_step_passes_shellcheck(self):
        for file in (*WORKFLOWS, PROJECT / "action.yml"):
            tree = yaml_parse(file.read_text())
            for step in tree["runs"]["steps"] if "runs" in tree else [step for job in tree["jobs"].values() for step in job["steps"]]:
                if "run" in step:
                    with self.subTest(file=file.name, step=step["run"][:60]):
                        # The variables come from the workflow.
                        run = subprocess.run([PROGRAMS / "shellcheck", "--shell=bash", "--exclude=SC2153,SC2154", "-"], input=step["run"], capture_output=True, text=True)
                        self.assertEqual(0, run.returncode, run.stdout)

    if shutil.which("actionlint"):

        def test_actionlint_finds_nothing(self):
            run = subprocess.run(["actionlint", "-no-color", f"-shellcheck={PROGRAMS / 'shellcheck'}", *WORKFLOWS], capture_output=True, text=True)
            self.assertEqual(0, run.returncode, run.stdout)


# GitHub's API as the comment's script calls it: some comments, and a place to write new ones down.
GITHUB = """
const calls = []
const answer = name => async given => { if (process.env.FORBIDDEN) throw new Error('Resource not accessible by integration'); calls.push([name, given]) }
const github = {
  paginate: async () => JSON.parse(process.env.COMMENTS),
  rest: {issues: {listComments: 'list', updateComment: answer('update'), createComment: answer('create')}},
}
const core = {warning: text => calls.push(['warning', text])}
const context = {repo: {owner: 'somebody', repo: 'project'}, issue: {number: 7}}
const run = async () => { %s }
run().then(() => console.log(JSON.stringify(calls)))
"""


class Action(unittest.TestCase):
    """The steps of action.yml with the real command line, as a pull request runs them."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="slash80 ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.workspace = self.folder / "workspace"
        shutil.copytree(PROJECT / "events" / "account", self.workspace / "snapshot")

    def act(self, **inputs):
        """Whether the job passes, the log, and the report; inputs have underscores for hyphens."""
        given = {name: str(inputs.get(name.replace("-", "_"), declared["default"])) for name, declared in ACTION["inputs"].items()}
        values = {f"inputs.{name}": value for name, value in given.items()} | {"github.action_path": str(PROJECT)}
        self.runner = Runner(self.folder, values, GITHUB_ACTION_PATH=str(PROJECT))
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            pathlib.Path(self.runner.environment[name]).unlink(missing_ok=True)
        passed, log = True, ""
        for step in ACTION["runs"]["steps"]:
            if "run" in step:
                self.runner.values |= {f"steps.audit.outputs.{name}": self.runner.outputs().get(name, "") for name in ("report", "exit-code")}
                run = self.runner.step(step, self.workspace)
                passed, log = passed and run.returncode == 0, log + run.stdout + run.stderr
        report = pathlib.Path(self.runner.outputs().get("report", "/none"))
        return passed, log, report.read_text() if report.exists() else ""

    def test_passes_and_fails_by_the_severity(self):
        for severity, expected in (("", True), ("HIGH", False), ("CRITICAL", False), ("undecided", True)):
            with self.subTest(severity):
                passed, log, report = self.act(snapshot="snapshot", fail_on=severity)
                self.assertEqual(expected, passed, log)
                self.assertIn("**CRITICAL**", report)
                self.assertIn(report, pathlib.Path(self.runner.environment["GITHUB_STEP_SUMMARY"]).read_text())

    def test_counts_only_what_a_changed_file_would_make(self):
        (self.workspace / "same").mkdir()
        shutil.copy(self.workspace / "snapshot" / "describe-security-group-rules.json", self.workspace / "same")
        passed, log, report = self.act(snapshot="snapshot", **{"with": "same/describe-security-group-rules.json"})
        self.assertTrue(passed, log)
        self.assertNotIn("**CRITICAL**", report)

    def test_wrong_input_fails_with_a_sentence_on_the_log_as_an_error(self):
        for inputs, sentence in (
            ({}, "Slash80 needs a snapshot or a region"),
            ({"snapshot": "none"}, "none: expected a folder of AWS CLI output, found nothing"),
            ({"snapshot": "snapshot", "fail_on": "SOME"}, 'found "SOME"'),
            ({"snapshot": "snapshot", "region": "us-east-2"}, "expected a SNAPSHOT or --region, found both"),
            ({"snapshot": "snapshot", "policy": "none.yaml"}, "none.yaml"),
            ({"snapshot": "snapshot", "with": "snapshot/none.json"}, "none.json"),
            ({"region": "--help"}, "--region"),
            ({"snapshot": "--help"}, "--help: expected a folder"),
        ):
            with self.subTest(inputs):
                passed, log, report = self.act(**inputs)
                self.assertFalse(passed)
                self.assertRegex(log, f"(?m)^::error::.*{re.escape(sentence)}")
                self.assertEqual("", report)

    def test_hostile_names_are_text_in_the_comment_and_no_command_in_the_log(self):
        hostile = itertools.cycle(("<!-- slash80 --> @octocat #1", "| a |\n::error::x", "[x](javascript:alert(1))", "`$(id)` https://evil.example", "<img src=x onerror=alert(1)>", "--> </details>"))
        groups = self.workspace / "snapshot" / "describe-security-groups.json"
        groups.write_text(re.sub(r'"GroupName": "[^"]*"', lambda _: f'"GroupName": {json.dumps(next(hostile))}', groups.read_text()))
        _, log, report = self.act(snapshot="snapshot", fail_on="")
        self.assertIn(" is open to the whole internet", report)
        self.assertIn("octocat", report)
        self.assertNotIn("::error::", log)
        self.assertEqual(set(), set(re.findall(r"<[^>]*>", report.replace("<!-- -->", ""))) - {"<br>", "<code>", "</code>"})
        self.assertNotRegex(report, r"@octocat|[^&]#1\b|\]\(|https://evil|`\$")

    def test_a_hostile_file_name_is_no_command_in_the_log(self):
        for hostile in ("none\n::error::x", "none\r::add-mask::x", "none%0A::error::x", "##[error]x"):
            with self.subTest(hostile):
                passed, log, _ = self.act(snapshot=hostile)
                self.assertFalse(passed)
                heard = re.sub(r"(?ms)^::stop-commands::(\w+)$.*^::\1::$", "", log)  # the runner obeys nothing in between
                self.assertEqual(["::error::"], re.findall(r"(?m)^ *::[\w-]+::|##\[", heard.replace("::error::slash80: ##[", "::error::")), log)

    if shutil.which("node") or os.environ.get("CI"):

        def comment(self, comments=(), checked=None, **environment):
            """What the step of actions/github-script calls."""
            (step,) = [step for step in ACTION["runs"]["steps"] if "github-script" in step.get("uses", "")]
            self.runner.values |= checked or {}
            given = {name: self.runner.value(value) for name, value in step["env"].items()}
            run = subprocess.run(["node", "--eval", GITHUB % step["with"]["script"]], env={"PATH": os.environ["PATH"], "COMMENTS": json.dumps(comments), **given, **environment},
                                 capture_output=True, text=True)
            self.assertEqual(0, run.returncode, run.stderr)
            return json.loads(run.stdout)

        def reported(self):
            _, _, report = self.act(snapshot="snapshot")
            self.runner.values["steps.audit.outputs.report"] = self.runner.outputs()["report"]
            return report

        def test_the_comment_is_the_report_and_is_written_over_by_the_next_run(self):
            report = self.reported()
            ((call, given),) = self.comment()
            self.assertEqual(("create", 7), (call, given["issue_number"]))
            self.assertTrue(given["body"].endswith("\n" + report))
            self.assertLessEqual(len(given["body"]), 65_536)
            own = {"id": 5, "body": given["body"], "user": {"type": "Bot"}}
            ((call, again),) = self.comment([{"id": 4, "body": None, "user": None}, own])
            self.assertEqual(("update", 5), (call, again["comment_id"]))

        def test_a_comment_of_a_person_or_about_another_input_stays(self):
            self.reported()
            ((_, given),) = self.comment()
            ((call, _),) = self.comment([{"id": 5, "body": given["body"], "user": {"type": "User"}}])
            self.assertEqual("create", call)
            for other in ({"inputs.snapshot": "other"}, {"inputs.snapshot": "", "inputs.region": "snapshot"}, {"inputs.cluster": "demo"}):
                before = dict(self.runner.values)
                ((call, _),) = self.comment([{"id": 5, "body": given["body"], "user": {"type": "Bot"}}], checked=other)
                self.assertEqual("create", call, other)
                self.runner.values = before

        def test_a_token_that_may_not_write_warns_and_does_not_fail(self):
            self.reported()
            ((call, text),) = self.comment(FORBIDDEN="yes")
            self.assertEqual("warning", call)
            self.assertIn("Resource not accessible by integration", text)


if __name__ == "__main__":
    unittest.main()
