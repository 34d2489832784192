"""Documents behind a result are counted and cited: as text, Markdown, BibTeX and CSL-JSON."""

import csv
import json
import re
import sqlite3
from contextlib import closing

import pytest

from program import DATASETS, content_hash

HOSTILE = r"""50% of {R&D} costs_$5 #1 ~x^2 \cite{a}"""

PACKAGE = {
    "name": "small",
    "title": "A small package",
    "version": "2.0",
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [{"name": "id", "type": "integer"}, {"name": "g"}, {"name": "origin"}],
                "primaryKey": "id",
                "foreignKeys": [{"fields": "origin", "reference": {"resource": "papers", "fields": "code"}}],
            },
        },
        {
            "name": "j",
            "path": "j.csv",
            "schema": {"fields": [{"name": "case"}, {"name": "holds", "type": "boolean"}], "primaryKey": "case"},
            "scomm": {"sourcedBy": {"table": "b", "column": "case"}},
        },
        {
            "name": "b",
            "path": "b.csv",
            "schema": {
                "fields": [{"name": "case"}, {"name": "paper"}],
                "foreignKeys": [{"fields": "paper", "reference": {"resource": "papers", "fields": "code"}}],
            },
        },
        {
            "name": "papers",
            "path": "papers.csv",
            "schema": {
                "fields": [
                    {"name": "code"},
                    {"name": "called", "scomm": {"citation": "title"}},
                    {"name": "who", "scomm": {"citation": "author"}},
                    {"name": "when", "scomm": {"citation": "date"}},
                    {"name": "at", "scomm": {"citation": "address"}},
                ],
                "primaryKey": "code",
            },
            "scomm": {"documents": True},
        },
    ],
}

PAPERS = f"""code,called,who,when,at
a b,{HOSTILE},O'Neil & Sons,2011-06-10,https://x.org/a_b%20c?d=1&e=~f#g
A-B,Second,,spring 2011,
c,Third,Someone,2011,https://x.org/{{c}}
"""


@pytest.fixture
def package(tmp_path):
    (tmp_path / "datapackage.json").write_text(json.dumps(PACKAGE))
    (tmp_path / "t.csv").write_text("id,g,origin\n1,x,a b\n2,x,A-B\n3,y,a b\n4,y,\n5,z,c\n")
    (tmp_path / "j.csv").write_text("case,holds\nk1,true\nk2,false\nk3,true\n")
    (tmp_path / "b.csv").write_text("case,paper\nk1,c\nk1,A-B\nk2,c\n")
    (tmp_path / "papers.csv").write_text(PAPERS)
    return tmp_path


def after(scomm, query, command, *args, **variables):
    """What a command says after a query."""
    results = scomm("--quiet", *args, text=query, **variables).out
    run = scomm("--quiet", *args, text=f"{query}\n{command}\n", **variables)
    assert run.code == 0, run.err
    assert run.out.startswith(results + "\n")
    return run.out[len(results) + 1 :]


def counts(scomm, query, *args):
    """The rows of each document and table that `.sources` lists."""
    text = after(scomm, query, ".sources", *args)
    found = re.findall(r"^source: (.*)\nrows: (.*)\nof: (.*)$", text, re.M)
    if not found:
        found = [re.split(r" {2,}", line)[:3] for line in text.splitlines()[1:]]
    return {(source, table): int(rows.replace(",", "")) for source, rows, table in found}


def bibtex(text):
    """The entries of a BibTeX file by key: a reader that knows braces and backslashes."""
    entries, place = {}, 0
    while (place := text.find("@", place)) >= 0:
        kind, key = re.match(r"@(\w+)\{([^,\s]+),", text[place:]).groups()
        assert key.lower() not in map(str.lower, entries)
        entries[key], place = {"": kind}, text.index(",", place) + 1
        while (field := re.match(r"\s*(\w+) = \{", text[place:])) is not None:
            start = end = place + field.end()
            depth = 1
            while depth:
                step = 2 if text[end] == "\\" else 1
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += step
            entries[key][field[1]] = text[start : end - 1]
            place = re.match(r",?", text[end:]).end() + end
        assert re.match(r"\s*\}", text[place:]), text[place : place + 50]
    return entries


def unescaped(text):
    text = text.replace(r"\textbackslash{}", "\0").replace(r"\textasciitilde{}", "~")
    text = text.replace(r"\textasciicircum{}", "^")
    return re.sub(r"\\([{}%&$_#])", r"\1", text).replace("\0", "\\")


def test_sources_are_counted_by_rows(scomm, package):
    def of(query):
        return counts(scomm, query, "--datasets", package)

    assert of("t") == {("a b", "t"): 2, ("A-B", "t"): 1, ("c", "t"): 1}
    assert of("t | count") == of("t")
    assert of("t | where g = \"x\" | count by g") == {("a b", "t"): 1, ("A-B", "t"): 1}
    assert of("t | count by g | where g = \"y\"") == {("a b", "t"): 1}
    assert of("papers | where who is missing") == {("A-B", "papers"): 1}
    assert of("t | join papers on origin = code | count") == of("t")
    assert of("j") == {("c", "j"): 2, ("A-B", "j"): 1}
    assert of("j | where not holds | count by holds") == {("c", "j"): 1}
    assert of("t | where id = 1\n_ | count") == {("a b", "t"): 1}
    assert of("let x = t | where id = 5\nx | count") == {("c", "t"): 1}


def test_rows_without_a_document_are_told(scomm, package):
    run = scomm("--datasets", package, text="t\n.sources\nt | where id = 4\n.sources\n.cite\n")
    assert "1 row of the table t has no document" in run.err
    assert run.out.count("No document stands behind 1 row of t.\nt names no documents for them.\n") == 2


def test_bibtex_parses_and_loses_nothing(scomm, package):
    text = after(scomm, "t | where origin is not missing | count by g", ".cite bibtex", "--datasets", package)
    entries = bibtex(text)
    assert list(entries) == ["A-B", "a-b-2", "c", "small"]
    first = entries["a-b-2"]
    assert unescaped(first["title"][1:-1]) == HOSTILE
    assert unescaped(first["author"][1:-1]) == "O'Neil & Sons"
    assert (first["year"], first["month"], first["day"]) == ("2011", "6", "10")
    assert first["url"] == "https://x.org/a_b%20c?d=1&e=~f#g"
    assert entries["A-B"]["year"] == "spring 2011"
    assert entries["c"]["url"] == "https://x.org/%7Bc%7D"
    assert entries["small"]["version"] == "2.0"
    assert content_hash(package) in entries["small"]["note"]
    assert "t | where origin is not missing | count by g" in unescaped(entries["small"]["note"])


def test_csl_is_json_of_known_types(scomm, package):
    text = after(
        scomm, "t | count by g", ".cite csl", "--datasets", package, SOURCE_DATE_EPOCH="1000000000"
    )
    items = {item["id"]: item for item in json.loads(text)}
    accessed = {"date-parts": [[2001, 9, 9]]}
    assert items["a b"] == {
        "id": "a b",
        "type": "document",
        "title": HOSTILE,
        "URL": "https://x.org/a_b%20c?d=1&e=~f#g",
        "author": [{"literal": "O'Neil & Sons"}],
        "issued": {"date-parts": [[2011, 6, 10]]},
        "accessed": accessed,
    }
    assert items["A-B"]["issued"] == {"raw": "spring 2011"}
    assert items["small"]["type"] == "dataset"
    assert items["small"]["note"] == f"hash {content_hash(package)}; query: t | count by g"


KINDS = {
    "report": ("report", "techreport"),
    "article-journal": ("article-journal", "article"),
    "article-newspaper": ("article-newspaper", "article"),
    "webpage": ("webpage", "online"),
    "paper-conference": ("paper-conference", "inproceedings"),
    "thesis": ("thesis", "phdthesis"),
    "news": ("article-newspaper", "article"),
    "law & order": ("legislation", "misc"),
    "pamphlet": ("pamphlet", "misc"),
    "anything": ("document", "misc"),
    "": ("document", "misc"),
}


@pytest.fixture
def kinds(package):
    """The package with a document of each kind, and rows that name them."""
    declared = json.loads(json.dumps(PACKAGE))
    types = {"news": "article-newspaper", "law & order": "legislation"}
    own = {"citation": "kind", "documentTypes": types}
    declared["resources"][3]["schema"]["fields"].append({"name": "sort", "scomm": own})
    (package / "datapackage.json").write_text(json.dumps(declared))
    lines = [f'k{n},Title {n},Someone,2011,https://x.org/{n},{kind}' for n, kind in enumerate(KINDS)]
    (package / "papers.csv").write_text("code,called,who,when,at,sort\n" + "\n".join(lines) + "\n")
    (package / "t.csv").write_text("id,g,origin\n" + "".join(f"{n},x,k{n}\n" for n in range(len(KINDS))))
    (package / "b.csv").write_text("case,paper\nk1,k0\n")
    return package


def test_the_type_of_an_entry_is_that_of_its_kind(scomm, kinds):
    items = json.loads(after(scomm, "t", ".cite csl", "--datasets", kinds))
    entries = bibtex(after(scomm, "t", ".cite bibtex", "--datasets", kinds))
    for number, (kind, (csl, entry)) in enumerate(KINDS.items()):
        item = next(item for item in items if item["id"] == f"k{number}")
        found = entries[f"k{number}"]
        assert (item["type"], found[""]) == (csl, entry), kind
        is_outlet = csl == "article-newspaper"
        assert (item.get("container-title"), "author" in item) == ("Someone" if is_outlet else None, not is_outlet)
        assert ("journal" in found, "author" in found) == (is_outlet, not is_outlet)
        assert found.get("institution") == ("{Someone}" if entry == "techreport" else None)
        assert found.get("howpublished") == (kind.replace("&", r"\&") or None if entry == "misc" else None)
        assert item.get("genre") == (kind or None if csl == "document" else None)
    assert entries["small"][""] == "dataset"


def test_a_web_page_without_an_address_is_not_online(scomm, kinds):
    text = (kinds / "papers.csv").read_text()
    (kinds / "papers.csv").write_text(text.replace("https://x.org/3", ""))
    assert bibtex(after(scomm, "t", ".cite bibtex", "--datasets", kinds))["k3"][""] == "misc"


def test_each_kind_of_the_record_has_a_type(scomm):
    with open(DATASETS / "sources.csv", encoding="utf-8") as file:
        kinds = {row["id"]: row["kind"] for row in csv.DictReader(file)}
    items = {item["id"]: item for item in json.loads(after(scomm, "sources", ".cite csl"))}
    found = {}
    for key, kind in kinds.items():
        found.setdefault(kind, set()).add(items[key]["type"])
    assert all(len(types) == 1 for types in found.values())
    assert found["news"] == {"article-newspaper"} and found["report"] == {"report"}
    assert found["legislation"] == {"legislation"} and found["dissertation"] == {"thesis"}
    assert found["study"] == {"article-journal"} and found["press-release"] == {"document"}
    entries = bibtex(after(scomm, "sources", ".cite bibtex"))
    assert len(entries) == len(kinds) + 1
    assert {entry[""] for entry in entries.values()} == {
        "article", "dataset", "misc", "online", "phdthesis", "techreport",
    }  # fmt: skip


@pytest.mark.parametrize(
    "own,problem",
    [
        ({"documentTypes": {"news": "report"}}, "documentTypes of papers.sort must stand beside its citation, kind"),
        ({"citation": "kind", "documentTypes": ["report"]}, "must be an object of kinds and types"),
        ({"citation": "kind", "documentTypes": {"news": "newspaper"}}, "news of papers.sort must be one of the types of CSL"),
    ],
)
def test_types_that_are_declared_wrongly(scomm, kinds, own, problem):
    declared = json.loads((kinds / "datapackage.json").read_text())
    declared["resources"][3]["schema"]["fields"][-1]["scomm"] = own
    (kinds / "datapackage.json").write_text(json.dumps(declared))
    run = scomm("--datasets", kinds, "-c", "papers")
    assert run.code != 0 and problem in run.err, run.err


def test_text_and_markdown_have_query_data_and_day(scomm, package):
    epoch = {"SOURCE_DATE_EPOCH": "1000000000"}
    text = after(scomm, "t | where id = 5\n| count", ".cite", "--datasets", package, **epoch)
    assert text == (
        "1 document stands behind 1 row of t:\n"
        '  Someone, "Third", 2011. https://x.org/{c} (c)\n'
        "Query:\n  t | where id = 5\n  | count\n"
        f"Data: A small package, version 2.0, hash {content_hash(package)}\n"
        "Date: 2001-09-09\n"
    )
    text = after(scomm, "t | where id = 1", ".cite markdown", "--datasets", package, **epoch)
    assert r"*50% of {R\&D} costs\_$5 \#1 \~x^2 \\cite{a}*" in text
    assert "<https://x.org/a_b%20c?d=1&e=~f#g>" in text


def test_the_hash_is_that_of_package_and_tables(scomm):
    text = after(scomm, "states | count", ".cite")
    assert f"version 1.1.0, hash {content_hash(DATASETS)}\n" in text


def test_claims_and_verdicts_of_the_record(scomm):
    with open(DATASETS / "claims.csv", encoding="utf-8") as file:
        claims = {row["id"]: row["source"] for row in csv.DictReader(file)}
    with open(DATASETS / "grounds.csv", encoding="utf-8") as file:
        grounds = [(row["claim"], row["source"]) for row in csv.DictReader(file) if row["source"]]
    expected = {}
    for source in claims.values():
        expected[(source, "claims")] = expected.get((source, "claims"), 0) + 1
    assert counts(scomm, "claims | count by speaker") == expected
    expected = {}
    for _, source in set(grounds):
        expected[(source, "verdicts")] = expected.get((source, "verdicts"), 0) + 1
    assert counts(scomm, "verdicts | count by verdict") == expected


def test_the_ledger_has_sources_of_the_rows_that_others_rest_on(scomm, package):
    run = scomm("--datasets", package, "-c", "j | where not holds")
    assert run.err.splitlines()[-1] == "sources: c"


def test_own_files_say_where_they_lie(scomm, tmp_path):
    (tmp_path / "own.csv").write_text("a\n1\n")
    text = after(scomm, "own", ".cite", tmp_path / "own.csv")
    assert "No document stands behind 1 row of own.\n" in text
    assert f"Data: own, the file {tmp_path}/own.csv\n" in text


def test_another_engine_is_not_followed(scomm, tmp_path):
    with closing(sqlite3.connect(tmp_path / "own.db")) as database:
        database.executescript("create table t (a integer); insert into t values (1); insert into t values (2)")
    engine = f"sqlite:{tmp_path}/own.db"
    text = after(scomm, "t | count", ".cite", "--engine", engine)
    assert text.startswith("The documents behind rows of another engine are not followed: t.\n")
    assert f"Data: t, in SQLite ({tmp_path}/own.db)\n" in text
    for command, words in [(".rows", "does not tell its rows apart"), (".find 1", "does not look through")]:
        run = scomm("--engine", engine, text=f"t | count\n{command}\n")
        assert run.code == 1 and words in run.err


def test_what_cannot_be_cited_is_refused(scomm):
    for command in (".cite", ".sources"):
        run = scomm(text=command)
        assert (run.code, run.err) == (1, "stdin:1:1: There is no result yet.\n")
    run = scomm("--quiet", text="states | count\n.cite apa\n")
    assert run.code == 2
    assert run.err == "stdin:2:1: There is no style apa. The styles are text, markdown, bibtex, csl.\n"


def test_a_package_declares_parts_of_citations_rightly(scomm, package):
    for value, message in [("page", "one of title, author, date, address, kind"), ("author", "is the author")]:
        wrong = json.loads(json.dumps(PACKAGE))
        wrong["resources"][3]["schema"]["fields"][0]["scomm"] = {"citation": value}
        (package / "datapackage.json").write_text(json.dumps(wrong))
        run = scomm("--datasets", package, "-c", "papers")
        assert run.code != 0 and message in run.err, run.err
