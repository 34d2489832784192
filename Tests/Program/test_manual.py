"""The reference manual in docs/ is exactly what the program prints."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCOMM = os.environ.get("SCOMM", str(ROOT / ".build/release/scomm"))


def printed(*arguments, **environment):
    run = subprocess.run(
        [SCOMM, *arguments], capture_output=True, env={**os.environ, **environment}
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stderr == b""
    return run.stdout


def test_the_manual_is_what_the_program_prints():
    manual = (ROOT / "docs/reference.md").read_bytes()
    assert printed("--help-all", "--format", "markdown") == manual, "make manual rewrites it"


def test_the_manual_is_the_same_on_every_screen():
    narrow = printed("--help-all", "--format", "markdown", COLUMNS="40", CLICOLOR_FORCE="1")
    assert narrow == printed("--help-all", "--format", "markdown")


def test_plain_text_has_no_markdown():
    lines = printed("--help-all").decode().splitlines()
    assert not [line for line in lines if line.startswith(("```", "# ", "| |"))]
    assert not [line for line in lines if "\x1b" in line]


def test_every_example_gives_a_result():
    manual = printed("--help-all", "--format", "markdown").decode()
    for block in manual.split("```\n> ")[1:]:
        query, _, answer = block.partition("\n")
        answer = answer.partition("```")[0]
        assert answer.strip(), query
        assert "^" not in answer, query + "\n" + answer
