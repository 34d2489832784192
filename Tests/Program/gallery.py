"""The gallery: each command of docs/gallery.md, what it draws, and the page of SVG linked below it.

    python Tests/Program/gallery.py .build/release/scomm   # writes all anew
"""

import base64
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "gallery.md"
BLOCK = re.compile(r"```console\n\$ (scomm .*?)\n.*?```\n(?:\n!\[.*?\]\((.*?)\)\n)?", re.S)


def run(binary, *args):
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment.update(LANG="C.UTF-8", COLUMNS="80", LINES="24", SCOMM_DATASETS=str(ROOT / "datasets"))
    done = subprocess.run([binary, *args], capture_output=True, text=True, env=environment, check=True)
    return done.stdout


def drawn(binary):
    """The text of the page, and the SVG files by their paths from the folder of the page."""
    text = PAGE.read_text()
    files = {}

    def block(found):
        command, file = found[1], found[2]
        args = shlex.split(command)[1:]
        whole = found[0]
        if file:
            files[file] = run(binary, "--format", "svg", *[arg for arg in args if arg != "--quiet"])
        end = whole[whole.index("```", 10) + 4:]
        return f"```console\n$ {command}\n{run(binary, *args)}```\n{end}"

    return BLOCK.sub(block, text), files


def difference(changed):
    """A page that shows each picture as it was, as it is, and black where both are alike."""

    def image(svg, style=""):
        data = base64.b64encode(svg.encode()).decode()
        return f'<img style="{style}" src="data:image/svg+xml;base64,{data}">'

    rows = [
        f"<h2>{name}</h2><p>{image(old)} {image(new)}</p><div style='position: relative; background: white'>"
        f"{image(old)}{image(new, 'position: absolute; left: 0; mix-blend-mode: difference')}</div>"
        for name, new in changed.items()
        for old in [(PAGE.parent / name).read_text()]
    ]
    path = Path(tempfile.mkdtemp()) / "difference.html"
    path.write_text("<meta charset='utf-8'><title>Pictures that changed</title>" + "\n".join(rows))
    return path


if __name__ == "__main__":
    page, files = drawn(str(Path(sys.argv[1]).resolve()))
    PAGE.write_text(page)
    for name, svg in files.items():
        (PAGE.parent / name).write_text(svg)
