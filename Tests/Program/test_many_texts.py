"""Texts of very many different values: orders, first rows, groups and sets are those that Python finds."""

import collections
import csv
import datetime
import io
import random

import pytest

ROWS = 90_000
START = datetime.date(2010, 1, 1)


def texts(kind, draw):
    """A way to draw texts of some kind, of many thousand different ones."""
    digits = lambda: "".join(draw.choices("0123456789", k=10))
    if kind == "identifiers":
        return lambda: "A" + digits()
    if kind == "shared heads":
        heads = ["https://example.org/", "https://example.org/a/", "http", "https://example.orf/zz", "i", "é"]
        return lambda: draw.choice(heads) + digits()[:5]
    if kind == "equal up to the twelfth byte":
        return lambda: "twelve bytes" + digits()[:5]
    return lambda: "x" * draw.choice([0, 1, 1, 7, 8, 9, 10_000 if draw.random() < 0.0005 else 3]) + digits()[:4]


@pytest.fixture(scope="module", params=["identifiers", "shared heads", "equal up to the twelfth byte", "lengths"])
def records(request, tmp_path_factory):
    """A file and its rows: an identifier, which is missing at times, a day, a number."""
    draw = random.Random(7)
    text = texts(request.param, draw)
    pool = [text() for _ in range(ROWS // 2)]
    rows = []
    for number in range(ROWS):
        id = None if draw.random() < 0.001 else draw.choice(pool)
        rows.append((id, START + datetime.timedelta(draw.randrange(2000)), number))
    path = tmp_path_factory.mktemp("texts") / "t.csv"
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "day", "n"])
        writer.writerows(rows)
    return path, rows


@pytest.fixture(scope="module", params=[1, 2])
def ask(request, records, scomm):
    """The rows of an answer."""

    def ask(query):
        run = scomm("--quiet", "--threads", request.param, "--format", "csv", "--data", records[0], "-c", query)
        assert run.code == 0, run.err
        return [tuple(row) for row in csv.reader(io.StringIO(run.out))][1:]

    return ask


def key(id):
    """Missing last."""
    return (id is None, (id or "").encode())


@pytest.mark.parametrize("count", [1, 10, 300])
def test_first_rows(records, ask, count):
    rows = sorted(records[1], key=lambda row: (key(row[0]), row[1]))[:count]
    assert ask(f"t | sort id, day | first {count} | keep n") == [(str(row[2]),) for row in rows]


def test_first_rows_descending(records, ask):
    known = sorted((r for r in records[1] if r[0] is not None), key=lambda row: row[1])
    rows = sorted(known, key=lambda row: row[0].encode(), reverse=True)
    # Equal ones stay in their order, which reverse keeps.
    assert ask("t | sort id desc, day | first 9 | keep n") == [(str(row[2]),) for row in rows[:9]]


def test_missing_are_last(records, ask):
    missing = [row for row in records[1] if row[0] is None]
    found = ask("t | sort id, n | last 3 | keep n")
    assert found == [(str(row[2]),) for row in missing[-3:]]
    assert ask("t | where id is missing | sort id, n | first 2 | keep n") == [(str(r[2]),) for r in missing[:2]]


def test_whole_order(records, ask):
    rows = sorted(records[1], key=lambda row: (key(row[0]), row[1]))
    assert ask("t | sort id, day | keep n") == [(str(row[2]),) for row in rows]


def test_few_rows_of_many_texts(records, ask):
    rows = sorted((row for row in records[1] if row[2] % 50 == 3), key=lambda row: (key(row[0]), row[2]))
    assert ask("t | where mod(n, 50) = 3 | sort id, n | keep id, n") == [(row[0] or "", str(row[2])) for row in rows]


def test_groups_come_in_byte_order(records, ask):
    counts = collections.Counter(row[0] for row in records[1])
    expected = [(id or "", str(counts[id])) for id in sorted(counts, key=key)]
    assert ask("t | count by id") == expected
    sizes = collections.Counter(counts.values())
    assert ask("t | count by id | count by size = n") == [(str(s), str(sizes[s])) for s in sorted(sizes)]


def test_sets(records, ask):
    by_year = collections.defaultdict(set)
    for id, day, _ in records[1]:
        if id is not None:
            by_year[day.year].add(id)
    assert ask("t | summarize ids = distinct(id) by year = year(day)") == [
        (str(year), str(len(by_year[year]))) for year in sorted(by_year)
    ]


def test_first_of_each(records, ask):
    first = {}
    for row in sorted(records[1], key=lambda row: row[1]):
        first.setdefault(row[0], row)
    years = collections.Counter(row[1].year for row in first.values())
    assert ask("t | sort day | first 1 per id | count by year = year(day)") == [
        (str(year), str(years[year])) for year in sorted(years)
    ]
    days = [(str(row[1]), str(row[2])) for row in first.values()]
    assert ask("t | sort day | first 1 per id | keep day, n") == days


def test_previous_of_each(records, ask):
    gaps, before = 0, {}
    for id, day, _ in sorted(records[1], key=lambda row: row[1]):
        gaps += id in before and (day - before[id]).days <= 30
        before[id] = day
    assert ask("t | add before = previous(day) per id along day | where day - before <= 30 | count") == [(str(gaps),)]
