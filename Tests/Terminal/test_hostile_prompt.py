"""Text that commands a terminal at the prompt: from data, names, the history, errors and pastes."""

import json
import re

import pytest

from harness import CTRL_A, CTRL_C, CTRL_E, CTRL_R, CTRL_U, ENTER, TAB, UP
from hostile import HOSTILE, PIECES, commands

# What readline and the colors of the prompt write: styles, steps of the cursor, erasing, padding.
OWN = re.compile(
    r"\x00|\x1b\[\?2004[hl]|\x1b\[(?:0|1|2|4|7|27|(?:1;)?38;5;\d+)?m|\x1b\[\d*[ABCDKP@]|\x1b\[J|\x1b\[H\x1b\[2J|\x1b\(B"
)
# Returns and steps to the left are readline's own, unless hostile text is beside them.
COMMANDS = commands("o\b\b\b\b[^ -~]", "r\rr")


def check(shell):
    """Asserts that nothing but the shell's own sequences came since it began."""
    # What is no UTF-8 could be a command of eight bits; the last character may not be whole yet.
    text = OWN.sub("", shell.bytes.decode("utf-8", "strict"))
    found = COMMANDS.search(text)
    assert not found, (found[0], text[max(0, found.start() - 80) : found.end() + 80])
    assert shell.terminal.title == ""


@pytest.fixture
def quiet(tmp_path):
    """Settings of readline without a bell, which the tests would take for a hostile one."""
    path = tmp_path / "inputrc"
    path.write_text("set bell-style none\n")
    return {"INPUTRC": str(path)}


@pytest.fixture
def package(tmp_path):
    """A data package with hostile names of columns and values."""
    fields = [
        {"name": "key" + HOSTILE, "type": "string", "description": HOSTILE},
        {"name": "kind", "type": "string", "categories": ["one" + HOSTILE, "two"], "description": HOSTILE},
        {"name": "n", "type": "integer", "unit": HOSTILE},
    ]
    table = {
        "name": "t", "title": HOSTILE, "path": "t.csv", "schema": {"fields": fields},
        "scomm": {"row": HOSTILE, "caveats": [HOSTILE]},
    }  # fmt: skip
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps({"version": HOSTILE, "resources": [table]}))
    rows = [[field["name"] for field in fields], ["k" + HOSTILE, "one" + HOSTILE, "1"], ["k" + HOSTILE, "two", "2"]]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    (folder / "t.csv").write_bytes(text.encode())
    return folder


@pytest.fixture(params=[{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": "vt100"}], ids=["color", "plain", "dumb", "vt100"])
def kind(request, quiet):
    """Variables for a kind of terminal."""
    return {**quiet, **request.param}


def start_at(start, *args, **env):
    return start(*args, columns=150, rows=50, **env)


# The history


@pytest.mark.parametrize("piece", PIECES)
def test_statements_of_the_history(start, state, kind, piece):
    (state / "scomm").mkdir(parents=True)
    old = f'states | where name = "{PIECES[piece]}" and code = "end"'
    (state / "scomm" / "history").write_bytes(old.encode() + b"\n")
    shell = start_at(start, **kind)
    shell.send(UP)
    shell.wait_for('code = "end"')
    shell.send(CTRL_A)
    shell.send("x")
    shell.wait_for("xstates")
    shell.send(CTRL_E + "y")
    shell.wait_for('"end"y')
    check(shell)
    shell.send(CTRL_C)
    shell.wait_for_prompt()
    shell.send(CTRL_R + "where name")
    shell.wait_for("where name'" if kind.get("TERM") != "dumb" else "where name")
    shell.send(ENTER)
    shell.wait_for_prompt()
    shell.enter(".results")
    shell.wait_for_prompt()
    check(shell)


def test_bytes_of_the_history_that_are_no_text(start, state, quiet):
    (state / "scomm").mkdir(parents=True)
    (state / "scomm" / "history").write_bytes(b'states | where code = "x\x9b35m\xc2\x85\xff" # end\n')
    shell = start_at(start, **quiet)
    shell.send(UP)
    shell.wait_for("# end")
    check(shell)


def test_the_cursor_stands_where_the_shown_text_says(start, state, quiet):
    (state / "scomm").mkdir(parents=True)
    (state / "scomm" / "history").write_bytes('"\x1b[2J\u200b\U000e0041\u202e漢" | a'.encode() + b"\n")
    shell = start_at(start, **quiet)
    shell.send(UP)
    shown = 'scomm> "␛[2J\ufffd\ufffd\ufffd漢" | a'
    # The screen of the tests has an empty cell behind a wide character.
    shell.wait_until(lambda: shell.line().replace("漢 ", "漢") == shown, shown)
    shell.send("\x1b[D" * 5)
    width = len(shown) + 1
    shell.wait_until(lambda: shell.cursor()[0] == width - 5, "five steps to the left")
    shell.send("X")
    shell.wait_until(lambda: shell.line().replace("漢 ", "漢") == shown[:-5] + "X" + shown[-5:], "the letter")
    check(shell)


# Completion


@pytest.mark.parametrize("typed", ["t | keep `", "t | where kind = ", "t | where kind = \"one", "t | sort ", ".help t", "t | where `key"])
def test_candidates_of_tab(start, package, kind, typed):
    shell = start_at(start, "--datasets", str(package), **kind)
    shell.send(typed + TAB)
    shell.send(TAB)
    shell.send(CTRL_U)
    shell.send("states" + CTRL_C)
    shell.wait_for_prompt()
    check(shell)


def test_a_completed_value_is_inserted_whole_and_shown_visibly(start, tmp_path, quiet):
    value = "one\x1b]0;pwned\u202eend"
    (tmp_path / "own.csv").write_bytes(f'kind,n\n"{value}",1\ntwo,2\n'.encode())
    shell = start_at(start, str(tmp_path / "own.csv"), **quiet)
    shell.send('own | where kind = "on' + TAB)
    shell.wait_for('"one␛]0;pwned\ufffdend"')
    shell.enter(" | count")
    shell.wait_for_prompt()
    check(shell)


# Results, pages and errors


LINES = [
    "t", "t | as csv", "t | as json", "t | as markdown", "t | as vertical", ".tables", ".describe t", ".help t",
    ".help t.n", "explain t | count by kind", "explain plan t", "explain sql t", "t\n.sql", "t\n.last all",
    "t\n.results", "t | count by kind\n.back", "t | x", 't | where kind = "oe"', "describe t",
]  # fmt: skip


def test_what_is_asked_at_the_prompt(start, package, kind):
    shell = start_at(start, "--datasets", str(package), **kind)
    for line in LINES:
        for part in line.split("\n"):
            shell.enter(part)
            shell.wait_for_prompt()
    check(shell)


def test_a_repair_that_is_brought_by_a_key(start, package, quiet):
    shell = start_at(start, "--datasets", str(package), **quiet)
    shell.enter("t | keep `key" + "x`")
    shell.wait_for_prompt()
    shell.send(UP)
    shell.send(CTRL_C)
    shell.wait_for_prompt()
    check(shell)


@pytest.mark.parametrize("piece", ["escape", "c1", "bidi", "tags", "hidden", "flood", "title"])
def test_what_is_pasted(start, quiet, piece):
    shell = start_at(start, **quiet)
    # A bracket within a paste would end it in the terminal.
    shell.paste(f'states | where name = "{PIECES[piece]}" # end')
    shell.wait_for("# end")
    check(shell)
    shell.send(ENTER)
    shell.wait_for_prompt()
    check(shell)


@pytest.mark.parametrize("piece", ["c1", "bidi", "tags", "hidden", "flood"])
def test_what_is_searched_for_in_the_history(start, quiet, piece):
    shell = start_at(start, **quiet)
    shell.enter("states | count")
    shell.wait_for_prompt()
    shell.send(CTRL_R)
    shell.wait_for("reverse-i-search")
    shell.paste(PIECES[piece] + "q")
    shell.wait_for("failed reverse-i-search")
    shell.send(CTRL_C)
    shell.wait_for_prompt()
    check(shell)


# The environment


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_environment(start, tmp_path, quiet, piece):
    text = PIECES[piece]
    (tmp_path / "x").write_text("")
    # A file where a folder is wanted: the message names the path.
    names = {name: f"{tmp_path}/x/{text}" for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "PAGER", "TMPDIR")}
    shell = start_at(start, **{**quiet, **names, "LINES": text, "COLUMNS": text})
    shell.wait_for(": Not a directory. ")
    shell.enter("states | first 1 | save '~/x.csv'")
    shell.wait_for_prompt()
    check(shell)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_an_unknown_terminal_and_a_plain_locale(start, state, package, quiet, locale):
    (state / "scomm").mkdir(parents=True)
    (state / "scomm" / "history").write_bytes(PIECES["escape"].encode() + b" # end\n")
    shell = start_at(
        start, "--datasets", str(package), **{**quiet, "TERM": "x" + PIECES["escape"], "LANG": locale, "LC_ALL": locale}
    )
    shell.send(UP)
    shell.wait_for("# end")
    check(shell)
