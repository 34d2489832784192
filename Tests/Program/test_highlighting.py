"""The editors color what the registries hold."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import highlighting

ROOT = Path(__file__).resolve().parents[2]
SCOMM = os.environ.get("SCOMM", str(ROOT / ".build/release/scomm"))
TEXTMATE = highlighting.GRAMMAR / "vscode/syntaxes/scomm.tmLanguage.json"
SCRIPTS = sorted((ROOT / "examples").glob("*.scq"))


def test_the_files_are_those_of_the_registries():
    for path, text in highlighting.files(SCOMM).items():
        assert path.read_text() == text, f"{path.name}: make manual rewrites it"


def test_every_word_of_the_language_is_known():
    words = highlighting.vocabulary(SCOMM)
    known = {word for kind in ("verbs", "functions", "clauses", "operators", "constants",
                               "statements", "units") for word in words[kind]}
    # The e of an exponent is part of a number.
    kinds = {"bar", "line", "hist", "dots", "stack", "heat", "spark", "calendar", "e"}
    assert set(words["grammar"]) <= known | kinds
    for path in highlighting.files(SCOMM):
        text = path.read_text()
        assert not [word for word in known if not re.search(rf"\b{word}\b", text)]


def rules():
    for rule in json.loads(TEXTMATE.read_text())["patterns"]:
        names = {int(key): value["name"] for key, value in rule.get("captures", {}).items()}
        yield re.compile(rule["match"]), rule.get("name"), names


def tokens(line):
    """The pieces of a line with their scopes, as an editor finds them: the first match wins."""
    place, found = 0, []
    while place < len(line):
        matches = [(match, name, names) for pattern, name, names in rules()
                   if (match := pattern.search(line, place)) and match.end() > match.start()]
        if not matches:
            break
        match, name, names = min(matches, key=lambda item: item[0].start())
        if name:
            found.append((name, match.group()))
        found += [(scope, match.group(group)) for group, scope in names.items()]
        place = match.end()
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_verb_of_the_examples_is_a_verb(path):
    verbs = set(highlighting.listed(SCOMM, "verbs"))
    for line in path.read_text().splitlines():
        code = "".join(f" {text} " for name, text in tokens(line)
                       if not name.startswith(("comment", "string", "variable.other.quoted")))
        expected = [word for word in re.findall(r"\|\s+(\w+)", code)]
        assert all(word in verbs for word in expected), line
        colored = [text for name, text in tokens(line) if name == "keyword.control.verb.scomm"]
        assert colored == expected, line


def test_dates_functions_and_clauses_have_their_own_scopes():
    line = "events | where date in FY2012 and x > 2.5% | add d = round(y, 1) per state along date"
    assert tokens(line)[:6] == [
        ("variable.other.scomm", "events"),
        ("keyword.operator.bar.scomm", "|"), ("keyword.control.verb.scomm", "where"),
        ("variable.other.scomm", "date"), ("keyword.operator.word.scomm", "in"),
        ("constant.other.date.scomm", "FY2012"),
    ]
    assert ("support.function.scomm", "round") in tokens(line)
    assert ("constant.numeric.scomm", "2.5%") in tokens(line)
    assert ("storage.modifier.clause.scomm", "along") in tokens(line)


def test_vim_colors_a_query(tmp_path):
    if not shutil.which("vim"):
        pytest.skip("vim is not installed")
    script = tmp_path / "query.scq"
    script.write_text('deportations | total removals by fy(date) # a comment "x"\n')
    answer = tmp_path / "answer"
    ask = ("call writefile([join(map([1, 16, 32, 34, 46], "
           "{_, column -> synIDattr(synID(1, column, 1), 'name')}), ' ')], '%s')" % answer)
    subprocess.run(
        ["vim", "-u", "NONE", "-es", "-N", "-c", f"set rtp^={highlighting.GRAMMAR}/vim",
         "-c", "filetype on", "-c", "syntax on", "-c", f"edit {script}", "-c", ask, "-c", "qa!"],
        timeout=20, env={**os.environ, "TERM": "dumb"})
    if not answer.exists():
        pytest.skip("this vim is built without syntax coloring")
    names = answer.read_text().rstrip("\n")
    if not names.strip():
        pytest.skip("this vim is built without syntax coloring")
    assert names.split(" ")[1:] == ["scommVerb", "scommClause", "scommFunction", "scommComment"]
