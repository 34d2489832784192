"""Queries with random damage end with a message and a proper exit code, always."""

import random
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from program import INTERNALS

COUNT = 300
SEEDS = [
    "deportations | total removals by state.region",
    "deportations | where fiscal_year in FY2010..FY2012 | total removals by state | top 10",
    'stories | where kind = "withdrawal" or kind = "rescission" | keep date, place, title',
    'claims | where source.founding and unit = "percent"\n| keep speaker, statement, value',
    "jurisdictions | count by status = reached(2010-06-30, active_not_before, active_by)",
    'figures | where level >= "Level 2" and not (value < 10) | sort value desc, id | first 5',
    "states | join (deportations | where removals > 0) on code = state unmatched | keep code, name, region",
    'param year = FY2012 "fiscal year"\ndeportations | where fiscal_year = $year | total removals by state\n| top 5 by removals',
    "let big = states | where population > 10_000_000\nbig | add x = if region = 'West' then 1.5 else -2 | keep code, x",
    "detention | where state = \"WY\" | add c = change(average_daily_population) along month | keep month, c",
    "deportations | add so_far = running(removals) per state along fiscal_year | last 3 per state",
    "jurisdictions | summarize pct = percent(population where activated is not missing), m = quantile(poverty_pct, 90%) by state",
    "events | where date since 2011 and date until FY2011 and title contains 'Boston' # comment\n| count by year(date), kind",
    "events | add d = date + 30 days, t = concat(place, \", \", state ?? '?') | distinct t, d | append rollout",
    "sources | where published matches '^[0-9]{4}' | add y = extract(published, '^([0-9]{4})') | count by y | share as part",
    "states | assert count > 50 \"states\" | sample 3 seed 7 | drop tile_row, tile_column | rename people = population | as json",
]
PIECES = [
    "|", "(", ")", '"', "'", "`", ",", ".", "..", "=", "==", "!=", "<", ">=", "??", "$", "#", ";", "\n", " ", "-", "+", "*", "/", "%",
    "where", "by", "per", "along", "in", "not", "and", "or", "is missing", "missing", "true", "if", "then", "else", "let x =", "count", "sum(",
    "join", "on", "many", "top 3", "FY2012", "2011-06", "2011-06-17", "2012Q2", "2011-W23", "30 days", "12%", "0", "1e5", "9223372036854775808",
    "\ufeff", "\0", "é", "🦆", "\u202e", "\t", "\\", "_", "_1", "explain", "param p", "as csv", "state.region", "contains", "between",
]


def mutated(source, dice):
    """The text with one to four random damages, as bytes."""
    data = bytearray(source.encode())
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(data) + 1)
        end = min(len(data), place + dice.randint(1, 12))
        roll = dice.randrange(7)
        if roll == 0 and data:
            data[min(place, len(data) - 1)] ^= 1 << dice.randrange(8)
        elif roll == 1:
            del data[place:end]
        elif roll == 2:
            data[place:place] = data[place:end] * dice.randint(1, 3)
        elif roll == 3:
            data[place:place] = dice.choice(PIECES).encode()
        elif roll == 4:
            data[place:end] = dice.choice(PIECES).encode()
        elif roll == 5:
            other = dice.choice(SEEDS).encode()
            start = dice.randrange(len(other))
            data[place:place] = other[start : start + dice.randint(1, 30)]
        else:
            data[place:place] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 4)))
    return bytes(data)


def cases():
    dice = random.Random(1787)
    return [mutated(SEEDS[number % len(SEEDS)], dice) for number in range(COUNT)]


def test_the_queries_are_right_before_they_are_damaged(scomm):
    for query in SEEDS:
        assert scomm("--quiet", text=query).code == 0, query


@pytest.mark.parametrize("errors", ["text", "json"])
def test_damaged_queries_never_crash(binary, environment, errors, tmp_path):
    def run(text):
        command = [binary, "--quiet", "--errors", errors]
        return subprocess.run(command, input=text, capture_output=True, cwd=tmp_path, env=environment, timeout=20)

    wrong = []
    with ThreadPoolExecutor(4) as pool:
        for text, done in zip(cases(), pool.map(run, cases())):
            if done.returncode not in (0, 1, 2, 3, 4):
                wrong.append((text, done.returncode, done.stderr[:300]))
            elif done.returncode != 0 and not done.stderr:
                wrong.append((text, "says nothing"))
            said = done.stderr.decode("utf-8")
            typed = text.decode("utf-8", "replace")
            found = [word for word in INTERNALS if word in said and word not in typed]
            if found or any(ord(sign) < 32 and sign not in "\n\t" for sign in said):
                wrong.append((text, found, said[:300]))
    assert not wrong, "\n".join(map(repr, wrong))
    assert list(tmp_path.iterdir()) == []
