"""Questions in plain English over tables with other names than those of the record."""

import json

import pytest

SHOPS = "code,name,area\nN1,Northside,Inner City\nS1,Southgate,Outer Ring\nN2,Old Mill,Inner City\n"
PURCHASES = (
    "shop,year,amount\nN1,2011,10\nN1,2012,20\nS1,2011,5\nS1,2012,7\nN2,2011,1\nN2,2012,2\n"
)
VISITS = "id,shop,day,mood\n1,N1,2012-03-01,glad\n2,S1,2012-04-01,sad\n3,N1,2011-05-02,glad\n"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shops")
    tables = {"shops": SHOPS, "purchases": PURCHASES, "visits": VISITS}
    types = {"year": "year", "amount": "integer", "day": "date"}
    keys = {"shops": ["code"], "purchases": ["shop", "year"], "visits": ["id"]}
    resources = []
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
        columns = text.split("\n", 1)[0].split(",")
        schema = {
            "fields": [{"name": c, "type": types.get(c, "string")} for c in columns],
            "primaryKey": keys[name],
        }
        if "shop" in columns:
            reference = {"resource": "shops", "fields": ["code"]}
            schema["foreignKeys"] = [{"fields": ["shop"], "reference": reference}]
        resources.append({"name": name, "path": f"{name}.csv", "title": name, "schema": schema})
    (folder / "datapackage.json").write_text(json.dumps({"name": "shops", "resources": resources}))
    return folder


@pytest.mark.parametrize(
    "question, query",
    [
        ("how much was purchased in northside", 'purchases | where shop = "N1" | total amount'),
        ("purchases in Old Mill 2012", 'purchases | where shop = "N2" and year = 2012'),
        ("show me the top 2 shops", "purchases | total amount by shop | top 2"),
        ("which shop had the least amount", "purchases | total amount by shop | bottom 1"),
        ("amount by area", "purchases | total amount by shop.area"),
        ("how many visits in northside", 'visits | where shop = "N1" | count'),
        ("glad visits by month", 'visits | where mood = "glad" | count by month(day)'),
        ("visits in the outer ring", 'visits | where shop.area = "Outer Ring"'),
        ("the 2 shops with the most amount", "purchases | total amount by shop | top 2"),
        ("purchases between 2011 and 2012", "purchases | where year in 2011..2012"),
        (
            "compare amount in northside and southgate",
            'purchases | where shop in ("N1", "S1") | total amount by shop',
        ),
        ("glad visits in march 2012", 'visits | where mood = "glad" and day in 2012-03'),
        ("visits in May 2011", "visits | where day in 2011-05"),
        (
            "percent of amount from northside",
            'purchases | total amount by shop | share | where shop = "N1"',
        ),
        (
            "what share of amount came from the outer ring",
            'purchases | total amount by shop.area | share | where area = "Outer Ring"',
        ),
        ("did amount go up", "purchases | total amount by year"),
        ("amount over time", "purchases | total amount by year"),
        ("how many purchases were frozen", None),
        ("purchases not in northside", None),
    ],
)
def test_a_question_becomes_a_query_that_runs(scomm, package, question, query):
    answer = scomm("--datasets", package, "-c", question)
    fixed = [line for line in answer.err.split("\n") if line.startswith("Fixed:  ")]
    assert fixed == ([f"Fixed:  {query}"] if query else []), answer.err
    assert answer.code == 1 and answer.out == ""
    if query:
        assert scomm("--datasets", package, "-c", query).code == 0


def test_words_that_no_query_has_can_be_looked_for(scomm, package):
    answer = scomm("--datasets", package, "-c", "how many frozen peas were there")
    assert ".find frozen peas looks through all cells." in answer.err


def test_no_answer_lists_many_tables(scomm):
    for words in ["hello", "tables", "xyz", "undo", "how many frogs are there"]:
        answer = scomm("-c", words)
        assert answer.code == 1
        assert "jurisdictions" not in answer.err and "." in answer.err


def test_an_empty_result_says_what_emptied_it_and_back_leads_before_it(scomm):
    queries = ['deportations | where state = "TX"', "| where removals < 0", "| top 1"]
    commands = [".back", ".back", ".results"]
    answer = scomm(*[part for text in queries + commands for part in ("-c", text)])
    assert answer.code == 0
    assert "goes on from _2, | where removals < 0 (it has 0 rows)" in answer.err
    # The stage that dropped the last row is named in the lines that go on from it, too.
    assert answer.err.count("0 rows: where removals < 0 left none of 7") == 3
    assert [line.split() for line in answer.out.split("\n") if line.startswith("_")] == [
        ["_1", "7", "deportations", "|", "where", "state", "=", '"TX"'],
        ["_2", "0", "|", "where", "removals", "<", "0"],
        ["_3", "0", "|", "top", "1"],
        ["_4", "0", "|", "where", "removals", "<", "0"],
        ["_5", "7", "deportations", "|", "where", "state", "=", '"TX"'],
    ]


def test_back_leaves_out_the_last_stage(scomm):
    answer = scomm("--quiet", "-c", "stories | count by kind | top 2 | as json", "-c", ".back")
    rows = answer.out.split("\n\n")[1].strip().split("\n")
    assert rows[0] == "kind\tn" and len(rows) > 3
    alone = scomm("-c", "stories | first 1", "-c", ".back", "-c", ".back")
    assert alone.code == 1 and "no stage" in alone.err


def test_after_a_failure_a_bar_says_what_it_goes_on_from(scomm):
    answer = scomm("--keep-going", "-c", "stories | count by kind", "-c", "stories | cuont", "-c", "| top 1")
    assert "goes on from _1, stories | count by kind (the query after it failed)" in answer.err


def test_each_line_of_plain_words_gets_its_own_answer(scomm):
    text = "export to excel\nhow many people were deported from texas\nfoo bar baz\nstates | count\n"
    run = scomm("--keep-going", text=text)
    assert run.code == 1 and run.out == "n\n56\n"
    assert 'save "result.csv"' in run.err and "This is no query" in run.err
    assert 'Did you mean deportations | where state = "TX" | total removals?' in run.err
