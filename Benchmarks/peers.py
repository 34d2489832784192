"""The other engines: each in a process of its own, which keeps the tables and answers one command a line."""

import datetime
import os
import resource
import sys
import time

folder = sys.argv[2]


class DuckDB:
    """Tables in memory, texts and categories as enumerations in byte or declared order, two threads."""

    def __init__(self, names):
        import duckdb

        self.db = duckdb.connect(config={"threads": 2})
        self.db.execute("set enable_progress_bar = false; set preserve_insertion_order = true")
        for name in names:
            self.load(name)

    def load(self, name):
        path = f"{folder}/{name}.csv"
        kinds = self.db.execute(f"describe from read_csv('{path}')").fetchall()
        casts = []
        for column, kind, *_ in kinds:
            if kind != "VARCHAR":
                casts.append(f"{column}::{self.narrowest(path, column) if kind == 'BIGINT' else kind} as {column}")
                continue
            if column == "level":
                labels = "['None', 'Level 3', 'Level 2', 'Level 1']"
            elif column == "region":
                labels = "['Northeast', 'Midwest', 'South', 'West']"
            else:
                labels = None
            # One enumeration for all tables of a column, so that joins compare codes.
            wide = [n for n in os.listdir(folder) if n.endswith(".csv") and column in header(f"{folder}/{n}")]
            kind = f"{'_'.join(sorted(n[:-4] for n in wide))}_{column}"
            if not self.db.execute("select count(*) from duckdb_types() where type_name = ?", [kind]).fetchone()[0]:
                if not labels and self.distinct(column, wide) > 65536:
                    kind = "VARCHAR"
                elif labels:
                    words = ", ".join(labels.strip("[]").split(", "))
                    self.db.execute(f"create type {kind} as enum ({words})")
                else:
                    union = " union ".join(
                        f"select {column} v from read_csv('{folder}/{n}') where {column} is not null" for n in wide
                    )
                    self.db.execute(f"create type {kind} as enum (select v from ({union}) order by v)")
            casts.append(f"{column}::{kind} as {column}")
        self.db.execute(f"create table {name} as select {', '.join(casts)} from read_csv('{path}')")

    def narrowest(self, path, column):
        """The narrowest type that holds all integers of a column, as ours are stored, too."""
        reach = self.db.execute(f"select max(greatest({column}, -1 - {column})) from read_csv('{path}')").fetchone()[0] or 0
        return next((k for k, bits in (("TINYINT", 7), ("SMALLINT", 15), ("INTEGER", 31)) if reach < 1 << bits), "BIGINT")

    def distinct(self, column, names):
        files = ", ".join(f"'{folder}/{n}'" for n in names)
        query = f"select count(distinct {column}) from read_csv([{files}], union_by_name = true)"
        return self.db.execute(query).fetchone()[0]

    def run(self, query):
        start = time.perf_counter_ns()
        if query.startswith("create"):  # the result becomes a table, as in the db-benchmark's own scripts
            self.db.execute(query)
            return f"{time.perf_counter_ns() - start} 0"
        rows = self.db.sql(query).to_arrow_table().num_rows
        return f"{time.perf_counter_ns() - start} {rows}"

    def check(self, path, query):
        """Compares a CSV file with the rows of a query, place by place."""
        self.db.execute(f"create or replace temp table theirs as {query}")
        kinds = self.db.execute("describe theirs").fetchall()
        columns = ", ".join(f"'c{i}': '{plain(kind)}'" for i, (_, kind, *_) in enumerate(kinds))
        self.db.execute(
            f"create or replace temp table ours as from read_csv('{path}', skip = 1, header = false, columns = {{{columns}}})"
        )
        counts = [self.db.execute(f"select count(*) from {t}").fetchone()[0] for t in ("ours", "theirs")]
        if counts[0] != counts[1]:
            return f"differ: {counts[0]} rows of ours, {counts[1]} of theirs"
        tests = []
        for i, (name, kind, *_) in enumerate(kinds):
            if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
                tests.append(f'(c{i} is null) != ("{name}" is null) or abs(c{i} - "{name}") > 1e-9 * (1 + abs("{name}"))')
            else:
                tests.append(f'c{i} is distinct from "{name}"::{plain(kind)}')
        bad = self.db.execute(
            f"select count(*) from (from ours positional join theirs) where {' or '.join(tests)}"
        ).fetchone()[0]
        self.db.execute("drop table ours; drop table theirs")
        return "same" if bad == 0 else f"differ: {bad} of {counts[0]} rows"


def plain(kind):
    if kind.startswith("ENUM"):
        return "VARCHAR"
    if kind == "HUGEINT" or kind.startswith("DECIMAL"):
        return "BIGINT"
    return kind


def header(path):
    with open(path) as file:
        return file.readline().strip().split(",")


class Polars:
    """Data frames in memory, texts as categories, two threads."""

    def __init__(self, names):
        os.environ["POLARS_MAX_THREADS"] = "2"
        import polars as pl

        self.scope = {"pl": pl}
        self.frames = {}
        for name in names:
            path = f"{folder}/{name}.csv"
            frame = pl.read_csv(path, try_parse_dates=True)
            for column in frame.columns:
                if column in ("level", "region"):
                    words = {"level": ["None", "Level 3", "Level 2", "Level 1"], "region": ["Northeast", "Midwest", "South", "West"]}
                    frame = frame.with_columns(pl.col(column).cast(pl.Enum(words[column])))
                elif frame[column].dtype == pl.String:
                    key = column
                    if key not in self.frames:
                        self.frames[key] = pl.Enum(frame[column].drop_nulls().unique().sort())
                    frame = frame.with_columns(pl.col(column).cast(self.frames[key]))
            self.scope[name] = frame

    def run(self, query):
        pl = self.scope["pl"]
        lazy = {k: (v.lazy() if isinstance(v, pl.DataFrame) else v) for k, v in self.scope.items()}
        start = time.perf_counter_ns()
        rows = eval(query, lazy).collect().height
        return f"{time.perf_counter_ns() - start} {rows}"


class SQLite:
    """Tables in memory; one thread, as it has no more."""

    def __init__(self, names):
        import csv
        import sqlite3

        self.db = sqlite3.connect(":memory:")
        for name in names:
            with open(f"{folder}/{name}.csv", newline="") as file:
                reader = csv.reader(file)
                columns = next(reader)
                kinds = [c + (" integer" if c in ("age", "removals", "population") else " text") for c in columns]
                self.db.execute(f"create table {name} ({', '.join(kinds)})")
                marks = ", ".join("?" * len(columns))
                rows = ([v or None for v in row] for row in reader)
                self.db.executemany(f"insert into {name} values ({marks})", rows)

    def run(self, query):
        start = time.perf_counter_ns()
        rows = len(self.db.execute(query).fetchall())
        return f"{time.perf_counter_ns() - start} {rows}"


engine = {"duckdb": DuckDB, "polars": Polars, "sqlite": SQLite}[sys.argv[1]](sys.argv[3:])
print("ok", flush=True)
for line in sys.stdin:
    command, _, rest = line.strip().partition(" ")
    try:
        if command == "run":
            print("ok", engine.run(rest), flush=True)
        elif command == "check":
            path, _, query = rest.partition(" ")
            print("ok", engine.check(path, query), flush=True)
        elif command == "peak":
            print("ok", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
    except Exception as problem:
        print("error", str(problem).replace("\n", " "), flush=True)
