"""Measures the questions of TPC-H against DuckDB's shell, in turns: whole processes over tables kept before.

    make bench-tpch
    python3 Benchmarks/tpch.py .build/release/scomm --scale 1 --folder /tmp/tpch

`tpchgen-cli` makes the tables as CSV. A question stands in `tpch/` twice: in our language, and in the SQL of the
specification with its validation parameters. Ours reads the columns that a run before has kept, DuckDB's shell a database
made of the same files; each has two threads. The answers must agree: rows in their order, reals to one part in a billion.
Medians of runs in turns are told, DuckDB's over ours, and the largest resident memory, mapped files included.
"""

import argparse
import csv
import glob
import io
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import loading

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tpch")
TABLES = {
    "region": "r_regionkey integer, r_name varchar, r_comment varchar",
    "nation": "n_nationkey integer, n_name varchar, n_regionkey integer, n_comment varchar",
    "supplier": "s_suppkey integer, s_name varchar, s_address varchar, s_nationkey integer, s_phone varchar, "
    "s_acctbal decimal(15, 2), s_comment varchar",
    "customer": "c_custkey integer, c_name varchar, c_address varchar, c_nationkey integer, c_phone varchar, "
    "c_acctbal decimal(15, 2), c_mktsegment varchar, c_comment varchar",
    "part": "p_partkey integer, p_name varchar, p_mfgr varchar, p_brand varchar, p_type varchar, p_size integer, "
    "p_container varchar, p_retailprice decimal(15, 2), p_comment varchar",
    "partsupp": "ps_partkey integer, ps_suppkey integer, ps_availqty integer, ps_supplycost decimal(15, 2), "
    "ps_comment varchar",
    "orders": "o_orderkey bigint, o_custkey integer, o_orderstatus varchar, o_totalprice decimal(15, 2), "
    "o_orderdate date, o_orderpriority varchar, o_clerk varchar, o_shippriority integer, o_comment varchar",
    "lineitem": "l_orderkey bigint, l_partkey integer, l_suppkey integer, l_linenumber integer, "
    "l_quantity decimal(15, 2), l_extendedprice decimal(15, 2), l_discount decimal(15, 2), l_tax decimal(15, 2), "
    "l_returnflag varchar, l_linestatus varchar, l_shipdate date, l_commitdate date, l_receiptdate date, "
    "l_shipinstruct varchar, l_shipmode varchar, l_comment varchar",
}


def generator():
    """The program that makes the tables: beside this Python, or on the path."""
    beside = os.path.join(os.path.dirname(sys.executable), "tpchgen-cli")
    return beside if os.path.exists(beside) else shutil.which("tpchgen-cli")


def make_tables(scale, folder):
    """Makes the files of all tables, unless they are there."""
    if all(os.path.exists(os.path.join(folder, f"{table}.csv")) for table in TABLES):
        return
    if not generator():
        sys.exit("There is no tpchgen-cli. pip install tpchgen-cli brings it.")
    command = [generator(), "csv", "-q", "-s", str(scale), "--output-dir", folder]
    subprocess.run(command, check=True)


def make_database(folder):
    """A database of DuckDB with the same tables, in the types of the specification."""
    duck, database = loading.duckdb_shell(), os.path.join(folder, "tpch.duckdb")
    if not duck:
        sys.exit("There is no DuckDB. pip install duckdb-cli brings it.")
    if not os.path.exists(database):
        load = "".join(
            f"create table {table} ({columns}); "
            f"copy {table} from '{os.path.join(folder, table)}.csv' (format csv, header true); "
            for table, columns in TABLES.items()
        )
        subprocess.run([duck, database, "-c", load], check=True, capture_output=True)
    return database


def ours_command(program, folder, *asked):
    data = [word for table in TABLES for word in ("--data", f"{table}={os.path.join(folder, table)}.csv")]
    return [program, "--quiet", "--threads", "2", "--format", "csv", *data, *asked]


def contestants(programs, folder, database, question, scale):
    """Each program of ours, and DuckDB's shell, with one question; nothing stands for the start alone."""
    fraction = f"{0.0001 / scale:.10f}"
    for place, program in enumerate(programs):
        asked = ["-c", "region | count"]
        if question:
            asked = ["-f", os.path.join(HERE, f"{question}.scq")]
            asked += ["--set", f"fraction={fraction}"] if question == "q11" else []
        kept = os.path.join(folder, f"cache-{place}")
        name = "scomm" if place == 0 else f"scomm {program}"
        yield loading.Contestant(name, ours_command(program, folder, *asked), XDG_CACHE_HOME=kept)
    sql = "select count(*) from region"
    if question:
        with open(os.path.join(HERE, f"{question}.sql")) as file:
            sql = file.read().replace("$fraction", fraction)
    command = [loading.duckdb_shell(), "-csv", "-readonly", database, "-c", "set threads = 2;\n" + sql]
    yield loading.Contestant("duckdb", command)


def same(cell, other):
    """Whether two cells of CSV stand for the same value; reals agree to one part in a billion."""
    if cell == other:
        return True
    try:
        return math.isclose(float(cell), float(other), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return False


def difference(output, other):
    """Where two answers differ, in words; None if they agree, rows in their order, names aside."""
    ours, theirs = (list(csv.reader(io.StringIO(text)))[1:] for text in (output, other))
    if len(ours) != len(theirs):
        return f"{len(ours)} rows, but {len(theirs)}"
    for row, (line, wanted) in enumerate(zip(ours, theirs), start=1):
        if len(line) != len(wanted) or not all(map(same, line, wanted)):
            return f"row {row}: {line}, but {wanted}"
    return None


def measure(questions, programs, folder, options):
    """Asks all questions and prints a line each; gives DuckDB's times over ours, the largest memory of each, and faults."""
    database = make_database(folder)
    ratios, memory, faults = [], {}, []
    for question in ["", *questions]:
        asked = list(contestants(programs, folder, database, question, options.scale))
        loading.take_turns(asked, options.turns)
        found = {c.name: difference(c.output, asked[-1].output) for c in asked[:-1]}
        faults += [f"{question}, {name}: {words}" for name, words in found.items() if words]
        for c in asked:
            memory[c.name] = max([memory.get(c.name, 0), *c.memory])
        ratio = asked[-1].median / asked[0].median
        if question:
            ratios.append(ratio)
        times = " | ".join(f"{c.median * 1e3:.1f}" for c in asked)
        state = "differs" if any(found.values()) else "same"
        most = " / ".join(f"{max(c.memory):.0f}" for c in asked)
        print(f"| {question or 'start'} | {times} | {ratio:.2f} × | {most} | {state} |", flush=True)
    return ratios, memory, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ours", nargs="+", help="programs of ours")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--folder", help="where the tables lie, and stay, in a folder of their scale")
    parser.add_argument("--only", default="", help="only these questions, such as q01,q05")
    options = parser.parse_args()
    programs = [os.path.abspath(program) for program in options.ours]
    questions = sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(HERE, "*.scq")))
    questions = [q for q in questions if not options.only or q in options.only.split(",")]
    with tempfile.TemporaryDirectory() as draft:
        folder = os.path.join(os.path.abspath(options.folder or draft), f"scale-{options.scale:g}")
        os.makedirs(folder, exist_ok=True)
        make_tables(options.scale, folder)
        names = ["scomm", *(f"scomm {program}" for program in programs[1:]), "duckdb"]
        print("| question | " + " | ".join(f"{name} ms" for name in names) + " | duckdb / ours | MiB | answer |")
        print("|" + "---|" * (len(names) + 4), flush=True)
        ratios, memory, faults = measure(questions, programs, folder, options)
    print(f"\nGeometric mean of {len(ratios)} questions: DuckDB over ours {statistics.geometric_mean(ratios):.2f}.")
    print("Most memory: " + ", ".join(f"{name} {most:.0f} MiB" for name, most in memory.items()) + ".")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
