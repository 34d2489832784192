"""The commands of the README are run, and say what it says."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.S)


def commands():
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def test_there_are_commands():
    assert len(list(commands())) >= 5


@pytest.mark.parametrize("command,output", list(commands()))
def test_says_what_the_readme_says(command, output):
    binary = os.environ["SCOMM"]
    environment = dict(os.environ, SCOMM_DATASETS=str(ROOT / "datasets"), NO_COLOR="1")
    environment["PATH"] = str(Path(binary).parent) + ":" + environment["PATH"]
    environment.pop("COLUMNS", None)
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == output
