"""The completions of shells, asked in the shells themselves."""

import shutil
import subprocess

import pytest

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_scomm 2>/dev/null; printf '%s\\n' "${COMPREPLY[@]}"
"""

# Presses Tab behind a line in an interactive zsh on a pseudo-terminal, and lists what it offers.
ZSH = """
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PROMPT=; fpath=('$2' $fpath); autoload -Uz compinit; compinit -u -D; zstyle ":completion:*" list-colors ""'
zpty -w z 'setopt no_list_ambiguous; LISTMAX=1000; cd '$3
sleep 1
zpty -n -w z "$1"$'\\t\\t'
sleep 1
zpty -n -w z $'\\C-u'
zpty -w z 'exit'
while zpty -r z line; do print -r -- $line; done
"""


@pytest.fixture(scope="module")
def scripts(scomm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("completions")
    for shell, name in [("bash", "scomm"), ("zsh", "_scomm"), ("fish", "scomm.fish")]:
        (folder / name).write_text(scomm("--completions", shell).out)
    work = folder / "work"
    work.mkdir()
    (work / "removals.csv").write_text("n\n1\n")
    (work / "with space.scq").write_text("")
    (work / "folder").mkdir()
    return folder


@pytest.fixture
def bash(scripts):
    def bash(*words):
        command = ["bash", "--norc", "-c", BASH, "bash", scripts / "scomm", *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=scripts / "work", timeout=30)
        return set(done.stdout.split("\n")) - {""}

    return bash


@pytest.fixture
def fish(scripts):
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")

    def fish(line):
        command = ["fish", "--no-config", "-c", f"source {scripts}/scomm.fish; complete -C '{line}'"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=scripts / "work", timeout=30)
        return {offer.split("\t")[0] for offer in done.stdout.split("\n")} - {""}

    return fish


@pytest.fixture
def zsh(scripts):
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")

    def zsh(line):
        command = ["zsh", "-f", "-c", ZSH, "zsh", line, str(scripts), str(scripts / "work")]
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout

    return zsh


def test_bash_completes_values_of_options(bash):
    assert {"csv", "json", "markdown"} <= bash("scomm", "--format", "")
    assert bash("scomm", "--format", "=", "ma") == {"markdown"}
    assert bash("scomm", "--color", "") == {"auto", "always", "never"}
    assert bash("scomm", "--errors", "") == {"text", "json"}
    assert bash("scomm", "--bad-rows", "") >= {"error"}
    assert bash("scomm", "--emit-ddl", "") == {"duckdb", "postgres", "sqlite", "spark"}
    assert "duckdb:" in bash("scomm", "--engine", "d")
    assert bash("scomm", "-c", "") == set()


def test_bash_completes_files_and_options(bash):
    assert bash("scomm", "") == {"removals.csv", "with space.scq", "folder"}
    assert bash("scomm", "-f", "w") == {"with space.scq"}
    assert bash("scomm", "--data", "r") == {"removals.csv"}
    assert bash("scomm", "--data", "local", "=", "r") == {"removals.csv"}
    assert bash("scomm", "--datasets", "") == {"folder"}
    assert bash("scomm", "--ver") == {"--verify", "--version", "--verify-cache"}
    assert "help" not in bash("scomm", "h")


def test_fish_completes_values_files_and_options(fish):
    assert {"csv", "json"} <= fish("scomm --format ")
    assert fish("scomm --color ") == {"auto", "always", "never"}
    assert {"removals.csv", "with space.scq"} <= fish("scomm ") and "help" not in fish("scomm ")
    assert "local=removals.csv" in fish("scomm --data local=r")
    assert fish("scomm --datasets ") == {"folder/"}
    assert {"--verify", "--version"} <= fish("scomm --ver")


def test_zsh_completes_values_files_and_options(zsh):
    assert "always" in zsh("scomm --color a")
    assert "markdown" in zsh("scomm --format mark")
    assert "removals.csv" in zsh("scomm rem")
    assert "removals.csv" in zsh("scomm --data local=rem")
    listed = zsh("scomm --ver")
    assert "--verify-cache" in listed and "--version" in listed


def test_other_shells_are_refused(scomm):
    run = scomm("--completions", "tcsh")
    assert run.code == 2 and "There are completions for bash, zsh and fish, not for tcsh." in run.err
