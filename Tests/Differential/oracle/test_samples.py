"""Laws of samples: so many rows, all of them the table's, in its order, the same for the same seed."""

import pytest

from compare import read_csv

TABLES = ["states", "jurisdictions", "events", "detention | where state is not missing", "verdicts"]


def rows(ask, query):
    return read_csv(ask(query))[1]


def is_within(some, every):
    """Whether rows stand among others, in their order."""
    left = iter(every)
    return all(row in left for row in some)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("count", [0, 1, 7, 1_000_000])
def test_a_sample_of_rows_is_within_the_table(table, count, ask):
    every = rows(ask, f"{table} | where true")
    some = rows(ask, f"{table} | sample {count}")
    assert len(some) == min(count, len(every))
    assert is_within(some, every)


@pytest.mark.parametrize("table", TABLES)
def test_a_part_is_within_the_table(table, ask):
    every = rows(ask, f"{table} | where true")
    some = rows(ask, f"{table} | sample 25%")
    assert abs(len(some) - len(every) / 4) <= 1
    assert is_within(some, every)
    assert rows(ask, f"{table} | sample 100%") == every


@pytest.mark.parametrize("query", ["jurisdictions | sample 20", "jurisdictions | sample 2 per state", "events | sample 5%"])
def test_a_sample_is_the_same_for_the_same_seed(query, ask):
    assert rows(ask, query) == rows(ask, query) == rows(ask, query + " seed 2008")
    assert rows(ask, query + " seed 1") == rows(ask, query + " seed 1")
    assert rows(ask, query + " seed 1") != rows(ask, query + " seed 2")


def test_a_sample_of_groups_takes_as_many_of_each(ask):
    every = rows(ask, "jurisdictions | where true")
    some = rows(ask, "jurisdictions | sample 3 per state")
    assert is_within(some, every)
    held = dict(rows(ask, "jurisdictions | count by state"))
    taken = dict(rows(ask, "jurisdictions | sample 3 per state | count by state"))
    assert taken == {state: str(min(3, int(n))) for state, n in held.items()}


def test_every_row_is_drawn_by_some_seed(ask):
    program = "\n".join(f"verdicts | sample 4 seed {seed} | keep claim" for seed in range(60))
    drawn = [read_csv(result)[1] for result in ask(program).split("\n\n")]
    assert all(len(some) == 4 for some in drawn)
    assert {row[0] for some in drawn for row in some} == {row[0] for row in rows(ask, "verdicts | keep claim")}


def test_a_sample_does_not_change_what_follows(ask):
    some = rows(ask, "states | sample 12 | keep code")
    assert rows(ask, "states | sample 12 | sort code desc | keep code") == sorted(some, reverse=True)
    assert rows(ask, "states | sample 12 | count") == [["12"]]
