"""Commands that only the prompt has, the first screen, and the page of help."""

from harness import CTRL_U, TAB, UP


def test_the_first_screen_has_two_lines(start):
    shell = start()
    lines = [line for line in shell.screen() if line]
    assert lines[0].startswith("The Secure Communities record 1.1.0: 18 tables")
    assert lines[1].startswith("Try deportations | total removals by state.region")
    assert lines[2].startswith("scomm>")


def test_help_fits_a_screen(start):
    shell = start()
    shell.enter(".help")
    shell.wait_for("Ctrl-D quits.")
    assert any("A query is a table" in line for line in shell.screen())


def test_edit_runs_what_comes_back(start, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/count/"count by region"/ "$1"\n')
    editor.chmod(0o755)
    shell = start(EDITOR=str(editor), VISUAL=None)
    shell.enter("states | count")
    shell.wait_for("56")
    shell.enter(".edit")
    shell.wait_for("Midwest")
    shell.send(UP)
    shell.wait_for("scomm> states | count by region")


def test_edit_without_a_change_runs_nothing(start):
    shell = start(EDITOR="true", VISUAL=None)
    shell.enter("states | count")
    shell.wait_for("56")
    shell.enter(".edit")
    shell.wait_for("Nothing was changed, and nothing is run.")


def test_tab_completes_files_of_commands(start, tmp_path):
    (tmp_path / "removals.csv").write_text("n\n1\n")
    shell = start()
    shell.send(f".open {tmp_path}/rem" + TAB)
    shell.wait_until(lambda: "removals.csv" in "".join(shell.text().split()))
    shell.send(CTRL_U)
    shell.send(".timer o" + TAB)
    shell.wait_for("off")


def test_a_pager_shows_what_the_screen_cannot_hold(start, tmp_path):
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\nawk '/name/ { n++ } END { print \"lines: \" NR \", headings: \" n }'\n")
    pager.chmod(0o755)
    shell = start(PAGER=str(pager))
    shell.enter("states | count")
    shell.wait_for("56 rows; a row is a state")
    shell.enter("states | keep name")
    # 56 rows, their frame and what stands below, and the heading on each of three screens.
    shell.wait_for("lines: 70, headings: 3")
    shell.enter(".pager off")
    shell.enter("states | keep name")
    shell.wait_for("sources: census-2010")


def test_a_pager_that_cannot_start_loses_nothing(start):
    shell = start(PAGER="/nowhere/pager")
    shell.enter("states | keep name")
    shell.wait_for("sources: census-2010")


def test_a_reader_who_leaves_the_pager_comes_back_to_the_prompt(start):
    shell = start(PAGER="true")
    shell.enter("residents")
    shell.wait_for_prompt()
    shell.enter("states | count")
    shell.wait_for("56")


def test_no_pager_is_started_where_no_program_may_be(start):
    shell = start("--safe", PAGER="/nowhere/pager")
    shell.enter(".pager on")
    shell.wait_for(".pager: --safe opens no files and starts no programs")


def test_a_notebook_keeps_sentences_of_the_prompt(start, tmp_path):
    shell = start()
    shell.enter('"Too early.')
    shell.wait_for("is for a notebook: .notebook FILE.html begins one.")
    shell.send(".notebook o" + TAB)
    shell.wait_for(".notebook off")
    shell.send(CTRL_U)
    shell.enter(f".notebook {tmp_path}/page.html")
    shell.wait_for_prompt()
    shell.enter('"How many states?')
    shell.wait_for_prompt()
    shell.enter("states | count")
    shell.wait_for("56 rows; a row is a state")
    shell.enter("states | where nam = 1")
    shell.wait_for("There is no column nam.")
    shell.enter(".notebook off")
    shell.wait_for("The notebook is in")
    page = (tmp_path / "page.html").read_text()
    assert '<p class="words">How many states?</p>' in page and "Too early" not in page
    assert "press" not in page and page.count('<pre class="query">') == 2
