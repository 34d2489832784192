"""What may be added up: stocks over some keys only, and numbers that a formula makes."""

import pytest

ROWS = "g,price,qty,s\na,2,3,\"1,200\"\nb,5,1,0400\n"

TOTALS = [
    ("add v = price * qty | total v", "11"),
    ("add v = number(s) | total v", "1600"),
    ("add v = qty ?? 0 | total v", "4"),
    ("add v = if qty > 1 then 1 else 0 | total v", "1"),
    ("add v = 1 | total v", "2"),
    ("add v = abs(price - qty) + 1 | total v", "7"),
    ("add v = length(s) | total v", "9"),
]
REFUSED = [
    "add v = price / qty | total v",
    "add v = price / qty + 1 | total v",
    "summarize v = mean(price) by g | total v",
    "summarize v = max(price) - min(price) by g | total v",
    "summarize v = distinct(price) by g | total v",
]
# Over months a stock is not summed, unless a condition leaves one month.
STOCKS = [
    ("total average_daily_population by month", True),
    ("total average_daily_population by state", False),
    ("total average_daily_population", False),
    ("total average_daily_population by fiscal_year = fy(month)", False),
    ("where month = 2012-03 | total average_daily_population by state", True),
    ('where state = "CA" and month = 2012-03 | total average_daily_population', True),
    ("where month >= 2012-03 | total average_daily_population by state", False),
    ('where month = 2012-03 or state = "CA" | total average_daily_population', False),
    ("where month = 2012-03 | drop month | total average_daily_population", True),
    ("rename m = month | total average_daily_population by m", True),
    ("rename m = month | rename month = state | total average_daily_population by month", False),
    ("add a = 2 * average_daily_population | total a by state", False),
    ("add a = 2 * average_daily_population | total a by month", True),
    ("total average_daily_population by month, state | total average_daily_population by state", False),
    ("total average_daily_population by month, state | total average_daily_population by month", True),
    ("total days by month", False),
    ("total days by month, state | share days per month, state", True),
    ("total days by month, state | share days per month", False),
    ("total person_days by state", True),
    ("total average_daily_population by month, state | pivot state | total CA", False),
    ("total average_daily_population by month, state | pivot month | total `2012-03`", True),
    ("total average_daily_population by month, state | pivot month with totals", False),
    ("total average_daily_population by month, state | pivot state with totals", False),
    ("lump state to 3 by average_daily_population", False),
    ("where month = 2012-03 | lump state to 3 by average_daily_population", True),
    ("lump state to 3 by person_days", True),
]


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    path = tmp_path_factory.mktemp("additivity") / "t.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("query,total", TOTALS)
def test_what_a_formula_makes_adds_up(scomm, rows, query, total):
    run = scomm(rows, "-c", f"t | {query}")
    assert (run.code, run.out.split("\n")[1], run.err) == (0, total, "")


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_known_not_to_add_up_is_refused(scomm, rows, query):
    run = scomm(rows, "-c", f"t | {query}")
    assert run.code == 1 and "v must not be summed" in run.err


@pytest.mark.parametrize("query,adds", STOCKS)
def test_stocks_add_up_over_some_keys(scomm, query, adds):
    run = scomm("-c", f"detention | {query}")
    if adds:
        assert run.code == 0, run.err
    else:
        assert run.code == 1 and "means nothing: it counts the same again in each" in run.err


def test_summarize_sums_with_a_note(scomm):
    run = scomm("-c", "detention | summarize s = sum(average_daily_population) by state")
    assert run.code == 0 and "average_daily_population was summed, though" in run.err
    run = scomm("-c", "detention | summarize s = sum(average_daily_population) by month")
    assert run.code == 0 and "was summed" not in run.err
