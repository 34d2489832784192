"""Measures questions over texts of very many different values: records of persons, whole processes.

    make bench-cases
    python3 Benchmarks/cases.py .build/release/scomm --bench .build-bench/release/scomm-bench --rows 10000000

The records are made from a seed by the program in `Bench/`: arrests, with an identifier of eleven bytes for each person.
Ours reads the columns that a run before has kept, DuckDB's shell a database that it has made of the same file. The answers
must agree; medians of runs in turns are told. Further programs of ours are measured beside the first.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

import loading

QUESTIONS = {
    "first rows by identifier and date": (
        "arrests | sort id, date, charges, days, bond, age | first 10 | keep id, date, bond",
        "select id, date, bond from arrests order by id, date, charges, days, bond, age limit 10",
    ),
    "last identifiers, the first ten": (
        "arrests | sort id desc, date, bond | first 10 | keep id, date, bond",
        "select id, date, bond from arrests order by id desc, date, bond limit 10",
    ),
    "first arrest of each person by fiscal year": (
        "arrests | sort date | first 1 per id | count by year = fy(date)",
        "select 'FY' || year(d + 92) y, count(*) n from (select min(date) d from arrests group by id) group by 1 order by 1",
    ),
    "arrests a person": (
        "arrests | count by id | count by arrests = n",
        "select arrests, count(*) n from (select count(*) arrests from arrests group by id) group by 1 order by 1",
    ),
    "arrested again within 30 days": (
        "arrests | add before = previous(date) per id along date | where date - before <= 30 | count",
        "select count(*) n from (select date - lag(date) over (partition by id order by date) gap from arrests) where gap <= 30",
    ),
    "different persons by fiscal year": (
        "arrests | summarize persons = distinct(id) by year = fy(date)",
        "select 'FY' || year(date + 92) y, count(distinct id) n from arrests group by 1 order by 1",
    ),
    "different persons": (
        "arrests | summarize persons = distinct(id)",
        "select count(distinct id) n from arrests",
    ),
    "charges a person, the most": (
        "arrests | total charges by id | sort charges desc, id | first 5",
        "select id, sum(charges) charges from arrests group by id order by charges desc, id limit 5",
    ),
    "notes that hold some digits": (
        'arrests | where note contains "4267" | count',
        "select count(*) n from arrests where contains(note, '4267')",
    ),
    "notes of a pattern": (
        'arrests | where note matches "case no. 0+42[0-9]*$" | count',
        "select count(*) n from arrests where regexp_matches(note, 'case no. 0+42[0-9]*$')",
    ),
    "identifiers that begin alike": (
        'arrests | where id starts with "A99" | count',
        "select count(*) n from arrests where starts_with(id, 'A99')",
    ),
    "first and last identifier by state": (
        "arrests | summarize low = min(id), high = max(id) by state | first 3 | keep low, high",
        "select low, high from (select state, min(id) low, max(id) high from arrests group by state order by state limit 3)",
    ),
    "mean and spread of bonds by two keys": (
        "arrests | summarize n = count, mean = mean(bond), spread = stdev(bond) by state, gender | first 5"
        " | add mean = round(mean), spread = round(spread) | keep n, mean, spread",
        "select n, round(a)::bigint, round(b)::bigint from (select state, gender, count(*) n, avg(bond) a,"
        " stddev_samp(bond) b from arrests group by all order by state, gender limit 5)",
    ),
    "three dimensions under two conditions": (
        "arrests | where age < 30 and charges >= 2 | count by state, level, gender | sort n desc | first 5 | keep n",
        "select count(*) n from arrests where age < 30 and charges >= 2 group by state, level, gender order by n desc limit 5",
    ),
    "median days by facility": (
        "arrests | summarize days = median(days) by facility | sort days desc | first 5 | add days = round(days) | keep days",
        "select round(m)::bigint from (select median(days) m from arrests group by facility order by m desc limit 5)",
    ),
    "the three largest bonds of each facility": (
        "arrests | top 3 by bond per facility | summarize n = count, least = min(bond)",
        "select count(*) n, min(bond) from (select bond, row_number() over (partition by facility order by bond desc) r"
        " from arrests) where r <= 3",
    ),
    "rows of persons with six and more": (
        "arrests | join (arrests | summarize times = count by id | where times >= 6) on id matched | summarize n = count,"
        " charges = sum(charges)",
        "select count(*) n, sum(charges)::bigint from arrests where id in (select id from arrests group by id"
        " having count(*) >= 6)",
    ),
    "all rows by identifier and date, their last": (
        "arrests | sort id, date | last 1 | keep id, date",
        "select id, max(date) from arrests where id = (select max(id) from arrests) group by id",
    ),
}


def contestants(ours, path, database, folder, question, sql):
    """Each program of ours, and DuckDB's shell if it is there."""
    for place, program in enumerate(ours):
        name = "scomm" if place == 0 else f"scomm {program}"
        cache = os.path.join(folder, f"cache-{place}")
        command = [program, "--quiet", "--format", "csv", "--data", f"arrests={path}", "-c", question]
        yield loading.Contestant(name, command, XDG_CACHE_HOME=cache)
    if database:
        command = [loading.duckdb_shell(), "-csv", "-readonly", database, "-c", "set threads = 2; " + sql]
        yield loading.Contestant("duckdb", command)


def values(answer):
    """The rows of an answer without its header."""
    return [line.strip() for line in answer if line[0].isdigit() or line[0] in "AF"]


def made(bench, rows, folder):
    """The file of so many records, made if it is missing."""
    path = os.path.join(folder, f"arrests-{rows}.csv")
    if not os.path.exists(path):
        with tempfile.TemporaryDirectory(dir=folder) as draft:
            commands = f"cases {rows} 2008\nwrite {draft}\n"
            subprocess.run([bench], input=commands, capture_output=True, text=True, check=True)
            os.rename(os.path.join(draft, "arrests.csv"), path)
    return path


def database_of(path):
    """A database of DuckDB with the same records; nothing where its shell is missing."""
    duck, database = loading.duckdb_shell(), path.replace(".csv", ".duckdb")
    if duck and not os.path.exists(database):
        load = f"create table arrests as select * from read_csv('{path}')"
        subprocess.run([duck, database, "-c", load], check=True, capture_output=True)
    return database if duck else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ours", nargs="+", help="programs of ours")
    parser.add_argument("--bench", help="the program of Bench/, which makes the file")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--folder", help="where the file lies, and stays")
    parser.add_argument("--only", default="", help="only questions whose name has this in it")
    options = parser.parse_args()
    ours = [os.path.abspath(program) for program in options.ours]
    with tempfile.TemporaryDirectory() as folder:
        path = made(options.bench, options.rows, options.folder or folder)
        database = database_of(path)
        names = ["scomm", *(f"scomm {program}" for program in ours[1:]), *(["duckdb"] if database else [])]
        print("| question | " + " | ".join(f"{name} ms" for name in names) + " |")
        print("|" + "---|" * (len(names) + 1), flush=True)
        for name, (question, sql) in QUESTIONS.items():
            if options.only not in name:
                continue
            asked = list(contestants(ours, path, database, folder, question, sql))
            loading.take_turns(asked, options.turns)
            answers = {c.name: values(c.answer) for c in asked}
            for other, answer in answers.items():
                if answer != answers["scomm"]:
                    sys.exit(f"{name}: {other} answers {answer[:3]}, scomm {answers['scomm'][:3]}")
            print(f"| {name} | " + " | ".join(f"{c.median * 1e3:.0f}" for c in asked) + " |", flush=True)


if __name__ == "__main__":
    main()
