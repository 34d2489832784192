"""The thirty questions: the shell, SQL and the written answers agree."""

import csv
import io
import json
import re

import pytest

import duck
from compare import difference, read_csv

FOLDER = duck.REPOSITORY / "Tests" / "questions"
QUESTIONS = json.loads((FOLDER / "questions.json").read_text(encoding="utf-8"))
NAMES = [question["id"] for question in QUESTIONS]


def written(question):
    with open(FOLDER / "answers" / f"{question['id']}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def typed(cell):
    """A written cell as a value: missing, a number where the whole cell is one, else text."""
    if cell == "":
        return None
    if re.fullmatch(r"-?(0|[1-9]\d*)", cell):
        return int(cell)
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?(e-?\d+)?", cell):
        return float(cell)
    return cell


def asked(question, ask):
    """The last result of the question's query, as CSV; skips what waits for a verb."""
    query = question["query"]
    options = ["--totals"] if "with totals" in query else []
    return ask(query, *options, waits=True).split("\n\n")[-1]


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_shell_gives_the_written_answer(question, ask):
    header, rows = written(question)
    answer = asked(question, ask)
    if question["id"] == "q30":
        names, cells = read_csv(answer)
        assert names == header
        assert len(cells) == len(set(map(tuple, cells))) == 10
        assert all(row in rows for row in cells)
        assert asked(question, ask) == answer
        return
    found = difference(answer, header, [[typed(cell) for cell in row] for row in rows])
    if found:
        pytest.fail(f"{question['query']}\n{found}", pytrace=False)


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_sql_gives_the_written_answer(question, database):
    if question["id"] == "q30":
        pytest.skip("a sample has no one answer")
    header, rows = written(question)
    for statement in question["sql"].split(";\n"):
        answer = database.execute(statement)
    names = [column[0] for column in answer.description]
    assert difference(as_csv([header, *rows]), names, answer.fetchall()) is None


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
