"""Files of one's own, read by the program, by Python's csv module and by DuckDB."""

import csv
import os
import random
import subprocess

import duckdb
import pytest

import duck
from compare import read_csv, same

LETTERS = ["a", "ü", "漢", "𝄞", " ", ",", '"', "\n", "\r\n", "\t", "'", ";", "0", "-"]


def answer(binary, path, query):
    """What the program says of a file, as CSV."""
    environment = dict(os.environ, SCOMM_DATASETS=str(duck.DATASETS))
    command = [binary, "--quiet", "--format", "csv", path, "-c", query]
    done = subprocess.run(command, capture_output=True, timeout=120, env=environment)
    if done.returncode != 0:
        pytest.fail(done.stderr.decode(), pytrace=False)
    return read_csv(done.stdout.decode("utf-8"))


def text(dice):
    """A text that is neither a number nor a day, whatever else stands in it."""
    return "x" + "".join(dice.choice(LETTERS) for _ in range(dice.randrange(12)))


def write(path, dice, rows, end):
    """A file with an integer, a real, a day, and two texts, some of each missing; the last row has all."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        if dice.random() < 0.3:
            file.write("\ufeff")
        writer = csv.writer(file, lineterminator=end, quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
        writer.writerow(["i", "r", "d", "t", "few"])
        for row in range(rows):
            values = [
                dice.randrange(-(10**12), 10**12),
                dice.randrange(-(10**6), 10**6) / 8 + 0.125,
                f"{dice.randrange(1900, 2100)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
                text(dice),
                dice.choice(["one", "two", "three, four"]),
            ]
            if row < rows - 1:
                values = [value if dice.random() < 0.9 else "" for value in values]
            writer.writerow(values)


@pytest.mark.parametrize("seed", range(24))
def test_a_file_reads_as_python_reads_it(seed, binary, tmp_path):
    dice = random.Random(seed)
    path = tmp_path / "own.csv"
    # The largest have several blocks, whose borders fall anywhere.
    write(path, dice, dice.choice([1, 7, 300, 12_000]), dice.choice(["\n", "\r\n"]))
    header, rows = answer(binary, path, "own")
    with open(path, newline="", encoding="utf-8-sig") as file:
        wanted = list(csv.reader(file))
    assert header == wanted[0]
    assert len(rows) == len(wanted) - 1
    for row, texts in zip(rows, wanted[1:]):
        assert row[0] == texts[0] and row[2:] == texts[2:]
        assert row[1] == texts[1] or float(row[1]) == float(texts[1])


@pytest.mark.parametrize("seed", range(6))
def test_a_file_sums_as_duckdb_sums_it(seed, binary, tmp_path):
    dice = random.Random(seed + 100)
    path = tmp_path / "own.csv"
    write(path, dice, 9_000, "\n")
    query = "own | where few != missing | summarize n = count(), s = sum(i), d = max(d) by few | sort few"
    _, rows = answer(binary, path, query)
    wanted = duckdb.sql(
        f"select few, count(*), sum(i)::bigint, max(d) from read_csv('{path}', header = true, delim = ',', quote = '\"', "
        "escape = '\"', strict_mode = true, columns = {'i': 'BIGINT', 'r': 'DOUBLE', 'd': 'DATE', 't': 'VARCHAR', "
        "'few': 'VARCHAR'}) where few is not null group by few order by few"
    ).fetchall()
    assert len(rows) == len(wanted)
    for row, values in zip(rows, wanted):
        assert all(same(cell, value) for cell, value in zip(row, values)), (row, values)
