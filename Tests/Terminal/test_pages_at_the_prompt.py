"""Pages longer than the screen, and what commands say that show nothing by themselves."""

import pytest

from harness import ENTER

MORE = "Enter goes on (.pager on shows such pages in a pager)"


PAGES = [
    ".help around",
    ".describe jurisdictions",
    ".about deportations",
    "explain events | where date > 2011 | count by kind | share | top 3",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_long_page_begins_at_its_beginning(start, page):
    whole = start(rows=200, NO_COLOR="1")
    whole.enter(page)
    whole.wait_for_prompt()
    lines = whole.screen()
    lines = lines[next(place for place, line in enumerate(lines) if line == f"scomm> {page}") + 1 : -1]
    assert len(lines) > 23 and not any(MORE in line for line in lines)
    shell = start(NO_COLOR="1")
    shell.enter(page)
    seen, before = [], ""

    def last():
        screen = shell.screen()
        return screen[-2] if len(screen) > 1 and screen[-1] == "scomm>" else ""

    while True:
        shell.wait_until(lambda: last() not in ("", before) and (MORE in last() or last() == lines[-1]), "a part of the page")
        before, screen = last(), shell.screen()
        prompts = [place for place, line in enumerate(screen[:-1]) if line.startswith("scomm>")]
        part = screen[max(prompts, default=-1) + 1 : -1]
        seen += [line for line in part if MORE not in line]
        if MORE not in part[-1]:
            break
        assert part[-1].startswith("… ") and len(part[-1]) <= 80
        shell.send(ENTER)
    assert [line for line in seen if line] == [line for line in lines if line]


def test_a_query_leaves_a_page(start):
    shell = start(NO_COLOR="1")
    shell.enter(".help top")
    shell.wait_for(MORE)
    shell.enter("states | count")
    shell.wait_for("56 rows; a row is a state")
    shell.send(ENTER)
    shell.wait_for_prompt()
    assert shell.text().count("56 rows; a row is a state") == 1 and "See also" not in shell.text()


def test_a_pager_shows_long_pages(start, tmp_path):
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\nawk 'NR == 1 { print \"first: \" $0 }'\n")
    pager.chmod(0o755)
    shell = start(PAGER=str(pager))
    shell.enter(".help top")
    shell.wait_for("first: top")
    assert MORE not in shell.text()


def test_a_lesson_keeps_its_exercise_below_a_page(start):
    shell = start(NO_COLOR="1")
    shell.enter(".lesson 4.2")
    shell.wait_for("lesson>")
    shell.enter(".describe jurisdictions")
    shell.wait_for(MORE)
    shell.wait_until(lambda: shell.line() == "lesson>")
    assert "jurisdictions: " in shell.text()
    assert "Which share of all removals came from California (CA)? One row." in shell.screen()


def test_settings_say_what_they_did(start, tmp_path):
    shell = start(PAGER=None)
    for line, said in [
        (".pager on", "What the screen cannot hold is shown in less"),
        (".pager off", "Nothing is shown in a pager any more."),
        (".timer on", "Under each result stands how long it took."),
        (".format csv", "Results are shown as csv from now on."),
        (f".notebook {tmp_path}/n.html", ".notebook off ends it."),
        (".notebook off", "The notebook is in"),
        (f".transcript on {tmp_path}/n.transcript", ".transcript off ends it."),
    ]:
        shell.enter(line)
        shell.wait_until(lambda: said in " ".join(shell.text().split()), said)
        shell.wait_for_prompt()


def test_an_opened_file_is_told_with_its_size_and_a_query(start, tmp_path):
    (tmp_path / "towns.csv").write_text("town,people\nLynn,1\nBoston,2\n")
    shell = start()
    shell.enter(f".open {tmp_path}/towns.csv")
    shell.wait_for("Opened: towns (2 rows, 2 columns)")
    shell.wait_for("Try towns | first 5, or .describe towns.")


def test_sources_name_their_query_where_another_failed_since(start):
    shell = start()
    shell.enter("states | count")
    shell.wait_for("56 rows")
    shell.enter("states | cuont")
    shell.wait_for("Did you mean count?")
    shell.enter(".sources")
    shell.wait_for("of _1, states | count (the query after it failed)")


@pytest.mark.parametrize(
    "line, below, said",
    [
        ("states | count by", "states | total population by region", "The line above was not finished"),
        ("states | count by", "states | total population by region", "Fixed:  states | total population by region"),
        ("states |", ".timer", "Write .timer on or .timer off."),
    ],
)
def test_what_stands_below_an_unfinished_line_is_its_own(start, line, below, said):
    shell = start()
    shell.enter(line)
    shell.wait_until(lambda: shell.line().strip() == "...", "a continuation line")
    shell.enter(below)
    shell.wait_for(said)


def test_words_of_a_lesson_need_no_dot(start):
    shell = start()
    shell.enter(".lesson 1.1")
    shell.wait_for("lesson>")
    for line, said in [("hint", "Hint 1 of 2"), ("next", "The exercise is still open"), ("answer", "The answer: figures | count")]:
        shell.enter(line)
        shell.wait_for(said)


def test_a_row_of_many_columns_is_cut(start):
    shell = start(NO_COLOR="1")
    shell.enter("deportations | total removals by state | pivot state")
    shell.wait_for("more columns are not shown; .last all shows all")
    assert any(line.startswith("AK  ") for line in shell.screen())


def test_a_long_repair_keeps_the_key_whole(start):
    shell = start()
    shell.enter('deportations | where fiscal_year = 2012 and state = "TX" | totl removals')
    shell.wait_for("        (press ↑ to get it)")
    assert all("(press" not in line or line.strip() == "(press ↑ to get it)" for line in shell.screen())
