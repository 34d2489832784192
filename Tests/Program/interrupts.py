"""Measures how soon Ctrl-C and --timeout end the program: python interrupts.py SCOMM [NAME…].

Each case is run to its end, or for some seconds, and then again with a signal, or an end of its
time, at moments spread over that; the table has the longest waits of all in milliseconds: until the
program said that it stopped, and until its process was gone, whose memory the system takes back.
The first line is the system's own `sleep`, which ends with the signal: what the machine itself takes.
`make interrupts` runs it over a release build; the files that it reads are made anew in a folder that
goes with it, and take a gigabyte.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

MOMENTS = 8
LONGEST = 4.0  # seconds of a case in which signals come
PAIRS = "t | join (t | rename c = a, d = b) every | where mod(a * c, 1000003) = 17 | count"
ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 0"


def make_files(folder):
    """The files that the cases read."""
    with open(folder / "rows.csv", "w") as file:
        file.write("n,t\n")
        for n in range(500_000):
            file.write(f"{n * 7919 % 500_009},text number {n} of many\n")
    with open(folder / "texts.csv", "w") as file:
        numbers = random.Random(1)
        file.write("t\n")
        for n in range(5_000_000):
            file.write(f"{numbers.getrandbits(60):x}\n")
    with open(folder / "large.csv", "w") as file:
        file.write("a,b,c,d\n")
        for n in range(6_000_000):
            file.write(f"{n},{n * 0.25},name {n % 100_000:08} of a person,2024-01-{n % 28 + 1:02}\n")
    with open(folder / "cell.csv", "w") as file:
        file.write("k,t\n1," + "word " * 40_000_000 + "\n")
    with open(folder / "keys.csv", "w") as file:
        file.write("k,g,v\n")
        for n in range(1_000_000):
            file.write(f"k{n % 4000},{n // 4000},{n}\n")
    with open(folder / "lines.jsonl", "w") as file:
        for n in range(3_000_000):
            file.write(json.dumps({"a": n, "b": f"name {n}", "c": n / 4}) + "\n")
    with open(folder / "list.json", "w") as file:
        file.write("[")
        for n in range(2_000_000):
            file.write(("," if n else "") + json.dumps({"a": n, "b": f"name {n}", "c": n / 4}))
        file.write("]")
    base = sqlite3.connect(folder / "base.db")
    base.execute("create table t (a integer, b text)")
    base.executemany("insert into t values (?, ?)", ((n, f"name {n}") for n in range(2_000_000)))
    base.commit()
    base.close()
    views = sqlite3.connect(folder / "views.db")
    views.execute("create table small (a integer)")
    views.execute(f"create view v as {ENDLESS}")
    views.commit()
    views.close()


def cases(folder):
    """Arguments of the program, by the names of the cases."""

    def query(text, *files):
        return [*(str(folder / file) for file in files), "-c", text]

    cells = {
        "pad": "pad(t, 400000000)",
        "replace": 'replace(t, "o", "00")',
        "replace all": 'replace(t, "r", "")',
        "upper": "upper(t)",
        "trim": "trim(t)",
        "length": "length(t)",
        "concat": "concat(t, t)",
        "pattern": 't matches "(w|o|r|d| )+x$"',
        "contains": 't contains "wordx"',
    }
    found = {"nothing: sleep": None}
    found |= {f"one text of 200 MB: {name}": query(f"cell | add x = {text} | keep k, x | where x = x | count", "cell.csv")
             for name, text in cells.items()}
    found |= {
        "one text of 200 MB: printed": query("cell | as json", "cell.csv"),
        "one text of 200 MB: box": query("cell", "cell.csv"),
        "pad": query("rows | add x = pad(t, 3000) | count by x | count", "rows.csv"),
        "replace": query('large | add x = replace(c, "a", "bb") | count by x | count', "large.csv"),
        "concat": query("texts | add x = concat(t, t, t) | count by x | count", "texts.csv"),
        "join every": query(
            "rows | first 30000 | join (rows | first 30000 | rename m = n, u = t) every | where n + m = 17 | count", "rows.csv"),
        "windows": query(
            "texts | sort t | add a = row_number(), b = rank(t), c = previous(t) | count by b | count", "texts.csv"),
        "sort of 5 M texts": query("texts | sort t | first 3", "texts.csv"),
        "distinct of 5 M texts": query("texts | distinct t | count", "texts.csv"),
        "describe": query("large | describe", "large.csv"),
        "pivot of 4,000 columns": query("keys | count by g, k | pivot k | count", "keys.csv"),
        "printing csv": query("large | as csv", "large.csv"),
        "printing json": query("large | as json", "large.csv"),
        "drawing a box": query("large | as box", "large.csv"),
        "saving": query(f'large | save "{folder}/saved.csv"', "large.csv"),
        "reading CSV, 300 MB": query("large | count by c | count", "large.csv"),
        "reading JSON Lines": query("lines | count", "lines.jsonl"),
        "reading JSON": query("list | count", "list.json"),
        "reading SQLite": query("t | count by b | count", "base.db"),
        "SQLite view without end": query("v | count", "views.db"),
        "engine SQLite": ["--engine", f"sqlite:{folder}/base.db", "-c", PAIRS],
    }
    if shutil.which("duckdb") or os.environ.get("DUCKDB"):
        base = folder / "base.duckdb"
        if not base.exists():
            rows = "create table t as select range a, 'name ' || range b from range(2000000)"
            subprocess.run([os.environ.get("DUCKDB", "duckdb"), base, "-c", rows], check=True)
        found["engine DuckDB"] = ["--engine", f"duckdb:{base}", "-c", PAIRS]
    return found


def run(binary, arguments, *, interrupt=None, timeout=None):
    """Seconds from the signal, or from the end of the time, to the end of the program; None where it ended before."""
    bound = ["--timeout", f"{timeout * 1000:.0f}ms"] if timeout else []
    start = time.monotonic()
    command = [binary, "--no-cache", "--quiet", "--memory", "8G", *bound, *(arguments or [])]
    process = subprocess.Popen(
        command if arguments else ["sleep", f"{timeout or 60}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if interrupt is None and timeout is None:
        try:
            _, errors = process.communicate(timeout=LONGEST)
            if process.returncode:
                raise SystemExit(f"{arguments[-1]} fails: {errors.decode()[:300]}")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        return time.monotonic() - start
    due = interrupt or timeout
    if interrupt:
        time.sleep(interrupt)
        if process.poll() is not None:
            return None
        start, due = time.monotonic(), 0
        process.send_signal(signal.SIGINT)
    killer = threading.Timer(60, process.kill)
    killer.start()
    process.stderr.read(1)
    told = time.monotonic() - start - due
    process.communicate()
    killer.cancel()
    late = time.monotonic() - start - due
    return (told, late) if process.returncode not in (0,) or late > 0.05 else None


def longest(waits):
    """The longest waits in milliseconds: until the end was told, and until it was there."""
    known = [wait for wait in waits if wait is not None] or [(0, 0)]
    return [f"{max(times) * 1000:.0f}" for times in zip(*known)]


def main(binary, names):
    with tempfile.TemporaryDirectory(dir=os.environ.get("SCOMM_INTERRUPTS")) as made:
        kept = os.environ.get("SCOMM_INTERRUPTS_FILES")
        folder = Path(kept or made)
        if not (folder / "views.db").exists():
            make_files(folder)
        print("| what runs | seconds of it | Ctrl-C told, ms | ended, ms | --timeout told, ms | ended, ms |\n|---|---|---|---|---|---|")
        for name, arguments in cases(folder).items():
            if names and not any(part in name for part in names):
                continue
            whole = run(binary, arguments)
            moments = [whole * (place + 0.5) / MOMENTS for place in range(MOMENTS)]
            ctrl = [run(binary, arguments, interrupt=moment) for moment in moments]
            times = [run(binary, arguments, timeout=moment) for moment in moments]
            shown = longest(ctrl) + longest(times)
            print(f"| {name} | {whole:.1f} | {' | '.join(shown)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
