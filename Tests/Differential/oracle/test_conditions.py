"""Random conditions keep the rows that SQL keeps, and a condition and its negation share all rows."""

import pytest

import duck
from compare import difference, read_csv
from conditions import conditions

NAMES = [resource["name"] for resource in duck.package()["resources"]]
COUNT = 20 * len(NAMES)


@pytest.mark.parametrize("table", NAMES)
def test_conditions_keep_what_sql_keeps(table, ask, database):
    wrong = []
    asked = [found for name, found in conditions(database, COUNT) if name == table]
    assert len(asked) == COUNT // len(NAMES)
    everything = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    program = "\n".join(
        f"{table} | where {found.query} | count\n{table} | where not ({found.query}) | count" for found in asked
    )
    results = ask(program).split("\n\n")
    assert len(results) == 2 * len(asked)
    counts = [int(read_csv(result)[1][0][0]) for result in results]
    for place, found in enumerate(asked):
        kept, left = counts[2 * place : 2 * place + 2]
        wanted = database.execute(f"SELECT count(*) FROM {table} WHERE {found.sql}").fetchone()[0]
        if kept != wanted:
            wrong.append(f"{table} | where {found.query}\n  kept {kept}, SQL {wanted}: {found.sql}")
        if kept + left != everything:
            wrong.append(f"{table} | where {found.query}\n  kept {kept}, its negation {left}, of {everything}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("table", NAMES)
def test_tables_are_read_whole(table, ask, database):
    """Every cell of every table, in the order of its key or else of its file."""
    resource = next(item for item in duck.package()["resources"] if item["name"] == table)
    key = resource["schema"].get("primaryKey") or ["rowid"]
    key = [key] if isinstance(key, str) else key
    answer = database.execute(f"SELECT * FROM {table} ORDER BY {', '.join(key)}")
    names = [column[0] for column in answer.description]
    found = difference(ask(f"{table} | where true"), names, answer.fetchall())
    assert found is None
