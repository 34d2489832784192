"""docs/peers.md: what it says that scomm answers."""

import re

from program import REPOSITORY

TEXT = (REPOSITORY / "docs/peers.md").read_text()
QUERIES = dict(
    (int(number), query)
    for number, query in re.findall(r"^## (\d+)\..*?^scomm    ([^\n]+)", TEXT, flags=re.M | re.S)
)


def answer(scomm, number):
    return scomm("--format", "csv", "-c", QUERIES[number])


def test_each_task_has_a_query():
    assert sorted(QUERIES) == list(range(1, 12))


def test_numbers_are_those_of_the_page(scomm):
    regions = answer(scomm, 1).out
    assert re.findall(r"\d+$", regions, flags=re.M) == ["13851", "22392", "184773", "185367"]
    for number in "13,851", "22,392", "184,773", "185,367":
        assert number in TEXT
    for number, count, told in [(6, 236, "68 rows kept although level is missing"), (7, 26, "141 rows")]:
        run = answer(scomm, number)
        assert run.out == f"n\n{count}\n" and told in run.err
        assert f"scomm counts {count}" in TEXT and told.split(" kept")[0] in TEXT
    pivot = answer(scomm, 8).out.splitlines()
    assert pivot[0].endswith(",(missing)")
    assert sum(int(line.rsplit(",", 1)[1]) for line in pivot[1:]) == 82 and "82 of the 331 events" in TEXT
    assert "FY2015 is covered only in part" in answer(scomm, 9).err
    assert ",\n2022-07" in scomm("--format", "csv", "-c", QUERIES[11] + " | keep month, mean3").out


def test_errors_are_those_of_the_page(scomm):
    for number in (4, 5, 10):
        run = answer(scomm, number)
        assert run.code == 1
        fixed = [line for line in run.err.splitlines() if line.startswith("Fixed:")]
        assert all(line in TEXT for line in fixed) and (fixed or number == 10)
    joined = scomm("-c", QUERIES[10].replace(" many", ""))
    assert joined.code == 1 and "has 7 rows on the right, so its row would be repeated" in joined.err


def test_shares_and_the_first_two(scomm):
    assert "shares are of 406,383 removals in 4 rows" in answer(scomm, 2).err
    assert len(answer(scomm, 3).out.splitlines()) == 9
