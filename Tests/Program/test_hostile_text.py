"""Text that commands a terminal, hides or reorders text, sent through every way out of the program."""

import json
import os
import pty
import re
import select
import sqlite3
import subprocess
import time

import pytest

from hostile import HOSTILE, PIECES, commands
from program import DATASETS

COMMANDS = commands("\x08", "\r(?!\n)")
FORMATS = ["box", "plain", "vertical", "csv", "tsv", "json", "jsonl", "markdown", "latex", "html"]


def check(text, *parts):
    """Asserts that nothing commands, and that something hostile was shown at all."""
    found = COMMANDS.search(text)
    assert not found, (hex(ord(found[0][0])), text[max(0, found.start() - 60) : found.end() + 60])
    for part in parts:
        assert part in text, (part, text)


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A data package in which every text is hostile."""
    folder = tmp_path_factory.mktemp("package")
    fields = [
        {"name": "key" + HOSTILE, "type": "string", "description": "summary" + HOSTILE, "unit": "unit" + HOSTILE},
        {"name": "kind", "type": "string", "categories": ["one" + HOSTILE, "two"], "description": HOSTILE},
        {"name": "n", "type": "integer", "description": "number" + HOSTILE, "unit": "people" + HOSTILE},
        {"name": "source", "type": "string", "description": "source" + HOSTILE},
    ]
    link = {"fields": ["source"], "reference": {"resource": "sources", "fields": ["id"]}}
    table = {
        "name": "t",
        "title": "title" + HOSTILE,
        "path": "t.csv",
        "schema": {"fields": fields, "foreignKeys": [link]},
        "scomm": {"row": "a row" + HOSTILE, "caveats": ["caveat" + HOSTILE]},
    }
    sources = {
        "name": "sources",
        "title": "sources" + HOSTILE,
        "path": "sources.csv",
        "schema": {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]},
        "scomm": {"documents": True},
    }
    whole = {"name": "p", "title": HOSTILE, "version": "version" + HOSTILE, "resources": [table, sources]}
    (folder / "datapackage.json").write_text(json.dumps(whole), encoding="utf-8")
    rows = [["k" + HOSTILE, "one" + HOSTILE, "1", "doc" + HOSTILE], ["other", "two", "2", "doc" + HOSTILE]]
    head = [field["name"] for field in fields]
    write_csv(folder / "t.csv", [head, *rows])
    write_csv(folder / "sources.csv", [["id"], ["doc" + HOSTILE]])
    return folder


def write_csv(path, rows):
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode())


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A table of each kind of file, whose name, columns and values are hostile."""
    folder = tmp_path_factory.mktemp("files")
    head, row = ["col" + HOSTILE, "n"], ["val" + HOSTILE, "1"]
    write_csv(folder / f"{HOSTILE}.csv", [head, row])
    (folder / f"{HOSTILE}.json").write_text(json.dumps([{head[0]: row[0], "n": 1}]), encoding="utf-8")
    (folder / f"{HOSTILE}.jsonl").write_text(json.dumps({head[0]: row[0], "n": 1}), encoding="utf-8")
    with sqlite3.connect(folder / f"{HOSTILE}.sqlite") as database:
        database.execute(f'create table "tab{HOSTILE}" ("{head[0]}" text, n integer)')
        database.execute(f'insert into "tab{HOSTILE}" values (?, 1)', (row[0],))
    return folder


@pytest.fixture
def on_terminal(binary, environment):
    """Runs the program with its outputs at a pseudo-terminal, and nothing on its input."""

    def on_terminal(*args, **variables):
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            [binary, *map(str, args)],
            stdin=subprocess.DEVNULL,
            stdout=follower,
            stderr=follower,
            env={**environment, "COLUMNS": "400", **variables},
        )
        os.close(follower)
        written = b""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and select.select([leader], [], [], 60)[0]:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            written += piece
        os.close(leader)
        process.wait(60)
        # What is no UTF-8 could be a command of eight bits.
        return process.returncode, written.decode("utf-8")

    return on_terminal


# Results


@pytest.mark.parametrize("format", FORMATS)
def test_results_on_a_terminal_in_every_format(on_terminal, package, format):
    code, text = on_terminal("--color", "never", "--datasets", package, "--format", format, "-c", "t")
    assert code == 0, text
    check(text, "pwned", "caveat", "sources: doc")


@pytest.mark.parametrize("format", FORMATS)
def test_results_in_color_have_no_other_sequences(on_terminal, package, format):
    code, text = on_terminal("--datasets", package, "--color", "always", "-c", f"t | add x = n / 0 | as {format}")
    assert code == 0, text
    check(re.sub("\x1b\\[[02]m", "", text), "pwned")


@pytest.mark.parametrize("format", ["box", "plain", "vertical", "html", "json", "jsonl"])
def test_formats_for_people_and_json_are_visible_in_pipes_too(scomm, package, format):
    run = scomm("--datasets", package, "--format", format, "-c", "t")
    assert run.code == 0, run.err
    check(run.out, "pwned")
    check(run.err, "caveat")


@pytest.mark.parametrize("format", ["csv", "tsv", "markdown"])
def test_formats_for_programs_keep_every_character_in_pipes_and_files(scomm, package, tmp_path, format):
    query = "t | keep kind | first 1"
    run = scomm("--datasets", package, "--format", format, "-c", query)
    # Markdown escapes what means something in it.
    hostile = PIECES["bidi"] if format == "markdown" else HOSTILE
    assert "one" in run.out and hostile in run.out
    path = tmp_path / f"out.{'md' if format == 'markdown' else format}"
    assert scomm("--datasets", package, "-c", f"{query} | save '{path}'").code == 0
    assert path.read_bytes() == run.out.encode()


def test_json_keeps_the_value(scomm, package):
    run = scomm("--datasets", package, "--format", "json", "-c", "t | first 1")
    assert json.loads(run.out)[0]["kind"] == "one" + HOSTILE
    ledger = scomm("--datasets", package, "--ledger", "json", "-c", "t | first 1").err
    check(ledger)
    assert json.loads(ledger)["caveats"] == ["caveat" + HOSTILE]


# Other ways out


PAGES = [
    ".tables", ".describe t", ".describe sources", ".help t", ".help t.n", ".help n", ".help tables", ".help people",
    "t | count\n.last all", "t | count\n.results", "t\n.sql", "t | where n > 5\n| count", "explain t | count by kind",
    f'explain t | where kind = "one{HOSTILE.replace(chr(13), "")}"', "explain plan t | count by kind",
    "explain sql t | count by kind", "describe t", "t | describe", "t | count by kind", "t | pivot kind",
    "t | total n by kind", "t | share n by kind", "t | unpivot n", ".explain t | keep kind",
    "t | total n by kind | chart", "t | total n by kind | chart | as svg", "t | total n by kind | chart | as plain",
    "t | total n by kind | chart line", "t | chart stack y n color kind", "explain t | total n by kind | chart",
]  # fmt: skip


@pytest.mark.parametrize("text", PAGES)
def test_pages_and_commands(on_terminal, package, tmp_path, text):
    script = tmp_path / "script.scq"
    script.write_bytes((text + "\n").encode())
    check(on_terminal("--color", "never", "--datasets", package, "-f", script)[1])
    check(on_terminal("--color", "never", "--datasets", package, "-c", text)[1])


@pytest.mark.parametrize("text", [".tables", ".describe t", ".help t", "explain t | count by kind", "explain plan t"])
def test_pages_for_people_are_visible_in_pipes_too(scomm, package, text):
    run = scomm("--datasets", package, "-c", text)
    check(run.out)
    check(run.err)


@pytest.mark.parametrize(
    "options",
    [
        ["--version"], ["--help-all"], ["--help-all", "--format", "markdown"], ["--emit-ddl", "duckdb"],
        ["--emit-ddl", "postgres"], ["--emit-ddl", "sqlite"], ["--check", "-c", "t | x"], ["--params", "-c", "t"],
    ],
)  # fmt: skip
def test_options_that_print(on_terminal, scomm, package, options):
    check(on_terminal("--color", "never", "--datasets", package, *options)[1])
    run = scomm("--datasets", package, *options)
    check(run.err)
    if "--emit-ddl" not in options:
        check(run.out)


def test_query_files_keep_every_character_in_pipes(scomm, tmp_path):
    script = tmp_path / "script.scq"
    text = 'states | where name = "a\u202e\u200b\U000e0041b"'
    script.write_text(text + "\n", encoding="utf-8")
    assert text in scomm("--fmt", script).out and text in scomm("--record", script).out


def test_transcripts_and_layouts(on_terminal, scomm, package, tmp_path):
    script = tmp_path / f"{HOSTILE}.scq"
    source = f"# comment {HOSTILE}\nt | where kind = \"one\" -- {HOSTILE}\n"
    script.write_bytes(source.encode())
    for option in ("--record", "--fmt", "--verify", "-f"):
        check(on_terminal("--color", "never", "--datasets", package, option, script)[1])
        check(scomm("--datasets", package, option, script).err)


# Files


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "sqlite"])
def test_names_of_files_tables_and_columns(on_terminal, scomm, files, ending):
    path = files / f"{HOSTILE}.{ending}"
    for query in (".tables", "nothing", "states | first 1", "`a", ".describe nothing", ".help nothing"):
        check(on_terminal("--color", "never", path, "-c", query)[1])
        run = scomm(path, "-c", query)
        check(run.out)
        check(run.err)
    listed = scomm(path, "--format", "json", "-c", ".tables").out
    assert "pwned" in listed


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "sqlite"])
def test_results_from_files(on_terminal, files, ending):
    path = files / f"{HOSTILE}.{ending}"
    for format in FORMATS:
        code, text = on_terminal("--color", "never", "--data", f"own={path}", "--format", format, "-c", "own")
        if ending == "sqlite":
            continue
        assert code == 0, text
        check(text, "pwned")


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl", "sqlite", "tsv", "scq", "xlsx"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_errors_of_files(on_terminal, scomm, tmp_path, ending, form):
    broken = tmp_path / f"{HOSTILE}.{ending}"
    content = {"csv": f'a{HOSTILE},b\n"x{HOSTILE}', "tsv": "a\tb\n1\t2\t3\n", "sqlite": "SQLite format 3\0" + HOSTILE}
    broken.write_bytes(content.get(ending, "{" + HOSTILE).encode())
    for path in (broken, tmp_path / f"not{HOSTILE}.{ending}"):
        for arguments in (
            [path, "-c", "`x`"],
            [path],
            ["-f", path],
            ["--data", f"t={path}", "-c", "t"],
            ["--datasets", path, "-c", "x"],
            ["--record", path],
            ["--fmt", path],
            ["--engine", f"sqlite:{path}", "-c", "x"],
            ["-c", f"states | save '{path}x'"],
        ):
            check(on_terminal("--color", "never", "--errors", form, *arguments)[1])
            run = scomm("--errors", form, *arguments)
            check(run.err)


@pytest.mark.parametrize("form", ["text", "json"])
def test_errors_of_values(scomm, on_terminal, tmp_path, form):
    fields = [{"name": "a", "type": "integer", "description": HOSTILE}, {"name": "b" + HOSTILE, "type": "string"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    write_csv(tmp_path / "t.csv", [["a", "b" + HOSTILE], ["x" + HOSTILE, "y" + HOSTILE]])
    run = scomm("--errors", form, "--datasets", tmp_path, "-c", "t")
    assert run.code == 4
    check(run.err, "t.csv")
    check(on_terminal("--errors", form, "--color", "never", "--datasets", tmp_path, "-c", "t")[1])


# Errors of queries, as text and as JSON


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("form", ["text", "json"])
def test_errors_of_queries(scomm, on_terminal, piece, form):
    text = PIECES[piece]
    queries = [
        f"states | {text}", f"states | keep {quoted(text)}", f'states | where code = "{text}"', f"{text}", f"`{text}`",
        f'states | assert false, "{text}"', f'states | add x = number("{text}")', f"states | save '{text}'",
        f'states | save "/nowhere/{text}.csv"', f".{text}", f".help {text}", f".describe {text}", f".sql {text}",
        f"explain sql for {text} states", f"states | as {text}", f'states | where name matches "({text}"', f"$x{text}",
        f'param p = "{text}"\nstates | where code = $p', f"let {quoted(text)} = states",
    ]  # fmt: skip
    for query in queries:
        run = scomm("--errors", form, "-c", query)
        check(run.err)
        if form == "json" and run.err.startswith("{"):
            json.loads(run.err.splitlines()[0])
        # A box in a pipe is for people, too.
        check(scomm("--errors", form, "--format", "box", "-c", query).out)
    check(on_terminal("--color", "never", "--errors", form, "--keep-going", "-c", "\n".join(queries))[1])


# Options and the environment


@pytest.mark.parametrize("piece", PIECES)
def test_values_of_options(scomm, on_terminal, piece):
    text = PIECES[piece]
    for options in (
        ["--format", text], ["--set", text], ["--set", f"{text}=1"], ["--set", f"p={text}"], ["--engine", text],
        ["--engine", f"duckdb:{text}"], ["--engine", f"postgres:{text}"], ["--emit-ddl", text], ["--datasets", text],
        ["--data", text], ["--data", f"{text}={text}.csv"], ["--threads", text], ["--memory", text],
        ["--missing", text], ["--bad-rows", text], ["--color", text], ["--errors", text], [f"--{text}"],
        [f"--format={text}"], [text], [f"{text}|x"], ["--verify", text], ["--record", text], ["--fmt", text],
        ["-f", text], ["--data-package", text],
    ):  # fmt: skip
        arguments = [*options, "-c", 'param p = 1\nstates | count']
        run = scomm(*arguments)
        check(run.err)
        check(run.out)
        check(on_terminal("--color", "never", *arguments)[1])


@pytest.mark.parametrize("piece", PIECES)
def test_variables_of_the_environment(scomm, on_terminal, piece, tmp_path):
    text = PIECES[piece]
    names = [
        "TERM", "LINES", "COLUMNS", "HOME", "PAGER", "LANG", "LC_ALL", "XDG_STATE_HOME", "XDG_CACHE_HOME",
        "SCOMM_DATASETS", "INPUTRC", "TMPDIR", "EDITOR", "NO_COLOR",
    ]  # fmt: skip
    for value in (text, f"{tmp_path}/{text}"):
        for name in names:
            run = scomm("-c", "states | count | save '~/x.csv'\nstates | count", **{name: value})
            check(run.out)
            check(run.err)
        check(on_terminal("-c", "states | count | as plain", **{name: value for name in names if name != "TERM"})[1])
    (tmp_path / text.replace("/", "")).mkdir(exist_ok=True)


def test_progress_names_the_file_visibly(on_terminal, binary, environment, tmp_path):
    path = tmp_path / f"{HOSTILE}.csv"
    row = b"some words that take room,12345,another long text that takes room\n" * 2000
    with open(path, "wb") as file:
        file.write(b"a,b,c\n")
        for _ in range(1200):
            file.write(row)
    code, text = on_terminal(
        "--color", "never", "--threads", "1", "--no-cache", "--data", f"big={path}", "-c", "big | count by a, b, c"
    )
    assert code == 0, text
    check(re.sub("\r?Reading|\r?\x1b\\[K\r?", "", text))


def test_the_record_itself_is_shown_as_it_is(scomm):
    """No text of the shipped record has anything that has to be replaced."""
    for file in DATASETS.glob("*.csv"):
        found = COMMANDS.search(file.read_text(encoding="utf-8").replace("\r\n", "\n"))
        assert not found, (file, found)
