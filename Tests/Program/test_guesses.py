"""Files of one's own: what is guessed when they are read is told, and what cannot be guessed is refused."""

import json
import sqlite3
import time

import pytest

# A file's content, what `t` gives as CSV, and words of the line that tells what was guessed.
LAYOUTS = {
    "returns alone": ("a b,c\r1,x\r2,y", "a b,c\n1,x\n2,y\n", "carriage return alone"),
    "returns and a quoted one": ('"a","b"\r"1\r2",x\r', 'a,b\n"1\n2",x\n', "carriage return alone"),
    "semicolons": ('"a";b\n"1;x";2\n', "a,b\n1;x,2\n", "separated by semicolons"),
    "semicolons behind a mark": ("\ufeffa;b\r\n1;2\r\n", "a,b\n1,2\n", "separated by semicolons"),
    "bars": ("a|b\n1|2\n", "a,b\n1,2\n", "separated by vertical bars"),
    "tabs": ("a\tb\n1\t2\n", "a,b\n1,2\n", "separated by tabs"),
    "decimal commas": ("a;b\n1,5;2\n1,234;3\n", "a,b\n1.5,2\n1.234,3\n", '"1,234" is 1.234'),
    "decimal commas and points": ("a;b\n1.234,5;2\n2,25;3\n", "a,b\n1234.5,2\n2.25,3\n", '"1.234,5" is 1234.5'),
    "thousands by points": ("a;b\n1.234.567;2\n2.000;3\n", "a,b\n1234567,2\n2000,3\n", "is 1234567"),
    "points that may part thousands": ("a;b\n1.234;2,5\n2.000;3\n", "a,b\n1.234,2.5\n2,3\n", "a thousand times larger"),
    "a line of Excel": ("Sep=;\r\na;b\r\n1;2\r\n", "a,b\n1,2\n", "as line 1 says"),
    "empty first lines": ("\r\n\na,b\n1,2\n", "a,b\n1,2\n", "line 3 names the columns"),
    "one column": ("a;b\nx\ny\n", "a;b\nx\ny\n", "read as one column"),
    "a quoted name": ('"a;b"\nx;y\n', "a;b\nx;y\n", ""),
    "semicolons in values": ("a\nx;y\nz\n", "a\nx;y\nz\n", ""),
    "a line break in a name": ('"a\r\nb",c\n1,2\n', "a b,c\n1,2\n", "is called a b here"),
    "names that become one": ('"a\nb",a b,\n1,2,3\n', "a b,a b_2,column_3\n1,2,3\n", "is called a b_2 here"),
}


def read(scomm, path, query="t", *options, **kwargs):
    return scomm(*options, "--format", "csv", "--data", f"t={path}", "-c", query, **kwargs)


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(scomm, tmp_path, name):
    text, rows, line = LAYOUTS[name]
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    run = read(scomm, path)
    assert (run.code, run.out) == (0, rows), run
    assert line in run.err and (line or not run.err)
    piped = scomm("--format", "csv", "--data", "t=-", "-c", "t", text=text)
    assert piped.out == rows and line in piped.err


@pytest.mark.parametrize(
    "text,place,words",
    [
        ("a,b\r1,2\n3,4\r", "1:4", "a carriage return stands alone here"),
        ("a;b;c\n1;2;3\n4;5\n", "3:1", "this row has 2 fields"),
        ("a,b\r1,2\r3\r", "3:1", "this row has 1 field"),
        ("n\n1\r2\r3\r", "2:2", "a carriage return stands alone here"),
        ("a;b|c\n1;2|3\n", "1:1", "a semicolon and a vertical bar"),
        ("\n\n", "1:1", "the file is empty"),
    ],
)
def test_layout_that_is_refused(scomm, tmp_path, text, place, words):
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    run = read(scomm, path)
    assert run.code == 4 and f"t.csv:{place}: " in run.err and words in run.err


def test_returns_alone_in_a_large_file(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"n,w\r" + b"".join(b"%d,word %d\r" % (row, row % 9) for row in range(200_000)))
    for options in ([], ["--threads", "1"]):
        assert read(scomm, path, "t | total n", *options).out == "n\n19999900000\n"


def test_names_in_back_quotes(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a`b,`\n1,2\n", encoding="utf-8")
    assert read(scomm, path, "t | keep `a``b`, x = ````").out == "a`b,x\n1,2\n"
    query = tmp_path / "q.scq"
    query.write_text("t | keep `a``b`\n", encoding="utf-8")
    assert scomm("--fmt", query).out == "t | keep `a``b`\n"
    assert "keep `a``b`" in read(scomm, path, "t | keep `a``c`").err


# Values of a column, what they are read as, and words of the line that says so.
COLUMNS = {
    "words": (["1", "NA", "-", "n/a"], ["1", "", "", ""], '1 "NA", 1 "-", 1 "n/a" are missing'),
    "words beside dates": (["2011-06-17", "NULL"], ["2011-06-17", ""], 'in x 1 "NULL" is missing'),
    "words alone": (["NA", "-"], ["NA", "-"], ""),
    "words beside texts": (["NA", "b"], ["NA", "b"], ""),
    "words beside codes": (["NA", "001"], ["NA", "001"], ""),
    "thousands": (["1,234", "-12", "1,234,567"], ["1234", "-12", "1234567"], "integers"),
    "thousands with decimals": (["1,234.5", "12"], ["1234.5", "12"], "reals"),
    "thousands here and there": (["1,234", "1234"], ["1,234", "1234"], ""),
    "a leading zero": (["0,234", "1,234"], ["0,234", "1,234"], ""),
    "groups of two": (["1,23", "1,234"], ["1,23", "1,234"], ""),
    "percents": (["23.5%", "-1%"], ["0.235", "-0.01"], "percents"),
    "dollars": (["$1,234.50", "-$3", "NA"], ["1234.5", "-3", ""], "reals"),
    "dollars here and there": (["$1", "2"], ["$1", "2"], ""),
    "month first": (["3/14/2012", "12/1/2012"], ["2012-03-14", "2012-12-01"], "dates"),
    "day first": (["14/3/2012", "1/12/2012"], ["2012-03-14", "2012-12-01"], "dates"),
    "either first": (["3/4/2012", "5/5/2012"], ["3/4/2012", "5/5/2012"], ""),
    "neither first": (["3/14/2012", "14/3/2012"], ["3/14/2012", "14/3/2012"], ""),
    "two digits": (["14-Mar-68", "1-Jan-69"], ["2068-03-14", "1969-01-01"], "years up to 68 are 20xx"),
    "names of months": (["March 14, 2012", "May 4, 2012"], ["2012-03-14", "2012-05-04"], "dates"),
    "no such day": (["2/30/2012", "3/14/2012"], ["2/30/2012", "3/14/2012"], ""),
    "midnights": (["2011-06-17 00:00:00", "2011-06-18 00:00:00"], ["2011-06-17", "2011-06-18"], "every time"),
    "other times": (["2011-06-17 00:00:00", "2011-06-18 00:00:01"], None, ""),
    "more than 64 bits": (["11898508762506083287", "1"], None, "integers of more than 64 bits"),
    "no digit is lost": (["9007199254740993", "1.5"], None, "a real cannot hold its integers exactly"),
    "no infinity": (["inf", "1e999", "1"], None, ""),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_column(scomm, tmp_path, name):
    values, expected, line = COLUMNS[name]
    path = tmp_path / "t.csv"
    path.write_text("x,n\n" + "".join(f'"{value}",{n}\n' for n, value in enumerate(values)), encoding="utf-8")
    run = read(scomm, path, "t | keep x, n | as json")
    found = [row["x"] for row in json.loads(run.out)]
    known = [None if value == "" else value for value in expected or values]
    assert [value if value is None else str(value) for value in found] == known
    assert line in run.err and (line or "t.csv" not in run.err)


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "sqlite"])
def test_missing_words_of_ones_own(scomm, tmp_path, form):
    rows = [(1, "a"), ("NA", "999"), (999, "NA")]
    path = tmp_path / f"t.{form}"
    if form == "csv":
        path.write_text("n,w\n" + "".join(f"{n},{w}\n" for n, w in rows), encoding="utf-8")
    elif form == "sqlite":
        with sqlite3.connect(path) as file:
            file.execute("create table t (n, w)")
            file.executemany("insert into t values (?, ?)", rows)
    else:
        objects = [json.dumps({"n": n, "w": w}) for n, w in rows]
        path.write_text("\n".join(objects) if form == "jsonl" else f"[{','.join(objects)}]", encoding="utf-8")
    assert read(scomm, path).out == "n,w\n1,a\n,999\n999,NA\n"
    assert read(scomm, path, "t", "--missing", "999").out == 'n,w\n1,a\n,""\n,NA\n'.replace('""', "")
    assert read(scomm, path, "t", "--missing=NA, a").out == "n,w\n1,\n,999\n999,\n"
    kept = read(scomm, path, "t", "--missing", "none")
    assert kept.out == "n,w\n1,a\nNA,999\n999,NA\n" and kept.err == ""


def test_what_was_kept_is_told_again(scomm, tmp_path):
    path = tmp_path / "t.csv"
    rows = "".join(f'{row},{"NA" if row == 7 else row},"1,{100 + row % 800}",some words\n' for row in range(300_000))
    path.write_text("i,n,k,w\n" + rows, encoding="utf-8")
    time.sleep(0.1)
    runs = [read(scomm, path, "t | summarize n = count(n), k = max(k)", XDG_CACHE_HOME=str(tmp_path)) for _ in "12"]
    assert list((tmp_path / "scomm").rglob("table"))
    assert runs[0] == runs[1] and '1 "NA" is missing' in runs[0].err and '"1,100" is 1100' in runs[0].err
    for words, known in (("none", 300_000), ("8", 299_998), ("none", 300_000)):
        run = read(scomm, path, "t | summarize n = count(n)", "--missing", words, XDG_CACHE_HOME=str(tmp_path))
        assert run.out == f"n\n{known}\n"


def test_a_column_without_values_fits_every_type(scomm, tmp_path):
    (tmp_path / "t.csv").write_text("id,n\n1,\n2,\n", encoding="utf-8")
    (tmp_path / "u.csv").write_text("id,n\n3,5\n", encoding="utf-8")
    with sqlite3.connect(tmp_path / "v.sqlite") as file:
        file.execute("create table v (id integer, n date)")
    (tmp_path / "w.json").write_text('[{"id": 1, "n": null}]', encoding="utf-8")
    queries = {
        "t | append u | total n": "n\n5\n",
        "u | append t | append v | append w | total n": "n\n5\n",
        "t | total n": 'n\n""\n',
        "t | add m = n ?? 0, k = n * 2, d = n + 1 | total m": "m\n0\n",
        "t | where n > 1 | count": "n\n0\n",
        "t | where n > 2011-06-17 or n in FY2011 or n = \"x\" or n in (1, 2) | count": "n\n0\n",
        "t | where n is missing | count": "n\n2\n",
        "t | count by m = fy(n)": "m,n\n,2\n",
        "t | summarize m = mean(n), d = max(n)": "m,d\n,\n",
        "t | join u on n | count": "n\n2\n",
        "t | unpivot id, n as name, value | total value": "value\n3\n",
        "v | where n > 1 and id = \"x\" | count": "n\n0\n",
        "w | add m = if n > 1 then n else 3 | total m": "m\n3\n",
        "t | top 1 by n": "id,n\n",
        "t | add d = n + 1 day, k = d since 2011-01-01 | keep k": 'k\n""\n""\n',
        "t | describe n | keep type": "type\nno values\n",
    }
    for query, rows in queries.items():
        run = scomm("--format", "csv", "t.csv", "u.csv", "v.sqlite", "w.json", "-c", query, cwd=tmp_path)
        assert (run.code, run.out) == (0, rows), (query, run)


@pytest.mark.parametrize(
    "values,query,reading",
    [
        (["2011-06-17 10:00", "2012-02-29 13:14"], "t | count by f = fy(x)", "date(left(x, 10))"),
        (["6/7/2011 10:00", "2/9/2012 13:14"], "t | count by f = fy(x)", 'date(extract(x, "^[^ T]+"), "MM/DD/YYYY")'),
        (["3/4/2012", "5/6/2012"], "t | where x > 2012-01-01", 'date(x, "MM/DD/YYYY") or date(x, "DD/MM/YYYY")'),
        (["14-Mar-12", "unknown", "1-Jan-13"], "t | count by f = fy(x)", 'date(x, "DD-MON-YY")'),
        (["1,234", "unknown", "5"], "t | summarize s = sum(x)", "number(x)"),
        (["1,234", "unknown", "5"], "t | total x", "add x = number(x)"),
        (["1,234", "unknown", "5"], "t | where x > 1", "number(x)"),
    ],
)
def test_the_reading_that_is_offered_works(scomm, tmp_path, values, query, reading):
    path = tmp_path / "t.csv"
    path.write_text("x,n\n" + "".join(f'"{value}",1\n' for value in values), encoding="utf-8")
    run = read(scomm, path, query)
    assert run.code == 1 and reading in run.err
    call = reading.split(" or ")[0].removeprefix("add x = ")
    assert read(scomm, path, f"t | add y = {call} | where y is not missing | count").out == "n\n2\n"


def test_what_was_read_already_may_be_read_again(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('d,n\n3/14/2012,"1,234"\n', encoding="utf-8")
    query = 't | keep f = d, m = n | add f = date(f, "MM/DD/YYYY"), m = number(m)'
    assert read(scomm, path, query).out == "f,m\n2012-03-14,1234\n"


def test_no_reading_is_offered_that_reads_nothing(scomm):
    run = scomm("-c", "states | where name > 3")
    assert run.code == 1 and "number(" not in run.err


def test_number_loses_no_digit(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('x\n9007199254740993\n"0,234"\n"1,234.5"\nx\n', encoding="utf-8")
    run = read(scomm, path, "t | add y = number(x) | keep y")
    assert run.out == 'y\n""\n""\n1234.5\n""\n' and "missing for 3 values" in run.err


def test_guards_of_readers(scomm, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\nx\n\xe9\n")
    (tmp_path / "a.json").write_bytes(b'[{"a": "\xe9"}]')
    with sqlite3.connect(tmp_path / "a.sqlite") as file:
        file.execute("create table a (a)")
        file.execute("insert into a values ('x'), (cast(x'e9' as text))")
    for name, place in (("a.csv", "a.csv:3:1: "), ("a.json", "a.json:1:8: "), ("a.sqlite", "row 2: in a ")):
        run = scomm(name, "-c", "a", cwd=tmp_path)
        assert run.code == 4 and place in run.err and "UTF-8" in run.err
    (tmp_path / "b.json").write_text('[{"a": 1e999}, {"a": 2}]', encoding="utf-8")
    run = scomm("b.json", "-c", "b", cwd=tmp_path)
    assert run.out == "a\n1e999\n2\n" and "numbers above 1.8e308" in run.err
    with sqlite3.connect(tmp_path / "c.sqlite") as file:
        file.execute("create table c (a)")
        file.execute("insert into c values (9e999), (2.5)")
    run = scomm("c.sqlite", "-c", "c | total a", cwd=tmp_path)
    assert run.out == "a\n2.5\n" and "1 infinite number is missing" in run.err


def test_help_on_patterns(scomm):
    assert "[[:alpha:]]" in scomm("-c", ".help matches").out


@pytest.mark.parametrize(
    "rows,told",
    [
        ("town,st\nBoston,MA\nDallas,TX\n", "on st = code, whose values agree"),
        ("town,home\nBoston,Massachusetts\nDallas,Texas\n", "on home = name, whose values agree"),
        ("a,b\n1,2\n", "on LEFT = RIGHT. The columns here are a, b; those of states are code, name,"),
    ],
)
def test_a_join_without_a_link_says_which_columns_could_agree(scomm, tmp_path, rows, told):
    (tmp_path / "my.csv").write_text(rows)
    run = scomm(tmp_path / "my.csv", "-c", "my | join states")
    assert run.code == 1 and told in " ".join(run.err.split())


def test_a_path_without_quotes_is_repaired(scomm, tmp_path):
    run = scomm("-c", f"states | map population | save {tmp_path}/x.svg with sources")
    assert f'Fixed:  states | map population | save "{tmp_path}/x.svg" with sources' in run.err


def test_a_folder_without_a_package_is_told(scomm, tmp_path):
    run = scomm("--data", str(tmp_path), "-c", "states | count")
    assert run.code == 4 and "is a folder without a datapackage.json; open its files one by one" in run.err
