"""Draws how the times of some questions grow, from the JSON files that bench.py wrote.

plots.py OUT.svg TITLE X-LABEL FILE...   each file is one run; its `x` is its rows, or its groups
"""

import json
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt


def main():
    out, title, label, *files = sys.argv[1:]
    runs = sorted((json.load(open(f)) for f in files), key=lambda run: run["x"])
    names = [q["question"] for q in runs[0]["eleven"] + runs[0].get("more", [])]
    columns = 4 if len(names) > 4 else len(names)
    rows = -(-len(names) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(3 * columns, 2.4 * rows), squeeze=False)
    for place, name in enumerate(names):
        axis = axes[place // columns][place % columns]
        for engine, color in (("ours", "#1b6ca8"), ("duckdb", "#d98c00")):
            points = [
                (run["x"], q[engine])
                for run in runs
                for q in run["eleven"] + run.get("more", [])
                if q["question"] == name and engine in q
            ]
            axis.plot(*zip(*points), marker="o", markersize=3, color=color, label=engine)
        axis.set(xscale="log", yscale="log", title=name)
        axis.title.set_fontsize(8)
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.3)
    for empty in range(len(names), rows * columns):
        axes[empty // columns][empty % columns].axis("off")
    axes[0][0].legend(fontsize=7)
    figure.supxlabel(label, fontsize=9)
    figure.supylabel("milliseconds", fontsize=9)
    figure.suptitle(title, fontsize=10)
    figure.tight_layout()
    figure.savefig(out)


main()
