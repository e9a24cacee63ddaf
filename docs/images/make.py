"""Makes the pictures of README.md: python3 docs/images/make.py. Needs Chromium (on Debian: apt install chromium).

The report is `./slash80 audit --format html`; the alert is the e-mail that `./slash80 replay` prints, up to the end of its first finding.
"""

import html
import pathlib
import shutil
import subprocess
import sys
import tempfile

IMAGES = pathlib.Path(__file__).resolve().parent
PROJECT = IMAGES.parent.parent
LARGEST = 150_000  # bytes of a picture

MAIL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #e8eaed; font: 15px/1.45 system-ui, "DejaVu Sans", sans-serif; color: #202124 }}
main {{ margin: 24px; background: #fff; border-radius: 10px; box-shadow: 0 1px 4px #0003; overflow: hidden }}
header {{ padding: 18px 24px; border-bottom: 1px solid #dadce0 }}
h1 {{ font-size: 19px; margin: 0 0 4px }} header p {{ margin: 0; color: #5f6368 }}
pre {{ margin: 0; padding: 18px 24px; font: 13px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere }}
</style><main><header><h1>{subject}</h1><p>Slash80 &lt;no-reply@sns.amazonaws.com&gt;</p></header><pre>{text}</pre></main>"""


def slash80(*arguments):
    return subprocess.run([PROJECT / "slash80", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def alert():
    subject, _, text = slash80("replay").partition("\n")
    first = text.partition("\n2. ")[0].partition("\n-- ")[0]
    return MAIL.format(subject=html.escape(subject.removeprefix("Subject: ")), text=html.escape(first.strip()))


def picture(browser, name, page, width, height):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(page)
        target = IMAGES / f"{name}.png"
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
             f"--window-size={width},{height}", f"--screenshot={target}", file.as_uri()],
            check=True, stderr=subprocess.DEVNULL,
        )
    size = target.stat().st_size
    print(f"{target.relative_to(PROJECT)}: {size:,} bytes")
    if size > LARGEST:
        sys.exit(f"{target.name} is larger than {LARGEST:,} bytes")


def main():
    browser = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if not browser:
        sys.exit("no Chromium found: install one (on Debian: apt install chromium)")
    picture(browser, "report", slash80("audit", "--format", "html"), 1000, 900)
    picture(browser, "alert", alert(), 820, 900)


main()
