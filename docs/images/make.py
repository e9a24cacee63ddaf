"""Makes the pictures of README.md and docs/operating.md: python3 docs/images/make.py. Needs Chromium (on Debian: apt install chromium).

The report is `./slash80 audit --format html`; the alert is the e-mail that `./slash80 replay` prints, up to the end of its first finding.
The card is that of `./slash80 replay --format json`, drawn as a chat shows it: Amazon Q decides what it really looks like.
"""

import html
import json
import pathlib
import re
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

CARD = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 24px; background: #fff; font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1d1c1d }}
b.app {{ font-size: 16px }} .tag {{ background: #e8e8e8; border-radius: 3px; padding: 1px 5px; font-size: 11px; color: #616061 }}
main {{ border-left: 4px solid #ddd; padding: 2px 0 2px 14px; margin-top: 8px; overflow-wrap: anywhere }}
code {{ font: 12.5px/1.5 "DejaVu Sans Mono", monospace; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 4px; color: #b0003a }}
h1 {{ font-size: 15px; margin: 0 0 8px }} a {{ color: #1264a3; text-decoration: none }} ul {{ margin: 4px 0; padding-left: 22px }}
.words {{ color: #616061; font-size: 13px }}
</style><b class="app">Amazon Q</b> <span class="tag">APP</span>
<main><h1>{title}</h1>{description}<p><b>Next steps</b></p><ul>{steps}</ul><p class="words">{words}</p></main>"""


def slash80(*arguments):
    return subprocess.run([PROJECT / "slash80", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def alert():
    subject, _, text = slash80("replay").partition("\n")
    first = text.partition("\n2. ")[0].partition("\n-- ")[0]
    return MAIL.format(subject=html.escape(subject.removeprefix("Subject: ")), text=html.escape(first.strip()))


def mrkdwn(text):
    """Slack's markup as HTML; the text has its entities already."""
    text = text.replace(":warning:", "⚠️")
    text = re.sub(r"<(https://[^|>]+)\|([^>]+)>", r'<a href="\1">\2</a>', text)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"(?m)^\*(\w+)\*", r"<b>\1</b>", text).strip().replace("\n", "<br>")


def card():
    content = json.loads(slash80("replay", "--format", "json"))["alerts"][0]["card"]["content"]
    steps = "".join(f"<li>{mrkdwn(step)}</li>" for step in content["nextSteps"])
    return CARD.format(title=mrkdwn(content["title"]), description=mrkdwn(content["description"]), steps=steps, words=" · ".join(content["keywords"]))


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
    picture(browser, "card", card(), 820, 640)


main()
