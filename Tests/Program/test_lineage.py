"""Sources, caveats and partial periods under a result are those of the rows behind it."""

import json

import pytest


def ledger(scomm, query, *args):
    run = scomm(*args, "--ledger", "json", "-c", query)
    assert run.code == 0, run.err
    return json.loads(run.err)


def rows(scomm, query, *args):
    run = scomm(*args, "--format", "json", "--quiet", "-c", query)
    assert run.code == 0, run.err
    return json.loads(run.out)


PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer"},
                    {"name": "g"},
                    {"name": "year", "type": "year"},
                    {"name": "x", "type": "integer"},
                    {"name": "place"},
                    {"name": "source"},
                ],
                "primaryKey": "id",
                "foreignKeys": [
                    {"fields": "place", "reference": {"resource": "p", "fields": "code"}},
                    {"fields": "source", "reference": {"resource": "d", "fields": "id"}},
                ],
            },
            "scomm": {
                "date": "year",
                "coverage": ["2001-01-01", "2004-12-31"],
                "partial": "x = 9",
                "caveats": [
                    "of all",
                    {"text": "of g missing", "when": "g is missing"},
                    {"text": "of x above 5", "when": "x > 5"},
                    {"text": "of the north", "when": 'place.region = "north"'},
                ],
            },
        },
        {
            "name": "p",
            "path": "p.csv",
            "schema": {
                "fields": [{"name": "code"}, {"name": "region"}, {"name": "source"}],
                "primaryKey": "code",
                "foreignKeys": [{"fields": "source", "reference": {"resource": "d", "fields": "id"}}],
            },
        },
        {
            "name": "d",
            "path": "d.csv",
            "schema": {"fields": [{"name": "id"}], "primaryKey": "id"},
            "scomm": {"documents": True},
        },
    ]
}


@pytest.fixture
def package(tmp_path):
    (tmp_path / "datapackage.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
    (tmp_path / "t.csv").write_text(
        "id,g,year,x,place,source\n1,a,2001,1,N,d1\n2,a,2002,2,S,d2\n3,b,2002,3,S,d3\n"
        "4,b,2003,9,S,d3\n5,,2004,4,N,d4\n6,c,2005,7,,d5\n",
        encoding="utf-8",
    )
    (tmp_path / "p.csv").write_text("code,region,source\nN,north,e1\nS,south,e2\n", encoding="utf-8")
    documents = ["d1", "d2", "d3", "d4", "d5", "e1", "e2"]
    (tmp_path / "d.csv").write_text("id\n" + "\n".join(documents) + "\n", encoding="utf-8")
    return "--datasets", tmp_path


@pytest.mark.parametrize(
    "query,sources,caveats",
    [
        ("t", "d1 d2 d3 d4 d5", ["g missing", "x above 5", "the north"]),
        ('t | where g = "a"', "d1 d2", ["the north"]),
        ('t | where g = "b" | count', "d3", ["x above 5"]),
        ("t | where x > 100", "", []),
        ("t | count by g | top 1 by n", "d1 d2", ["the north"]),
        ('t | count by g | where g = "c"', "d5", ["x above 5"]),
        ("t | count by g | where g is missing", "d4", ["g missing", "the north"]),
        ("t | count by g | where n > 1 | keep n", "d1 d2 d3", ["x above 5", "the north"]),
        ("t | top 1 by x", "d3", ["x above 5"]),
        ("t | first 2", "d1 d2", ["the north"]),
        ("t | sort x desc | first 2", "d3 d5", ["x above 5"]),
        ("t | top 1 by x per g | where x < 5", "d2 d4", ["g missing", "the north"]),
        ("t | count by g, year | total n by g | where n = 1", "d4 d5", ["g missing", "x above 5", "the north"]),
        ('t | count by g, year | where year = 2002 | count by g | where g = "a"', "d2", []),
        ("t | add h = x + 1 | keep h | where h = 2", "d1", ["the north"]),
        ("t | share x per g | top 1 by x", "d3", ["x above 5"]),
        ('t | where place.region = "south" | count', "d2 d3", ["x above 5"]),
        ("t | count by place.region | where n = 2", "d1 d4", ["g missing", "the north"]),
        ("t | where id = 1 | append (t | where id = 3)", "d1 d3", ["the north"]),
        ("t | where id = 1 | append (t | where id = 3) | count by g | top 1", "d1", ["the north"]),
        ('t | where id <= 2 | join (p | where region = "south") on place = code', "d1 d2 e2", ["the north"]),
        (
            "t | where id <= 2 | keep id, place | join (t | count by place | rename site = place) on place = site"
            " | where id = 2",
            "d2 d3",
            ["x above 5"],
        ),
        ("t | total x by g, year | where x < 4 | pivot year", "d1 d2 d3", ["the north"]),
        ("t | distinct g | first 1", "d1 d2", ["the north"]),
        ("p | count", "e1 e2", None),
        ("d | count", "", None),
    ],
)
def test_the_rows_behind(scomm, package, query, sources, caveats):
    found = ledger(scomm, query, *package)
    assert found["sources"] == sources.split(), found["sources"]
    wanted = [] if caveats is None else ["of all"] + ["of " + caveat for caveat in caveats]
    assert found["caveats"] == wanted


@pytest.mark.parametrize(
    "query,partial",
    [
        ("t | count by year", ["2003", "2005"]),
        ("t | where x < 9 | count by year", ["2005"]),
        ("t | where year <= 2003 | count by year", ["2003"]),
        ("t | total x by year | top 1 by x", ["2003"]),
        ("t | count by g, year | pivot year showing n", ["2003", "2005"]),
        ("t | count by g", []),
        ("t | where id = 1", []),
        # What another table covers, or has rows in, is no matter.
        ("t | where id = 1 | keep year | append (calendar(2005..2006)) | count by year", []),
        ("calendar(2003..2005) | append (t | where id = 4 | keep year) | count by year", ["2003"]),
        ("t | count by year | append (t | where id = 6 | count by year)", ["2003", "2005"]),
    ],
)
def test_partial_periods(scomm, package, query, partial):
    found = ledger(scomm, query, *package)
    facts = [fact for step in found["steps"] if not step["nested"] for fact in step["facts"]]
    assert [fact["period"] for fact in facts if fact["fact"] == "partial_period"] == partial


def test_a_period_that_is_compared_with_a_partial_one(scomm, package):
    query = "t | total x by year | add c = change(x) | where year = 2004"
    facts = [fact for step in ledger(scomm, query, *package)["steps"] for fact in step["facts"]]
    assert {"fact": "compares_partial", "columns": ["c"], "rows": 1} in facts


@pytest.mark.parametrize("what", ["caveats", "partial"])
@pytest.mark.parametrize("condition", ["nothing = 1", "x +", "x + 1", "x = 1 | count"])
def test_a_condition_that_means_nothing(scomm, package, tmp_path, what, condition):
    wrong = json.loads(json.dumps(PACKAGE))
    own = wrong["resources"][0]["scomm"]
    own[what] = [{"text": "Beware.", "when": condition}] if what == "caveats" else condition
    (tmp_path / "datapackage.json").write_text(json.dumps(wrong), encoding="utf-8")
    run = scomm(*package, "-c", "t | count by year")
    assert run.code == 4 and run.out == "" and condition in run.err and "the table t" in run.err, run.err
    assert what == "partial" or "Beware." in run.err
    # Only what needs the table fails.
    assert scomm(*package, "-c", "p | count").code == 0


def test_the_record(scomm):
    found = ledger(scomm, "claims | where source.founding | count")
    sources = rows(scomm, "claims | where source.founding | count by source")
    assert found["sources"] == sorted(row["source"] for row in sources) and len(sources) == 5
    found = ledger(scomm, "national_removals | where fiscal_year = FY1892 | append deportations | count by fiscal_year")
    facts = [fact for step in found["steps"] for fact in step["facts"] if fact["fact"] == "partial_period"]
    assert facts == [{"fact": "partial_period", "period": "FY2015"}]
    few = ledger(scomm, "deportations | where fiscal_year = FY2012 | total removals")
    all_years = ledger(scomm, "deportations | total removals")
    assert [caveat for caveat in all_years["caveats"] if caveat not in few["caveats"]] == [
        caveat for caveat in all_years["caveats"] if caveat.startswith(("FY2009", "FY2015"))
    ]
