"""Measures start and loading: how long a question takes from nothing, from process start to exit.

    make bench-loading
    python3 Benchmarks/loading.py .build/release/scomm --bench .build-bench/release/scomm-bench --rows 1000000,10000000

The records are made from a seed by the program in `Bench/`. Every contestant answers the same question, removals by
country, in turns; one turn warms up, the answers must agree, and medians are told, their ratio to ours and the largest
memory. DuckDB's shell is looked for in `duckdb-cli` from PyPI, then on the path; a contestant that is not there is left
out. Wall times mean something only on a quiet machine; the ratios of one run hold elsewhere, too, as the contestants
take turns.
"""

import argparse
import importlib.util
import os
import pty
import resource
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

QUESTION = "records | total removals by country"
SQL = "select country, sum(removals) from {} group by country order by country"
EVERY = (
    "records | summarize removals = sum(removals), ages = sum(age), dates = count(date), "
    "places = count(jurisdiction), levels = count(level), genders = count(gender) by country"
)
EVERY_SQL = (
    "select country, sum(removals), sum(age), count(date), count(jurisdiction), count(level), count(gender) "
    "from {} group by country order by country"
)


def duckdb_shell():
    """DuckDB's own program: the one within the package, not the slow script around it."""
    found = importlib.util.find_spec("duckdb_cli")
    if found and found.origin:
        inner = os.path.join(os.path.dirname(found.origin), "duckdb")
        if os.path.exists(inner):
            return inner
    return shutil.which("duckdb")


class Contestant:
    """A command, and what it took to run."""

    def __init__(self, name, command, question="some", forgets=None, **environment):
        self.name, self.command, self.question = name, command, question
        # A folder that is emptied before each run.
        self.forgets = forgets
        self.environment = dict(os.environ, **environment)
        self.seconds, self.cpu, self.memory, self.output, self.answer = [], [], [], "", []

    def run(self, counts=True):
        """From start to exit; ends everything if the command fails."""
        if self.forgets:
            shutil.rmtree(self.forgets, ignore_errors=True)
        began = time.perf_counter()
        process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment
        )
        answer = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        if status != 0:
            sys.exit(f"{' '.join(self.command)}\n{process.stderr.read().decode()}")
        process.stdout.close()
        process.stderr.close()
        self.output = answer.decode()
        self.answer = rows(self.output)
        if counts:
            self.seconds.append(seconds)
            self.cpu.append(usage.ru_utime + usage.ru_stime)
            self.memory.append(usage.ru_maxrss / 1024)

    @property
    def median(self):
        return statistics.median(self.seconds)


def rows(answer):
    """The rows of an answer in any of the contestants' forms, without the header."""
    lines = [line.replace("\t", ",").replace('"', "") for line in answer.split("\n") if line.strip()]
    return sorted(line for line in lines if not line.startswith("country"))


def take_turns(contestants, turns):
    """Runs each once to warm up, which also fills our cache, then all of them in turns."""
    for contestant in contestants:
        contestant.run(counts=False)
    for _ in range(turns):
        for contestant in contestants:
            contestant.run()


def loaders(ours, path, cache):
    """Everybody who answers a question of the file at `path`."""
    data, kept = f"records={path}", {"XDG_CACHE_HOME": cache}
    fresh = [ours, "--quiet", "--no-cache", "--data", data, "-c"]
    yield Contestant("scomm", [*fresh, QUESTION])
    yield Contestant("scomm, all columns", [*fresh, EVERY], "every")
    kept_start = [ours, "--quiet", "--data", data, "-c", QUESTION]
    yield Contestant("scomm, keeping columns", kept_start, forgets=cache, **kept)
    yield Contestant("scomm, second start", kept_start, **kept)
    duck = duckdb_shell()
    if duck:
        read = f"read_csv('{path}')"
        load = f"create table records as select * from {read};"
        yield Contestant("duckdb, from the file", [duck, "-csv", "-c", SQL.format(read)])
        yield Contestant("duckdb, create table", [duck, "-csv", "-c", load + EVERY_SQL.format("records")], "every")
    if shutil.which("sqlite3"):
        load = [".mode csv", f".import {path} records", SQL.format("records")]
        yield Contestant("sqlite3", ["sqlite3", ":memory:", *load])
    if shutil.which("mlr"):
        summing = ["stats1", "-a", "sum", "-f", "removals", "-g", "country"]
        yield Contestant("mlr", ["mlr", "--icsv", "--ocsv", *summing, path])


def starters(ours):
    """Everybody who says something short, from start to exit."""
    yield Contestant("scomm", [ours, "--quiet", "-c", "deportations | total removals by state"])
    duck = duckdb_shell()
    if duck:
        yield Contestant("duckdb, select 1", [duck, "-csv", "-c", "select 1"], "one in duckdb")
    if shutil.which("sqlite3"):
        yield Contestant("sqlite3, select 1", ["sqlite3", ":memory:", "select 1"], "one in sqlite")
    yield Contestant("true", ["true"], "nothing")


def check(contestants):
    """Ends everything if two who were asked the same differ."""
    for question in {c.question for c in contestants}:
        asked = [c for c in contestants if c.question == question]
        for contestant in asked[1:]:
            if contestant.answer != asked[0].answer:
                sys.exit(f"{contestant.name} does not answer as {asked[0].name} does")


def tell(contestants, base):
    """Prints a table; times are compared with the contestant called as `base` says."""
    least_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| | median ms | least ms | CPU ms | MiB | times ours |")
    print("|---|---|---|---|---|---|")
    named = {contestant.name: contestant for contestant in contestants}
    for c in contestants:
        memory = max(c.memory)
        # A process inherits the figure of the one that started it.
        shown = f"{memory:.0f}" if memory > least_memory * 1.2 else f"≤ {memory:.0f}"
        ratio = c.median / named[base(c.name)].median
        print(
            f"| {c.name} | {c.median * 1e3:.1f} | {min(c.seconds) * 1e3:.1f} "
            f"| {statistics.median(c.cpu) * 1e3:.0f} | {shown} | {ratio:.1f} |"
        )


def against(name):
    """Whom a loader is compared with: like with like."""
    return "scomm, all columns" if name == "duckdb, create table" else "scomm"


def prompt(command, wanted):
    """Seconds from start until `wanted` stands on a terminal."""
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
        os.execvp(command[0], command)
    seen = b""
    while wanted not in seen and select.select([terminal], [], [], 5)[0]:
        seen += os.read(terminal, 4096)
    seconds = time.perf_counter() - began
    os.close(terminal)
    os.waitpid(process, 0)
    return seconds


def tell_prompts(ours, turns):
    """Prints how soon a prompt stands on the terminal; `echo` tells what starting on a terminal costs by itself."""
    asked = {"scomm": ([ours], b"scomm> "), "sqlite3": (["sqlite3"], b"sqlite> "), "echo": (["echo", "x"], b"x")}
    asked = {name: entry for name, entry in asked.items() if shutil.which(entry[0][0])}
    taken = {name: [] for name in asked}
    for turn in range(turns + 1):
        for name, (command, wanted) in asked.items():
            seconds = prompt(command, wanted)
            if turn:
                taken[name].append(seconds)
    print("\nFirst prompt, median ms: " + ", ".join(
        f"{name} {statistics.median(times) * 1e3:.1f}" for name, times in taken.items()
    ) + ".")


def made(bench, rows, folder):
    """The path of a file of so many records; made there if it is missing."""
    path = os.path.join(folder, f"records-{rows}.csv")
    if not os.path.exists(path):
        with tempfile.TemporaryDirectory(dir=folder) as draft:
            commands = f"records {rows} 2008\nwrite {draft}\n"
            told = subprocess.run([bench], input=commands, capture_output=True, text=True, check=True).stdout
            if told.split() != ["ok", "ok"]:
                sys.exit(told)
            os.rename(os.path.join(draft, "deportations.csv"), path)
        # Files that have just been changed are not kept.
        time.sleep(0.1)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scomm")
    parser.add_argument("--bench", help="the program of Bench/, which makes the files")
    parser.add_argument("--rows", default="1000000,10000000", help="sizes; nothing measures the start alone")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--folder", help="where the files lie, and stay")
    parser.add_argument("--only", default="", help="leave out those whose names do not contain this, except ours")
    options = parser.parse_args()
    ours = os.path.abspath(options.scomm)
    with tempfile.TemporaryDirectory() as folder:
        starts = list(starters(ours))
        take_turns(starts, options.turns * 4)
        check(starts)
        print("\n## Start\n")
        tell(starts, lambda name: "scomm")
        tell_prompts(ours, options.turns * 4)
        for rows in filter(None, options.rows.split(",")):
            path = made(options.bench, int(rows), options.folder or folder)
            asked = [
                c
                for c in loaders(ours, path, os.path.join(folder, "cache"))
                if options.only in c.name or c.name.startswith("scomm")
            ]
            take_turns(asked, options.turns)
            check(asked)
            print(f"\n## {int(rows):,} rows, {os.path.getsize(path) / 1e6:.0f} MB\n")
            tell(asked, against)


if __name__ == "__main__":
    main()
