"""Queries that would run away: each ends with an answer or an error that says what to do, within its
stack, its memory and its time, and the shell goes on."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import time

import pytest

SMALLEST_STACK = 512 << 10
STATES = "n\n56\n"
# A debug build shares its processors with others.
SOON = 2.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("runaway")


@pytest.fixture(scope="module")
def rows(folder):
    """Half a million rows of a number in no order and a text of their own."""
    path = folder / "rows.csv"
    path.write_text("n,t\n" + "".join(f"{n * 7919 % 500_009},text number {n} of many\n" for n in range(500_000)))
    return path


def run_small(binary, environment, *args, text=""):
    """Runs the program with the smallest stack; gives its exit code, output and errors."""
    done = subprocess.run(
        [binary, *map(str, args)],
        input=text,
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (SMALLEST_STACK, SMALLEST_STACK)),
    )
    return done.returncode, done.stdout, done.stderr


STAGES = {
    "first": "first 10",
    "where": "where population > 1",
    "where in": "where code in states",
    "add": "add population = population",
    "sort": "sort name",
    "keep": "keep code, name, population",
    "append": "append (states | keep code, name, population | first 1)",
    "distinct": "distinct code, name, population",
}


@pytest.mark.parametrize("verb", STAGES)
@pytest.mark.parametrize("form", ["explain sql", "explain plan"])
def test_the_longest_pipelines_have_room_on_the_stack(binary, environment, folder, verb, form):
    stage = STAGES[verb]
    count = 1000 // (1 + stage.count("|")) - 4
    path = folder / "long.scq"
    path.write_text(f"{form} states | keep code, name, population " + f"| {stage} " * count)
    code, _, errors = run_small(binary, environment, "-f", path)
    assert code == 0, errors[-500:]


def test_longer_pipelines_are_an_error(binary, environment):
    for count, code in [(1000, 0), (1001, 1)]:
        text = "states " + "| first 10 " * count + "\nstates | count\n"
        done = run_small(binary, environment, "--keep-going", "--quiet", text=text)
        assert done[0] == code and done[1].endswith(STATES), done[2][-300:]
    assert "A statement may have 1000 stages at most." in done[2]
    nested = "states " + "| append (states | first 1) " * 501
    done = run_small(binary, environment, text=nested)
    assert done[0] == 1 and "A statement may have 1000 stages at most." in done[2]


@pytest.mark.parametrize("form", ["explain sql states", "states"])
def test_the_longest_formulas_have_room_on_the_stack(binary, environment, form):
    for count, code in [(2000, 0), (2001, 1)]:
        formula = " + ".join(["1.5"] * count + ["population"])
        done = run_small(binary, environment, text=f"{form} | add x = {formula} | keep x")
        assert done[0] == code, done[2][-300:]
    assert "more than 2000 operators" in done[2]


def test_results_that_go_on_from_each_other_stay_shallow(binary, environment):
    text = "states | keep code\n" + "_ | first 50\n" * 1500 + "explain sql _ | first 10\n"
    code, _, errors = run_small(binary, environment, "--quiet", text=text)
    assert code == 0, errors[-500:]


MEMORY = {
    "pad": "states | add x = pad(name, 1000000000) | count by x",
    "pad of a constant": 'states | add x = pad("x", 1000000000) | count by x',
    "replace": 'states | add x = pad(name, 500000), y = replace(x, "0", x_) | count by y'.replace("x_", f'"{"a" * 999}"'),
    "concat": "states | add x0 = name " + "".join(f"| add x{n + 1} = concat(x{n}, x{n}) " for n in range(30)) + "| count by x30",
    "append": "let t = states | keep code, population; " + "let t = t | append t; " * 33 + "t | count",
    "every": "let a = deportations | keep state; a | join (a | rename s = state) every "
    "| join (a | rename r = state | first 300) every | count",
    "pad saved": 'states | first 1 | add x = pad(code, 300000000) | save "FOLDER/x.html"',
}


@pytest.mark.parametrize("attack", MEMORY)
def test_what_does_not_fit_the_memory_is_an_error(scomm, folder, attack):
    text = MEMORY[attack].replace("FOLDER", str(folder)).replace("; ", "\n") + "\nstates | count\n"
    run = scomm("--memory", "300M", "--quiet", "--keep-going", text=text, timeout=240)
    assert run.code in (1, 4) and run.out.endswith(STATES), run
    assert "Out of memory: " in run.err or "would give more than 2147483647 rows" in run.err
    assert "--memory" in run.err or "keep fewer rows" in run.err


def test_functions_of_many_texts_keep_to_the_memory(scomm, rows):
    query = 'rows | add x = replace(t, "e", "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"), y = concat(t, t), z = upper(t)'
    run = scomm("--memory", "120M", "--no-cache", rows, "-c", query + " | count by x | count", timeout=240)
    assert run.code == 4 and "Out of memory: add" in run.err


def test_rows_with_names_of_their_own_are_an_error(scomm, folder):
    path = folder / "keys.jsonl"
    path.write_text("".join(f'{{"k{n}":1}}\n' for n in range(8_000)))
    run = scomm("--memory", "200M", path, "-c", "keys | count", timeout=120)
    assert run.code == 4 and run.out == ""
    assert "8000 rows have 8000 different names" in run.err and "--memory" in run.err


def test_many_columns_take_no_more_than_their_room(scomm, folder):
    names = [f"c{n}" for n in range(4000)]
    path = folder / "wide.csv"
    path.write_text(",".join(names) + "\n" + ",".join(["1"] * 4000) + "\n")
    run = scomm("--memory", "300M", path, "-c", f"wide | keep {', '.join(names)} | as csv", timeout=60)
    assert run.code == 0 and run.out == path.read_text()
    path = folder / "same.csv"
    path.write_text(",".join(["a"] * 20_000) + "\n" + ",".join(["1"] * 20_000) + "\n")
    run = scomm("--memory", "500M", "--no-cache", path, "-c", "same | count", timeout=60)
    assert run[:2] == (0, "n\n1\n")
    notes = [line for line in run.err.splitlines() if "is called" in line]
    assert notes == [f"{path}: a is called a_2 here, and so are 19998 more columns with other names"]


def test_long_cells_are_cut_on_a_screen_and_whole_in_data(scomm, folder):
    path = folder / "cell.csv"
    path.write_text("a,b\n1," + "word " * 200_000 + "\n")
    for form in ["box", "plain", "vertical"]:
        run = scomm("--quiet", path, "-c", f"cell | as {form}", COLUMNS="80", timeout=120)
        assert run.code == 0 and "word" in run.out and len(run.out) < 500_000
    assert len(scomm("--quiet", path, "-c", "cell | as csv", timeout=120).out) > 999_000


SLOW = {
    "pad": "rows | add x = pad(t, 100000) | count by x | count",
    "every": "rows | first 30000 | join (rows | first 30000 | rename m = n, u = t) every | where n + m = 17 | count",
    "windows": "rows | sort t | add a = running(n), b = rank(n), c = rank(t), d = share(n) | count by a | count",
    "printing": "rows | as csv",
    "drawing": "rows | as plain",
    "sort of different texts": "rows | sort t desc, n | count by t | count",
    "least text": "rows | summarize a = min(t), b = max(t) by c = left(t, 13)",
    "describe": "rows | describe",
    "pivot": "rows | first 300000 | count by g = mod(n, 250), k = mod(n, 1900) | pivot k | count",
}


def interrupted(binary, environment, rows, query, delay):
    """Seconds from SIGINT to the end of the program; None if it had ended before, and its code."""
    process = subprocess.Popen(
        [binary, "--no-cache", "--quiet", str(rows), "-c", query],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    )
    time.sleep(delay)
    ended = process.poll() is not None
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    return None if ended else time.monotonic() - start, process.returncode, errors


@pytest.mark.parametrize("query", SLOW)
def test_one_interrupt_ends_a_query_soon(binary, environment, rows, query):
    for delay in (0.3, 1.5):
        seconds, code, errors = interrupted(binary, environment, rows, SLOW[query], delay)
        if seconds is None:
            assert code == 0, errors
            continue
        assert code in (130, 0), errors
        assert seconds < SOON, f"{query} went on for {seconds:.2f} s"


# No machine is done with these in a second.
ENDLESS = {
    "pad": SLOW["pad"],
    "every": SLOW["every"],
    "printing": "rows | first 3000 | join (rows | first 3000 | rename m = n, u = t) every | as csv",
}


def is_late(errors, bound):
    """Whether errors say that a query, or the reading of its file, took longer than it may."""
    words = [f"stopped after {bound}", "reading was stopped, since it took longer than it may"]
    return any(word in errors for word in words) and "another bound with --timeout" in errors


@pytest.mark.parametrize("query", ENDLESS)
def test_a_query_ends_with_its_time(scomm, rows, query):
    run = scomm("--timeout", "1s", "--quiet", "--no-cache", rows, "-c", ENDLESS[query], timeout=60)
    assert run.code == 4 and is_late(run.err, "1s")


def test_the_shell_goes_on_after_a_timeout(scomm, rows):
    text = SLOW["every"] + "\nstates | count\n"
    run = scomm("--timeout", "1s", "--quiet", "--keep-going", "--no-cache", rows, text=text, timeout=60)
    assert run[:2] == (4, STATES)


@pytest.fixture(scope="module")
def cell(folder):
    """A row with one text of thirty megabytes."""
    path = folder / "cell.csv"
    path.write_text("k,t\n1," + "wörd to be read " * 2_000_000 + "\n")
    return path


LONG = {
    "pad": "pad(t, 100000000)",
    "replace": 'replace(t, "r", "rrr")',
    "upper": "upper(t)",
    "trim": "trim(t)",
    "left": "left(t, 30000000)",
    "right": "right(t, 30000000)",
    "piece": 'split_part(t, "d", -1)',
    "pattern": 'extract(t, "(w|o|r|d|t|b|e|a| )+x$")',
}


@pytest.mark.parametrize("name", LONG)
def test_one_interrupt_ends_work_on_one_long_text(binary, environment, cell, name):
    query = f"cell | add x = {LONG[name]} | where x = t | count"
    seconds, code, errors = interrupted(binary, environment, cell, query, 1.0)
    assert code in (130, 0), errors
    # Its file must be read, and what was made of it be freed.
    assert seconds is None or seconds < SOON, f"{name} went on for {seconds:.2f} s"


def read_slowly(folder, kind):
    """A file that is not read within a tenth of a second by a debug build, and a query of it."""
    path = folder / f"slow.{kind}"
    rows = ({"a": n, "b": f"text {n}", "c": n / 4} for n in range(400_000))
    if kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif kind == "json":
        path.write_text("[" + ",".join(map(json.dumps, rows)) + "]")
    elif kind == "csv":
        path.write_text("a,b\n" + "".join(f"{row['a']},{row['b']}\n" for row in rows))
    elif not path.exists():
        base = sqlite3.connect(path)
        numbers = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 0"
        base.execute(f"create view slow as {numbers}")
        base.close()
    return path


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "db"])
def test_reading_ends_with_its_time(scomm, folder, kind):
    path = read_slowly(folder, kind)
    run = scomm("--timeout", "50ms", "--quiet", "--no-cache", path, "-c", "slow | count", timeout=30)
    if run.code == 0 and kind != "db":
        pytest.skip("this machine reads faster")
    assert run.code == 4 and run.out == ""
    assert is_late(run.err, "50ms")


def test_a_pipe_without_end_ends_with_its_time(scomm, folder):
    """A wait for bytes that do not come is a wait, too."""
    path = folder / "pipe.csv"
    os.mkfifo(path)
    # Opened for reading too, so that this open does not wait for a reader.
    writer = os.open(path, os.O_RDWR)
    os.write(writer, b"a,b\n1,2\n")
    start = time.monotonic()
    run = scomm("--timeout", "300ms", path, "-c", "pipe | count", timeout=30)
    os.close(writer)
    assert run.code == 4 and is_late(run.err, "300ms")
    assert time.monotonic() - start < 10


def test_the_shell_goes_on_after_a_read_that_was_stopped(scomm, folder):
    text = "slow | count\nstates | count\n"
    run = scomm("--timeout", "200ms", "--quiet", "--keep-going", read_slowly(folder, "db"), text=text, timeout=30)
    assert run[:2] == (4, STATES) and is_late(run.err, "200ms")


@pytest.mark.parametrize("value", ["x", "30", "0s", "-1s", "30 days", "nans", "infs"])
def test_wrong_times_are_wrong_usage(scomm, value):
    run = scomm(f"--timeout={value}", "-c", "states | count")
    assert run[:2] == (2, "")
    assert "--timeout" in run.err and "write a number with ms, s, m or h, such as 30s or 5m" in run.err


def test_numbers_at_the_ends_of_their_type_are_no_crash(scomm, folder):
    path = folder / "ends.csv"
    path.write_text("n,v\n-9223372036854775808,1\n9223372036854775807,2\n")
    run = scomm(path, "-c", "ends | fill n")
    assert run.code == 1 and "n would get 18446744073709551615 values" in run.err
    run = scomm(path, "-c", "ends | add b = bucket(n, 1000)")
    assert run.code == 1 and "bucket(-9223372036854775808, 1000) is too large for a 64-bit number" in run.err


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_end_of_the_time_ends_a_script_in_one_long_text(scomm, cell, form):
    """What was answered before stays, and the error is said once, with its place."""
    text = f"states | count\ncell | add x = {LONG['pattern']} | where x = t | count\nstates | count\n"
    run = scomm(
        "--timeout", "200ms", "--format", "csv", "--errors", form, "--no-cache", cell, text=text, timeout=60
    )
    assert (run.code, run.out) == (4, "n\n56\n")
    assert run.err.count("another bound with --timeout") == 1
    if form == "json":
        error = json.loads(run.err.splitlines()[-1])
        assert (error["file"], error["line"]) == ("stdin", 2)
    else:
        assert "stdin:2:" in run.err
