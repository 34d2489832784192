"""The gallery: each command of docs/gallery.md, what it draws, and the page of SVG linked below it.

    python Tests/Program/gallery.py .build/release/scomm   # writes all anew
"""

import os
import re
import shlex
import subprocess
import sys
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


if __name__ == "__main__":
    page, files = drawn(str(Path(sys.argv[1]).resolve()))
    PAGE.write_text(page)
    for name, svg in files.items():
        (PAGE.parent / name).write_text(svg)
