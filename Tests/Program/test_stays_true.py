"""What the ledger says of a result, it says of what is made of it: in later lines, in brackets, and of
dates that leave behind the column that says to what they are known."""

import json

import pytest

UNDECIDED = "41 rows without removals count as not > 1000"


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """A folder of data with a table of dates known to a year, a month and a day."""
    folder = tmp_path_factory.mktemp("dated")
    (folder / "d.csv").write_text(
        "id,date,precision,other,label\n"
        "1,2010-01-01,year,2010-05-01,a\n"
        "2,2010-01-01,year,2011-05-01,b\n"
        "3,2010-05-01,month,2010-05-15,c\n"
        "4,2010-05-01,month,2010-06-01,d\n"
        "5,2010-05-01,day,2010-05-20,e\n"
        "6,2010-05-01,month,,f\n"
    )
    precisions = ["day", "month", "year"]
    types = {"id": "integer", "date": "date", "precision": "string", "other": "date", "label": "string"}
    fields = [{"name": name, "type": type} for name, type in types.items()]
    fields[2] |= {"constraints": {"enum": precisions}, "categories": precisions}
    table = {
        "name": "d",
        "path": "d.csv",
        "schema": {"fields": fields, "primaryKey": ["id"]},
        "scomm": {"date": "date", "precision": "precision"},
    }
    (folder / "datapackage.json").write_text(json.dumps({"name": "dated", "resources": [table]}))
    return folder


STEPS = [
    (["deportations | where removals > 1000", "_ | count by state"], f"357 rows read · 257 left out · {UNDECIDED}"),
    (["deportations | where removals > 1000", "| count by state"], f"257 left out · {UNDECIDED}"),
    (["let big = deportations | where removals > 1000", "big | count"], f"257 left out · {UNDECIDED}"),
    (["deportations | where removals > 1000 | count by state", "_ | where n > 6", "_ | count"], "13 groups left out"),
    (["deportations | add h = if removals > 1000 then 1 else 0", '_ | where state = "AK" | count by h'], UNDECIDED),
    (["deportations | top 5 | keep state, removals", "| share"], "5 of 357 rows · 357 rows read"),
    (["deportations | summarize m = mean(removals) by state", "_ | top 3"], "removals known in 316 of 357 rows"),
    (["states | add x = 1 / (population - population) | keep code, x", "_ | count"], "divisions by zero gave missing"),
    (["states | sample 5 seed 7 | keep code", "_ | count"], "drawn with seed 7"),
]


@pytest.mark.parametrize("lines,said", STEPS)
def test_what_happened_to_the_rows_is_told_in_the_next_lines(scomm, lines, said):
    run = scomm(*[part for line in lines for part in ("-c", line)])
    assert run.code == 0
    told = " ".join(run.err.split())
    assert said in told
    # The first line is told as it was, and the next one tells of it again.
    assert told.count(said.split(" · ")[-1]) >= (2 if lines[0].startswith("deportations") else 1)


def test_what_is_found_anew_is_told_of_the_rows_that_are_left(scomm):
    lines = ["deportations", "_ | where fiscal_year = FY2012"]
    run = scomm(*[part for line in lines for part in ("-c", line)])
    first, second = run.err.split("rows read")[1:]
    assert "FY2015 is covered only in part" in first and "FY2015" not in second


NESTED = [
    "deportations | where fiscal_year = FY2012 | append (deportations | where removals > 1000)",
    "states | join (deportations | where removals > 1000 | count by state) on code = state",
    "states | join big on code = state many",
    "deportations | where fiscal_year = FY2012 | append big",
]


@pytest.mark.parametrize("query", NESTED)
def test_facts_of_other_sources_are_told_as_such(scomm, query):
    run = scomm("-c", "let big = deportations | where removals > 1000", "-c", query)
    name = "big" if "big" in query else "deportations"
    assert run.code == 0 and f"in {name}: 257 left out, {UNDECIDED}" in " ".join(run.err.split())


def test_facts_do_not_double_with_their_table(scomm):
    text = "let t = deportations | where removals > 1000 | keep state\n" + "let t = t | append t\n" * 8 + "t | count\n"
    run = scomm("--ledger", "json", text=text)
    assert run.out == f"n\n{59 * 2**8}\n"
    steps = json.loads(run.err)["steps"]
    assert len(steps[0]["earlier"]) < 40 and run.err.count('"undecided"') == 2


DATES = [
    ("distinct date", 3, 2),
    ("keep id, date | unpivot date as k, v", 3, 2),
    ("add p = previous(date) along id | keep id, p", 3, 2),
    ("add c = date ?? other | keep id, c", 3, 2),
    ("add c = if id > 2 then date else other | keep id, c", 3, 0),
    ("summarize f = first(date), a = at_max(date, id)", 3, 2),
    ("keep id, label | join (d | keep id, date) on id | where date < 2010-05-03", 3, 2),
    ("keep id, other | join (d | keep date, label) on other = date many", 3, 2),
    ("keep id, other | join last (d | keep date, label) at other = date", 3, 2),
    ("join last (d | keep u = other, l2 = label) at date = u", 3, 2),
    ("sort date", 0, 0),
    ("sort date | first 1", 3, 2),
    ("top 2 by date", 3, 2),
    ("add r = rank(date)", 3, 2),
    ("add r = row_number() along date, id", 3, 2),
    ("append (d | keep id, date) | where date < 2010-05-03", 3, 2),
    ("keep id, date", 3, 2),
    ("keep id, date | where id = 3", 1, 0),
    ("keep id, date | count", 0, 0),
    ("count by date, precision", 0, 0),
    # Compared with a column or a term, only the rows count for which it matters.
    ("where date < other", 1, 1),
    ("where other > date", 1, 1),
    ("where date <= other", 1, 1),
    ("add x = date = other", 1, 1),
    ("where month(date) < month(other)", 0, 1),
    ("where year(date) = year(other)", 0, 0),
    ("where date < other + 10 days", 1, 1),
    ("around other by 1 month at date", 2, 1),
    ("around 2010-05-15 by 1 month at date", 3, 2),
]


@pytest.mark.parametrize("query,months,years", DATES)
def test_coarse_dates_are_told_where_they_matter(scomm, dated, query, months, years):
    run = scomm("-c", "d | " + query, SCOMM_DATASETS=str(dated))
    assert run.code == 0
    told = " ".join(run.err.split())
    for unit, rows in [("month", months), ("year", years)]:
        words = f"{rows} row{'s' * (rows > 1)} dated only to the {unit}"
        assert (words in told) if rows else (f"dated only to the {unit}" not in told), told


def test_a_date_shown_without_its_precision_is_told_in_the_next_line(scomm, dated):
    run = scomm("-c", "d | keep id, date", "-c", "_ | where date < 2010-05-03", SCOMM_DATASETS=str(dated))
    assert run.err.count("3 rows dated only to the month") == 2


TIES = [
    ("mode(removals)", "mode of removals", 0),
    ("at_max(label, n)", "at_max of n", 1),
    ("mode(label)", "mode of label", 1),
    ("mode(n)", "mode of n", 2),
    ("max(label)", "max of label", 0),
]


@pytest.mark.parametrize("call,words,groups", TIES)
def test_the_first_of_several_is_told(scomm, tmp_path, call, words, groups):
    (tmp_path / "t.csv").write_text("g,label,n,removals\n1,a,1,3\n1,b,1,3\n2,c,2,3\n2,d,3,3\n1,a,0,3\n1,c,0,3\n")
    run = scomm("t.csv", "-c", f"t | summarize x = {call} by g", cwd=tmp_path)
    said = f"{words} took the first of several in {groups} group"
    assert run.code == 0 and (said in run.err if groups else "took the first" not in run.err)


def test_conditions_stand_beside_what_is_known(scomm):
    query = 'deportations | summarize a = mean(removals where state = "MA"), b = mean(removals where state = "NY")'
    assert 'removals where state = "NY" known in 6 of 7 rows' in scomm("-c", query).err
    wide = scomm("-c", "deportations | pivot fiscal_year showing removals")
    assert "removals in FY2009 known in 10 of 51 rows" in wide.err


def test_totals_that_a_later_stage_takes_away_are_told(scomm):
    wide = "deportations | pivot fiscal_year showing removals with totals"
    run = scomm("-c", wide + " | first 4")
    assert run.code == 0 and "the totals are gone after first 4" in run.err
    assert "gone" not in scomm("--format", "box", "-c", wide).err


def test_malformed_rows_are_told_under_each_result(scomm, tmp_path):
    (tmp_path / "bad.csv").write_text("a,b\n1,2\nx,3\n3\n4,5,6\n")
    for mode, said in [("skip", "skipped"), ("missing", "completed with missing or cut")]:
        run = scomm("--bad-rows", mode, "bad.csv", "-c", "bad", "-c", "bad | count", cwd=tmp_path)
        assert run.code == 0 and run.err.count(f"2 malformed rows of bad {said}") == 2


# Values that rest on partial periods, which no column of the result names any longer.
LOST_PERIODS = [
    ("detention | total person_days by year(month) | add c = change(person_days) | top 1 by c | keep c", ["2011"]),
    ("detention | total person_days by year(month) | summarize m = mean(person_days)", ["2011", "2024"]),
    ("deportations | add d = change(removals) per state along fiscal_year | where d < 0 | count", ["FY2015"]),
    ("deportations | summarize m = mean(removals) by state", ["FY2015"]),
    ("deportations | where fiscal_year < FY2015 | summarize m = mean(removals) by state", []),
    ("deportations | keep state, removals | first 7", ["FY2015"]),
    ("deportations | keep state, removals | first 4", []),
    ("deportations | total removals by state", []),
    ("deportations | count", []),
]


@pytest.mark.parametrize("query,periods", LOST_PERIODS)
def test_partial_periods_are_told_when_their_column_is_gone(scomm, query, periods):
    run = scomm("-c", query)
    told = " ".join(run.err.split())
    assert run.code == 0 and told.count("is covered only in part") == len(periods)
    assert all(f"{period} is covered only in part" in told for period in periods)
    again = scomm("-c", query, "-c", "_ | add z = 1")
    assert again.err.count("is covered only in part") == 2 * len(periods)


CELLS = [
    ("deportations | where removals > 1000 | total removals by state, fiscal_year | pivot fiscal_year", 53),
    ("deportations | total removals by state, fiscal_year | pivot fiscal_year", 0),
    ("events | count by state, kind | pivot kind", 0),
]


@pytest.mark.parametrize("query,cells", CELLS)
def test_zeros_of_cells_without_rows_are_counted(scomm, query, cells):
    run = scomm("-c", query)
    assert run.code == 0
    assert f"{cells} cells without rows are 0" in run.err if cells else "without rows" not in run.err


def test_a_stock_without_a_row_is_not_zero(scomm):
    query = "unauthorized | where unauthorized is not missing | total unauthorized by state, year | pivot year"
    run = scomm("-c", query + ' | where state = "ND" | keep `2011` | as csv')
    assert run.out == '2011\n""\n'


def test_rows_without_a_moment_come_last_and_are_counted(scomm, tmp_path):
    (tmp_path / "g.csv").write_text("g,d,v\na,2010-01-01,1\na,,5\na,2010-02-01,3\n")
    for term in ["change(v)", "running(v)", "previous(v)"]:
        run = scomm("g.csv", "-c", f"g | add c = {term} per g along d", cwd=tmp_path)
        assert run.code == 0 and "1 row without d comes last in the order" in run.err
    assert "comes last" not in scomm("g.csv", "-c", "g | add c = running(v) per g along v", cwd=tmp_path).err


def test_what_brackets_leave_out_is_told(scomm):
    query = "states | join (deportations | total removals by state | top 5) on code = state matched"
    run = scomm("-c", query + " | keep code, removals | share")
    told = " ".join(run.err.split())
    assert "in deportations: 5 of 51 rows, removals known in 316 of 357 rows" in told
    assert "shares are of the rows that were left" in told


LEFT = [
    "deportations | top 3 by removals per fiscal_year | total removals by state | share",
    "deportations | sample 50 | add s = share(removals)",
    'deportations | total removals by state | top 5 | summarize p = percent(removals where state = "CA")',
]


@pytest.mark.parametrize("query", LEFT)
def test_shares_of_a_cut_table_are_told_also_behind_groups(scomm, query):
    assert "shares are of the rows that were left" in scomm("-c", query).err


def test_stages_that_place_dates_are_told_apart(scomm):
    both = "events | where date >= 2011-06-15 | where date < 2012-02-10 | count"
    told = " ".join(scomm("-c", both).err.split())
    assert "5 rows dated only to the month are placed on its first day in where date >= 2011-06-15" in told
    assert "1 row dated only to the month is placed on its first day in where date < 2012-02-10" in told


def test_divisions_by_zero_of_several_stages_are_added_up(scomm, tmp_path):
    (tmp_path / "t.csv").write_text("x\n0\n5\n")
    run = scomm("t.csv", "-c", "t | add a = 1 / x | add b = 1 / (x - 5)", cwd=tmp_path)
    assert "2 divisions by zero gave missing" in run.err


def test_numbers_of_linked_tables_have_their_sources_and_caveats(scomm):
    link = scomm("-c", "deportations | where fiscal_year = FY2012 | summarize p = sum(state.population)")
    assert "sources: census-2010, urban-2022" in link.err
    code = scomm("-c", "deportations | where fiscal_year = FY2012 | count by state.region")
    assert "sources: urban-2022" in code.err
    # The package's condition for the caveat names columns of the table that the link leads to.
    claim = scomm("-c", "verdicts | keep claim, claim.value | first 2")
    assert claim.code == 0 and "sources: " in claim.err
    event = scomm("-c", "grounds | where event is not missing | keep event.date | first 1")
    assert event.code == 0


def test_sources_are_those_of_the_table_of_documents(scomm, tmp_path):
    towns = {"fields": [{"name": "town"}], "primaryKey": "town"}
    rows = {
        "fields": [{"name": "id"}, {"name": "town"}],
        "foreignKeys": [{"fields": "town", "reference": {"resource": "towns", "fields": "town"}}],
    }
    package = {"resources": [{"name": "towns", "path": "towns.csv", "schema": towns}]}
    package["resources"].append({"name": "rows", "path": "rows.csv", "schema": rows})
    (tmp_path / "towns.csv").write_text("town\nAsh\nBirch\n")
    (tmp_path / "rows.csv").write_text("id,town\n1,Ash\n2,Birch\n")
    for declared in [False, True]:
        package["resources"][0]["scomm"] = {"documents": declared}
        (tmp_path / "datapackage.json").write_text(json.dumps(package))
        run = scomm("-c", "rows | count", SCOMM_DATASETS=str(tmp_path))
        assert run.code == 0 and ("sources: Ash, Birch" in run.err) == declared


def test_back_leads_before_a_stage_of_the_last_result(scomm):
    lines = ["deportations | total removals by fiscal_year", "| add a = 1", "_ | keep a", ".back"]
    run = scomm("--quiet", *[part for line in lines for part in ("-c", line)])
    assert run.out.split("\n\n")[3].startswith("fiscal_year\tremovals\ta\n")


def test_after_a_failure_the_last_result_by_name_says_what_it_is(scomm):
    run = scomm("--keep-going", "-c", "stories | count by kind", "-c", "stories | cuont", "-c", "_ | count")
    assert "goes on from _1, stories | count by kind (the query after it failed)" in run.err


UNLIKE = [
    ("claims | summarize m = mean(value)", "each value is in a unit of its own (unit)", True),
    ("claims | top 3 by value", "each value is in a unit of its own (unit)", True),
    ('claims | where unit = "percent" | keep value, scope | summarize m = max(value)', "unit of its own", False),
    ("claims | summarize m = mean(value) by unit", "unit of its own", False),
    ("claims | summarize n = count(value)", "unit of its own", False),
    ("deportations | summarize m = mean(state.population)", "each population counts in every row", True),
    (
        "states | join deportations on code = state many | summarize m = mean(population)",
        "each population counts in every row",
        True,
    ),
    ("states | join deportations on code = state many | summarize m = mean(removals)", "counts in every", False),
    ("deportations | summarize m = max(state.population)", "counts in every row", False),
    (
        "deportations | where fiscal_year = FY2012 | keep state, removals | total removals by state"
        " | join states on state = code | summarize m = mean(population)",
        "counts in every row",
        False,
    ),
]


@pytest.mark.parametrize("query,words,told", UNLIKE)
def test_values_that_a_mean_mixes_or_repeats_are_told(scomm, query, words, told):
    run = scomm("-c", query)
    assert run.code == 0 and (words in run.err) == told


def test_functions_that_go_along_one_column_are_told_together(scomm):
    query = "national_removals | sort removals desc | add n = row_number(), c = change(removals), d = change(returns)"
    told = " ".join(scomm("-c", query).err.split())
    assert "row_number and change go along fiscal_year, not in the order of the sort" in told


# A query, and what the first line under it says or does not say.
PERIODS = [
    (
        "detention | add f = fy(month) | total person_days by f | add c = change(person_days) | last 2",
        ["FY2024 is covered only in part", "c rests on a period covered only in part in 1 row"],
    ),
    ("detention | add y = year(month) | total person_days by y", ["2011 is covered", "2024 is covered"]),
    ("detention | add e = end_of(month) | total person_days by fy(e)", ["FY2024 is covered only in part"]),
    (
        'deportations | where state = "TX" | add n = next(removals) | add g = n - removals'
        " | where fiscal_year = FY2014 | keep fiscal_year, g",
        ["g rests on a period covered only in part in 1 row"],
    ),
    (
        "detention | total person_days by year(month) | add r = rolling_mean(person_days, 2 years)"
        " | where year = 2012 | keep year, r",
        ["r rests on a period covered only in part in 1 row"],
    ),
    (
        'deportations | where state = "TX" | add s = removals / sum(removals) per state | where fiscal_year = FY2014',
        ["FY2015 is covered only in part"],
    ),
    (
        "deportations | total removals by state, fiscal_year | share per state | where fiscal_year = FY2014",
        ["FY2015 is covered only in part"],
    ),
    (
        'deportations | where state = "TX" and fiscal_year < FY2015 | add s = removals / sum(removals) per state'
        " | where fiscal_year = FY2014",
        [],
    ),
    ("detention | add f = fy(month) | where f < FY2024 | total person_days by f", []),
]


@pytest.mark.parametrize("query,said", PERIODS)
def test_partial_periods_are_told_however_they_come_in(scomm, query, said):
    run = scomm("-c", query)
    told = " ".join(run.err.split())
    assert run.code == 0 and all(words in told for words in said)
    assert ("covered only in part" in told) == bool(said)


def test_names_that_a_join_takes_away_are_told_where_they_are_used(scomm):
    join = 'figures | where id = "F0077" | join deportations on state many'
    words = "period_start is not that of deportations, which is deportations_period_start"
    used = scomm("-c", join + " | where as_of between period_start and period_end | count")
    assert words in " ".join(used.err.split())
    assert "is not that of" not in scomm("-c", join + " | keep fiscal_year, removals").err


def test_stocks_that_fill_gives_a_value_are_told(scomm):
    query = 'unauthorized | where state = "MA" and year != 2012 | fill year with 0'
    assert "unauthorized was filled, too, though its values do not add up" in scomm("-c", query).err
    flow = 'deportations | where state = "MA" and fiscal_year != FY2012 | keep fiscal_year, removals'
    assert "was filled" not in scomm("-c", flow + " | fill fiscal_year with 0").err


def test_a_row_without_a_period_is_no_gap(scomm):
    query = "states | join deportations on code = state many | total removals by fiscal_year | add c = change(removals)"
    told = " ".join(scomm("-c", query).err.split())
    assert "1 row without fiscal_year comes last in the order" in told and "is absent" not in told


def test_aggregates_beyond_what_a_real_holds_are_told(scomm, tmp_path):
    (tmp_path / "big.csv").write_text("g,x\na,1e308\na,1e308\nb,1e308\n")
    run = scomm("big.csv", "-c", "big | summarize s = sum(x), m = mean(x) by g", cwd=tmp_path)
    assert run.out.splitlines()[1:] == ["a\t\t", "b\t1e308\t1e308"] and run.code == 0
    for function in ["sum", "mean"]:
        assert f"{function} of x is missing in 1 group: it is beyond what a real number holds" in run.err
    fine = scomm("-c", "detention | summarize m = mean(average_daily_population) by state")
    assert "beyond" not in fine.err
