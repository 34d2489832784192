"""What stands under a result is true: what cuts took, rows and groups apart, what is not shown."""

import pytest

PIVOT = "deportations | total removals by state.region, fiscal_year | pivot fiscal_year with totals"
NOT_WRITTEN = "the totals are not written as csv; --totals adds them"


def told(run):
    """The facts under a result."""
    assert run.code == 0, run.err
    return [fact for line in run.err.splitlines() for fact in line.split(" · ")]


CUTS = [
    # Where nothing changes the rows of the cut, they are those of the result.
    ("deportations | top 10 by removals", ["10 of 357 rows"]),
    ("deportations | top 10 by removals | sort state", ["10 of 357 rows"]),
    ("events | count by state | top 3", ["3 of 22 rows"]),
    # Where later stages change them, what the cut took is told of it alone.
    ("deportations | top 10 by removals | total removals", ["10 of 357 rows taken"]),
    ("events | sample 10 seed 1 | count by kind", ["10 of 331 rows taken"]),
    ("events | count by state | top 3 | total n", ["3 of 22 groups taken"]),
    (
        "jurisdictions | total population by state, ice_area | top 1 by population per state "
        "| count by ice_area",
        ["51 of 65 groups taken"],
    ),
    ("deportations | top 10 by removals | where fiscal_year > FY2012", ["10 of 357 rows taken"]),
    ("deportations | first 0 | count", ["0 of 357 rows taken"]),
    # Several cuts.
    (
        "deportations | first 100 | total removals by state | top 2",
        ["100 of 357 rows taken", "2 of 15 rows"],
    ),
    ("deportations | first 100 | first 5", ["100 of 357 rows taken", "5 of 100 rows"]),
]


@pytest.mark.parametrize("query,cuts", CUTS)
def test_a_cut_tells_what_it_took(scomm, query, cuts):
    facts = told(scomm("-c", query))
    assert facts[: len(cuts)] == cuts
    assert facts[len(cuts)].endswith(" rows read")
    assert not [fact for fact in facts[len(cuts) :] if fact.endswith("taken")]


LEFT_OUT = [
    (
        "unauthorized | where year in (2010, 2019) | total unauthorized by state.region, year "
        "| add c = change(unauthorized, 9) per region along year | where year = 2019",
        ["408 left out", "4 groups left out"],
    ),
    ("detention | total person_days by state.region, month | where month = 2024-01", ["822 groups left out"]),
    ("deportations | where fiscal_year = FY2012 | where removals > 100", ["318 left out"]),
    (
        "deportations | total removals by state | top 3 by removals | where removals > 110000",
        ["2 groups left out"],
    ),
]


@pytest.mark.parametrize("query,facts", LEFT_OUT)
def test_rows_and_groups_are_told_apart(scomm, query, facts):
    assert [fact for fact in told(scomm("-c", query)) if fact.endswith("left out")] == facts


def test_undecided_groups_are_groups(scomm, tmp_path):
    (tmp_path / "t.csv").write_text("k,v\na,\na,\nb,2\nc,3\n", encoding="utf-8")
    facts = told(scomm(tmp_path / "t.csv", "-c", "t | total v by k | where v > 2"))
    assert "1 group without v counts as not > 2" in facts
    facts = told(scomm(tmp_path / "t.csv", "-c", "t | where v > 2"))
    assert "2 rows without v count as not > 2" in facts


BIG = [9007199254740993, 9007199254740992]


@pytest.mark.parametrize(
    "query,of",
    [
        ("t | share v", "of 18,014,398,509,481,985 v in 2 rows"),
        ("t | add s = share(v) per k", "within 2 groups, of 18,014,398,509,481,985 v in 2 rows"),
    ],
)
def test_the_base_of_shares_is_exact(scomm, tmp_path, query, of):
    (tmp_path / "t.csv").write_text(f"k,v\na,{BIG[0]}\nb,{BIG[1]}\n", encoding="utf-8")
    assert "shares are " + of in told(scomm(tmp_path / "t.csv", "-c", query))


def test_values_beside_an_order_are_named(scomm):
    facts = told(scomm("-c", "figures | summarize m = max(level), n = min(level), k = count(level)"))
    assert [fact for fact in facts if fact.startswith("level known")] == [
        'level known and not "All levels" in 48 of 257 rows',
        "level known in 189 of 257 rows",
    ]


SPANS = [("1 month", "1 month"), ("2 years", "2 years"), ("1 year", "1 year"), ("30 days", "30 days")]


@pytest.mark.parametrize("written,said", SPANS)
def test_around_is_told_in_words(scomm, written, said):
    query = f"figures | around 2008-12-01 by {written} at period_start | count"
    within = f"within {said} of 2008-12-01"
    assert f"7 rows without period_start count as not {within}" in told(scomm("-c", query))
    assert f"filter period_start {within}" in scomm("-c", "explain plan " + query).out


@pytest.mark.parametrize("query,shown", [(PIVOT, True), (PIVOT + " | as csv", False), (PIVOT + ' | save "x.csv"', False)])
def test_totals_that_are_not_written_are_told(scomm, tmp_path, query, shown):
    run = scomm("--format", "box", "-c", query, cwd=tmp_path)
    assert (NOT_WRITTEN in told(run)) == (not shown)
    assert NOT_WRITTEN not in told(scomm("--format", "box", "--totals", "-c", query, cwd=tmp_path))


def test_totals_that_are_not_piped_are_told(scomm):
    assert NOT_WRITTEN in told(scomm("--format", "csv", "-c", PIVOT))
    without = PIVOT.removesuffix(" with totals")
    assert NOT_WRITTEN not in told(scomm("--format", "csv", "-c", without))


def test_skipped_rows_are_told_under_each_result(scomm, tmp_path):
    (tmp_path / "rag.csv").write_text("k,v\na,1\nb\nc,2,3\n", encoding="utf-8")
    (tmp_path / "fine.csv").write_text("k,v\na,1\n", encoding="utf-8")
    files = [tmp_path / "rag.csv", tmp_path / "fine.csv", "--bad-rows", "skip"]
    fact = "2 malformed rows of rag skipped"
    queries = ["rag", "rag | total v", "| count", "fine | join rag on k", "fine"]
    run = scomm(*files, *[word for query in queries for word in ("-c", query)])
    assert told(run).count(fact) == 4
    assert fact not in told(scomm(*files, "-c", "fine"))
    assert fact not in told(scomm(tmp_path / "rag.csv", "--bad-rows", "missing", "-c", "rag | total v"))


REMEDIES = [
    ("sources | where published since 2012", 'Write published >= "2012".', 'sources | where published >= "2012"'),
    ("sources | where published > 2012", 'a text in quotes: "2012".', 'sources | where published > "2012"'),
    ("deportations | where removals after 5", "Write removals > 5.", "deportations | where removals > 5"),
    (
        "figures | join nearest events on state at as_of = date within 30 days | keep events_date",
        "Did you mean date?",
        "figures | join nearest events on state at as_of = date within 30 days | keep date",
    ),
    (
        "figures | join nearest events on state at as_of = date within 30 days | keep events_state",
        "Did you mean state?",
        "figures | join nearest events on state at as_of = date within 30 days | keep state",
    ),
    (
        "figures | keep state, measure, value | pivot measure",
        "with summarize value = max(value) by …",
        "figures | keep state, measure, value | summarize value = max(value) by state, measure | pivot measure",
    ),
    (
        "deportations | keep state, removals | pivot state",
        "with total removals by … or summarize.",
        "deportations | keep state, removals | total removals by state | pivot state",
    ),
    (
        "deportations | join policies on fiscal_year = year many",
        "Before the join: add key = number(fiscal_year); then join (policies | add key = number(year)) on key.",
        "deportations | add key = number(fiscal_year) | join (policies | add key = number(year)) on key many",
    ),
    (
        "deportations | join detention on fiscal_year = month many",
        "Write join (detention | add key = fy(month)) on fiscal_year = key.",
        "deportations | join (detention | add key = fy(month)) on fiscal_year = key many",
    ),
    (
        "events | join detention on date = month many",
        "Before the join: add key = month(date), and on key = month.",
        "events | add key = month(date) | join detention on key = month many",
    ),
    (
        "figures | join events on period_start = state many",
        "Before the join: add key = text(period_start), and on key = state.",
        "figures | add key = text(period_start) | join events on key = state many",
    ),
    (
        "detention | join deportations on month in period_start..period_end many",
        "Before the join: add key = start_of(month), and on key in period_start..period_end.",
        "detention | add key = start_of(month) | join deportations on key in period_start..period_end many",
    ),
    (
        "deportations | where fiscal_year = FY2009 | add cs = cumulative_share(removals)",
        "Write along period_start or period_end, or sort before.",
        "deportations | where fiscal_year = FY2009 | add cs = cumulative_share(removals) along period_start",
    ),
]


@pytest.mark.parametrize("wrong,remedy,right", REMEDIES)
def test_remedies_run(scomm, wrong, remedy, right):
    run = scomm("-c", wrong + " | first 1")
    assert run.code in (1, 3) and remedy in run.err, run.err
    assert scomm("-c", right + " | first 1").code == 0
