"""docs/own-data.md: its commands say what it says, and the files of examples/own-data make one another."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from program import DATASETS, REPOSITORY

FOLDER = REPOSITORY / "examples/own-data"
PAGE = REPOSITORY / "docs/own-data.md"
BLOCKS = re.compile(r"```console\n(.*?)```", re.S)
DATA = {"clean": "raw=examples/own-data/removals-sample.csv", "ask": "examples/own-data"}


def parts(block):
    """The commands of a block, each with its output."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


@pytest.fixture
def run_in(binary, tmp_path):
    """Runs the page's commands one after the other where the sample lies, and the finished package aside."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "scomm").symlink_to(binary)
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    (setup,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S)
    subprocess.run(["bash", "-c", setup], cwd=tmp_path, check=True)
    folder = tmp_path / "own-data"
    assert (folder / "filled-in/datapackage.json").exists()
    variables = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "SCOMM_DATASETS")}
    variables |= {"PATH": f"{bin_folder}:{os.environ['PATH']}", "SCOMM_DATASETS": str(DATASETS), "NO_COLOR": "1"}

    def run_in(command):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=variables, capture_output=True, text=True, timeout=60
        )
        assert done.stderr == "", done.stderr
        return done.stdout

    return run_in


def test_the_page_says_what_its_commands_say(run_in):
    text = PAGE.read_text()
    commands = 0
    for block in BLOCKS.findall(text):
        written = ""
        for command, _ in parts(block):
            written += f"$ {command}\n{run_in(command)}"
            commands += 1
        if os.environ.get("SCOMM_REWRITE"):
            text = text.replace(f"```console\n{block}```", f"```console\n{written}```")
        else:
            assert written == block
    assert commands >= 12
    if os.environ.get("SCOMM_REWRITE"):
        PAGE.write_text(text)


def test_the_sample_is_that_of_its_seed():
    made = subprocess.run([sys.executable, FOLDER / "make_sample.py"], capture_output=True, text=True, check=True)
    assert made.stdout == (FOLDER / "removals-sample.csv").read_text()
    assert made.stdout.count("\n") == 201


def test_the_clean_file_is_that_of_the_script(scomm):
    run = scomm("--quiet", "--format", "csv", "--data", DATA["clean"], FOLDER / "clean.scq")
    assert run.code == 0, run.err
    assert run.out == (FOLDER / "removals.csv").read_text()


@pytest.mark.parametrize("name", sorted(DATA))
def test_a_file_is_canonical_and_its_transcript_is_of_today(scomm, name):
    script = FOLDER / f"{name}.scq"
    assert scomm("--fmt", script).out == script.read_text()
    run = scomm("--data", DATA[name], "--verify", script.with_suffix(".transcript"))
    assert run.code == 0, run.err


def test_what_the_draft_found_is_in_the_finished_package(scomm, tmp_path):
    shutil.copy(FOLDER / "removals.csv", tmp_path)
    assert scomm("-c", ".package init removals.csv", cwd=tmp_path).code == 0
    draft = json.loads((tmp_path / "datapackage.json").read_text())["resources"][0]
    finished = json.loads((FOLDER / "datapackage.json").read_text())["resources"][0]
    assert draft["schema"]["primaryKey"] == finished["schema"]["primaryKey"] == ["person", "departed"]
    assert draft["bytes"] == finished["bytes"]
    links = [[field.get("scomm", {}).get("link") for field in one["schema"]["fields"]] for one in (draft, finished)]
    assert links[0] == links[1]
    assert links[0].count({"table": "states", "column": "code"}) == 1
    assert finished["scomm"]["coverage"] == ["2011-10-01", "2014-09-30"]
