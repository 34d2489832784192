"""A picture says what its query chose, and what is said of a whole is not said of a part of it."""

import json
import re
import xml.etree.ElementTree

import pytest

WHOLE = "FY2009 has figures for 10 of 51 states"
SUMS = "sums of states, not ICE's own national totals"
BY_YEAR = "total removals by fiscal_year"


def told(run):
    return " ".join(run.err.split())


# Queries that choose no state: what is said of all states holds for them.
ALL_STATES = [
    f"deportations | {BY_YEAR}",
    f"deportations | where not partial | {BY_YEAR}",
    f"deportations | where removals is not missing and state is not missing | {BY_YEAR}",
    "deportations | total removals by state, fiscal_year | where removals > 1000",
    f"deportations | join states on state = code | {BY_YEAR}",
    f"deportations | join (states | where region = 'South') on state = code | {BY_YEAR}",
    f"deportations | join states on state = code matched | {BY_YEAR}",
    f"deportations | where state = 'TX' | append deportations | {BY_YEAR}",
]

# Queries that choose some, with what is said of these.
SOME_STATES = [
    (f"deportations | where state = 'TX' | {BY_YEAR}", None),
    (f"deportations | where state.name = 'Texas' | {BY_YEAR}", None),
    ("deportations | total removals by state, fiscal_year | where state = 'TX'", None),
    (f"deportations | where state = 'MT' | {BY_YEAR}", "FY2009: removals not known for Montana"),
    (f"deportations | where state = 'MT' and fiscal_year > FY2009 | {BY_YEAR}", None),
    (f"deportations | where state in ('TX', 'MT', 'ME') | {BY_YEAR}", "1 of the 3 values of state"),
    (f"deportations | where state.region = 'South' | {BY_YEAR}", "4 of the 17 values of state"),
    (f"deportations | where state.region != 'South' | {BY_YEAR}", "of the 34 values of state"),
    (
        "deportations | total removals by state.region, fiscal_year | where region = 'South'",
        "4 of the 17 values of state",
    ),
    (
        f"deportations | join (states | where region = 'South') on state = code matched | {BY_YEAR}",
        "4 of the 17 values of state",
    ),
    (
        "states | where region = 'South' | join deportations on code = state many | total removals by fiscal_year",
        "4 of the 17 values of state",
    ),
    (
        "states | where code = 'TX' | join (deportations | total removals by state) on code = state",
        None,
    ),
]


@pytest.mark.parametrize("query", ALL_STATES)
def test_what_holds_for_all_is_said_of_all(scomm, query):
    for end in ["", " | chart"] if "by fiscal_year" in query else [""]:
        run = scomm("-c", query + end)
        assert run.code == 0 and WHOLE in told(run), run.err


@pytest.mark.parametrize("query,said", SOME_STATES)
def test_what_holds_for_all_is_not_said_of_some(scomm, query, said):
    for end in ["", " | chart"] if "by fiscal_year" in query else [""]:
        run = scomm("-c", query + end)
        assert run.code == 0 and WHOLE not in told(run) and SUMS not in told(run), run.err
        assert said is None or said in told(run), run.err
        assert said is not None or "removals known for" not in told(run), run.err
    ledger = json.loads(scomm("--ledger", "json", "-c", query).err.splitlines()[-1])
    assert not any(WHOLE in caveat or SUMS in caveat for caveat in ledger["caveats"])


def test_the_counts_are_those_of_the_file(scomm):
    run = scomm(
        "--quiet", "-c",
        "deportations | where fiscal_year = FY2009 and removals is not missing | count by state.region",
    )
    counts = dict(line.split("\t") for line in run.out.splitlines()[1:])
    south = told(scomm("-c", f"deportations | where state.region = 'South' | {BY_YEAR}"))
    assert f"FY2009: removals known for {counts['South']} of the 17 values of state asked for" in south
    assert sum(map(int, counts.values())) == 10


def test_later_statements_know_what_earlier_ones_chose(scomm):
    named = scomm("-c", "let tx = deportations | where state = 'TX'", "-c", f"tx | {BY_YEAR} | chart")
    again = scomm("-c", "deportations | where state = 'TX'", "-c", f"| {BY_YEAR} | chart")
    for run in [named, again]:
        assert run.code == 0 and WHOLE not in told(run)
        assert "Removals by fiscal year\nTexas\n\n" in run.out
    behind = scomm(
        "-c", "deportations | total removals by state | top 2", "-c", ".rows 1",
        "-c", f"| {BY_YEAR} | chart",
    )
    assert behind.code == 0 and "\nstate CA\n" in behind.out.replace("top 2 by removals · ", "")
    assert WHOLE not in told(behind).split("behind line 1")[1]


def test_marks_are_of_what_is_drawn(scomm):
    # Each line is of one state: no sum of it rests on fewer states than another.
    four = "deportations | where state in ('TX', 'MT', 'ME', 'WY')"
    lines = scomm("--quiet", "-c", f"{four} | total removals by state, fiscal_year | chart line color state")
    assert lines.code == 0 and "†" not in lines.out
    assert "FY2009†" in scomm("--quiet", "-c", f"{four} | {BY_YEAR} | chart").out
    later = "| total removals by state.region, fiscal_year | where region = 'South' | chart line"
    south = scomm("--quiet", "-c", "deportations " + later)
    assert "† FY2009: sums of 4 known values, the fullest of 17" in south.out


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_under_the_title_are_two_at_most(scomm, columns):
    many = " and ".join(f"removals != {number}" for number in range(12))
    run = scomm("--quiet", "-c", f"deportations | where {many} | {BY_YEAR} | chart", COLUMNS=str(columns))
    title, *lines = run.out[: run.out.index("\n\n")].splitlines()
    assert title == "Removals by fiscal year" and len(lines) <= 2
    assert all(len(line) <= columns for line in lines)
    found = re.search(r"… and (\d+) more conditions", lines[-1])
    shown = sum(len(re.findall("other than", line)) for line in lines)
    assert shown + (int(found[1]) if found else 0) == 12 and (found or columns == 200)


def test_the_page_and_the_words_say_all(scomm):
    many = " and ".join(f"removals != {number}" for number in range(12))
    query = f'deportations | where {many} | {BY_YEAR} | chart title "Mine"'
    page = xml.etree.ElementTree.fromstring(scomm("--format", "svg", "-c", query).out)
    texts = " ".join(text.text for text in page.iter("{http://www.w3.org/2000/svg}text") if text.text)
    desc = page.find("{http://www.w3.org/2000/svg}desc").text
    plain = " ".join(scomm("--plain", "--quiet", "-c", query).out.split())
    for number in range(12):
        for text in [texts, desc, plain]:
            assert re.search(rf"removals other than {number}\b", text)
    assert desc.startswith("Shown: ") and "Mine Shown: removals other than 0;" in plain


def test_names_of_keys_are_those_that_a_package_declares(scomm, tmp_path):
    (tmp_path / "datapackage.json").write_text(
        """{"resources": [
        {"name": "towns", "path": "towns.csv", "schema": {"fields": [{"name": "id"}, {"name": "called"}],
         "primaryKey": "id"}, "scomm": {"label": "called"}},
        {"name": "moves", "path": "moves.csv", "schema": {"fields": [{"name": "of"}, {"name": "to"},
         {"name": "n", "type": "integer"}], "foreignKeys": [
         {"fields": "of", "reference": {"resource": "towns", "fields": "id"}},
         {"fields": "to", "reference": {"resource": "towns", "fields": "id"}}]}},
        {"name": "stays", "path": "stays.csv", "schema": {"fields": [{"name": "in_town"}, {"name": "n", "type":
         "integer"}], "foreignKeys": [{"fields": "in_town", "reference": {"resource": "towns", "fields": "id"}}]}}]}"""
    )
    (tmp_path / "towns.csv").write_text("id,called\na,Aachen\nb,\"Bonn, on the Rhine\"\nc,\n")
    (tmp_path / "moves.csv").write_text("of,to,n\na,b,1\nb,a,2\nc,a,3\n")
    (tmp_path / "stays.csv").write_text("in_town,n\na,1\nb,2\nc,3\n")

    def under_the_title(query):
        run = scomm("--quiet", "--datasets", tmp_path, "-c", query)
        assert run.code == 0, run.err
        return run.out.splitlines()[1]

    # Where two columns lead to one table, a name alone would not say which of them has it.
    assert under_the_title("moves | where of = 'a' | total n by `to` | chart") == "of Aachen"
    assert under_the_title("moves | where of.called = 'Aachen' | total n by `to` | chart") == "of's called Aachen"
    assert under_the_title("stays | where in_town = 'a' | chart x in_town y n") == "Aachen"
    assert under_the_title("stays | where in_town in ('a', 'b') | chart x in_town y n") == "Aachen and Bonn, on the Rhine"
    assert under_the_title("stays | where in_town.called = 'Aachen' | chart x in_town y n") == "Aachen"
    # A row without a label is called by its key.
    assert under_the_title("stays | where in_town in ('a', 'c') | chart x in_town y n") == "in town a and c"
