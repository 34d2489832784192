"""Files that change under a shell, and its history when many write it or it is no plain file."""

import fcntl
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from harness import ALT_ENTER, CTRL_C, CTRL_U, ENTER, UP

COUNT = "states | count"


@pytest.fixture
def history(state):
    (state / "scomm").mkdir(parents=True)
    return state / "scomm" / "history"


def statements(path):
    return [line for line in path.read_text().split("\n") if line and not line.startswith("#")]


@contextmanager
def locked(path):
    """The file at the end of which a shell that drops nothing would write, with its lock."""
    while True:
        with open(path, "a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.stat(path).st_ino == os.fstat(file.fileno()).st_ino:
                yield file
                return


# Columns that were kept


def test_a_kept_column_that_is_cut_short_is_an_error_once(start, tmp_path):
    own = tmp_path / "own.csv"
    rows = "".join(f"p{row % 50},{row % 1000},some words that take room {row % 7}\n" for row in range(10_000))
    own.write_text("place,n,words\n" + rows * 30)
    time.sleep(0.1)
    cache = tmp_path / "cache"
    for _ in range(2):
        shell = start(str(own), "-c", "own | count by words", prompt=False, XDG_CACHE_HOME=str(cache))
        assert shell.wait_for_exit(60) == 0
    shell = start(str(own), columns=120, rows=50, XDG_CACHE_HOME=str(cache))

    def count(digit):
        shell.enter(f"own | where words = 'some words that take room {digit}' | count")
        shell.wait_for_prompt(60)
        text = " ".join(shell.text().split())
        return text.count("42,8"), text.count("changed while it was read. Please ask again.")

    assert count(3) == (1, 0)
    for path in cache.rglob("2"):
        os.truncate(path, 0)
    assert count(4) == (1, 1)
    assert count(5) == (2, 1)
    assert count(4) == (3, 1)


# The history


def test_what_is_no_plain_file_is_told_and_left_alone(start, history):
    os.mkfifo(history)
    shell = start(columns=200)
    assert "is no plain file" in shell.text() and "not kept after this session" in shell.text()
    shell.enter(COUNT)
    shell.wait_for("56")
    shell.send(UP)
    shell.wait_for_line(f"scomm> {COUNT}")
    assert stat.S_ISFIFO(history.stat().st_mode)


def test_a_folder_in_its_place_is_told(start, history):
    history.mkdir()
    assert "Is a directory. What you ask is not kept" in start(columns=200).text()


def test_a_shell_that_many_share_keeps_none(start, history):
    history.write_text("#1\nstates | first 1\n")
    shell = start("--safe")
    shell.enter(COUNT)
    shell.wait_for_prompt()
    shell.send(UP + UP + UP)
    shell.wait_until(lambda: shell.text().count(COUNT) == 2)
    assert "first 1" not in shell.text()
    assert statements(history) == ["states | first 1"]


def test_it_is_for_its_owner_alone(start, history):
    history.write_text("#1\nstates | first 1\n")
    history.chmod(0o644)
    shell = start()
    shell.enter(COUNT)
    shell.wait_for_prompt()
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert statements(history) == ["states | first 1", COUNT]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_very_long_line_is_left_out(start, history, end):
    history.write_text("#1\nstates | first 1\n#2\n" + "x" * 3_500_000 + "\n#3\nstates | first 2" + end)
    begun = time.monotonic()
    shell = start()
    for text in ["states | first 2", "states | first 1", "states | first 1"]:
        shell.send(UP)
        shell.wait_for_line("scomm> " + text)
    assert time.monotonic() - begun < 5
    # The file was too large, and is not any more.
    assert history.stat().st_size < 1000
    assert statements(history) == ["states | first 1", "states | first 2"]


def test_a_very_long_statement_is_answered_but_not_kept(start, history):
    shell = start()
    shell.paste("states | count" + "  " * 20_000)
    shell.send(ENTER)
    shell.wait_for("56", 30)
    shell.wait_for_prompt()
    shell.enter(COUNT)
    shell.wait_for_prompt()
    assert statements(history) == [COUNT]


def test_a_history_without_times_and_with_bytes_that_are_no_text_is_read(start, history):
    history.write_bytes(b"states | first 1\n\xff\xfe\x00\nstates | first 2\n")
    shell = start()
    shell.send(UP)
    shell.wait_for_line("scomm> states | first 2")
    shell.send(UP + UP)
    shell.wait_for_line("scomm> states | first 1")


def test_links_to_the_history_stay(start, history, tmp_path):
    real = tmp_path / "real"
    real.write_text("".join(f"#{n}\nstates | first {n}\n" for n in range(30_000)))
    history.symlink_to(real)
    shell = start()
    shell.enter(COUNT)
    shell.wait_for_prompt()
    assert history.is_symlink() and real.stat().st_size < 512 << 10
    assert statements(real)[-2:] == ["states | first 29999", COUNT]


def test_many_shells_lose_nothing_of_one_another(start, history):
    """Some shells write while others start, and drop what is too long."""
    shells = [start() for _ in range(5)]
    junk = "#1\n" + "x" * 600_000 + "\n"

    def write(number):
        for turn in range(10):
            shells[number].enter(f"states | first {number} # turn {turn}")
            shells[number].wait_for_prompt(60)

    def begin(_):
        with locked(history) as file:
            file.write(junk)
        start().close()

    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(write, number) for number in range(5)] + [pool.submit(begin, n) for n in range(10)]
        for job in jobs:
            job.result()
    found = [line for line in statements(history) if "# turn" in line]
    assert len(found) == 50 and len(set(found)) == 50
    assert not list(history.parent.glob(".scomm-*"))


def test_a_statement_waits_for_the_lock_and_goes_into_the_file_of_that_name(start, history):
    shell = start()
    with locked(history) as file:
        shell.enter(COUNT)
        time.sleep(0.4)
        assert history.read_text() == ""
        # Another shell drops what is old: it puts a new file in the place of this one.
        new = history.with_name("new")
        new.write_text("#1\nstates\n")
        new.rename(history)
        file.write("#2\nlost\n")
    shell.wait_for_prompt()
    assert statements(history) == ["states", COUNT]


def test_a_lock_that_is_never_given_costs_two_seconds(start, history):
    history.write_text("#1\nstates | first 1\n")
    with locked(history):
        shell = start()
        shell.send(UP)
        shell.wait_for_line("scomm> states | first 1")
    shell.send(CTRL_C)


# Small terminals


@pytest.mark.parametrize("term", ["xterm-256color", "vt100", "dumb", "ansi", "unknown"])
def test_the_smallest_terminals_work(start, term):
    for turn in range(3):
        for columns, rows in [(1, 2), (2, 1), (1, 1), (3, 2)]:
            shell = start(columns=columns, rows=rows, prompt=False, TERM=term)
            shell.enter(COUNT)
            shell.wait_until(lambda: b"56" in shell.bytes)
            shell.send(UP * 2 + CTRL_U)
            shell.resize(3, 2)
            shell.resize(1, 2)
            shell.send("states | first 2" + ALT_ENTER + "abc")
            shell.resize(2, turn + 1)
            shell.send(CTRL_C)
            shell.enter("states | first 1 | keep code")
            shell.wait_until(lambda: b"AK" in shell.bytes)
            shell.enter(".quit")
            assert shell.wait_for_exit(10) == 0, shell.bytes[-500:]
