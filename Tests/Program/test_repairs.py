"""Repairs over tables of one's own: each is a query that runs and means what was meant."""

import pytest

PLAIN = (
    "place,day,Total Detainers,code,people\n"
    'Ash,2012-01-01,"1,200",01,5\nOak,2012-01-02,see note,02,6\nElm,2012-02-03,17,03,7\n'
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plain.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04")
    return tmp_path


READ = "add `Total Detainers` = number(`Total Detainers`) | "


@pytest.mark.parametrize(
    "query, repaired, last",
    [
        ("total `Total Detainers`", READ + "total `Total Detainers`", "1217"),
        ("total Detainers", READ + "total `Total Detainers`", "1217"),
        ('total "Total Detainers"', READ + "total `Total Detainers`", "1217"),
        ("where `Total Detainers` > 100", "where number(`Total Detainers`) > 100", None),
        ("summarize m = max(code * 2)", None, None),
        ("summarize m = mean(`Total Detainers`)", "summarize m = mean(number(`Total Detainers`))", None),
        ("top 1 by `Total Detainers`", "top 1 by number(`Total Detainers`)", None),
        ("where code = 2", 'where code = "02"', None),
        ("where code > 2", None, None),
        ("top 2 places", "total people by place | top 2", None),
        ("count by mnth", "count by month(day)", None),
        ("total place by people", "total people by place", None),
        ("total people by place | share | top 1", "", "Elm,7,0.3888888888888889"),
    ],
)
def test_a_repair_runs_and_gives_what_was_meant(scomm, folder, query, repaired, last):
    answer = scomm("plain.csv", "--format", "csv", "-c", f"plain | {query}", cwd=folder)
    fixed = [line for line in answer.err.split("\n") if line.startswith("Fixed:  ")]
    if repaired == "":
        assert answer.code == 0
    else:
        assert fixed == ([f"Fixed:  plain | {repaired}"] if repaired else []), answer.err
        assert "in quotes" not in answer.err
    if repaired:
        answer = scomm("plain.csv", "--format", "csv", "-c", f"plain | {repaired}", cwd=folder)
        assert answer.code == 0, answer.err
    if last:
        assert answer.out.strip().split("\n")[-1] == last


def test_no_advice_fails_for_a_workbook(scomm, folder):
    for arguments in (["b.xlsx"], ["b.xlsx", "-c", "b | count"]):
        answer = scomm(*arguments, cwd=folder)
        assert answer.code == 2 and "saved as CSV" in answer.err and "--data" not in answer.err


def test_a_share_is_told_from_its_number_only_where_they_rank_otherwise(scomm):
    total = "deportations | total removals by state.region, state | share per region"
    asked = scomm("-c", f"{total} | top 1")
    assert asked.code == 1 and "removals or share" in asked.err
    within = scomm("--quiet", "-c", f"{total} | top 1 per region")
    assert within.code == 0 and "TX" in within.out
    for stages in (["share | top 3"], ["share", "| top 3"], ["share as part", "| bottom 2"]):
        queries = [f"deportations | total removals by state | {stages[0]}", *stages[1:]]
        run = scomm(*[part for text in queries for part in ("-c", text)])
        assert run.code == 0, run.err


def test_an_error_within_a_statement_of_several_lines_is_its_own(scomm, tmp_path):
    file = tmp_path / "a.scq"
    file.write_text('deportations | where state = "MA"\n  or the state is which of all\n', "utf-8")
    answer = scomm(file)
    assert "question" not in answer.err and "This is no query" not in answer.err
