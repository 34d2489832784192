"""Wrong input is answered with a message and an exit code, whatever it is."""

import pytest

GOOD = "states | count"
COUNT = "n\n56\n"

MISSPELT = [
    ("states | cuont", "count"),
    ("states | wher true", "where"),
    ("sttes | count", "states"),
    ("states | where nmae = 'x'", "name"),
    ("states | keep code, regoin", "region"),
    ("states | total populaton by region", "population"),
    ("states | sort popluation desc", "population"),
    ("deportations | count by state.regon", "region"),
    ("states | where region = 'Wset'", "West"),
    ("states | where name = 'Masachusetts'", "Massachusetts"),
    ("deportations | where state = 'Massachusetts'", '"MA"'),
    ("figures | where level >= 'Levle 2'", "Level 2"),
    ("states | add x = uppr(name)", "upper"),
    ("states | summarize x = maen(population)", "mean"),
    ("param year = FY2012\ndeportations | where fiscal_year = $yaer", "$year"),
    ("states | join stories on stat = state", "state"),
    ("states | count | as jsn", "json"),
]

FOREIGN = [
    "select * from states",
    "SELECT code FROM states WHERE region = 'West'",
    "states | group by region",
    "states | order by population",
    "states | limit 3",
    "states | filter region = 'West'",
    "states | mutate x = 1",
    "states | where region = 'West' && population > 3",
    "states %>% count",
    "states |> count",
    "states | where region <> 'West'",
    "states | where population = NULL",
    "states | where population = NA",
    "states | summarize count(*)",
    "states | where name like 'New%'",
    "states | where population is null",
]

SENSELESS = [
    "states | sum",
    "states | where population",
    "states | where population = 'many'",
    "states | where name > 3",
    "states | add x = name + 1",
    "states | summarize mean(name)",
    "figures | summarize mean(level)",
    "states | where count > 3",
    "states | sort sum(population)",
    "states | total name",
    "jurisdictions | total foreign_born_pct",
    "deportations | where fiscal_year = 2012-06",
    "events | where date = 2011",
    "events | where date = 2011-02-30",
    "events | where date in FY2030",
    "events | where date in 2012..2011",
    "states | add n = running(population)",
    "states | keep code, code",
    "states | join deportations on code = state",
    "states | join conflicts",
    "states | join jurisdictions on population = name many",
    "states | first -1",
    "states | first 1.5",
    "states | top x by population",
    "states | top 3 by name by code",
    "states | rename code = name",
    "states | drop code, name, nothing",
    "states | where a < b < c",
    "states | add region = 'West'",
    "states | summarize population / 2",
    "_ | count",
    "_9 | count",
    "| count",
    "let states = stories",
    "states | where name matches '('",
    "states | where name matches '(a)\\1'",
    "states | where name matches '(?=a)'",
    "states | assert population > 3",
    "states | save population",
    "param p = population",
    "states | where code in",
    "states | where code in ()",
    "states | add x = if true then 1",
    "states | add x = if true then 1 else 'a'",
    "states | add x = label(code, 'MA' = 1, else 'b')",
    "2011-6-17",
    "events | where date = 2011-6-17",
    "events | where date > FY12",
    "states | where population > 10 %",
    "states | where population > 3x",
    "states | count by",
    "states | count region",
    "`",
    "'",
    '"',
    "states | where name = 'MA",
    "states | where name = \"MA'",
    "states | keep `code",
    ")",
    "states)",
    "(states",
    "$",
    "$x",
    "|",
    "||",
    "states || count",
    "states | | count",
    ";;;|",
    "let",
    "let x",
    "let x =",
    "param",
    "param 3 = 4",
    "explain",
    "...",
    "\\",
    "states \\ count",
    "states | count @",
    "страны | count",
    "states | where назва = 'x'",
    "états",
    "🦆 | count",
    "states | where name = '🦆' | cuont",
]


@pytest.mark.parametrize("query, wanted", MISSPELT)
def test_what_is_misspelt_gets_the_nearest_name(scomm, query, wanted):
    run = scomm("--quiet", "-c", query)
    assert run.code in (1, 2) and run.out == ""
    assert wanted in run.err.replace("Fixed:", "")


@pytest.mark.parametrize("query", FOREIGN)
def test_foreign_habits_are_translated(scomm, query):
    run = scomm("--quiet", "-c", query)
    assert run[:2] == (1, "")
    assert "-c:1:" in run.err


def test_what_has_an_error_is_not_run(scomm, tmp_path):
    run = scomm("--quiet", "-c", f"states | where region = 'West' && population > 3 | save '{tmp_path}/out.csv'")
    assert run[:2] == (1, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("query", SENSELESS)
def test_what_makes_no_sense_is_an_error_with_its_place(scomm, query):
    run = scomm("--quiet", "-c", query)
    assert run.code in (1, 2), run
    assert run.out == ""
    assert any(line.startswith("-c:1:") for line in run.err.splitlines()), run.err


@pytest.mark.parametrize(
    "value",
    ["states | where name = 'Atlantis'", "states | where name in ('Ohio', 'Atlantis')", "stories | where place != 'Atlantis'"],
)
def test_unknown_values_are_errors_unless_allowed(scomm, value):
    assert scomm("--quiet", "-c", value).code == 1
    run = scomm("--allow-unknown-values", "-c", value)
    assert run.code == 0
    assert "Atlantis" in run.err


def test_an_unknown_value_of_a_category_is_always_an_error(scomm):
    assert scomm("--allow-unknown-values", "-c", "states | where region = 'East'").code == 1


DEEP = {
    "brackets": "states | where " + "(" * 10_000 + "true",
    "closed brackets": "states | where " + "(" * 10_000 + "true" + ")" * 10_000,
    "sources": "(" * 10_000 + "states",
    "negations": "states | where " + "not " * 10_000 + "true",
    "signs": "states | add x = " + "- " * 10_000 + "1",
    "conditions": "states | add x = " + "if true then 1 else " * 10_000 + "1",
    "functions": "states | add x = " + "abs(" * 10_000 + "1",
    "sums": "states | add x = " + "1 + " * 100_000 + "1",
    "choices": "states | where " + "true or " * 100_000 + "true",
    "defaults": "states | add x = " + "1 ?? " * 100_000 + "1",
    "links": "states | keep " + "source." * 10_000 + "id",
    "bars": "states " + "|" * 100_000,
    "quotes": '"' * 100_001,
    "back-quotes": "`" * 100_001,
}


@pytest.mark.parametrize("name", DEEP)
def test_endless_nesting_is_a_proper_error(scomm, name):
    run = scomm("--quiet", text=DEEP[name])
    assert run[:2] == (1, "")
    assert len(run.err) < 10_000


def test_many_stages_are_fine(scomm):
    assert scomm("--quiet", text="states " + "| where true " * 998 + "| count")[:2] == (0, COUNT)


def test_very_many_stages_do_not_crash(scomm):
    for count in (10_000, 50_000):
        assert scomm("--quiet", text="states " + "| where true " * count + "| count", timeout=20).code in (0, 1)


def test_many_statements_are_fine(scomm):
    assert scomm("--quiet", text="states | count\n" * 1_000).out == "\n".join([COUNT] * 1_000)


@pytest.mark.parametrize("length", [500, 3_000, 20_000])
def test_a_long_list_is_fine(scomm, length):
    listed = ", ".join(str(number) for number in range(length))
    assert scomm("--quiet", text=f"states | where counties in ({listed}) | count")[:2] == (0, COUNT)


LONG = {
    "text": "states | where name = '" + "x" * 1_000_000 + "'",
    "name": "states | where " + "x" * 1_000_000 + " = 1",
    "verb": "states | " + "x" * 1_000_000,
    "number": "states | where population > " + "9" * 1_000_000,
    "signs": "@#!$%^&*" * 125_000,
    "word": "x" * 1_000_000,
    "pattern": "states | where name matches '" + "(a|b)*" * 150_000 + "'",
}


@pytest.mark.parametrize("name", LONG)
def test_a_line_of_a_million_characters_gets_a_short_answer(scomm, name):
    run = scomm("--quiet", text=LONG[name], timeout=10)
    assert run[:2] == (1, "")
    assert len(run.err) < 10_000


def test_a_long_comment_is_nothing(scomm):
    assert scomm("--quiet", text="# " + "x" * 1_000_000 + "\n" + GOOD)[:2] == (0, COUNT)


BYTES = {
    "invalid UTF-8 in text": b"states | where name = '\xff\xfe'",
    "invalid UTF-8 in a name": b"\xc3\x28 | count",
    "a piece of a character": b"states | where name = '\xe2\x82",
    "a surrogate": b"states | where name = '\xed\xa0\x80'",
    "a NUL at the end": b"states | count\0",
    "a NUL in text": b"states | where name = 'a\0b'",
    "only NULs": b"\0" * 1000,
    "an escape": b"states | \x1b[31mcount",
    "a bell": b"states | where name = '\x07'",
    "an order mark inside": b"states | \xef\xbb\xbfcuont",
    "UTF-16": "states | count".encode("utf-16"),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "a direction mark": "states | where name = '\u202e'".encode(),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_text(scomm, name):
    run = scomm("--quiet", text=BYTES[name])
    assert run.code == 1 and run.out == ""
    assert "stdin:1:" in run.err
    assert "\x1b" not in run.err and "\x07" not in run.err and "\0" not in run.err


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_text_in_a_file(scomm, tmp_path, name):
    path = tmp_path / "bad.scq"
    path.write_bytes(BYTES[name])
    run = scomm("--errors", "json", "--quiet", path)
    assert run.code == 1 and run.out == ""


def test_the_program_itself_is_no_query(scomm, binary, tmp_path):
    path = tmp_path / "program.scq"
    path.write_bytes(open(binary, "rb").read(300_000))
    run = scomm(path)
    assert run.code == 1 and len(run.err) < 10_000


@pytest.mark.parametrize(
    "text, wanted",
    [
        (b"", ""),
        (b"\n\n\n", ""),
        (b"   \t ", ""),
        (b"# only\n-- comments\n", ""),
        (b"\xef\xbb\xbf", ""),
        (b";;\n;", ""),
        (b"\xef\xbb\xbfstates | count\n", COUNT),
        (b"states | count\r\n", COUNT),
        (b"states\r\n| where region = 'West'\r\n| count\r\n# end\r\n", "n\n13\n"),
        (b"states | count", COUNT),
        (b"  states|count  ;  ", COUNT),
        (b"states\t|\tcount", COUNT),
    ],
)
def test_files_as_editors_write_them(scomm, tmp_path, text, wanted):
    path = tmp_path / "query.scq"
    path.write_bytes(text)
    assert scomm("--quiet", path) == (0, wanted, "")
    assert scomm("--quiet", text=text) == (0, wanted, "")


def test_lines_are_counted_with_carriage_returns(scomm):
    assert "stdin:3:3: " in scomm(text=b"states\r\n| where true\r\n| cuont\r\n").err


def test_a_folder_is_no_query_file(scomm, tmp_path):
    (tmp_path / "folder.scq").mkdir()
    run = scomm(tmp_path / "folder.scq")
    assert run[:2] == (4, "")
    assert "folder.scq" in run.err


def test_a_file_that_may_not_be_read(scomm, tmp_path):
    import os

    path = tmp_path / "closed.scq"
    path.write_text(GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("nothing is closed to the superuser")
    run = scomm(path)
    assert run[:2] == (4, "")
    assert "closed.scq" in run.err


def test_a_file_name_with_odd_characters(scomm, tmp_path):
    path = tmp_path / "mine and yours — ünï \n.scq"
    path.write_text("states | cuont")
    run = scomm(path)
    assert run.code == 1
    assert "mine and yours — ünï" in run.err


NUMBERS = [
    "states | add x = 9_223_372_036_854_775_807 + population | keep x",
    "states | add x = 0 - 9_223_372_036_854_775_807 - population | keep x",
    "states | add x = population * population * population | keep x",
    "states | add x = abs(0 - 9_223_372_036_854_775_807 - 1) | keep x",
    "states | add x = mod(0 - 9_223_372_036_854_775_807 - 1, 0 - 1) | keep x",
    "states | add x = 9_223_372_036_854_775_807 | summarize s = sum(x)",
    "states | add x = round(1 / 3, 400) | keep x",
    "states | add x = exp(population) | keep x",
    "states | add x = exp(population) - exp(population) | keep x",
    "states | add x = round(1e300) | keep x",
    "states | add x = floor(exp(700)) | keep x",
    "states | add x = bucket(exp(700), 3) | keep x",
    "events | add d = date + 99_999_999 years | keep d",
    "events | add d = date - 9_223_372_036_854_775_807 days | keep d",
    "events | add d = date + 9_223_372_036_854_775_807 years | keep d",
    "events | add d = date - 9_223_372_036_854_775_807 quarters | keep d",
    "deportations | add p = fiscal_year + 9_223_372_036_854_775_807 | keep p",
    "detention | add p = month - 999_999_999 | first 1 | keep p",
    "states | add d = date(99_999_999_999, 1, 1) | keep d",
    "states | add t = pad(code, 100_000_000_000) | keep t",
    "states | add t = left(name, 9_223_372_036_854_775_807) | keep t",
    "states | add t = split_part(name, ' ', 0 - 9_223_372_036_854_775_807) | keep t",
    "states | sort code | add t = previous(population, 9_223_372_036_854_775_807) | keep t",
    "states | first 9_223_372_036_854_775_807 | count",
    "states | top 9_223_372_036_854_775_807 by population | count",
    "states | sample 9_223_372_036_854_775_807 | count",
    "states | sample 0% | count",
    "states | sample 900% | count",
    "states | summarize q = quantile(population, 900%)",
    "states | where counties in -9_223_372_036_854_775_807..9_223_372_036_854_775_807 | count",
    "states | where population > 0.000000000000000000000000000000000000000000000000000001 | count",
    "states | sample 3 seed 9_223_372_036_854_775_807 | count",
    "national_removals | add m = rolling_mean(removals, 9_223_372_036_854_775_807 years) along fiscal_year | keep m",
    "national_removals | add m = rolling_mean(removals, 0 years) along fiscal_year | keep m",
]


@pytest.mark.parametrize("query", NUMBERS)
def test_extreme_numbers_give_an_answer_or_an_error(scomm, query):
    run = scomm("--quiet", "-c", query)
    assert run.code in (0, 1)
    assert "nan" not in run.out.lower().split() and "inf" not in run.out.lower().split()
    assert (run.err == "") == (run.code == 0)


PATTERNS = ["(a*)*b", "(a|a)*b", "(a+)+$", "a{1000}", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x", "[", "[z-a]", "a**", "*", "\\", "(?P<x>a)", "", "|", "()", "^$", "[^\\]]", "\\d+\\s\\w", "\u00e9+"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_are_quick_or_refused(scomm, tmp_path, pattern):
    path = tmp_path / "texts.csv"
    path.write_text("t\n" + "".join(f"{'a' * 5_000}{number}\n" for number in range(20)))
    run = scomm("--quiet", path, "-c", f"texts | where t matches '{pattern}' | count", timeout=10)
    assert run.code in (0, 1)
