"""Measures the engine against others, question by question and in turns, and checks every answer.

Run it by `make bench`; `make bench ROWS=50000000` takes another size. The tables are made from a seed by the program
in `Bench/`, which keeps its own in memory, and handed to the others as CSV, which they load before the clock starts.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

import questions

here = os.path.dirname(os.path.abspath(__file__))


class Engine:
    """A process that answers one command a line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, command):
        if command:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer.startswith("ok"):
            raise RuntimeError(f"{command}: {answer or 'the engine ended'}")
        return answer[2:].strip()

    def milliseconds(self, query):
        return int(self.ask("run " + query).split()[0]) / 1e6

    def peak(self):
        return int(self.ask("peak")) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Run:
    """Tables of one size in all engines."""

    def __init__(self, bench, kind, rows, peers, folder):
        self.ours = Engine(bench)
        self.kind, self.rows, self.folder = kind, rows, folder
        self.ours.ask(f"{kind} {rows} 2008")
        self.ours.ask(f"write {folder}")
        names = ["deportations", "jurisdictions"] if kind == "records" else ["g", "x", "small", "medium", "big"]
        script = os.path.join(here, "peers.py")
        self.peers = {p: Engine(sys.executable, script, p, folder, *names) for p in peers}
        for peer in self.peers.values():
            peer.ask("")

    def check(self, question):
        """Whether our answer is DuckDB's, row by row and in its order."""
        path = os.path.join(self.folder, "answer.csv")
        self.ours.ask(f"save {path} {question.save or question.ours}")
        return self.peers["duckdb"].ask(f"check {path} {question.check or question.sql}")

    def measure(self, question, turns):
        """Medians in milliseconds, engines taking turns."""
        queries = {"ours": question.ours, "duckdb": ("create or replace temp table answer as " if self.kind == "db" else "") + question.sql, "polars": question.polars, "sqlite": question.sql}
        engines = {"ours": self.ours, **{n: e for n, e in self.peers.items() if queries[n]}}
        times = {name: [] for name in engines}
        for turn in range(turns + 1):
            for name, engine in engines.items():
                time = engine.milliseconds(queries[name])
                if turn > 0:  # the first turn warms up
                    times[name].append(time)
        return {name: statistics.median(found) for name, found in times.items()}

    def tell_peaks(self):
        """Prints the most memory that each process has had, loading and checking answers included."""
        peaks = {"ours": self.ours.peak(), **{name: peer.peak() for name, peer in self.peers.items()}}
        print("\nMost memory: " + ", ".join(f"{name} {peak:.0f} MiB" for name, peak in peaks.items()) + ".")

    def close(self):
        for engine in [self.ours, *self.peers.values()]:
            engine.close()


def read_bandwidth(bench):
    """The bytes a second that two threads read, found by a process of its own, which takes a gibibyte for it."""
    engine = Engine(bench)
    found = float(engine.ask("bandwidth"))
    engine.close()
    return found


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def table(run, asked, turns, bandwidth=None):
    """Measures and prints; gives what was measured."""
    if not asked:
        return []
    others = list(run.peers)
    titles = ["question", "ours ms"] + [f"{o} ms" for o in others] + [f"{o} / ours" for o in others]
    if "duckdb" in run.peers:
        titles.append("stops in ms")
    if bandwidth:
        titles += ["limit ms", "ours / limit"]
    print("| " + " | ".join(titles + ["answer"]) + " |")
    print("|" + "---|" * (len(titles) + 1), flush=True)
    found = []
    for question in asked:
        answer = run.check(question) if "duckdb" in run.peers else "–"
        times = run.measure(question, turns)
        cells = [question.name, number(times["ours"])] + [number(times.get(o)) for o in others]
        cells += [ratio(times[o] / times["ours"]) if o in times else "–" for o in others]
        limit = None
        if "duckdb" in run.peers:
            delay = int(run.ours.ask("cancel " + question.ours)) / 1e6
            cells.append(number(delay))
        if bandwidth:
            size = sum(questions.WIDTHS[c] for c in question.columns) * run.rows
            limit = size / bandwidth * 1e3
            cells += [number(limit), f"{times['ours'] / limit:.1f}"]
        print("| " + " | ".join(cells + [answer]) + " |", flush=True)
        found.append({"question": question.name, "answer": answer, "limit": limit, **times})
    for other in others:
        ratios = [f[other] / f["ours"] for f in found if other in f]
        print(f"\nGeometric mean of {other} / ours: {geometric_mean(ratios):.2f} over {len(ratios)} questions.")
    return found


def number(value):
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def ratio(value):
    return f"{value:.1f} ×"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, help="the program of Bench/")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--peers", default="duckdb,polars")
    parser.add_argument("--parts", default="eleven,group-by,joins")
    parser.add_argument("--only", default="", help="only questions whose name has this in it")
    parser.add_argument("--results", help="where to write the figures as JSON")
    options = parser.parse_args()
    parts, peers = options.parts.split(","), options.peers.split(",")
    results = {"rows": options.rows}
    chosen = lambda asked: [q for q in asked if options.only in q.name]
    if "eleven" in parts:
        with tempfile.TemporaryDirectory() as folder:
            run = Run(options.bench, "records", options.rows, [p for p in peers if p], folder)
            bandwidth = read_bandwidth(options.bench)
            print(f"\n## {options.rows:,} records; two threads read {bandwidth / 1e9:.1f} GB/s\n")
            results["bandwidth"] = bandwidth
            results["eleven"] = table(run, chosen(questions.ELEVEN), options.turns, bandwidth)
            print()
            results["more"] = table(run, chosen(questions.MORE), options.turns, bandwidth)
            run.tell_peaks()
            run.close()
    if "group-by" in parts or "joins" in parts:
        with tempfile.TemporaryDirectory() as folder:
            run = Run(options.bench, "db", options.rows, ["duckdb"], folder)
            for part, asked in (("group-by", questions.GROUP_BY), ("joins", questions.JOINS)):
                if part in parts:
                    print(f"\n## db-benchmark, {part}, {options.rows:,} rows\n")
                    results[part] = table(run, chosen(asked), options.turns)
            run.tell_peaks()
            run.close()
    if options.results:
        with open(options.results, "w") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
