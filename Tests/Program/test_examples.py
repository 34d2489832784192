"""The examples are in the canonical layout, and their transcripts are of today."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "examples").glob("*.scq"))


def test_there_are_examples():
    assert len(SCRIPTS) >= 10


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_is_laid_out_canonically(scomm, path):
    assert scomm("--fmt", path).out == path.read_text()
