"""Measures how time and memory grow with rows, groups and columns, and draws it: `make growth`.

Each point is a query in a process that holds the table: the median of some runs, and by how much the most memory that the
process had is above what it had before its first query. What a query is done with is kept for the next one, so that those come
first that need little.
"""

import argparse
import os
import statistics

from bench import Engine

here = os.path.dirname(os.path.abspath(__file__))

ROWS = [
    ("one predicate", 'deportations | where country = "Country 007" | count'),
    ("five quantiles", "deportations | summarize " + ", ".join(f"q{p} = quantile(removals, {p}%)" for p in (10, 25, 50, 75, 90))),
    ("count by jurisdiction, year", "deportations | count by jurisdiction, year(date)"),
    ("distinct jurisdiction, date", "deportations | distinct jurisdiction, date | count"),
    ("sum by jurisdiction, date", "deportations | total removals by jurisdiction, date"),
    ("sort by jurisdiction, date", "deportations | keep jurisdiction, date, removals | sort jurisdiction, date"),
]
GROUPS = ["level", "country", "jurisdiction", "jurisdiction, year(date)", "jurisdiction, month(date)", "jurisdiction, date",
          "jurisdiction, date, country", ]
COLUMNS = ["v1", "v2", "v3", "id4", "id5", "id6"]


class Process(Engine):
    """Our engine with one table, and its memory."""

    def fill(self, command):
        """Makes the tables."""
        self.ask(command)
        self.rest = self.status("VmRSS")

    def status(self, name):
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(next(line for line in file if line.startswith(name)).split()[1]) / 1024

    def point(self, query, turns):
        """Milliseconds, mebibytes and rows of the result."""
        times = []
        self.ask("run " + query)
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")
        for _ in range(turns):
            times.append(self.milliseconds(query))
        rows = int(self.ask("run " + query).split()[1])
        return statistics.median(times), max(0.0, self.status("VmHWM") - self.rest), rows


def measure(options):
    """Three lists of lines, each a title and its points."""
    by_rows = {title: [] for title, _ in ROWS}
    for rows in options.rows:
        process = Process(options.bench)
        process.fill(f"records {rows} 2008")
        for title, query in ROWS:
            time, memory, _ = process.point(query, options.turns)
            by_rows[title].append((rows, time, memory))
            print(f"| {title} | {rows:,} | {time:.1f} | {memory:.0f} |", flush=True)
        process.close()
    by_groups, by_columns = [], []
    process = Process(options.bench)
    process.fill(f"records {options.fixed} 2008")
    for keys in GROUPS:
        time, memory, groups = process.point(f"deportations | total removals by {keys}", options.turns)
        by_groups.append((groups, time, memory))
        print(f"| groups by {keys} | {groups:,} | {time:.1f} | {memory:.0f} |", flush=True)
    process.close()
    process = Process(options.bench)
    process.fill(f"db {options.fixed} 2008")
    for count in range(1, len(COLUMNS) + 1):
        query = "g | summarize " + ", ".join(f"{c} = max({c})" for c in COLUMNS[:count]) + " by id1"
        time, memory, _ = process.point(query, options.turns)
        by_columns.append((count, time, memory))
        print(f"| columns | {count} | {time:.1f} | {memory:.0f} |", flush=True)
    process.close()
    return by_rows, by_groups, by_columns


def draw(by_rows, by_groups, by_columns, path, fixed):
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "svg.fonttype": "path"})
    figure, axes = plt.subplots(2, 3, figsize=(11, 6), layout="constrained")
    for row, (name, place) in enumerate((("milliseconds", 1), ("mebibytes beyond the table", 2))):
        for title, points in by_rows.items():
            axes[row][0].plot([p[0] for p in points], [p[place] for p in points], marker="o", ms=3, label=title)
        axes[row][1].plot([p[0] for p in by_groups], [p[place] for p in by_groups], marker="o", ms=3)
        axes[row][2].plot([p[0] for p in by_columns], [p[place] for p in by_columns], marker="o", ms=3)
        # Memory may be none at all, which has no logarithm.
        scale = {"value": "log"} if row == 0 else {"value": "symlog", "linthresh": 10}
        for axis in axes[row][:2]:
            axis.set_xscale("log")
            axis.set_yscale(**scale)
            if row == 1:
                axis.set_ylim(bottom=0)
        axes[row][0].set(ylabel=name, xlabel="rows")
        axes[row][1].set(xlabel=f"groups, of {fixed:,} rows")
        axes[row][2].set(ylim=(0, None), xlabel=f"columns, of {fixed:,} rows")
        for axis in axes[row]:
            axis.grid(alpha=0.3)
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside upper left", ncols=6, fontsize=8, frameon=False)
    figure.savefig(path, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, help="the program of Bench/")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000])
    parser.add_argument("--fixed", type=int, default=10_000_000, help="rows where groups or columns grow")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--plot", default=os.path.join(here, "growth.svg"))
    options = parser.parse_args()
    print("| what | size | ms | MiB |\n|---|---|---|---|")
    draw(*measure(options), options.plot, options.fixed)


if __name__ == "__main__":
    main()
