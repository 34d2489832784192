"""What stands where, and what is known of a thing: `.find` and `.about`."""

import csv
import json
import re

import pytest

from program import DATASETS


def found(scomm, text, *args):
    run = scomm("--quiet", *args, text=f".find {text}\n")
    assert run.code == 0, run.err
    lines = run.out.splitlines()
    if lines[0].startswith("where: "):
        return [tuple(re.sub(r"^.*?: ?", "", line) for line in lines[:3])]
    starts = [0, lines[0].index("row "), lines[0].index("what stands there")]
    return [
        (line[: starts[1]].strip(), line[starts[1] : starts[2]].strip(), line[starts[2] :].strip())
        for line in lines[1:]
    ]


@pytest.fixture
def package(tmp_path):
    fields = [
        {"name": "id", "description": "the key"},
        {"name": "said", "description": "what was said"},
        {"name": "value", "type": "number", "scomm": {"unitColumn": "unit"}},
        {"name": "unit"},
        {"name": "day", "type": "date"},
        {"name": "place"},
    ]
    resource = {"name": "t", "path": "t.csv", "title": "Sayings", "schema": {"fields": fields, "primaryKey": "id"}}
    disputes = {
        "name": "disputes",
        "path": "d.csv",
        "schema": {"fields": [{"name": "no"}, {"name": "what"}], "primaryKey": "no"},
        "scomm": {"conflicts": True},
    }
    places = {
        "name": "places",
        "path": "p.csv",
        "schema": {"fields": [{"name": "code"}, {"name": "name"}], "primaryKey": "code"},
    }
    resource["schema"]["foreignKeys"] = [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}]
    resource["scomm"] = {"caveats": ["of all", {"text": "of many", "when": "value > 50"}], "date": "day"}
    package = {"name": "p", "version": "7", "resources": [resource, disputes, places]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    rows = [
        "a1,Peña ÉCOLE said so,52,percent,2011-06-10,P1",
        "a2,fifty-two,52,people,2011-06-11,P1",
        "a3,it was 52% then,1,percent,,P2",
        "a4,the pena code,152,percent,,",
        "a5,52 percent,3,,,",
    ]
    (tmp_path / "t.csv").write_text("id,said,value,unit,day,place\n" + "\n".join(rows) + "\n")
    (tmp_path / "d.csv").write_text("no,what\nD1,a1 says more than others\nD2,nothing of it\nD3,in Lake it rained\n")
    names = "".join(f"P{n},{name} Shire\n" for n, name in enumerate(["Lake", "Hill", "Moor", "Dale", "Wold"], 1))
    (tmp_path / "p.csv").write_text("code,name\n" + names)
    return tmp_path


def test_numbers_are_found_with_their_units(scomm, package):
    rows = found(scomm, '"52 percent"', "--datasets", package)
    assert rows == [
        ("t.said", "a5", "52 percent"),
        ("t.value", "a1", "52 percent"),
        ("t.said", "a3", "it was 52% then"),
    ]
    assert found(scomm, "52%", "--datasets", package) == rows
    assert [row[1] for row in found(scomm, "52", "--datasets", package)] == ["a1", "a2", "a3", "a5"]
    assert found(scomm, "52 people", "--datasets", package) == [("t.value", "a2", "52 people")]


def test_capitals_and_accents_do_not_matter(scomm, package):
    assert [row[1] for row in found(scomm, "PENA", "--datasets", package)] == ["a1", "a4"]
    assert [row[1] for row in found(scomm, "école", "--datasets", package)] == ["a1"]
    assert [row[1] for row in found(scomm, "E\u0301cole", "--datasets", package)] == ["a1"]


def test_names_and_descriptions_are_found(scomm, package):
    assert found(scomm, "sayings", "--datasets", package) == [("t", "", "Sayings")]
    assert found(scomm, "value", "--datasets", package)[0][0] == "t.value"
    assert ("t", "", "of many") in found(scomm, "of many", "--datasets", package)


def test_words_come_before_parts_of_words(scomm, package):
    (package / "p.csv").write_text("code,name\nP1,Ashland\nP2,old ash tree\nP3,Ash\n")
    assert [row[1] for row in found(scomm, "ash", "--datasets", package)] == ["P3", "P2", "P1"]


def test_days_are_found_as_they_are_written(scomm, package):
    assert [row[1] for row in found(scomm, "2011-06-11", "--datasets", package)] == ["a2"]
    assert [row[1] for row in found(scomm, "2011-06", "--datasets", package)] == ["a1", "a2"]


def test_every_cell_of_the_record_that_holds_a_word(scomm):
    expected = set()
    for file in DATASETS.glob("*.csv"):
        with open(file, encoding="utf-8") as lines:
            reader = csv.DictReader(lines)
            for row in reader:
                expected |= {(f"{file.stem}.{name}", text) for name, text in row.items() if "menino" in text.lower()}
    rows = [row for row in found(scomm, "Menino") if row[1]]
    assert len({(place, key) for place, key, _ in rows}) == len(rows)
    assert {place for place, _, _ in rows} == {place for place, _ in expected}


def test_what_is_not_there(scomm):
    run = scomm(text=".find xyzzyx\n.find\n")
    assert run.out == "xyzzyx is in no cell, name or description.\n"
    assert (run.code, run.err) == (2, "stdin:2:1: What is looked for? Write .find TEXT.\n")


def about(scomm, thing, *args):
    run = scomm("--quiet", *args, text=f".about {thing}\n")
    assert run.code == 0, run.err
    return run.out


def test_about_a_table_and_a_column(scomm):
    text = about(scomm, "deportations")
    for part in ["A row is a state in a fiscal year.", "357 rows", "2008-10-01 to 2015-02-28", "urban-2022", "X038"]:
        assert part in text, part
    text = about(scomm, "residents.noncitizens")
    for part in ["unit    people", "must not be summed along year", "Beware: ", "known   in 31425 of"]:
        assert part in text, part
    assert "events.source" in about(scomm, "sources")


def test_about_rows_by_key_and_by_name(scomm):
    text = about(scomm, "C0025")
    for part in ["79 percent", "Source: La Union del Pueblo", "verdicts.claim  points here in 1 row", "X005"]:
        assert part in text, part
    assert about(scomm, "Suffolk County, MA").startswith("25025\n")
    text = about(scomm, "massachusetts")
    assert text.startswith("MA\n") and "deportations.state   points here in 7 rows" in text
    assert "A value of these columns:" in about(scomm, "Boston")


def test_about_a_row_has_its_own_caveats_and_conflicts(scomm, package):
    text = about(scomm, "a1", "--datasets", package)
    assert "Beware: of all." in text and "Beware: of many." in text
    assert "D1" in text and "D2" not in text
    text = about(scomm, "a3", "--datasets", package)
    assert "Beware: of all." in text and "of many" not in text and "D1" not in text
    # A place is called by what sets it apart from others.
    text = about(scomm, "P1", "--datasets", package)
    assert "D3" in text and "t.place  points here in 2 rows" in text
    assert "D3" not in about(scomm, "P2", "--datasets", package)


def stories(first, last):
    """The keys of the record's stories between two days, in order of day and file."""
    with open(DATASETS / "stories.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if first <= row["date"] <= last]
    return [row["story"] for row in sorted(rows, key=lambda row: (row["date"], row["story"]))]


def listed(text):
    """The keys in brackets of the events that a page lists."""
    events = text[text.index("What happened") : text.index("Rows of that time:")]
    return re.findall(r"\(([^()\s]+)\)$", events, re.M)


@pytest.mark.parametrize(
    "time,first,last,words",
    [
        ("2011-06-01", "2011-06-01", "2011-06-01", "A day, in FY2011."),
        ("2014-11-20", "2014-11-20", "2014-11-20", "A day, in FY2015."),
        ("2014-11", "2014-11-01", "2014-11-30", "A month, from 2014-11-01 to 2014-11-30."),
        ("fy2015", "2014-10-01", "2015-09-30", "A fiscal year, from 2014-10-01 to 2015-09-30."),
        ("2017", "2017-01-01", "2017-12-31", "A year, from 2017-01-01 to 2017-12-31."),
        ("2013Q4", "2013-10-01", "2013-12-31", "A quarter, from 2013-10-01 to 2013-12-31."),
    ],
)
def test_about_a_time_has_what_happened(scomm, time, first, last, words):
    text = about(scomm, time)
    assert text.startswith(f"{time.upper()}\n\n{words}\n")
    expected = stories(first, last)
    assert expected and sorted(listed(text)) == sorted(expected)
    assert f"What happened, by stories ({len(expected)}):" in text


def test_about_a_time_with_many_events_says_how_to_ask_for_all(scomm):
    text = about(scomm, "FY2011")
    expected = stories("2010-10-01", "2011-09-30")
    assert f"What happened, by stories (the first 20 of {len(expected)}):" in text
    assert len(listed(text)) == 20
    query = "stories | where date in FY2011"
    assert f"\n  {query}\n" in text
    assert scomm("--quiet", "-c", query + " | count").out == f"n\n{len(expected)}\n"


def test_about_a_time_has_rows_coverage_and_caveats(scomm):
    text = about(scomm, "FY2015")
    assert "  deportations.fiscal_year  51 rows; the table covers only 2008-10-01 to 2015-02-28\n" in text
    assert "  residents.year            6284 rows, of years\n" in text
    assert "Beware: deportations: FY2015 ends on 28 February 2015." in text
    assert "FY2009 has figures" not in text
    text = about(scomm, "FY2009")
    assert "Beware: deportations: FY2009 has figures for 10 of 51 states" in text and "FY2015" not in text
    # What is known to the month stands as a month.
    assert "\n  2011-06     Task force created (2011-06-e0173)\n" in about(scomm, "2011-06-01")
    assert all(len(line) <= 88 for line in text.splitlines())


def test_about_a_time_of_which_there_is_nothing(scomm):
    for time in ("1850", "2011-02-30", "2011-13", "FY1700", "2011Q5"):
        run = scomm(text=f".about {time}\n")
        assert (run.code, run.err) == (2, f"stdin:1:1: Nothing is called {time}. .find {time} looks through all cells.\n")


def test_about_a_time_of_another_package(scomm, tmp_path):
    own = {"date": "when", "moments": True, "precision": "known", "coverage": ["2001-01-01", "2001-12-31"]}
    own["caveats"] = [{"text": "late ones are doubtful", "when": "when >= 2001-06-01"}, "of all"]
    fields = [{"name": "id"}, {"name": "when", "type": "date"}, {"name": "known"}, {"name": "what"}]
    categories = {"categories": ["year", "month", "day"]}
    fields[2].update(categories)
    schema = {"fields": fields, "primaryKey": "id"}
    resource = {"name": "acts", "path": "acts.csv", "schema": schema, "scomm": own}
    package = {"resources": [resource], "scomm": {"fiscalYearStart": 4}}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    (tmp_path / "acts.csv").write_text("id,when,known,what\na,2001-05-02,day,First\nb,2001-07-01,month,Second\nc,,day,\n")
    text = about(scomm, "FY2002", "--datasets", tmp_path)
    assert "A fiscal year, from 2001-04-01 to 2002-03-31." in text
    assert listed(text) == ["a", "b"] and "  2001-07     Second (b)\n" in text
    assert "acts.when  2 rows; the table covers only 2001-01-01 to 2001-12-31" in text
    assert "Beware: acts: late ones are doubtful." in text and "of all" not in text
    text = about(scomm, "2001-05", "--datasets", tmp_path)
    assert listed(text) == ["a"] and "doubtful" not in text and "covers only" not in text


def test_all_tables_are_found_by_one_thread_and_by_several(scomm):
    runs = [scomm("--threads", threads, text=".find county\n.about 2012\n") for threads in (1, 2, 5)]
    assert runs[0].code == 0 and runs[0] == runs[1] == runs[2]


def test_about_nothing(scomm):
    run = scomm(text=".about deportation\n")
    assert run.code == 2
    assert run.err == "stdin:1:1: Nothing is called deportation. Did you mean deportations?\n"
    run = scomm(text=".about xyzzy\n")
    assert run.err == "stdin:1:1: Nothing is called xyzzy. .find xyzzy looks through all cells.\n"


def test_cells_cannot_command_the_terminal(scomm, tmp_path):
    (tmp_path / "own.csv").write_bytes(b"k,x\n1,ab\x1b[31mc\n")
    for command in (".find ab", ".about own", ".about own.x", ".about x"):
        assert "\x1b" not in scomm(tmp_path / "own.csv", text=f"{command}\n").out
