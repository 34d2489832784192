"""Neighbors by the period, percentages, parameters, and conditions that no row can meet."""

import pytest

YEARS = "year,g,n\nFY2010,a,1\nFY2011,a,3\nFY2013,a,6\nFY2014,a,12\nFY2010,b,5\nFY2014,b,9\n"

# The values of v, row by row; the year 2012 is absent.
NEIGHBORS = [
    ("previous(n)", ["", "1", "", "6", "", ""]),
    ("previous(n, 2)", ["", "", "3", "", "", ""]),
    ("next(n, 2)", ["", "6", "", "", "", ""]),
    ("change(n, 3)", ["", "", "5", "9", "", ""]),
    ("change(n, 4 years)", ["", "", "", "11", "", "4"]),
    ("pct_change(n)", ["", "2", "", "1", "", ""]),
]


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    path = tmp_path_factory.mktemp("meaning") / "t.csv"
    path.write_text(YEARS, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("call,values", NEIGHBORS)
def test_neighbors_go_by_the_period(scomm, years, call, values):
    run = scomm(years, "--format", "csv", "-c", f"t | add v = {call} per g along year | keep v")
    assert run.code == 0, run.err
    assert [v.strip("\"") for v in run.out.splitlines()[1:]] == values


def test_the_ledger_counts_absent_periods(scomm, years):
    run = scomm(years, "-c", "t | add v = previous(n) per g along year")
    assert "previous is missing for 2 rows: the period or day that it looks at is absent" in run.err


@pytest.mark.parametrize(
    "query", ["add v = change(n) along year", "sort year | add v = running(n)", "add v = next(n) along year desc"]
)
def test_two_rows_of_one_period_are_an_error(scomm, years, query):
    run = scomm(years, "-c", "t | " + query)
    assert run.code == 1 and "several rows have the same year" in run.err


def test_rows_of_one_date_are_counted(scomm):
    run = scomm("-c", "events | add g = change(date) along date | last 1")
    assert "(to set it: along date, id)" in run.err
    assert "order found" not in scomm("-c", "events | add g = change(date) along date, id").err


def test_changes_beside_a_partial_period_have_a_star(scomm):
    query = "deportations | total removals by fiscal_year | add c = pct_change(removals), p = previous(removals)"
    run = scomm("--format", "box", "-c", query)
    last = [line for line in run.out.splitlines() if "FY2015*" in line]
    assert len(last) == 1 and "-66.5%*" in last[0] and "74,726 " in last[0]
    assert run.out.count("*") == 2
    assert "c rests on a period covered only in part in 1 row" in run.err


PERCENTS = [
    ("deportations | total removals by state | share | where share > 10", "10 would be 1000%"),
    ("deportations | total removals by state | share | where share in (5, 10%)", "5 would be 500%"),
    ("deportations | total removals by state | share | add b = if share = 0.5 then 1 else 0", "0.5 would be 50%"),
    ("deportations | where removals > 50%", "removals holds numbers, not percentages"),
    ("detention | summarize p = percent(sum(person_days) / sum(days))", "they are person-days and days"),
    ("deportations | summarize p = percent(mean(removals) / sum(removals))", "two counts or totals in one unit"),
    ("deportations | summarize p = percent(count() / sum(removals))", "they are rows and removals"),
    ("deportations | add p = percent(removals)", "percent takes a condition or a quotient"),
]


@pytest.mark.parametrize("query,said", PERCENTS)
def test_percentages_and_numbers_are_not_mixed(scomm, query, said):
    run = scomm("-c", query)
    assert (run.code, run.out) == (1, "") and said in run.err


def test_a_quotient_of_totals_is_a_percentage(scomm):
    query = "deportations | summarize p = percent(count(where removals > 100) / count())"
    assert scomm("--format", "box", "-c", query).out.count("59.7%") == 1
    zero = "deportations | total removals by state | share | where share > 0 | count"
    assert scomm("-c", zero).out == "n\n51\n"


def test_texts_of_parameters_are_checked(scomm, tmp_path):
    (tmp_path / "a.scq").write_text('param st = "MA"\ndeportations | where state = $st | count\n')
    (tmp_path / "b.scq").write_text(
        'param k = "exact day"\njurisdictions | where activation_basis in ($k, "month") | count\n'
    )
    wrong = scomm("--set", "st=Massachusetts", "a.scq", cwd=tmp_path)
    assert wrong.code == 2 and 'did you mean "MA"' in wrong.err and "a.scq:2:30" in wrong.err
    assert scomm("--set", "k=exact date", "b.scq", cwd=tmp_path).code == 2
    for setting, script in [("st=Massachusetts", "a.scq"), ("k=exact date", "b.scq")]:
        run = scomm("--allow-unknown-values", "--set", setting, script, cwd=tmp_path)
        assert (run.code, run.out) == (0, "n\n0\n") and "no row has" in run.err


CONTRADICTIONS = [
    ('where state = "CA" and state = "TX"', 'rows with either: where state in ("CA", "TX")'),
    ('where state = "CA" | where state in ("TX", "NY")', 'no row can have state = "CA" and state in'),
    ("where removals > 5 and removals < 6", "no row can have removals > 5 and removals < 6"),
    ("where removals >= 5 and removals <= 3", "no row can have removals >= 5"),
    ("where fiscal_year = FY2012 and fiscal_year after FY2013", "no row can have fiscal_year = FY2012"),
    ('where state.region = "West" and removals > 3 and state.region = "South"', "no row can have region"),
]


@pytest.mark.parametrize("query,said", CONTRADICTIONS)
def test_conditions_that_no_row_can_meet_are_noted(scomm, query, said):
    run = scomm("-c", f"deportations | {query} | count")
    assert (run.code, run.out) == (0, "n\n0\n") and said in run.err


@pytest.mark.parametrize(
    "query",
    [
        'where state = "CA" and (state = "CA" or state = "TX")',
        "where removals > 5 and removals <= 6",
        'where state = "CA" | first 1 | where state = "CA"',
        'where state != "CA" and state = "TX"',
        "where removals in (1..5, 100) and removals > 50",
    ],
)
def test_conditions_that_rows_meet_are_not(scomm, query):
    assert "no row can have" not in scomm("-c", f"deportations | {query} | count").err


# How many rows the ledger says are placed on the first day of their month, and of their year.
PLACED = [
    ("count by month(date)", None, 15),
    ("count by year(date)", None, None),
    ("count by fy(date)", None, 15),
    ("count by date", 79, 15),
    ("count by month_name(date)", None, 15),
    ("count by fmonth_name(date)", None, 15),
    ("add d = weekday_name(date)", 79, 15),
    ("add old = date < 2010-06-01", None, 4),
    ("add old = if date < 2010-06-15 then 1 else 0", 1, 4),
    ("summarize k = count(where date < 2010-06-01)", None, 4),
    ("where date < 2010-06-01", None, 4),
    ("where month(date) = 2010-01", None, 4),
    ("around 2011-06-06 by 3 months", 29, 4),
    ('where precision = "day" and date before 2011-06-15', None, None),
    ('where state = "MA" and date before 2011-06', None, None),
    ("where fy(date) = FY2011", None, 8),
    ("where year(date) != 2011", None, None),
    ("where date + 1 month before 2011-07-15", 79, 15),
    ("add d = date | count by kind", None, None),
]


@pytest.mark.parametrize("query,months,years", PLACED)
def test_rows_dated_coarsely_are_told_wherever_that_matters(scomm, query, months, years):
    run = scomm("-c", "events | " + query)
    told = {
        unit: f"{rows} row{'s' * (rows > 1)} dated only to the {unit}" in run.err
        for unit, rows in [("month", months), ("year", years)]
        if rows
    }
    assert run.code == 0 and all(told.values()), run.err
    assert run.err.count("dated only to the") == len(told)


def test_what_the_ledger_counts_can_be_found(scomm):
    run = scomm("-c", 'events | where precision = "year" | count')
    assert run.out == "n\n15\n"
    for precision, rows in [("month and date in 2010-06", 1), ("year and date in 2010", 4)]:
        precision = precision.replace(" and", '" and')
        run = scomm("-c", f'events | where precision = "{precision} | count')
        assert run.out == f"n\n{rows}\n"


@pytest.mark.parametrize("name", ["_", "_1", "five"])
def test_what_is_true_of_a_result_stays_true(scomm, name):
    first = "deportations | total removals by state | top 5"
    given = f"let five = {first}" if name == "five" else first
    assert "shares are of the rows that were left" in scomm("-c", given, "-c", f"{name} | share").err


def test_conditions_hold_for_what_is_made_of_a_result(scomm):
    kept = "keep state, average_daily_population"
    again = "_ | total average_daily_population by state"
    one = scomm("-c", f"detention | where month = 2012-03 | {kept}", "-c", again)
    assert one.code == 0
    several = scomm("-c", f"detention | where month >= 2012-03 | {kept}", "-c", again)
    assert several.code == 1 and "over several values of month" in several.err


def test_dates_of_a_result_are_as_coarse_as_they_were(scomm):
    first = 'events | where kind = "legislation"'
    run = scomm("-c", first, "-c", "_ | around 2011-06-06 by 6 months | count")
    assert run.code == 0
    run = scomm("-c", "events | keep id, date, precision", "-c", "_ | where date < 2010-06-01 | count")
    assert "4 rows dated only to the year" in run.err


@pytest.mark.parametrize("name", ["_", "_1", "found"])
def test_sources_of_a_result_stay_with_it(scomm, name):
    first = 'claims | where speaker = "TRAC"'
    given = f"let found = {first}" if name == "found" else first
    whole = scomm("-c", first + " | first 2").err
    again = scomm("-c", given, "-c", f"{name} | first 2").err
    sources = [line for line in whole.splitlines() if line.startswith("sources: ")]
    assert len(sources) == 1 and sources[0] in again


def test_sources_follow_groups_through_results(scomm):
    whole = scomm("-c", "claims | count by speaker | top 3 | first 1").err
    steps = scomm("-c", "claims | count by speaker", "-c", "| top 3", "-c", "| first 1").err
    line = [line for line in whole.splitlines() if line.startswith("sources: ")][0]
    assert steps.splitlines()[-3:].count(line) == 1


LEDGERS = [
    ("agreements | where active_from != active_to | count", None, "kept although"),
    (
        'figures | summarize x = count(where level != "Level 1")',
        '68 rows without level count as != "Level 1"',
        "count as not",
    ),
    ("deportations | add y = if removals != 0 then 1 else 2", "41 rows without removals count as != 0", "as not"),
    (
        "deportations | summarize p = percent(where removals > 1000), n = count(where removals > 1000)",
        "41 rows without removals count as not > 1000, and in neither part of a percentage",
        None,
    ),
    (
        'figures | summarize a = percent(where level > "Level 2")',
        'with level "All levels", are in neither',
        'and level "All levels"',
    ),
    (
        "residents | summarize r = correlation(population, noncitizens)",
        "population and noncitizens known in 28,278 of 34,567 rows",
        None,
    ),
    ("states | sort population desc | add n = row_number() | first 1", None, "goes along"),
    (
        'policies | summarize g = if max(detainer_limits) > "none" then 1 else 2 by year',
        '1 group without detainer_limits counts as not > "none"',
        "1 row without",
    ),
    ("residents | summarize m = quantile(noncitizens, 0.5)", "noncitizens known in 31,425 of 34,567", None),
    ("residents | summarize m = at_max(note, noncitizens)", "noncitizens known in 31,425 of 34,567", "note known"),
    (
        'residents | summarize m = percent(noncitizens where jurisdiction = "01001")',
        "noncitizens known in 31,425 of 34,567",
        None,
    ),
    ('unauthorized | where state = "MA" | add r = running(unauthorized) along year', "unauthorized was summed", None),
    ("unauthorized | add r = rolling_sum(unauthorized, 3 years) per state along year", "was summed", None),
    ("unauthorized | add s = share(unauthorized)", "unauthorized was summed", None),
    ("unauthorized | add s = cumulative_share(unauthorized) per state along year", "was summed", None),
    ("unauthorized | summarize s = percent(unauthorized where year = 2010)", "was summed", None),
    ("unauthorized | add s = share(unauthorized) per year", None, "summed"),
    ('unauthorized | where year = 2010 | summarize s = percent(unauthorized where state = "MA")', None, "summed"),
    ("unauthorized | where year = 2010 | add r = running(unauthorized) along state", None, "summed"),
    ("policies | describe", None, "made of columns"),
    (
        'figures | summarize a = percent(where level != "Level 1"), b = count(where level != "Level 1")',
        '68 rows without level count as != "Level 1", and in neither part of a percentage',
        "as not",
    ),
    (
        'figures | summarize b = count(where level != "Level 1"), c = count(where level > "Level 2")',
        "68 rows without level count as meeting one condition and not another",
        None,
    ),
    ("events | append stories | where date before 2011-06-15", "9 rows dated only to the month", None),
    (
        "figures | join nearest events on state at as_of = date within 30 days",
        "rows with several partners equally near: the order of rows decided",
        None,
    ),
    (
        "national_removals | add s = rolling_sum(removals_criminal, 3 years)",
        "rolling_sum leaves out missing values of its span in 4 rows",
        None,
    ),
    ("national_removals | add s = rolling_sum(removals, 3 years)", None, "leaves out"),
    ('detention | where state = "TX" | keep month, person_days', "2024-01 is covered only in part", None),
    ("detention | summarize m = mean(person_days) by state", "rows without a state are facilities", None),
    ("detention | where month < 2024-01 | summarize m = mean(person_days)", None, "4 January"),
    ("deportations | total removals by y = year(period_end)", "2015 is covered only in part", "2014 is covered"),
    (
        'agreements | add d = if active_from != active_to then "span" else "point"',
        "98 rows without active_from and active_to count as not active_from != active_to",
        None,
    ),
    ("agreements | summarize n = count(where active_from = active_to)", "count as active_from = active_to", "as not"),
    (
        "agreements | where first_signed = latest_signed",
        "2 rows kept although first_signed and latest_signed are missing",
        None,
    ),
    ('figures | add x = level != "All levels" | count by x', '68 rows without level count as != "All levels"', None),
    ('figures | add x = level = "All levels" | count by x', None, "count as"),
    ("figures | where period_start = 2008-01-01", "11 rows dated only to the year", None),
    ("grounds | keep id, d = figure.as_of | where d before 2010-06-15", "2 rows dated only to the month", None),
    ("events | summarize d = min(date) by story", "79 rows dated only to the month", None),
    ("events | summarize n = count(date) by story", None, "dated only"),
    ("sources | lump kind to 7 | count by kind", "2 equal to the last were cut", None),
    ("agreements | add d = active_from - 1000000 days", "- gave missing for", None),
    ("deportations | add y = fiscal_year - 5000", "- gave missing for 357 values outside its domain", None),
    (
        "national_removals | sort removals desc | add n = row_number() | first 1",
        "row_number goes along fiscal_year, not in the order of the sort",
        None,
    ),
]


@pytest.mark.parametrize("query,said,not_said", LEDGERS)
def test_the_ledger_says_what_rows_count_as(scomm, query, said, not_said):
    run = scomm("-c", query)
    assert run.code == 0
    assert said is None or said in run.err
    assert not_said is None or not_said not in run.err


APPENDED = [
    ("residents | where year = 2012 | append (residents | where year = 2013) | total population", False),
    (
        "detention | where month = 2012-03 | append (detention | where month = 2012-04)"
        " | total average_daily_population by state",
        False,
    ),
    (
        "detention | where month = 2012-03 | append (detention | where month = 2012-04)"
        " | total average_daily_population by month",
        True,
    ),
]


@pytest.mark.parametrize("query,is_right", APPENDED)
def test_stocks_of_appended_rows_are_not_summed_over_time(scomm, query, is_right):
    assert scomm("-c", query).code == (0 if is_right else 1)


def test_a_period_that_holds_the_moment_is_told(scomm):
    query = "detention | around 2014-11-20 by 3 months | total person_days by month, phase"
    run = scomm("--format", "csv", "-c", query)
    assert "2014-10,before" in run.out and "2014-12,after" in run.out
    assert "2014-11,unclear" in run.out
    assert "49 rows dated only to the month are placed on its first day" in run.err
    assert "dated only" not in scomm("-c", query.replace("11-20", "11-01")).err


AVERAGED = [
    ("summarize mean(average_daily_population)", True),
    ("summarize median(average_daily_population) by month", True),
    ("summarize mean(average_daily_population) by state", False),
    ('where state = "TX" | summarize mean(average_daily_population)', False),
    ("total average_daily_population by month | summarize mean(average_daily_population)", False),
    ("summarize max(average_daily_population)", False),
]


@pytest.mark.parametrize("stages,is_told", AVERAGED)
def test_the_mean_of_a_stock_over_single_rows_is_told(scomm, stages, is_told):
    told = scomm("-c", f"detention | {stages}").err
    remedy = "write before: total average_daily_population by month"
    assert (" ".join(told.split()).count(remedy) == 1) == is_told, told


def test_every_takes_no_keys(scomm):
    run = scomm("-c", "claims | join verdicts on id = claim every | count")
    assert run.code == 1 and "every joins each row with every other row" in run.err


def test_periods_of_a_join_in_time_stand_for_their_first_days(scomm):
    other = "join last (rollout | keep rdate = date, active_jurisdictions) at year = rdate"
    run = scomm("-c", f'unauthorized | where state = "TX" | {other}')
    assert run.code == 0 and "10 rows dated only to the year are placed on its first day" in run.err


@pytest.mark.parametrize(
    "query,told",
    [
        ("events | where story.date > 2011-06-15 | count", "4 rows dated only to the month"),
        ("grounds | where figure.as_of > 2011-06-15 | count", "2 rows dated only to the month"),
        ("events | keep id, date | where date < 2010-06-01 | count", "4 rows dated only to the year"),
    ],
)
def test_coarse_dates_are_told_of_links_and_behind_keep(scomm, query, told):
    assert told in scomm("-c", query).err


def test_a_total_of_what_is_unknown_is_not_none(scomm):
    query = (
        'agreements | where state in ("CT", "DE", "MO", "NC") | total removals by state, model'
        " | pivot model with totals"
    )
    run = scomm("--format", "box", "-c", query)
    row = [line for line in run.out.splitlines() if "DE" in line][0]
    assert row.split("│")[-2].strip() == "(missing)"


def test_integers_and_reals_compare_as_the_numbers_that_they_are(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n9007199254740993,9007199254740992.0\n9007199254740992,0.5\n", encoding="utf-8")
    terms = ["a = 9007199254740992.0", "a > b", "b >= a", "a in (9007199254740992.0, 3)", "a < 9007199254740992.5"]
    query = "t | add " + ", ".join(f"c{place} = {term}" for place, term in enumerate(terms)) + " | drop a, b"
    rows = scomm("--data", path, "--format", "csv", "-c", query).out.splitlines()[1:]
    assert rows == ["false,true,false,false,false", "true,true,false,true,false"]


def test_a_change_from_zero_is_counted(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("year,n\n2010,0\n2011,5\n2012,10\n", encoding="utf-8")
    run = scomm("--data", path, "--format", "csv", "-c", "t | add c = pct_change(n) along year | keep c")
    assert run.out.splitlines() == ["c", "", "", "1"] or run.out.splitlines() == ["c", '""', '""', "1"]
    assert "1 division by zero gave missing" in run.err


def test_rows_found_by_missing_values_are_told(scomm):
    lines = ["-c", "let d = detention | distinct state", "-c"]
    assert "82 rows kept although state is missing" in scomm(*lines, "events | where state in d | count").err
    assert "although" not in scomm(*lines, "events | where state not in d | count").err
    assert "82 rows without state" in scomm(*lines, "events | add x = if state in d then 1 else 2").err


@pytest.mark.parametrize("keys,spread", [("state.region, year", "year"), ("state.region, year", "region")])
def test_totals_of_a_pivot_do_not_add_up_stocks(scomm, keys, spread):
    run = scomm("-c", f"unauthorized | total unauthorized by {keys} | pivot {spread} with totals")
    assert run.code == 1 and "over several values of year" in run.err and "Leave out with totals" in run.err


def test_lump_goes_by_the_total_before_it(scomm):
    run = scomm("--format", "csv", "-c", "sources | count by kind | lump kind to 1 | total n by kind")
    assert run.out == "kind,n\nnews,226\nOther,173\n"
