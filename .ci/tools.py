"""Makes virtual environments that hold exactly .ci/requirements-NAME.txt, in .slash80: python tools.py NAME…"""

import pathlib
import shutil
import subprocess
import sys
import venv

PROJECT = pathlib.Path(__file__).resolve().parent.parent
CI = PROJECT / ".ci"
STATE = PROJECT / ".slash80"


def tools(name):
    requirements = CI / f"requirements-{name}.txt"
    folder = STATE / f"venv-{name}"
    made_for = folder / "requirements.txt"
    if not made_for.exists() or made_for.read_text() != requirements.read_text():
        print(f"slash80: installing {requirements.name}, once ...", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "-r", requirements], check=True, stdout=sys.stderr)
        shutil.copy(requirements, made_for)
    return folder


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        try:
            tools(wanted)
        except (OSError, subprocess.CalledProcessError) as failed:
            sys.exit(f"slash80: could not install requirements-{wanted}.txt: {failed}")
