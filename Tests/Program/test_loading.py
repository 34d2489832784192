"""Files of one's own: malformed rows, columns kept for the next time, and reading that is stopped."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROWS = 300_000


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A file that is large enough to be kept, written a while ago."""
    path = tmp_path_factory.mktemp("large") / "own.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("place,n,words\n")
        for row in range(ROWS):
            file.write(f"p{row % 50},{row % 1000},some words that take room {row % 7}\n")
    time.sleep(0.1)
    return path


def kept(cache):
    """The files in a cache, without drafts."""
    return sorted(path for path in (cache / "scomm").rglob("*") if path.is_file())


def total(scomm, path, cache, *options):
    run = scomm("--quiet", *options, path, "-c", "own | total n by place | top 1", XDG_CACHE_HOME=str(cache))
    assert run.code == 0, run
    return run.out


def test_the_second_run_reads_what_the_first_kept(scomm, large, tmp_path):
    first = total(scomm, large, tmp_path)
    # Two columns and the number of rows, readable by their owner alone.
    assert [path.name for path in kept(tmp_path)] == ["0", "1", "table"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in kept(tmp_path))
    times = [path.stat().st_mtime_ns for path in kept(tmp_path)[:2]]
    assert total(scomm, large, tmp_path) == first
    assert total(scomm, large, tmp_path, "--verify-cache") == first
    assert [path.stat().st_mtime_ns for path in kept(tmp_path)[:2]] == times


def test_only_what_a_query_needs_is_read(scomm, large, tmp_path):
    """Neither a join nor a value spread over rows asks what other columns hold."""
    (tmp_path / "towns.csv").write_text("place\np1\np2\n")
    questions = {
        "towns | join own on place many | summarize most = max(n)": ["0", "1"],
        "own | join towns on place matched | summarize most = max(n)": ["0", "1"],
        "own | add most = max(n) | where n = most | count": ["1"],
        "own | add most = max(n) per place | where n = most | count": ["0", "1"],
    }
    for place, (question, columns) in enumerate(questions.items()):
        cache = tmp_path / str(place)
        options = ["--quiet", large, tmp_path / "towns.csv", "-c", question]
        run = scomm(*options, XDG_CACHE_HOME=str(cache))
        assert run.code == 0, run
        assert [path.name for path in kept(cache)] == [*columns, "table"], question


def test_nothing_is_kept_unless_wanted(scomm, large, tmp_path):
    assert total(scomm, large, tmp_path, "--no-cache")
    assert not kept(tmp_path)


def test_damage_is_noticed(scomm, large, tmp_path):
    first = total(scomm, large, tmp_path)
    for path in kept(tmp_path):
        content = path.read_bytes()
        for damaged in (b"", content[: len(content) // 2], content[:-1], content[:200] + b"\xff" + content[201:]):
            path.write_bytes(damaged)
            assert total(scomm, large, tmp_path) == first


def test_a_change_in_the_middle_is_noticed(scomm, large, tmp_path):
    own = tmp_path / "own.csv"
    shutil.copy(large, own)
    time.sleep(0.1)
    assert total(scomm, own, tmp_path)
    status = own.stat()
    with open(own, "r+b") as file:
        file.seek(status.st_size // 2)
        rest = file.read(200)
        file.seek(status.st_size // 2 + rest.index(b",") + 1)
        file.write(b"9")
    os.utime(own, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert total(scomm, own, tmp_path) == total(scomm, own, tmp_path, "--no-cache")


def test_a_folder_that_cannot_be_written(scomm, large, tmp_path):
    (tmp_path / "scomm").write_text("no folder")
    assert total(scomm, large, tmp_path) == total(scomm, large, tmp_path, "--no-cache")


def test_many_at_once(binary, environment, large, tmp_path):
    command = [binary, "--quiet", large, "-c", "own | total n by place | top 1"]
    variables = dict(environment, XDG_CACHE_HOME=str(tmp_path))
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, env=variables) for _ in range(5)]
    outputs = {run.communicate(timeout=60)[0] for run in runs}
    assert len(outputs) == 1 and all(run.returncode == 0 for run in runs)
    assert [path.name for path in kept(tmp_path)] == ["0", "1", "table"]


def test_malformed_rows(scomm, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text('a,b\n1,x\n2\n3,y,z\n"4,\n5",v\n')
    run = scomm("--quiet", own, "-c", "own")
    assert run.code == 4 and run.err.startswith(f"{own}:3:1: ") or ":3:1: " in run.err
    assert scomm("--quiet", "--bad-rows", "skip", own, "-c", "own").out == 'a\tb\n1\tx\n"4,\n5"\tv\n'
    run = scomm("--bad-rows", "missing", own, "-c", "own | count", "-c", "rejects | keep table, line, row")
    assert run.out == "n\n4\n\ntable\tline\trow\nown\t3\t2\nown\t4\t3,y,z\n"
    assert "2 rows are not as the header says" in run.err
    assert scomm("--bad-rows", "perhaps", own, "-c", "own").code == 2


def test_an_unread_file_is_no_trouble(scomm, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("a,b\n1\n")
    assert scomm("--quiet", own, "-c", "deportations | count").code == 0


def test_ctrl_c_stops_reading(binary, environment, large, tmp_path):
    huge = tmp_path / "huge.csv"
    with open(huge, "wb") as file:
        content = large.read_bytes()
        file.write(content)
        for _ in range(30):
            file.write(content[content.index(b"\n") + 1 :])
    run = subprocess.Popen(
        [binary, "--no-cache", huge, "-c", "huge | describe"], stderr=subprocess.PIPE, env=environment
    )
    # From when it has the file open, it knows what to do with a signal.
    files = Path(f"/proc/{run.pid}/fd")
    while run.poll() is None and not any(os.path.realpath(file) == str(huge) for file in files.iterdir()):
        time.sleep(0.001)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    # A quick machine may be done before the signal comes.
    assert run.returncode in (0, 130)
    assert run.returncode == 0 or said == b"Stopped.\n"


def test_plain_arguments_are_read_like_all_others(scomm, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("a\n1\n")
    quick = scomm("--quiet", "--format", "csv", own, "-c", "own")
    assert quick == scomm("--quiet", "--format=csv", own, "-c", "own")
    assert quick.out == "a\n1\n"
    for words in (["--format"], ["-c"], ["-c", "--quiet"], ["-f"], ["--format", "--quiet"]):
        assert scomm(*words).code == 2


def test_the_few_values_that_make_a_column_text_are_told(scomm, tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("n,d,t,id\n2,2012-01-01,a,A1\nx,soon,b,2\n5,2012-03-04,c,B3\n")
    run = scomm("--no-cache", path, "-c", "o | count")
    assert "is text" not in run.err
    run = scomm("--no-cache", path, "-c", "o | keep n, d, t, id")
    assert [line for line in run.err.splitlines() if "is text" in line] == [
        f'{path}: n is text, since 1 of 3 values is no number: "x"; --missing x takes it as missing',
        f'{path}: d is text, since 1 of 3 values is no day: "soon"; --missing soon takes it as missing',
    ]
    run = scomm("--no-cache", "--missing", "x,soon", path, "-c", "o | describe | keep type")
    assert run.out.split() == ["type", "integer", "date", "text", "text"] and "is text" not in run.err
