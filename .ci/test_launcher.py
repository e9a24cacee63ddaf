"""Tests of the launcher ./slash80: the JDK that it finds, the builds that it starts, and the arguments that it passes on."""

import os
import pathlib
import subprocess
import tempfile
import time
import unittest

PROJECT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = PROJECT / "slash80"

# A stub of a JVM: prints its arguments, makes a cache if told to, and exits as ARGUMENTS say.
JAVA = """#!/bin/sh
for word; do
  case $word in -XX:AOTCacheOutput=*) echo trained >"${word#*=}"; exit ;; esac
done
echo "$0 $*"
echo 'a warning' >&2
exit ${EXIT_CODE:-0}
"""

MAVEN = """#!/bin/sh
echo "maven $*"
[ -z "$BROKEN" ] || { echo 'Card.java:[3,1] class expected'; exit 1; }
mkdir -p functions/audit/target functions/watch/target
echo built >functions/audit/target/audit.jar
echo built >functions/watch/target/function.zip
"""


class Launcher(unittest.TestCase):
    """The launcher in a separate project, with stubs of Maven and the JDK that only print that they were called."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="slash80 ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.project = self.folder / "a project"
        for module in ("core", "sdk", "aws", "checks", "audit", "watch"):
            source = self.project / "functions" / module / "src" / "main" / "Source.java"
            source.parent.mkdir(parents=True)
            source.touch()
        (self.project / "pom.xml").touch()
        self.write(self.project / "slash80", LAUNCHER.read_text())
        self.write(self.project / "mvnw", MAVEN)
        self.java_home = self.jdk("jdk", "25.0.3")

    def write(self, file, text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def jdk(self, name, version, compiler=True):
        home = self.folder / name
        self.write(home / "bin" / "java", JAVA)
        if compiler:
            self.write(home / "bin" / "javac", "#!/bin/sh\n")
        (home / "release").write_text(f'IMPLEMENTOR="Nobody"\nJAVA_VERSION="{version}"\n')
        return home

    def run_launcher(self, *arguments, command=None, folder=None, **environment):
        variables = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "JAVA_HOME": str(self.java_home), **environment}
        return subprocess.run(
            [command or self.project / "slash80", *arguments], cwd=folder or self.folder, env=variables, capture_output=True, text=True
        )

    def edit(self, file):
        later = time.time() + 5
        os.utime(self.project / file, (later, later))

    def jar(self):
        return self.project / "functions" / "audit" / "target" / "audit.jar"

    def test_builds_what_is_missing_and_says_so_beside_the_output(self):
        run = self.run_launcher("audit", "my snapshot")
        self.assertEqual(1, len(run.stdout.splitlines()), run.stdout)
        self.assertIn("-jar " + str(self.jar()) + " audit my snapshot", run.stdout)
        self.assertIn("-XX:AOTCache=", run.stdout)
        self.assertIn("slash80: building the command line", run.stderr)
        self.assertNotIn("maven", run.stderr)

    def test_builds_once(self):
        self.run_launcher("audit")
        self.assertEqual("a warning\n", self.run_launcher("audit").stderr)

    def test_builds_again_what_is_older_than_its_sources(self):
        self.run_launcher("audit")
        for newer in ("pom.xml", "functions/core/src/main/Source.java", "functions/aws/src/main"):
            self.edit(newer)
            self.assertIn("building", self.run_launcher("audit").stderr, newer)
            os.utime(self.project / newer, (0, 0))

    def test_makes_the_cache_again_for_a_jar_that_was_built_by_hand(self):
        self.run_launcher("audit")
        cache = next(self.jar().parent.glob("*.aot"))
        cache.write_text("of another jar")
        self.edit(self.jar())
        self.assertNotIn("building", self.run_launcher("audit").stderr)
        self.assertEqual("trained\n", cache.read_text())

    def test_a_live_read_has_a_cache_of_its_own(self):
        self.run_launcher("audit")
        live = self.run_launcher("audit", "--region=us-east-2")
        self.assertEqual("a warning\n", live.stderr)
        self.assertIn("-train-live.aot", live.stdout)
        self.assertEqual(["train", "train-live"], sorted(file.stem.split("-", 1)[1] for file in self.jar().parent.glob("*.aot")))
        self.assertIn("-train.aot", self.run_launcher("audit").stdout)

    def test_a_build_that_fails_shows_its_end(self):
        run = self.run_launcher("audit", BROKEN="yes")
        self.assertEqual(3, run.returncode)
        self.assertEqual("", run.stdout)
        self.assertIn("class expected", run.stderr)
        self.assertIn(".slash80/build.log", run.stderr)

    def test_passes_the_exit_code_on(self):
        for code in (0, 1, 2):
            self.assertEqual(code, self.run_launcher("audit", EXIT_CODE=str(code)).returncode)

    def test_works_through_symbolic_links_and_from_any_folder(self):
        (self.folder / "linked").symlink_to(self.project / "slash80")
        (self.folder / "far").mkdir()
        (self.folder / "far" / "twice").symlink_to("../linked")
        run = self.run_launcher("rules", command=self.folder / "far" / "twice", folder="/")
        self.assertIn(str(self.jar()) + " rules", run.stdout)

    def test_takes_no_jdk_that_is_too_old_and_no_runtime_without_compiler(self):
        good = self.jdk(".sdkman/candidates/java/25", "25.0.1")
        for bad in (self.jdk("old", "17.0.15"), self.jdk("ancient", "1.8.0_452"), self.jdk("runtime", "25", compiler=False)):
            run = self.run_launcher("rules", JAVA_HOME=str(bad))
            self.assertNotIn(str(bad), run.stdout)
        self.assertTrue(good.exists())

    def test_without_a_jdk_says_what_to_install(self):
        launcher = LAUNCHER.read_text()
        self.assertIn("needed_java=25", launcher)
        self.write(self.project / "slash80", launcher.replace("needed_java=25", "needed_java=999"))
        run = self.run_launcher("rules")
        self.assertEqual((3, ""), (run.returncode, run.stdout))
        self.assertEqual(1, len(run.stderr.splitlines()), run.stderr)
        self.assertIn("no JDK 999 or later found: install one", run.stderr)

    def test_the_local_stack_gets_its_environment_and_its_function_first(self):
        self.write(self.project / ".ci" / "tools.py", f"""
import pathlib, sys
python = pathlib.Path({str(self.project)!r}, ".slash80", f"venv-{{sys.argv[1]}}", "bin", "python")
python.parent.mkdir(parents=True)
python.write_text('#!/bin/sh\\necho "$0 $*"\\n')
python.chmod(0o755)
""")
        run = self.run_launcher("stack", "--port", "0")
        self.assertEqual((0, f"{self.project}/.slash80/venv-moto/bin/python {self.project}/.ci/stack.py --port 0\n"), (run.returncode, run.stdout))
        self.assertIn("slash80: building watch", run.stderr)
        self.assertIn("-pl functions/watch -am package", (self.project / ".slash80" / "build.log").read_text())

    def test_without_packages_there_is_no_local_stack(self):
        self.write(self.project / ".ci" / "tools.py", "import sys; sys.exit('slash80: no network')")
        run = self.run_launcher("stack")
        self.assertEqual((3, "", 2), (run.returncode, run.stdout, len(run.stderr.splitlines())))

    def test_without_a_python_says_what_to_install(self):
        launcher = LAUNCHER.read_text()
        self.assertIn("(3, 10)", launcher)
        self.write(self.project / "slash80", launcher.replace("(3, 10)", "(4, 0)"))
        run = self.run_launcher("test")
        self.assertEqual((3, ""), (run.returncode, run.stdout))
        self.assertEqual(1, len(run.stderr.splitlines()), run.stderr)
        self.assertIn("Python", run.stderr)


class MainJob(unittest.TestCase):
    """The launcher of the project itself, with the commands of its README."""

    def run_launcher(self, *arguments):
        started = time.monotonic()
        run = subprocess.run([LAUNCHER, *arguments], cwd="/", capture_output=True, text=True)
        return run, time.monotonic() - started

    def setUp(self):
        self.replayed, _ = self.run_launcher("replay")

    def test_replay_prints_subject_email_and_chat_card(self):
        self.assertEqual(0, self.replayed.returncode, self.replayed.stderr)
        self.assertIn("kodekloud", self.replayed.stdout)
        self.assertIn('"textType"', self.replayed.stdout)

    def test_audit_answers_within_two_seconds(self):
        quickest = 60
        for _ in range(3):
            run, seconds = self.run_launcher("audit")
            self.assertEqual(0, run.returncode, run.stderr)
            self.assertNotIn("building", run.stderr)
            self.assertIn("2600:1f16:11e6:8604:2c9a::/80", run.stdout)
            quickest = min(quickest, seconds)
        self.assertLess(quickest, 2)


if __name__ == "__main__":
    unittest.main()
