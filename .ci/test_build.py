"""Tests of `sam build`: that it builds each function for Runtime and Architecture, and refuses what Lambda could not run.

Runs with SAM's own Python, in a separate project with the real template and a stub of ./slash80 in place of the build. In test.py,
another part runs `sam build` with the real build.
"""

import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from samcli.yamlhelper import yaml_parse

PROJECT = pathlib.Path(__file__).resolve().parent.parent
TEMPLATE = yaml_parse((PROJECT / "template.yaml").read_text())
FUNCTIONS = [
    name for name, resource in TEMPLATE["Resources"].items()
    if resource["Type"] == "AWS::Serverless::Function" and not resource["Metadata"].get("SkipBuild")
]

# The beginning of an executable of Linux, with the processor as its bytes 18 and 19.
EXECUTABLES = {
    "x86_64": b"\x7fELF\x02\x01\x01\x00".ljust(16, b"\0") + b"\x03\x00\x3e\x00" + bytes(44),
    "arm64": b"\x7fELF\x02\x01\x01\x00".ljust(16, b"\0") + b"\x03\x00\xb7\x00" + bytes(44),
    "riscv": b"\x7fELF\x02\x01\x01\x00".ljust(16, b"\0") + b"\x03\x00\xf3\x00" + bytes(44),
    "macOS": b"\xcf\xfa\xed\xfe".ljust(64, b"\0"),
    "a script": b"#!/bin/sh\n",
    "empty": b"",
}

# Writes down its arguments, and makes what $MADE holds.
LAUNCHER = """#!/bin/sh
[ "$1" = build ] && [ "$3" = -pl ] && module=$4
echo "$@" >>"$ASKED"
[ -z "$BROKEN" ] || { echo 'Watch.java:[3,1] class expected'; exit 3; }
rm -rf "$module/target/function"
mkdir -p "$module/target/function"
cp -R "$MADE/." "$module/target/function"
"""


class Build(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="slash80 ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.project, self.made, self.asked = self.folder / "a project", self.folder / "made", self.folder / "asked"
        self.project.mkdir()
        shutil.copy(PROJECT / "template.yaml", self.project)
        shutil.copytree(PROJECT / "deploy", self.project / "deploy")
        self.write(self.project / "slash80", LAUNCHER)
        self.write(self.folder / "bin" / "podman", "#!/bin/sh\n")
        self.made.mkdir()

    def write(self, file, text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def make(self, runtime, executable="x86_64"):
        if runtime == "native":
            (self.made / "bootstrap").write_bytes(EXECUTABLES[executable])
            (self.made / "bootstrap").chmod(0o755)
        else:
            (self.made / "lib").mkdir()

    def build(self, *arguments, **environment):
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        seen = {"PATH": path, "MADE": self.made, "ASKED": self.asked, "BROKEN": "", "AWS_DEFAULT_REGION": "us-east-2", "SAM_CLI_TELEMETRY": "0"}
        sam = [pathlib.Path(sys.executable).parent / "sam", "build", *arguments]
        return subprocess.run(sam, cwd=self.project, env={**os.environ, **seen, **environment}, capture_output=True, text=True)

    def asks(self):
        return self.asked.read_text().splitlines()

    def refuses(self, sentence, built):
        self.assertNotEqual(0, built.returncode, built.stdout)
        self.assertIn(sentence, built.stderr)
        self.assertFalse((self.project / ".aws-sam" / "build" / "template.yaml").exists(), "there is nothing for sam deploy to take")

    def test_builds_native_executables_for_x86_64_by_default(self):
        self.make("native")
        built = self.build()
        self.assertEqual(0, built.returncode, built.stderr)
        for function in FUNCTIONS:
            executable = self.project / ".aws-sam" / "build" / function / "bootstrap"
            self.assertTrue(os.access(executable, os.X_OK), f"{executable} can be run")
        self.assertIn("build -q -pl functions/watch -am -Dquarkus.native.enabled=true -Dquarkus.native.container-build=true"
                      " -Dquarkus.native.container-runtime-options=--platform=linux/amd64", self.asks())
        self.assertEqual(len(FUNCTIONS), len(self.asks()), "each function is built once")

    def test_the_built_template_names_what_was_built(self):
        self.make("native")
        self.build()
        built = yaml_parse((self.project / ".aws-sam" / "build" / "template.yaml").read_text())
        self.assertEqual({name: name for name in FUNCTIONS}, {name: built["Resources"][name]["Properties"]["CodeUri"] for name in FUNCTIONS})

    def test_security_hub_runs_what_was_built_for_watch(self):
        self.make("native")
        self.build()
        folder = self.project / ".aws-sam" / "build"
        code = yaml_parse((folder / "template.yaml").read_text())["Resources"]["SecurityHub"]["Properties"]["CodeUri"]
        self.assertTrue((folder / code / "bootstrap").samefile(self.project / "functions" / "watch" / "target" / "function" / "bootstrap"))

    def test_builds_for_each_answer_to_the_parameters(self):
        answers = [TEMPLATE["Parameters"][name]["AllowedValues"] for name in ("Runtime", "Architecture")]
        for runtime, architecture in itertools.product(*answers):
            with self.subTest(runtime=runtime, architecture=architecture):
                shutil.rmtree(self.made)
                self.made.mkdir()
                self.make(runtime, architecture)
                built = self.build("--parameter-overrides", f"Runtime={runtime} Architecture={architecture}")
                self.assertEqual(0, built.returncode, built.stderr)
                last = self.asks()[-1]
                self.assertEqual(runtime == "native", "-Dquarkus.native.enabled=true" in last)
                if runtime == "native":
                    self.assertIn({"x86_64": "linux/amd64", "arm64": "linux/arm64"}[architecture], last)

    def test_refuses_an_executable_for_another_processor(self):
        self.make("native", "arm64")
        self.refuses("Watch was built for arm64, and Architecture is x86_64. Build on a machine with that processor, or pass Architecture=arm64", self.build())

    def test_refuses_an_executable_for_another_processor_the_other_way_round(self):
        self.make("native", "x86_64")
        self.refuses("Watch was built for x86_64, and Architecture is arm64", self.build("--parameter-overrides", "Architecture=arm64"))

    def test_refuses_what_is_no_executable_of_lambda(self):
        for executable in ("riscv", "macOS", "a script", "empty"):
            with self.subTest(executable):
                self.make("native", executable)
                self.refuses("is not an executable of Linux for x86_64 or arm64", self.build())

    def test_refuses_a_package_of_the_other_runtime(self):
        self.make("java25")
        self.refuses("bootstrap, which Runtime=native needs", self.build())

    def test_refuses_what_the_saved_answers_would_not_deploy(self):
        version = "version = 0.1\n"
        saved = '[default.deploy.parameters]\nparameter_overrides = "Email=\\"a@example.com\\" Runtime=\\"%s\\" Architecture=\\"%s\\" SweepHours=\\"1\\""\n'
        for runtime, architecture, sentence in [
            ("java25", "x86_64", "samconfig.toml has Runtime=java25, and this build is for Runtime=native. Pass Runtime=java25 to sam build too"),
            ("native", "arm64", "samconfig.toml has Architecture=arm64, and this build is for Architecture=x86_64."),
        ]:
            with self.subTest(runtime=runtime, architecture=architecture):
                self.make("native")
                self.write(self.project / "samconfig.toml", version + saved % (runtime, architecture))
                self.refuses(sentence, self.build())
        self.write(self.project / "samconfig.toml", version + saved % ("native", "x86_64") + saved.replace("default", "tests") % ("java25", "arm64"))
        built = self.build()
        self.assertEqual(0, built.returncode, built.stderr)

    def test_says_why_the_build_failed(self):
        self.refuses("Watch.java:[3,1] class expected", self.build(BROKEN="yes"))

    def test_a_native_build_without_a_container_engine_names_the_other_way(self):
        (self.folder / "bin" / "podman").unlink()
        tools = self.folder / "tools"
        tools.mkdir()
        for tool in ("sh", "bash", "make", "tr", "od", "cp", "rm", "mkdir", "dirname", "env"):
            (tools / tool).symlink_to(shutil.which(tool))
        self.refuses("a native build needs Docker or podman. Install one, or pass Runtime=java25", self.build(PATH=str(tools)))

    def test_a_native_build_with_an_engine_that_does_not_answer_says_so(self):
        for program in ("docker", "podman"):
            self.write(self.folder / "bin" / program, "#!/bin/sh\nexit 1\n")
        self.refuses("a native build needs Docker or podman, and podman does not answer: podman info says why. Start it, or pass Runtime=java25", self.build())
        self.assertFalse(self.asked.exists(), "nothing is built")
        self.make("native")
        self.write(self.folder / "bin" / "podman", "#!/bin/sh\n")
        built = self.build()
        self.assertEqual(0, built.returncode, built.stderr)


if __name__ == "__main__":
    unittest.main()
