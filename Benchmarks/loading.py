"""Measures how long a question of a CSV file takes from nothing: start, reading, answer, exit.

    python3 Benchmarks/loading.py .build/release/scomm --rows 1000000 --turns 9

The file is made from a seed. Every contestant answers the same question, count by country, in turns; medians are told,
their ratio to ours, and the largest memory. DuckDB's shell is looked for in `duckdb-cli` from PyPI, then on the path; a
contestant that is not there is left out. Wall times mean something only on a quiet machine; the ratios of one run hold
elsewhere, too, as the contestants take turns.
"""

import argparse
import datetime
import importlib.util
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def write(path, rows):
    """Records of removals as the engine's benchmark has them; a tenth of the jurisdictions needs quotes."""
    dice = random.Random(2008)
    first = datetime.date(2008, 10, 27)
    days = [(first + datetime.timedelta(day)).isoformat() for day in range(2300)]
    places = [f'"County {n}, CA"' if n % 10 == 0 else f"County {n}" for n in range(3181)]
    states = "CA TX MA NY FL AZ GA IL NV WA OR CO".split()
    countries = [f"Country {n}" for n in range(180)]
    levels = ["Level 1", "Level 2", "Level 3", "None"]
    with open(path, "w", encoding="utf-8") as file:
        file.write("date,jurisdiction,state,country,level,age,count\n")
        for start in range(0, rows, 50_000):
            file.write(
                "".join(
                    f"{days[int(dice.random() * 2300)]},{places[int(dice.random() ** 2 * 3181)]},"
                    f"{states[int(dice.random() * 12)]},{countries[int(dice.random() ** 3 * 180)]},"
                    f"{levels[int(dice.random() * 4)]},{18 + int(dice.random() * 50)},{int(dice.random() * 300)}\n"
                    for _ in range(min(50_000, rows - start))
                )
            )


def duckdb_shell():
    """DuckDB's own program: the one within the package, not the slow script around it."""
    found = importlib.util.find_spec("duckdb_cli")
    if found and found.origin:
        inner = os.path.join(os.path.dirname(found.origin), "duckdb")
        if os.path.exists(inner):
            return inner
    return shutil.which("duckdb")


def contestants(ours, path, cache):
    """For each name a command, and the variables it runs with."""
    data = f"records={path}"
    query = "records | count by country"
    sql = "select country, count(*) from {} group by country order by country"
    kept = dict(os.environ, XDG_CACHE_HOME=cache)
    yield "ours, first time", [ours, "--no-cache", "--quiet", "--data", data, "-c", query], None
    yield "ours, kept", [ours, "--quiet", "--data", data, "-c", query], kept
    counts = "n = count(date), j = count(jurisdiction), s = count(state), l = count(level)"
    every = f"records | summarize {counts}, a = sum(age), c = sum(count) by country"
    yield "ours, all columns", [ours, "--no-cache", "--quiet", "--data", data, "-c", every], None
    duck = duckdb_shell()
    if duck:
        yield "duckdb, from the file", [duck, "-csv", "-c", sql.format(f"read_csv('{path}')")], None
        load = f"create table records as select * from read_csv('{path}');"
        yield "duckdb, create table", [duck, "-csv", "-c", load + sql.format("records")], None
    if shutil.which("sqlite3"):
        load = [".mode csv", f".import {path} records", sql.format("records")]
        yield "sqlite3", ["sqlite3", ":memory:", *load], None
    if shutil.which("mlr"):
        yield "mlr", ["mlr", "--icsv", "--ocsv", "count", "-g", "country", path], None


def run(command, environment):
    """Seconds from start to exit, and the largest memory in MB; fails if the command does."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status != 0:
        sys.exit(f"{' '.join(command)}\n{process.stderr.read().decode()}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scomm")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--file", help="a file made before; it is made there if it is missing")
    parser.add_argument("--only", help="leave out the contestants whose names do not contain this, except ours")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or os.path.join(folder, "records.csv")
        if not os.path.exists(path):
            write(path, options.rows)
        time.sleep(0.1)
        named = [
            entry
            for entry in contestants(os.path.abspath(options.scomm), path, os.path.join(folder, "cache"))
            if not options.only or options.only in entry[0] or entry[0].startswith("ours")
        ]
        print(f"{os.path.getsize(path) / 1e6:.0f} MB")
        taken = {name: [] for name, _, _ in named}
        # The first turn warms the file's pages and fills our cache; it does not count.
        for turn in range(options.turns + 1):
            for name, command, environment in named:
                result = run(command, environment)
                if turn:
                    taken[name].append(result)
    ours = statistics.median(seconds for seconds, _, _ in taken["ours, first time"])
    print(f"{'':24}{'median ms':>10}{'least ms':>10}{'to ours':>9}{'CPU ms':>9}{'MB':>7}")
    for name, results in taken.items():
        seconds = statistics.median(result[0] for result in results)
        least = min(result[0] for result in results)
        cpu = statistics.median(result[2] for result in results)
        memory = max(result[1] for result in results)
        print(f"{name:24}{seconds * 1e3:10.1f}{least * 1e3:10.1f}{seconds / ours:9.2f}{cpu * 1e3:9.1f}{memory:7.0f}")


if __name__ == "__main__":
    main()
