"""The rows behind a result, or behind one of its lines, are those that went into it."""

import csv
import io

import pytest

from program import DATASETS


def blocks(scomm, text, *args):
    run = scomm("--quiet", "--format", "csv", *args, text=text)
    assert run.code == 0, run.err
    return [list(csv.DictReader(io.StringIO(block))) for block in run.out.split("\n\n")]


def table(name):
    with open(DATASETS / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ids(rows, *columns):
    return sorted(tuple(row[column] for column in columns) for row in rows)


def test_before_the_first_grouping(scomm):
    query = 'deportations | where fiscal_year in FY2010..FY2012 | total removals by state | top 5'
    result, rows = blocks(scomm, f"{query}\n.rows\n")
    expected = [row for row in table("deportations") if row["fiscal_year"] in ("FY2010", "FY2011", "FY2012")]
    assert len(result) == 5
    assert ids(rows, "state", "fiscal_year") == ids(expected, "state", "fiscal_year")
    assert list(rows[0]) == list(table("deportations")[0])


def test_behind_a_line(scomm):
    query = "deportations | total removals by state.region, fiscal_year | where removals > 20000 | sort removals"
    result, *groups = blocks(scomm, "\n".join([query] + [f".rows {line + 1}" for line in range(6)]))
    region = {row["code"]: row["region"] for row in table("states")}
    for line, rows in zip(result, groups):
        expected = [
            row for row in table("deportations")
            if region[row["state"]] == line["region"] and row["fiscal_year"] == line["fiscal_year"]
        ]
        assert ids(rows, "state") == ids(expected, "state")
        assert sum(int(row["removals"] or 0) for row in rows) == int(line["removals"])


def test_the_lines_of_a_pivot_and_of_two_groupings(scomm):
    query = "events | count by kind, scope | count by kind | sort n desc"
    result, rows = blocks(scomm, f"{query}\n.rows 1\n")
    expected = [row for row in table("events") if row["kind"] == result[0]["kind"]]
    assert ids(rows, "id") == ids(expected, "id")
    query = "events | count by kind, scope | pivot scope | where kind = \"protest\""
    _, rows = blocks(scomm, f"{query}\n.rows 1\n")
    assert ids(rows, "id") == ids([row for row in table("events") if row["kind"] == "protest"], "id")


def test_equal_lines_are_told_apart(scomm):
    query = "events | keep kind | first 9 | last 3"
    result, *groups = blocks(scomm, f"{query}\n.rows 1\n.rows 2\n.rows 3\n")
    found = [row["id"] for rows in groups for row in rows]
    assert found == [row["id"] for row in sorted(table("events"), key=lambda row: row["id"])[6:9]]


def test_a_joined_table(scomm):
    query = "claims | where source.founding | join verdicts on id = claim | count by verdict"
    result, claims, verdicts, ours = blocks(scomm, f"{query}\n.rows\n.rows verdicts 2\n.rows 2 verdicts\n")
    assert len(claims) == sum(int(row["n"]) for row in result)
    expected = [row for row in table("verdicts") if row["verdict"] == result[1]["verdict"]]
    assert ids(verdicts, "claim") == ids(expected, "claim") == ids(ours, "claim")


def test_the_rows_are_a_result_to_go_on_from(scomm):
    query = "deportations | total removals by state | sort removals desc"
    result, rows, total, back = blocks(scomm, f"{query}\n.rows 1\n| total removals\n.back\n")
    assert total[0]["removals"] == result[0]["removals"]
    assert back == rows
    # Commands see through the rows that commands gave.
    _, first, second = blocks(scomm, f"{query}\n.rows 1\n.rows 2\n")
    assert (first[0]["state"], second[0]["state"]) == (result[0]["state"], result[1]["state"])
    run = scomm("--quiet", text=f"{query}\n.rows 1\n.back\n.results\n")
    assert "| sort removals desc" in run.out.splitlines()[-1]


def test_one_statement_and_several_give_the_same(scomm):
    whole = "figures | where level = \"Level 1\" | count by place | top 3\n.rows\n.rows 2\n"
    parts = "figures | where level = \"Level 1\"\n| count by place\n_ | top 3\n.rows\n.rows 2\n"
    assert blocks(scomm, whole)[-2:] == blocks(scomm, parts)[-2:]
    named = "let few = figures | where level = \"Level 1\"\nfew | count by place | top 3\n.rows\n.rows 2\n"
    assert blocks(scomm, whole)[-2:] == blocks(scomm, named)[-2:]


def test_tables_without_keys_keep_equal_rows(scomm, tmp_path):
    (tmp_path / "own.csv").write_text("g,x\na,1\nb,2\na,1\na,3\n")
    result, rows, more = blocks(scomm, "own | total x by g\n.rows 1\n| count\n", tmp_path / "own.csv")
    assert rows == [{"g": "a", "x": "1"}, {"g": "a", "x": "1"}, {"g": "a", "x": "3"}]
    assert more[0]["n"] == "3"


def test_the_note_says_what_they_are_behind(scomm):
    run = scomm(text="deportations | total removals by state | top 2\n.rows\n.rows 2\n")
    assert "357 rows of deportations behind _1, before its first grouping\n" in run.err
    assert run.err.endswith("7 rows of deportations behind line 2 of _1\n")


@pytest.mark.parametrize(
    "query,command,code,words",
    [
        ("states | count", ".rows 2", 2, "There is no line 2: _1 has 1 line."),
        ("states | count", ".rows 0", 2, "There is no line 0: _1 has 1 line."),
        ("states | where code = \"MA\" and code = \"TX\"", ".rows 1", 2, "_1 has 0 lines"),
        ("states | count", ".rows claims", 2, "This result reads no table claims. It reads states."),
        ("states | count", ".rows 1 2 3", 2, "Write .rows [TABLE] [LINE]."),
        ("calendar(FY2009..FY2012)", ".rows", 1, "No rows of a table are behind this result."),
        ("", ".rows", 1, "There is no result yet."),
    ],
)
def test_what_there_is_not(scomm, query, command, code, words):
    run = scomm("--quiet", text=f"{query}\n{command}\n")
    assert run.code == code and words in run.err, run
