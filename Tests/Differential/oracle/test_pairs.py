"""The same questions in the query language and in SQL have the same answers."""

import pytest

import pairs
from compare import difference

PAIRS = pairs.everything()


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_query_answers_as_sql_does(pair, ask, database):
    answer = database.execute(pair.sql)
    names = [column[0] for column in answer.description]
    rows = answer.fetchall()
    options = ["--totals"] if "with totals" in pair.query else []
    found = difference(ask(pair.query, *options), names, rows)
    if found:
        pytest.fail(f"{pair.query}\n{pair.sql}\n{found}", pytrace=False)


def test_every_question_is_asked_once():
    names = [pair.name for pair in PAIRS]
    assert len(set(names)) == len(names)
    assert len(set(pair.query for pair in PAIRS)) == len(names)
    assert len(names) >= 150
